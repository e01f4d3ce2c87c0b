"""What one operation knows: who asks, where answers come from, and what was loaded already."""

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

import strawberry

from app.auth import Caller
from app.auth.auth import NO_KEY
from app.days import Window, local_today
from app.errors import InvalidInput, TooManyRequests, Unauthenticated
from app.findings import analyse, baselines, patterns
from app.findings.readable import reading
from app.reads.desk import Pool
from app.records.account import Account, Scope
from app.state import State
from schema.desk import OperationDesk

A = TypeVar("A")

DEFAULT_DAYS = 30
MOST_DAYS = 3660
MOST_ANALYSES = 10
"""Of an operation, for people who have no findings of today or yesterday."""


@dataclass(kw_only=True)
class Context:
    """Handed to every resolver of one operation."""

    state: State
    caller: Caller | None = field(default=None)
    _analyses: dict[str, patterns.Analyse] = field(default_factory=dict)
    _begun: int = 0

    @property
    def pool(self) -> Pool:
        """Where reads go; it knows which classes of data the caller reads."""
        classes = None if self.caller is None else self.caller.classes
        return reading(self.state["resources"].read_pool, classes)

    @property
    def holder(self) -> Caller:
        """Who asks; raises Unauthenticated when nobody showed a key."""
        if self.caller is None:
            raise Unauthenticated(NO_KEY)
        return self.caller

    async def named(self, user_id: str) -> str:
        """Whom a name in a deed's input means."""
        auth, user_id = self.state["auth"], str(user_id)
        if self.holder.user_id is None:
            return await auth.named(user_id)
        return await auth.own_name(self.holder, user_id)

    async def account(self, user_id: str, scope: Scope = Scope.READ) -> Account:
        """The one door to a person; raises Forbidden or NotFound."""
        return await self.state["auth"].account_for(self.holder, user_id, scope)

    def window(
        self, account: Account, days: int | None, first: dt.date | None, last: dt.date | None
    ) -> Window:
        """The days asked for: `days` back from today, or from `first` to `last`."""
        today = self.today(account)
        if days is not None:
            if first is not None or last is not None:
                raise InvalidInput("Ask with days, or with from and to, not with both.", "days")
            return Window.back(checked("days", days, 0, MOST_DAYS), today)
        if first is None and last is None:
            return Window.back(DEFAULT_DAYS, today)
        return _between(first, last, today)

    @cached_property
    def now(self) -> dt.datetime:
        """The moment of the operation: all of its answers speak of the same one."""
        return self.state["resources"].clock()

    def today(self, account: Account) -> dt.date:
        """The date on the person's clock."""
        return local_today(account, self.now)

    @cached_property
    def desk(self) -> OperationDesk:
        """Where reads are asked for."""
        return OperationDesk(self.pool, self.state["resources"].found)

    @cached_property
    def own_desk(self) -> OperationDesk:
        """Where that is asked for which was written a moment ago: never a replica."""
        return OperationDesk(self.state["resources"].fresh_pool)

    @cached_property
    def findings_desk(self) -> OperationDesk:
        """Where that is asked for which is worked out, and kept, on the way."""
        return OperationDesk(self.state["resources"].pool)

    def calculate(self, account: Account) -> baselines.Calculate:
        """Computes and stores the person's baselines of today, once an operation."""
        today = self.today(account)
        return lambda: self.findings_desk.ask(
            baselines.calculated, account.user_id, today, self.now
        )

    def analyse(self, account: Account) -> patterns.Analyse:
        """Finds and stores the person's patterns and forecasts of today, once an operation."""
        if account.user_id not in self._analyses:
            self._analyses[account.user_id] = _once(lambda: self._analyse(account))
        return self._analyses[account.user_id]

    async def _analyse(self, account: Account) -> patterns.Findings:
        """Models keep a core busy: a page of people is not analysed on the spot."""
        if self._begun >= MOST_ANALYSES:
            raise TooManyRequests(
                f"{MOST_ANALYSES} people were analysed for this answer, and more wait. Ask again: "
                "what was found is kept.",
                1,
            )
        self._begun += 1
        return await analyse.analyse_soon(self.state["resources"], account)

    def changed(self) -> None:
        """Something was written: what was read before is not to be told again."""
        self._analyses.clear()
        self.desk.clear()
        self.own_desk.clear()
        self.findings_desk.clear()


def _once(work: Callable[[], Coroutine[Any, Any, A]]) -> Callable[[], Awaitable[A]]:
    """The same work for everybody who waits for it; who gives up does not end it."""
    tasks: list[asyncio.Task[A]] = []

    async def wait() -> A:
        if not tasks:
            tasks.append(asyncio.create_task(work()))
        return await asyncio.shield(tasks[0])

    return wait


Info = strawberry.Info[Context, None]


def checked(name: str, value: int, least: int, most: int, advice: str = "") -> int:
    """The value of the argument `name` itself; raises InvalidInput outside of the bounds."""
    if not least <= value <= most:
        raise InvalidInput(f"{name} must be from {least} to {most}.{advice}", name)
    return value


def _between(first: dt.date | None, last: dt.date | None, today: dt.date) -> Window:
    if first is None:
        raise InvalidInput("from is missing: ask with from and to, or with days.", "from")
    window = Window(first, last or today)
    if window.days < 1:
        raise InvalidInput("from must not be later than to.", "from")
    if window.days > MOST_DAYS + 1:
        raise InvalidInput(f"At most {MOST_DAYS} days can be asked for at once.", "from")
    return window
