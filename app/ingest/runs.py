"""Runs: asked for, queued, and marked when their process died."""

import datetime as dt
import uuid
from collections.abc import Awaitable, Callable

from app.errors import BrokerUnavailable, Conflict, NotFound, SyncRunning
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
        raise Conflict(f"{user_id} is not connected to Polar. Connect them, or send their token.")
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


async def hand_over(
    resources: Resources, run_id: uuid.UUID, send: Callable[[uuid.UUID], Awaitable[None]]
) -> None:
    """`send` a queued run to the workers; one that nobody will work on ends, and holds up none.

    Raises BrokerUnavailable.
    """
    try:
        await send(run_id)
    except BrokerUnavailable as error:
        await give_up(resources, run_id, error)
        raise


async def give_up(resources: Resources, run_id: uuid.UUID, error: BrokerUnavailable) -> None:
    """End a run that waits for a worker; one that a worker has begun all the same goes on."""
    await write.execute(
        resources.pool,
        "run_give_up",
        run_id=run_id,
        now=resources.clock(),
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
