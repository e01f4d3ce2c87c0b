"""Live: runs as they go on, and who changes."""

import asyncio
import time
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Hashable
from contextlib import AbstractContextManager, aclosing
from dataclasses import dataclass
from itertools import count
from operator import attrgetter
from typing import Annotated, Generic, TypeVar
from weakref import WeakKeyDictionary

import strawberry

from app.auth import require
from app.errors import NotFound, Timeout
from app.reads import accounts, sync
from app.reads.changes import Changes, Versions
from app.reads.desk import Pool
from app.reads.imports import import_run
from app.reads.takeouts import takeout
from app.records import sync as records
from app.records.account import Scope
from app.records.imports import ImportRun, ImportState
from app.records.sync import RunState, SyncFeed
from app.records.takeouts import Takeout, TakeoutState
from schema import enums
from schema.context import Context, Info
from schema.fields import field
from schema.ids import user_of
from schema.nodes import SyncRun
from schema.person import Person
from schema.prices import READ, flat
from schema.publish import plain_field, publish

FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.1, 1.0
PATIENCE_S = 1800.0
KEY_EVERY = 10
"""Turns after which the key is looked at again: a revoked one watches for seconds at most."""
TICK_S = 1.0
_CHANGES: WeakKeyDictionary[Pool, Changes] = WeakKeyDictionary()
"""What changed, by database: all watchers of a process share one look a second."""
NO_RUN = "There is no such run. List the runs to see their ids."


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedSync:
    """Where a sync run stands; one comes at once, and one at each change until the end."""

    run: Annotated[SyncRun, "The run."]
    feeds: Annotated[list[SyncFeed], "Feeds that are done, in the order in which they ended."]
    final: Annotated[bool, "Whether this is the last one."]


publish(WatchedSync, name="SyncProgress")


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportProgress:
    """Where an import stands; one comes at once, and one at each change until the end."""

    run: Annotated[ImportRun, "The import, with its report as it grows."]
    final: Annotated[bool, "Whether this is the last one."]


publish(ImportProgress, name="ImportProgress")


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeoutProgress:
    """Where an export stands; one comes at once, and one at each change until the end."""

    takeout: Annotated[Takeout, "The export."]
    final: Annotated[bool, "Whether this is the last one."]


publish(TakeoutProgress, name="TakeoutProgress")


Seen = TypeVar("Seen")


@dataclass(frozen=True, slots=True)
class _Kind(Generic[Seen]):
    """A kind of run, and how one of them is watched."""

    look: Callable[[Pool, uuid.UUID], Awaitable[Seen | None]]
    whose: Callable[[Seen], str]
    stands: Annotated[Callable[[Seen], Hashable], "Another one is another thing to tell."]
    over: Callable[[Seen], bool]
    none: Annotated[str, "What to say where there is no such run."]


async def _sync(pool: Pool, key: uuid.UUID) -> tuple[records.SyncRun, list[SyncFeed]] | None:
    run, feeds = await sync.run(pool, key), await sync.feeds(pool, key)
    return None if run is None else (run, feeds)


SYNC = _Kind(
    _sync,
    lambda seen: seen[0].user_id,
    lambda seen: (seen[0].state, len(seen[1])),
    lambda seen: RunState(seen[0].state).final,
    NO_RUN,
)
IMPORT: _Kind[ImportRun] = _Kind(
    import_run,
    attrgetter("user_id"),
    attrgetter("state", "files_done", "rows_written"),
    lambda run: ImportState(run.state).final,
    "There is no such import. List the imports to see their ids.",
)
TAKEOUT: _Kind[Takeout] = _Kind(
    takeout,
    attrgetter("user_id"),
    attrgetter("state", "phase"),
    lambda run: TakeoutState(run.state).final,
    "There is no such export. List the exports to see their ids.",
)

ImportId = Annotated[strawberry.ID, strawberry.argument(description="`runId` of the import.")]
TakeoutId = Annotated[strawberry.ID, strawberry.argument(description="`runId` of the export.")]
RunId = Annotated[
    strawberry.ID, strawberry.argument(description="`runId` of the run, as triggerSync tells it.")
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Somebody of whom something is another than before."""

    user_id: Annotated[str, "The person."]
    person: Annotated[Person | None, "The person as they are now; null when they were deleted."]
    parts: Annotated[list[str], "What it is."]


publish(
    Change,
    name="PersonChanged",
    enums={"parts": enums.PERSON_CHANGE},
    more={"userId": plain_field(attrgetter("user_id"), "The person.", strawberry.ID)},
)
OnlyOf = Annotated[
    strawberry.ID | None,
    strawberry.argument(description="Only this person; everybody whom the key opens, else."),
]


@strawberry.type(
    description="What can be watched, over server-sent events or graphql-transport-ws."
)
class Subscription:
    """What can be watched."""

    @field(price=flat(500), scope=READ, is_subscription=True)
    async def sync_progress(self, info: Info, run_id: RunId) -> AsyncIterator[WatchedSync]:
        """A sync run as it goes on, until it has ended."""
        async with aclosing(_followed(info.context, run_id, SYNC)) as changes:  # type: ignore[type-var]
            async for (run, feeds), final in changes:
                yield WatchedSync(run=SyncRun(record=run), feeds=feeds, final=final)

    @field(price=flat(500), scope=READ, is_subscription=True)
    async def import_progress(self, info: Info, run_id: ImportId) -> AsyncIterator[ImportProgress]:
        """An import as it goes on; who comes back later finds it where it is then."""
        async with aclosing(_followed(info.context, run_id, IMPORT)) as changes:  # type: ignore[type-var]
            async for run, final in changes:
                yield ImportProgress(run=run, final=final)

    @field(price=flat(500), scope=READ, is_subscription=True)
    async def takeout_progress(
        self, info: Info, run_id: TakeoutId
    ) -> AsyncIterator[TakeoutProgress]:
        """An export as it is written; who comes back later finds it where it is then."""
        async with aclosing(_followed(info.context, run_id, TAKEOUT)) as changes:  # type: ignore[type-var]
            async for run, final in changes:
                yield TakeoutProgress(takeout=run, final=final)

    @field(price=flat(500), scope=READ, is_subscription=True)
    async def person_changed(self, info: Info, user_id: OnlyOf = None) -> AsyncIterator[Change]:
        """Whose data, findings or syncs are others than before, whichever process changed them.

        Of one person, or of everybody whom the key opens; at most once a second for each. Ask for
        what you show after you have subscribed: what changed before is not told.
        """
        context, only = info.context, await _whom(info.context, user_id)
        with _watching(context):
            async with aclosing(_changed(context, only)) as changes:  # type: ignore[type-var]
                async for changed, parts in changes:
                    context.state["auth"].forget_account(changed)
                    context.changed()
                    account = await context.own_desk.ask(accounts.people, changed)
                    person = None if account is None else Person(account=account)
                    yield Change(user_id=changed, person=person, parts=parts)


def _watching(context: Context) -> AbstractContextManager[None]:
    """A place among the watchers of the caller's family; raises TooManyRequests."""
    return context.state["auth"].lasting.watches.take(context.holder.family)


async def _followed(
    context: Context, run_id: strawberry.ID, kind: _Kind[Seen]
) -> AsyncIterator[tuple[Seen, bool]]:
    """A run of a kind as it goes on, and whether it is over, for who may see it."""
    require(context.holder, Scope.READ)
    key = _uuid(run_id, kind.none)
    user_id = await _allowed(context, key, kind)
    with _watching(context):
        async with aclosing(_changes(context, key, kind)) as changes:  # type: ignore[type-var]
            async for seen in changes:
                final = kind.over(seen)
                if final:  # Who asks again now is to see what it brought.
                    context.state["auth"].forget_account(user_id)
                context.changed()
                yield seen, final


async def _changes(context: Context, key: uuid.UUID, kind: _Kind[Seen]) -> AsyncIterator[Seen]:
    """Polls the run's rows: the embedded database delivers no notifications."""
    pool, pause = context.state["resources"].fresh_pool, FIRST_PAUSE_S
    shown: Hashable = None
    deadline = time.monotonic() + PATIENCE_S
    for turn in count():
        if time.monotonic() > deadline:
            break
        if turn % KEY_EVERY == KEY_EVERY - 1:
            await context.state["auth"].check_still_valid(context.holder)
        seen = await kind.look(pool, key)
        if seen is None:
            raise NotFound(kind.none)
        if (stands := kind.stands(seen)) != shown:
            shown, pause = stands, FIRST_PAUSE_S
            yield seen
            if kind.over(seen):
                return
        await asyncio.sleep(pause)
        pause = min(pause * 1.5, LONGEST_PAUSE_S)
    raise Timeout("It still goes on. Subscribe again to go on watching.")


async def _changed(context: Context, only: str | None) -> AsyncIterator[tuple[str, list[str]]]:
    """Who changed, and in which parts; each tick is one statement for all watchers."""
    pool = context.state["resources"].fresh_pool
    watched = _CHANGES.setdefault(pool, Changes(pool))
    deadline, known = time.monotonic() + PATIENCE_S, await watched.at(_tick())
    for turn in count():
        await asyncio.sleep(_to_next_tick())
        if time.monotonic() > deadline:
            break
        if turn % KEY_EVERY == KEY_EVERY - 1:
            await context.state["auth"].check_still_valid(context.holder)
        now = await watched.at(_tick())
        for user_id, parts in _news(known, now, only).items():
            yield user_id, parts
        known = now
    raise Timeout("Nothing more is told here. Subscribe again to go on watching.")


def _news(known: Versions, now: Versions, only: str | None) -> dict[str, list[str]]:
    """Parts by person that are others than before; a sync that is gone from the list has ended."""
    ended = {key for key in known if key[1] == "sync" and key not in now}
    others = {key for key, version in now.items() if known.get(key) != version} | ended
    found: dict[str, list[str]] = {}
    for user_id, part in sorted(others):
        if only in {None, user_id}:
            found.setdefault(user_id, []).append(part)
    return found


def _tick() -> int:
    return int(time.monotonic() / TICK_S)


def _to_next_tick() -> float:
    """Everybody wakes at the same moment, so that one statement is for all."""
    return TICK_S - time.monotonic() % TICK_S


async def _whom(context: Context, user_id: strawberry.ID | None) -> str | None:
    """Whom to watch; None: everybody. Raises Forbidden or NotFound."""
    require(context.holder, Scope.READ)
    if user_id is None:
        return context.holder.user_id
    return (await context.account(user_of(str(user_id)))).user_id


async def _allowed(context: Context, key: uuid.UUID, kind: _Kind[Seen]) -> str:
    """Whose run it is; an unknown run and another person's are answered alike."""
    seen = await kind.look(context.state["resources"].fresh_pool, key)
    user_id = None if seen is None else kind.whose(seen)
    if user_id is None or context.holder.user_id not in {None, user_id}:
        raise NotFound(kind.none)
    await context.account(user_id)
    return user_id


def _uuid(run_id: str, none: str) -> uuid.UUID:
    try:
        return uuid.UUID(run_id)
    except ValueError:
        raise NotFound(none) from None
