"""Who asks through an assistant, and about whom."""

import datetime as dt
from dataclasses import dataclass
from functools import partial

from mcp.server.mcpserver import Context
from starlette.requests import Request

from app.auth import Caller
from app.days import local_today, zone_name
from app.errors import Forbidden, InvalidInput, NotFound
from app.findings import analyse
from app.findings.baselines import Calculate
from app.findings.patterns import Analyse
from app.findings.readable import reading
from app.reads import pages
from app.reads.desk import Desk, Pool
from app.records.account import Account, Scope
from app.resources import Resources
from app.state import State

Ctx = Context[None, Request]
MOST_PEOPLE = 100
WHOM = "Say which person, of those that the tool `people` lists."


@dataclass(frozen=True, slots=True)
class ToolRequest:
    """A call that was let in, about one person."""

    state: State
    caller: Caller
    account: Account

    @property
    def resources(self) -> Resources:
        """The process's resources."""
        return self.state["resources"]

    @property
    def pool(self) -> Pool:
        """Where reads go; it knows which classes of data the caller reads."""
        return reading(self.resources.read_pool, self.caller.classes)

    @property
    def desk(self) -> Desk:
        """Where questions are put that lead to further ones."""
        return Desk(self.pool, self.resources.found)

    @property
    def user_id(self) -> str:
        """Whom it is about."""
        return self.account.user_id

    @property
    def today(self) -> dt.date:
        """The day on the person's calendar."""
        return local_today(self.account, self.resources.clock())

    @property
    def time_zone(self) -> str:
        """Whose days these are."""
        return zone_name(self.account)

    @property
    def calculate(self) -> Calculate:
        """Makes baselines that are missing."""
        return partial(analyse.calculate, self.resources, self.account)

    @property
    def analyse(self) -> Analyse:
        """Finds patterns that are missing."""
        return partial(analyse.analyse_soon, self.resources, self.account)


def caller_of(context: Ctx) -> tuple[State, Caller]:
    """What the door found out about the request."""
    scope = context.request_context.request.scope if context.request_context.request else {}
    return scope["state"], scope["ursa.caller"]


async def asked(context: Ctx, person: str | None, *scopes: Scope) -> ToolRequest:
    """The call, about this person, or about the only one there is.

    Raises Forbidden, NotFound, and InvalidInput where it is not clear who is meant.
    """
    state, caller = caller_of(context)
    user_id = person or caller.user_id or await _only_one(state)
    account = await state["auth"].account_for(caller, user_id, *(scopes or (Scope.READ,)))
    return ToolRequest(state, caller, account)


async def people(context: Ctx) -> list[Account]:
    """Whom the caller may ask about, in the order of their names, at most MOST_PEOPLE."""
    state, caller = caller_of(context)
    if Scope.READ not in caller.scopes:
        raise Forbidden("This key reads nothing. Ask for one with the scope read.")
    return await _known(state, caller.user_id)


async def _known(state: State, only: str | None = None) -> list[Account]:
    request = pages.PageRequest(size=MOST_PEOPLE)
    found = await pages.accounts(state["resources"].read_pool, request, only)
    return list(found.rows)


async def _only_one(state: State) -> str:
    found = await _known(state)
    if not found:
        raise NotFound("Nobody is known here yet. Connect a person to Polar first.")
    if len(found) > 1:
        raise InvalidInput(WHOM, "person")
    return found[0].user_id
