"""Sync runs, their feeds, and waiting for the end of one."""

import asyncio
import datetime as dt
import time
import uuid
from collections.abc import Sequence

from app.errors import NotFound, Timeout
from app.reads.desk import question
from app.records.sync import RunState, SyncFeed, SyncRun
from app.store.pool import Pool
from app.store.read import fetch_all, fetch_lists, fetch_one
from app.turns import aside

_FIRST_PAUSE_S = 0.05
_LONGEST_PAUSE_S = 0.5


async def runs(pool: Pool, user_id: str, since: dt.datetime, most: int) -> list[SyncRun]:
    """Runs that were asked for since then, at most so many, the newest first."""
    return await fetch_all(pool, SyncRun, "sync_runs", user_id=user_id, since=since, runs=most)


async def run(pool: Pool, run_id: uuid.UUID) -> SyncRun | None:
    """One run, whoever's it is."""
    return await fetch_one(pool, SyncRun, "sync_run", run_id=run_id)


@question
async def feeds(pool: Pool, run_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[SyncFeed]]:
    """What the feeds of runs did, in the order in which they ended."""
    return await fetch_lists(pool, SyncFeed, "sync_feeds", run_ids, {"run_ids": list(run_ids)})


async def wait_for_run(pool: Pool, run_id: uuid.UUID, timeout_s: float) -> SyncRun:
    """The run, once it is over.

    Raises Timeout when that takes longer than `timeout_s`, NotFound when the run goes with its
    person. It polls: the embedded database does not deliver notifications.
    """
    deadline, pause = time.monotonic() + timeout_s, _FIRST_PAUSE_S
    while not RunState((found := await _existing(pool, run_id)).state).final:
        if time.monotonic() + pause > deadline:
            raise Timeout(
                f"The sync is still running. Ask for run {run_id} again later, or start with "
                "wait=false."
            )
        async with aside():
            await asyncio.sleep(pause)
        pause = min(pause * 1.5, _LONGEST_PAUSE_S)
    return found


async def _existing(pool: Pool, run_id: uuid.UUID) -> SyncRun:
    found = await run(pool, run_id)
    if found is None:
        raise NotFound(f"There is no run {run_id} any more; its person was deleted.")
    return found
