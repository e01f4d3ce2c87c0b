"""Continuous aggregates, brought up to what is stored."""

import asyncio

from psycopg.errors import LockNotAvailable

from app.store.pool import Pool, translated
from app.store.queries import query

AGGREGATES = (
    "heart_rate_hourly",
    "heart_rate_daily",
    "steps_hourly",
    "body_temperature_hourly",
    "metric_weekly",
    "metric_monthly",
)
WAIT_S = 0.2
TRIES = 50


async def refresh_aggregates(pool: Pool) -> None:
    """Compute again what has changed since the last refresh, however old it is.

    An aggregate computes what is newer than its last refresh on reading, and nothing older: what
    is written behind that, a person's first sync after another's last, would not be seen before
    the next refresh. Raises DatabaseUnavailable, also when others refresh for 10 s on end.
    """
    async with translated():
        for name in AGGREGATES:
            await _refresh(pool, name)


async def _refresh(pool: Pool, name: str) -> None:
    """One that is under way began before our rows were there: wait for its end, then do it."""
    for _ in range(TRIES - 1):
        try:
            return await _call(pool, name)
        except LockNotAvailable:
            await asyncio.sleep(WAIT_S)
    return await _call(pool, name)


async def _call(pool: Pool, name: str) -> None:
    async with pool.connection() as connected:
        await connected.execute(query("write/aggregate_refresh"), {"name": name})
