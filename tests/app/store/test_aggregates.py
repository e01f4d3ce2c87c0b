"""Aggregates tell of all that is stored, also of history that comes late."""

import asyncio
import datetime as dt

import numpy as np
import pytest
from psycopg import sql

from app.records.heart_rate import HeartRateSamples
from app.store import aggregates
from app.store.pool import Pool
from app.store.write import store_harvest
from tests.app.series import AFTER_ALL, one_of_each

OLD, NEW, TODAY = "2019-03-04", "2026-03-04", dt.date(2026, 3, 8)


def _hour(day: str, bpm: float) -> HeartRateSamples:
    return HeartRateSamples(
        local_time=np.array([f"{day}T10:15"], "datetime64[s]"),
        bpm=np.array([bpm]),
        minute_weight=np.ones(1),
    )


async def _days(pool: Pool, person: str) -> list[tuple[str, float]]:
    async with pool.connection() as connected:
        cursor = await connected.execute(
            "SELECT day::date::text, bpm_max FROM heart_rate_daily WHERE user_id = %s ORDER BY day",
            [person],
        )
        return await cursor.fetchall()


async def test_history_that_comes_late(pool: Pool, person: str) -> None:
    """Rows years behind the last refresh, and rows that changed, are told after the next one."""
    await store_harvest(pool, person, [_hour(NEW, 60)])
    await aggregates.refresh_aggregates(pool, TODAY)
    await store_harvest(pool, person, [_hour(OLD, 50)])
    assert await _days(pool, person) == [(NEW, 60)], "then the refresh would not be needed"
    await aggregates.refresh_aggregates(pool, TODAY)
    assert await _days(pool, person) == [(OLD, 50), (NEW, 60)]
    await store_harvest(pool, person, [_hour(OLD, 55)])
    await aggregates.refresh_aggregates(pool, TODAY)
    assert await _days(pool, person) == [(OLD, 55), (NEW, 60)]


@pytest.mark.parametrize("name", aggregates.AGGREGATES)
async def test_days_that_are_never_refreshed(pool: Pool, person: str, name: str) -> None:
    """What is newer than all refreshes is made on reading."""
    await one_of_each(pool, person, AFTER_ALL + dt.timedelta(days=90))
    async with pool.connection() as connected:
        asked = sql.SQL("SELECT count(*) FROM {} WHERE user_id = %s").format(sql.Identifier(name))
        cursor = await connected.execute(asked, [person])
        assert await cursor.fetchone() == (1,)


async def test_several_at_once(pool: Pool, person: str) -> None:
    """Refreshes that meet wait for each other: each ends with its own rows shown."""

    async def written(day: int) -> None:
        when = dt.date(2018, 1, 1) + dt.timedelta(days=day)
        await store_harvest(pool, person, [_hour(when.isoformat(), 40 + day)])
        await aggregates.refresh_aggregates(pool, TODAY)
        assert (when.isoformat(), 40 + day) in await _days(pool, person)

    await asyncio.gather(*(written(day) for day in range(4)))


async def test_every_aggregate_is_named(pool: Pool) -> None:
    """One that is added later is refreshed too, and its policy reaches as far as a sync does."""
    async with pool.connection() as connected:
        cursor = await connected.execute(
            "SELECT aggregate.view_name, policy.config ->> 'start_offset',"
            " extract(day FROM (policy.config ->> 'end_offset')::interval)::int"
            " FROM timescaledb_information.continuous_aggregates AS aggregate"
            " LEFT JOIN timescaledb_information.jobs AS policy"
            " ON policy.proc_name = 'policy_refresh_continuous_aggregate'"
            " AND policy.hypertable_name IN"
            " (aggregate.view_name, aggregate.materialization_hypertable_name)"
        )
        found = await cursor.fetchall()
    known = [(name, None, days) for name, (_, days) in aggregates.AGGREGATES.items()]
    assert sorted(found) == sorted(known)
