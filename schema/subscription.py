"""Live: a sync run as it goes on."""

import asyncio
import time
import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass
from itertools import count
from typing import Annotated, Any

import strawberry

from app.errors import NotFound, Timeout
from app.reads import sync
from app.records.sync import RunState, SyncFeed, SyncRun
from schema import nodes, types
from schema.context import Info
from schema.publish import publish

PAUSE_S = 0.25
PATIENCE_S = 1800.0
KEY_EVERY = 20
"""Turns after which the key is looked at again: a revoked one watches for seconds at most."""
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
    """Polls the run's rows: the embedded database delivers no notifications."""
    key = _uuid(run_id)
    await _allowed(info, key)
    pool, told, deadline = info.context.state["resources"].pool, None, time.monotonic() + PATIENCE_S
    for turn in count():
        if time.monotonic() > deadline:
            break
        if turn % KEY_EVERY == KEY_EVERY - 1:
            await info.context.state["auth"].check_still_valid(info.context.holder)
        run, feeds = await sync.run(pool, key), await sync.feeds(pool, key)
        if run is None:
            raise NotFound(NO_RUN)
        if (stands := (run.state, len(feeds))) != told:
            told, final = stands, RunState(run.state).final
            yield SyncProgress(run=run, feeds=feeds, final=final)
            if final:
                return
        await asyncio.sleep(PAUSE_S)
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
