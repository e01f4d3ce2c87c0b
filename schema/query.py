"""Where questions start."""

import datetime as dt
from dataclasses import replace
from functools import partial
from typing import Annotated, Any

import strawberry

from app.auth import require, require_person, require_to_see
from app.deeds import apps, house
from app.deeds import sessions as web_sessions
from app.errors import Forbidden, InvalidInput, NotFound
from app.metrics import Metric
from app.phrases.catalogue import Entry, entries
from app.reads import accounts, pages
from app.records.account import Account, ApiKey, Scope
from app.records.apps import ConnectedApp
from app.records.house import Joining, PolarClient
from app.records.session import ShownSession
from schema import enums, ids, nodes, types
from schema.connections import (
    PAGE,
    After,
    Before,
    Connection,
    First,
    Last,
    Order,
    Pager,
    connect,
)
from schema.context import Context, Info
from schema.fields import field
from schema.findings import ENGLISH, Spoken, spoken
from schema.nodes import Node, SyncRun
from schema.person import SYNC_RUNS, Person
from schema.prices import ADMIN, ANY_KEY, AS_A_ROW, READ, STATEMENT, flat
from schema.server import AUDIT_ENTRY, AUDIT_LOG, Server, server_of

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def _person(row: Account) -> Person:
    return Person(account=row)


PEOPLE: dict[str, tuple[str, Order[Account, Person]]] = {
    "USER_ID": ("user_id", Order("people", lambda row: (row.user_id,), (ids.text,), _person)),
    "NAME": (
        "name",
        Order(
            "people by name",
            lambda row: ((row.display_name or row.user_id).lower(), row.user_id),
            (ids.text, ids.text),
            _person,
        ),
    ),
    "LAST_SYNC": (
        "synced",
        Order(
            "people by sync",
            lambda row: (row.synced_at or EPOCH, row.user_id),
            (ids.moment, ids.text),
            _person,
        ),
    ),
}
"""The name of each order in `reads`, and its cursors."""
API_KEYS: Order[ApiKey, ApiKey] = Order(
    "keys", lambda row: (row.created_at, row.key_id), (ids.moment, ids.name), lambda row: row
)
LONGEST_SEARCH = 100
Search = Annotated[
    str | None,
    strawberry.argument(
        description="Only whose name, user id or Polar number has this in it, in any case."
    ),
]
By = Annotated[enums.PEOPLE_ORDER, strawberry.argument(description="In which order.")]  # type: ignore[valid-type]
OnlyOf = Annotated[
    strawberry.ID | None,
    strawberry.argument(description="Only this person's; everybody's whom the key opens, else."),
]
KeyState = Annotated[
    enums.KEY_STATE | None,  # type: ignore[valid-type]
    strawberry.argument(description="Only keys that work, or only ended ones; all unless told."),
]
RunStates = Annotated[
    list[enums.RUN_STATE] | None,  # type: ignore[valid-type]
    strawberry.argument(description="Only runs that stand there; one state, or several."),
]
Action = Annotated[
    str | None,
    strawberry.argument(description="Only deeds whose name begins so: `api_key`, `person.delete`."),
]

Id = Annotated[
    strawberry.ID,
    strawberry.argument(description="The user id as in REST's URLs, or the person's global id."),
]
GlobalId = Annotated[strawberry.ID, strawberry.argument(description="A global id.")]


@strawberry.type(description="Where questions start. Ask for `me`, or for a `person`.")
class Query:
    """Where questions start."""

    @field(price=AS_A_ROW, scope=READ)
    async def me(self, info: Info) -> Person | None:
        """The person whose key this is; null for keys that open everybody."""
        user_id = info.context.holder.user_id
        return None if user_id is None else Person(account=await info.context.account(user_id))

    @field(price=flat(STATEMENT), scope=ANY_KEY)
    async def api_key(self, info: Info) -> ApiKey | None:
        """The key of this request, and what it may do; null for the master key."""
        key_id = info.context.holder.key_id
        return None if key_id is None else await accounts.key(info.context.own_desk.pool, key_id)

    @field(price=flat(STATEMENT, 5), scope=ADMIN)
    async def sessions(self, info: Info) -> list[ShownSession] | None:
        """Browsers that are signed in to the pages; needs the scope ADMIN.

        Everybody's for who opens everybody, else the person's own.
        """
        return await web_sessions.sessions(info.context.state, info.context.holder)

    @field(price=flat(STATEMENT, 30), scope=ADMIN)
    async def connected_apps(self, info: Info, user_id: OnlyOf = None) -> list[ConnectedApp] | None:
        """Applications and assistants that were let in, the newest first, with what each read.

        Needs the scope ADMIN.
        """
        context, only = info.context, _whom(info.context, user_id)
        return await apps.connected(context.state, context.holder, only)

    @field(price=flat(STATEMENT), scope=ADMIN)
    async def polar_client(self, info: Info) -> PolarClient | None:
        """Ursa's client at Polar, never its secret, and the redirect URL to register there.

        Needs the scope ADMIN.
        """
        return await house.polar_client(info.context.state, info.context.holder)

    @field(price=flat(STATEMENT), scope=ADMIN)
    async def joining_open(self, info: Info) -> bool | None:
        """Whether strangers may join through Polar without an invitation; needs the scope ADMIN."""
        told = await house.see_joining(info.context.state, info.context.holder)
        return told is Joining.OPEN

    @field(price=AS_A_ROW, scope=READ)
    async def person(self, info: Info, id: Id) -> Person | None:  # noqa: A002 -- the argument's name
        """One person, when the key opens them."""
        return Person(account=await info.context.account(ids.user_of(id)))

    @field(price=PAGE, scope=READ)
    async def people(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        search: Search = None,
        order_by: By = enums.PEOPLE_ORDER["USER_ID"],
    ) -> Connection[Person] | None:
        """Everybody whom the key opens.

        A cursor belongs to its order: start anew when that changes.
        """
        holder = info.context.holder
        require(holder, Scope.READ)
        by, order = PEOPLE[order_by.value]  # type: ignore[attr-defined]
        request = Pager(first=first, after=after, last=last, before=before).request(order)
        request = replace(request, search=_searched(search))
        found = await pages.accounts(info.context.pool, request, holder.user_id, by)
        return connect(found, order, request)

    @field(price=PAGE, scope=ADMIN, kind=Connection[types.API_KEY] | None)
    async def api_keys(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        state: KeyState = None,
        user_id: OnlyOf = None,
    ) -> Any:  # noqa: ANN401 -- made at run time
        """Keys of everybody whom the key opens, the newest first; needs the scope ADMIN."""
        context, only = info.context, _whom(info.context, user_id)
        await context.state["auth"].flush()  # What was done a moment ago is told, too.
        works = None if state is None else state.value == "ACTIVE"
        keys = partial(pages.api_keys, only=only, now=context.now, works=works)
        pager = Pager(first=first, after=after, last=last, before=before)
        return await pager.page(API_KEYS, partial(keys, context.own_desk.pool))

    @field(price=PAGE, scope=ADMIN, kind=Connection[SyncRun] | None)
    async def sync_runs(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        state: RunStates = None,
        user_id: OnlyOf = None,
    ) -> Any:  # noqa: ANN401 -- made at run time
        """Sync runs of everybody whom the key opens, the newest first; needs the scope ADMIN."""
        context, only = info.context, _whom(info.context, user_id)
        states = None if state is None else [one.value.lower() for one in state]  # type: ignore[attr-defined]
        runs = partial(pages.runs_of_everybody, only=only, states=states)
        pager = Pager(first=first, after=after, last=last, before=before)
        return await pager.page(SYNC_RUNS, partial(runs, context.own_desk.pool))

    @field(price=PAGE, scope=ADMIN, kind=Connection[AUDIT_ENTRY] | None)
    async def audit_log(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        action: Action = None,
        user_id: OnlyOf = None,
    ) -> Any:  # noqa: ANN401 -- made at run time
        """What was done, the newest deed first; needs the scope ADMIN.

        A key that opens one person sees what was done to them.
        """
        context, only = info.context, _whom(info.context, user_id)
        deeds = partial(pages.audit_log, only=only, action=action)
        pager = Pager(first=first, after=after, last=last, before=before)
        return await pager.page(AUDIT_LOG, partial(deeds, context.own_desk.pool))

    @field(price=flat(STATEMENT), scope=ANY_KEY)
    async def server(self, info: Info) -> Server:
        """The house itself: what everybody may know, and what its owner may."""
        return await server_of(info.context)

    @field(price=flat(STATEMENT), scope=READ)
    async def node(self, info: Info, id: GlobalId) -> Node | None:  # noqa: A002 -- the argument's name
        """Anything by its global id; null for unknown ones and other people's."""
        info.context.holder  # noqa: B018 -- Raises without a key, whatever the id.
        place = nodes.place_of(id)
        account = None if place is None else await _visible(info.context, place.user_id)
        if place is None or account is None:
            return None
        if place.kind == "Person":
            return Person(account=account)
        return await nodes.fetch(info.context, place)

    @field(price=flat(0, 30), public=True)
    def metrics(self) -> list[types.MetricLine]:
        """Every daily metric with title, unit and resolutions; needs no key."""
        return [types.MetricLine.of(metric) for metric in Metric]

    @field(price=flat(0, 80), public=True)
    def sentences(self, language: Spoken = ENGLISH) -> list[Entry]:
        """Everything that Ursa says, with its code, meaning and parameters; needs no key."""
        return entries(spoken(language))


def _whom(context: Context, user_id: strawberry.ID | None) -> str | None:
    """Whom a list of the house's is about; None: everybody. Raises Forbidden or NotFound."""
    holder = context.holder
    require_to_see(holder, Scope.ADMIN)
    if user_id is None:
        return holder.user_id
    asked = ids.user_of(str(user_id))
    require_person(holder, asked)
    return asked


def _searched(text: str | None) -> str | None:
    """What to search for; None: for nothing. Raises InvalidInput."""
    wanted = (text or "").strip()
    if len(wanted) > LONGEST_SEARCH or "\x00" in wanted:
        raise InvalidInput(f"search: at most {LONGEST_SEARCH} letters.", "search")
    return wanted or None


async def _visible(context: Context, user_id: str) -> Account | None:
    """The person, or None when the caller may not know of them."""
    try:
        return await context.account(user_id)
    except (Forbidden, NotFound):
        return None
