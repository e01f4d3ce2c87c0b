"""Waiting for the end of a run."""

import datetime as dt
import uuid

import anyio
import pytest

from app.errors import NotFound, Timeout
from app.reads import sync
from app.records.sync import RunState
from app.store import runs
from app.store.pool import Pool

NOW = dt.datetime(2026, 1, 11, 8, tzinfo=dt.UTC)


async def queued(pool: Pool, person: str) -> uuid.UUID:
    """A run that waits for a worker."""
    run_id = await runs.queue_run(pool, user_id=person, origin="rest", days=28, token=b"t", now=NOW)
    assert run_id is not None
    return run_id


async def test_end_of_a_run(pool: Pool, person: str) -> None:
    """Who waits gets the run when it is over, and not before."""
    run_id = await queued(pool, person)
    seen: list[str] = []

    async def wait() -> None:
        seen.append((await sync.wait_for_run(pool, run_id, 30)).state)

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(wait)
        await runs.claim_run(pool, run_id, NOW)
        assert seen == []
        await runs.finish_run(
            pool, run_id, RunState.PARTIAL,
            now=NOW, request_count=3, error_code=None, error=None,
        )  # fmt: skip
    assert seen == ["partial"]


async def test_patience_ends(pool: Pool, person: str) -> None:
    """Who waits too long is told where to look."""
    run_id = await queued(pool, person)
    with pytest.raises(Timeout, match=str(run_id)):
        await sync.wait_for_run(pool, run_id, 0.06)


async def test_a_run_that_is_deleted_meanwhile(pool: Pool) -> None:
    """Nobody waits for a run that went with its person."""
    with pytest.raises(NotFound, match="its person was deleted"):
        await sync.wait_for_run(pool, uuid.uuid4(), 30)


async def test_no_such_run(pool: Pool) -> None:
    """A run that nobody queued is none."""
    assert await sync.run(pool, uuid.uuid4()) is None
