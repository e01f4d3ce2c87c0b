"""Sync runs in the database: queued, claimed, kept alive, finished."""

import datetime as dt
import uuid
from dataclasses import asdict, dataclass
from typing import Any

from psycopg.rows import class_row

from app.records.account import Account
from app.records.sync import RunState, SyncFeed
from app.store.pool import Connection, Pool, transaction
from app.store.queries import query
from app.store.read import fetch_columns

CUT_OFF = (
    "The sync was cut off when its process ended. What had been stored is whole; "
    "the next sync brings the rest."
)
"""The words of a run whose process died or had to stop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimedRun:
    """A run that this process works on, with what it needs to know of the person."""

    run_id: uuid.UUID
    user_id: str
    days: int
    token_encrypted: bytes | None
    token_handed_in: bool
    time_zone: str | None
    utc_offset_minutes: int | None

    @property
    def account(self) -> Account:
        """The person."""
        return Account(
            user_id=self.user_id,
            time_zone=self.time_zone,
            utc_offset_minutes=self.utc_offset_minutes,
        )


async def _returned(connected: Connection, name: str, **parameters: object) -> list[Any]:
    cursor = await connected.execute(query(name), parameters)
    return [row[0] for row in await cursor.fetchall()]


async def queue_run(
    pool: Pool,
    *,
    user_id: str,
    origin: str,
    days: int,
    token: bytes | None,
    now: dt.datetime,
    create_account: bool,
) -> uuid.UUID | None:
    """Queue a run; None while another run of the person is under way or the person is unknown."""
    async with transaction(pool) as connected:
        if create_account:
            await connected.execute(query("write/account_create"), {"user_id": user_id})
        await connected.execute(
            query("write/run_interrupt"), {"now": now, "alone": False, "error": CUT_OFF}
        )
        found = await _returned(
            connected,
            "write/run_queue",
            user_id=user_id,
            origin=origin,
            days=days,
            token=token,
            now=now,
        )
    return found[0] if found else None


async def queue_due_runs(
    pool: Pool, *, now: dt.datetime, interval_minutes: int, lookback: int
) -> list[uuid.UUID]:
    """Queue a run for everybody whose last one is older than the interval."""
    async with transaction(pool) as connected:
        return await _returned(
            connected,
            "write/run_queue_due",
            now=now,
            interval_minutes=interval_minutes,
            lookback=lookback,
        )


async def claim_run(pool: Pool, run_id: uuid.UUID, now: dt.datetime) -> ClaimedRun | None:
    """Begin a queued run; None when somebody else did, or when it is over."""
    async with (
        transaction(pool) as connected,
        connected.cursor(row_factory=class_row(ClaimedRun)) as cursor,
    ):
        await cursor.execute(query("write/run_claim"), {"run_id": run_id, "now": now})
        return await cursor.fetchone()


async def feed_done(pool: Pool, feed: SyncFeed) -> None:
    """Record what a feed did."""
    async with transaction(pool) as connected:
        await connected.execute(query("write/feed_done"), asdict(feed))


async def finish_run(
    pool: Pool,
    run_id: uuid.UUID,
    state: RunState,
    *,
    now: dt.datetime,
    request_count: int,
    error_code: str | None,
    error: str | None,
) -> None:
    """Record how a run ended."""
    async with transaction(pool) as connected:
        parameters = {
            "run_id": run_id,
            "state": state.value,
            "now": now,
            "request_count": request_count,
            "error_code": error_code,
            "error": error,
        }
        await connected.execute(query("write/run_finish"), parameters)


async def detailed_exercises(pool: Pool, user_id: str) -> frozenset[str]:
    """Polar's ids of the exercises that are stored with their course."""
    columns = await fetch_columns(pool, "exercises_detailed", user_id=user_id)
    return frozenset(columns[0]) if columns else frozenset()
