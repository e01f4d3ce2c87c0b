"""Runs: asked for, queued, and marked when their process died."""

import datetime as dt
import uuid

from app.errors import Conflict, NotFound, SyncRunning, UrsaError
from app.records.sync import RunState
from app.resources import Resources
from app.store import read, runs, write
from app.store.pool import Pool
from app.vault import Vault


async def queue_run(
    pool: Pool,
    vault: Vault,
    *,
    user_id: str,
    days: int,
    origin: str,
    token: str | None,
    create_account: bool,
    now: dt.datetime,
) -> uuid.UUID:
    """Queue a sync of one person and answer its run's id.

    `token` is Polar's access token for this run; None uses the stored one. Raises SyncRunning
    while a run is under way, NotFound for an unknown person, Conflict without any token.
    """
    if token is None and not await read.fetch_value(pool, "credential_there", user_id=user_id):
        raise Conflict(f"{user_id} is not connected to Polar. Connect, or send X-Polar-Token.")
    sealed = None if token is None else vault.seal(token)
    run_id = await runs.queue_run(
        pool,
        user_id=user_id,
        origin=origin,
        days=days,
        token=sealed,
        now=now,
        create_account=create_account,
    )
    if run_id is not None:
        return run_id
    if await read.fetch_value(pool, "account_there", user_id=user_id):
        raise SyncRunning(f"A sync of {user_id} is under way. Wait for it, then try again.")
    raise NotFound(f"There is no person {user_id!r}.")


async def give_up(resources: Resources, run_id: uuid.UUID, error: UrsaError) -> None:
    """End a queued run that nobody will work on, so that the next one is not held up."""
    await runs.finish_run(
        resources.pool,
        run_id,
        RunState.FAILED,
        now=resources.clock(),
        request_count=0,
        error_code=error.code,
        error=error.message,
    )


async def queue_due_runs(resources: Resources) -> list[uuid.UUID]:
    """Queue a sync of everybody whose last one is older than SYNC_INTERVAL_MINUTES."""
    settings = resources.settings
    return await runs.queue_due_runs(
        resources.pool,
        now=resources.clock(),
        interval_minutes=settings.sync_interval_minutes,
        lookback=settings.sync_days_lookback,
    )


async def mark_interrupted(pool: Pool, now: dt.datetime, *, alone: bool) -> int:
    """Mark the runs whose process died; `alone`: no other process can be working on any."""
    return await write.execute(pool, "run_interrupt", now=now, alone=alone, error=runs.CUT_OFF)
