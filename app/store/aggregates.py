"""Continuous aggregates: noted where they are late, and brought up to what is stored.

TimescaleDB invalidates them by time, for everybody, so that a refresh costs what all people
together cost. Writes only note whose days they changed; people's questions take those days from
the rows (`sql/views/06_person_aggregates.sql`) until the timetable's next refresh.
"""

import asyncio
import datetime as dt
import uuid
from collections.abc import Mapping
from contextlib import suppress

from psycopg.errors import DeadlockDetected, LockNotAvailable

from app.errors import Timeout
from app.store.pool import Connection, Pool, connection, translated
from app.store.queries import query

Days = Mapping[str, int]

SAMPLES: Mapping[str, Days] = {
    "heart_rate_sample": {"heart_rate_hourly": 3, "heart_rate_daily": 3},
    "step_sample": {"steps_hourly": 3, "steps_daily": 3},
    "body_temperature_sample": {"body_temperature_hourly": 3},
}
DAILY: Mapping[str, Days] = {"metric_daily": {"metric_weekly": 7, "metric_monthly": 31}}
MADE_OF: Mapping[str, Days] = {**SAMPLES, **DAILY}
"""Relations, their aggregates, and how many days each never keeps, as in their policies: a watch
that is synced now and then writes there, and what is not kept needs no refresh."""
REFRESH_HOURS, REFRESH_DAYS = "aggregate_refresh_hours", "aggregate_refresh_days"
WAIT_S = 0.2
TRIES = 50


async def note(
    connected: Connection, user_id: str, relation: str, first: object, last: object
) -> None:
    """Days of a person, from first to last, are not as aggregates of the relation tell them."""
    if relation in MADE_OF and first is not None:
        days = {"relation": relation, "first_day": first, "last_day": last}
        await connected.execute(query("write/unrefreshed_note"), {"user_id": user_id, **days})


async def refresh_aggregates(pool: Pool, today: dt.date) -> None:
    """Compute again what has changed in the days that are kept, however old they are.

    Months that somebody's writes have touched go first, the newest before the others, each in a
    transaction of its own; one without changes costs a millisecond. Raises DatabaseUnavailable,
    or Timeout when others refresh for 10 s on end.
    """
    for relation, aggregates in MADE_OF.items():
        ends = {name: today - dt.timedelta(days=days) for name, days in aggregates.items()}
        await _settle(pool, relation, ends)


async def _settle(pool: Pool, relation: str, ends: Mapping[str, dt.date]) -> None:
    """Refresh what is made of one relation, and forget the notes that were there before."""
    turn = {"refresh": uuid.uuid4(), "until": min(ends.values())}
    months = await _claim(pool, {"relation": relation, **turn})
    for name, end in ends.items():
        for first in months:
            await _refresh(pool, relation, name, first, _after(first), end)
        await _refresh(pool, relation, name, None, end, end)
    async with connection(pool) as connected:
        await connected.execute(query("write/unrefreshed_forget"), turn)


async def _claim(pool: Pool, turn: dict[str, object]) -> list[dt.date]:
    async with connection(pool) as connected:
        cursor = await connected.execute(query("write/unrefreshed_claim"), turn)
        return [first for (first,) in await cursor.fetchall()]


def _after(first: dt.date) -> dt.date:
    """First day of the next month."""
    return (first + dt.timedelta(days=31)).replace(day=1)


async def _refresh(
    pool: Pool,
    relation: str,
    name: str,
    first: dt.date | None,
    until: dt.date,
    end: dt.date,
) -> None:
    """One stretch of one aggregate; a month that is not over at the end goes with the rest."""
    if until > end:
        return
    statement = query(f"write/{REFRESH_DAYS if relation in DAILY else REFRESH_HOURS}")
    async with translated():
        await _patiently(pool, statement, {"name": name, "first": first, "until": until})


async def _patiently(pool: Pool, statement: bytes, given: dict[str, object]) -> None:
    """One that is under way began before our rows were there: wait for its end, then do it."""
    for _ in range(TRIES):
        with suppress(LockNotAvailable, DeadlockDetected):
            return await _call(pool, statement, given)
        await asyncio.sleep(WAIT_S)
    raise Timeout(f"Others have refreshed {given['name']} for {TRIES * WAIT_S:.0f} s.")


async def _call(pool: Pool, statement: bytes, given: dict[str, object]) -> None:
    async with pool.connection() as connected:
        await connected.execute(statement, given)
