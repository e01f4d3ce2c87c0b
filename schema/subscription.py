"""Live: a sync run as it goes on."""

import asyncio
import time
import uuid
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import aclosing, contextmanager
from dataclasses import dataclass
from itertools import count
from typing import Annotated, Any

import strawberry

from app.auth import Caller
from app.errors import NotFound, Timeout, TooManyRequests
from app.reads import sync
from app.records.sync import RunState, SyncFeed, SyncRun
from schema import nodes, types
from schema.context import Context, Info
from schema.publish import publish

FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.1, 1.0
PATIENCE_S = 1800.0
KEY_EVERY = 10
"""Turns after which the key is looked at again: a revoked one watches for seconds at most."""
MOST_WATCHES = 20
"""Of one key at a time, in one process."""
_WATCHES: Counter[str] = Counter()
NO_RUN = "There is no such run. List the runs to see their ids."


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncProgress:
    """Where a sync run stands; one comes at once, and one at each change until the end."""

    run: Annotated[SyncRun, "The run."]
    feeds: Annotated[list[SyncFeed], "Feeds that are done, in the order in which they ended."]
    final: Annotated[bool, "Whether this is the last one."]


PROGRESS = publish(
    SyncProgress,
    name="SyncProgress",
    kinds={"run": nodes.SYNC_RUN, "feeds": list[types.SYNC_FEED]},
)

RunId = Annotated[
    strawberry.ID, strawberry.argument(description="`runId` of the run, as triggerSync tells it.")
]


async def _progress(info: Info, run_id: RunId) -> AsyncIterator[Any]:
    """A run as it changes, for one of the key's few watchers."""
    key = _uuid(run_id)
    await _allowed(info, key)
    with _watching(info.context.holder):
        async with aclosing(_changes(info.context, key)) as changes:  # type: ignore[type-var]
            async for progress in changes:
                if progress.final:  # Who asks again now is to see what the sync brought.
                    info.context.state["auth"].forget_account(progress.run.user_id)
                info.context.changed()
                yield progress


@contextmanager
def _watching(caller: Caller) -> Iterator[None]:
    """A place among the watchers of the caller's key; raises TooManyRequests."""
    if _WATCHES[caller.actor] >= MOST_WATCHES:
        raise TooManyRequests(f"This key watches {MOST_WATCHES} syncs already. End one first.", 60)
    _WATCHES[caller.actor] += 1
    try:
        yield
    finally:
        _WATCHES[caller.actor] -= 1
        if not _WATCHES[caller.actor]:
            del _WATCHES[caller.actor]


async def _changes(context: Context, key: uuid.UUID) -> AsyncIterator[SyncProgress]:
    """Polls the run's rows: the embedded database delivers no notifications."""
    pool, told, pause = context.state["resources"].pool, None, FIRST_PAUSE_S
    deadline = time.monotonic() + PATIENCE_S
    for turn in count():
        if time.monotonic() > deadline:
            break
        if turn % KEY_EVERY == KEY_EVERY - 1:
            await context.state["auth"].check_still_valid(context.holder)
        run, feeds = await sync.run(pool, key), await sync.feeds(pool, key)
        if run is None:
            raise NotFound(NO_RUN)
        if (stands := (run.state, len(feeds))) != told:
            told, pause, final = stands, FIRST_PAUSE_S, RunState(run.state).final
            yield SyncProgress(run=run, feeds=feeds, final=final)
            if final:
                return
        await asyncio.sleep(pause)
        pause = min(pause * 1.5, LONGEST_PAUSE_S)
    raise Timeout("The sync is still running. Subscribe again to go on watching.")


async def _allowed(info: Info, run_id: uuid.UUID) -> None:
    """An unknown run and another person's are answered alike."""
    holder = info.context.holder
    run = await sync.run(info.context.state["resources"].pool, run_id)
    if run is None or holder.user_id not in {None, run.user_id}:
        raise NotFound(NO_RUN)
    await info.context.account(run.user_id)


def _uuid(run_id: str) -> uuid.UUID:
    try:
        return uuid.UUID(run_id)
    except ValueError:
        raise NotFound(NO_RUN) from None


SUBSCRIPTION = strawberry.type(
    type(
        "Subscription",
        (),
        {
            "syncProgress": strawberry.subscription(
                resolver=_progress,
                description="A sync run as it goes on, until it has ended.",
                graphql_type=PROGRESS,
            )
        },
    ),
    name="Subscription",
    description="What can be watched, over server-sent events or graphql-transport-ws.",
)
