"""Continuous aggregates, brought up to what is stored."""

import asyncio
import datetime as dt
from contextlib import suppress

from psycopg.errors import DeadlockDetected, LockNotAvailable

from app.errors import Timeout
from app.store.pool import Pool, translated
from app.store.queries import query

HOURS, DAYS = "aggregate_refresh_hours", "aggregate_refresh_days"
AGGREGATES = {
    "heart_rate_hourly": (HOURS, 3),
    "heart_rate_daily": (HOURS, 3),
    "steps_hourly": (HOURS, 3),
    "body_temperature_hourly": (HOURS, 3),
    "metric_weekly": (DAYS, 7),
    "metric_monthly": (DAYS, 31),
}
"""What each is made of, and how many days it never keeps, as in their policies: a watch that is
synced now and then writes there, and what is not kept needs no refresh."""
WAIT_S = 0.2
TRIES = 50


async def refresh_aggregates(pool: Pool, today: dt.date) -> None:
    """Compute again what has changed in the days that are kept, however old they are.

    An aggregate computes what is newer than that on reading, and nothing older: a person's first
    sync, or an import, would not be seen before the next refresh. One without changes costs a
    millisecond. Raises DatabaseUnavailable, or Timeout when others refresh for 10 s on end.
    """
    async with translated():
        for name, (statement, days) in AGGREGATES.items():
            given = {"name": name, "until": today - dt.timedelta(days=days)}
            await _refresh(pool, query(f"write/{statement}"), given)


async def _refresh(pool: Pool, statement: bytes, given: dict[str, object]) -> None:
    """One that is under way began before our rows were there: wait for its end, then do it."""
    for _ in range(TRIES):
        with suppress(LockNotAvailable, DeadlockDetected):
            return await _call(pool, statement, given)
        await asyncio.sleep(WAIT_S)
    raise Timeout(f"Others have refreshed {given['name']} for {TRIES * WAIT_S:.0f} s.")


async def _call(pool: Pool, statement: bytes, given: dict[str, object]) -> None:
    async with pool.connection() as connected:
        await connected.execute(statement, given)
