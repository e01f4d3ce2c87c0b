"""Aggregates tell of all that is stored, also of history that comes late."""

import asyncio
import datetime as dt
from dataclasses import asdict, fields
from typing import Any

import numpy as np
import pytest
from psycopg import sql

from app.days import Window
from app.metrics import Metric
from app.reads import memory
from app.reads.activity import step_days
from app.reads.timeline import Columns, Resolution, columns_of
from app.records.activity import StepSamples
from app.records.heart_rate import HeartRateSamples
from app.records.recharge import Recharge
from app.store import aggregates
from app.store.pool import Pool, transaction
from app.store.write import store_harvest
from tests.app.series import AFTER_ALL, one_of_each
from tests.databases import SERVER

NAMES = [name for made in aggregates.MADE_OF.values() for name in made]
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


@pytest.mark.parametrize("name", NAMES)
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
    """One that is added later is refreshed too, by the timetable alone, as far as it is kept."""
    async with pool.connection() as connected:
        cursor = await connected.execute(
            "SELECT aggregate.view_name, policy.scheduled, policy.config ->> 'start_offset',"
            " extract(day FROM (policy.config ->> 'end_offset')::interval)::int"
            " FROM timescaledb_information.continuous_aggregates AS aggregate"
            " LEFT JOIN timescaledb_information.jobs AS policy"
            " ON policy.proc_name = 'policy_refresh_continuous_aggregate'"
            " AND policy.hypertable_name IN"
            " (aggregate.view_name, aggregate.materialization_hypertable_name)"
        )
        found = await cursor.fetchall()
    made = [each for aggregate in aggregates.MADE_OF.values() for each in aggregate.items()]
    assert sorted(found) == sorted((name, False, None, days) for name, days in made)


MARCH = Window(dt.date(2019, 3, 1), dt.date(2019, 3, 31))
MINUTES = np.datetime64("2019-03-01", "s") + np.arange(0, 31 * 86_400, 420).astype("timedelta64[s]")


def _month(bpm: float) -> list[Any]:
    """A month of samples and of nightly values."""
    ones = np.ones(len(MINUTES))
    nights = [
        Recharge(date=MARCH.first + dt.timedelta(days=day), hrv_rmssd_ms=40 + day)
        for day in range(MARCH.days)
    ]
    return [
        nights,
        HeartRateSamples(local_time=MINUTES, bpm=ones * bpm, minute_weight=ones),
        StepSamples(local_time=MINUTES, steps=np.full(len(MINUTES), 3)),
    ]


async def _told(pool: Pool, person: str) -> dict[str, Any]:
    """Everything that is read of a person's hours, weeks and months."""
    hrv = Metric.HRV_RMSSD
    sources = frozenset({"heart_rate", "steps"})
    asked = [(sources, Resolution.HOUR)]
    asked += [(frozenset({hrv.key}), each) for each in (Resolution.WEEK, Resolution.MONTH)]
    return {
        "columns": [
            _lists(await columns_of(pool, person, names, MARCH, each, 1000))
            for names, each in asked
        ],
        "weeks": _rounded(await memory.weeks(pool, person, hrv, MARCH)),
        "months": _rounded(await memory.months(pool, person, hrv, MARCH)),
        "days": await step_days(pool, person, MARCH),
    }


def _rounded(stretches: list[memory.Stretch]) -> list[dict[str, Any]]:
    """Stretches to the digits that do not hang on the order in which rows were added up."""
    return [
        {
            name: round(value, 9) if isinstance(value, float) else value
            for name, value in asdict(each).items()
        }
        for each in stretches
    ]


def _lists(columns: dict[str, Columns]) -> dict[str, dict[str, Any]]:
    """Columns that can be compared."""
    return {
        name: {each.name: np.array(getattr(of, each.name)).tolist() for each in fields(Columns)}
        for name, of in columns.items()
    }


async def test_one_person_is_told_at_once(pool: Pool, person: str) -> None:
    """Hours, days, weeks and months are whole after the write, and no refresh changes them."""
    await store_harvest(pool, person, _month(60))
    told = await _told(pool, person)
    hours = told["columns"][0]
    assert len(hours["heart_rate"]["values"]) == len(hours["steps"]["values"]) == 24 * MARCH.days
    assert [each["sample_count"] for each in told["months"]] == [31]
    assert [each["sample_count"] for each in told["weeks"]] == [7, 7, 7, 7, 3]
    assert len(told["days"]) == MARCH.days
    await aggregates.refresh_aggregates(pool, TODAY)
    assert await _notes(pool, person) == []
    assert await _told(pool, person) == told


async def test_a_day_that_changes_is_told_at_once(pool: Pool, person: str) -> None:
    """What is kept and what was written since are united, and no row is told twice."""
    await store_harvest(pool, person, _month(60))
    await aggregates.refresh_aggregates(pool, TODAY)
    await store_harvest(pool, person, [_hour(OLD, 90)])
    assert [day for _, *day in await _notes(pool, person)] == [[dt.date(2019, 3, 4)] * 2]
    hours = (await _told(pool, person))["columns"][0]["heart_rate"]
    assert len(hours["values"]) == 24 * (MARCH.days - 1) + 1
    assert (hours["timestamps"][72], hours["values"][72], hours["high"][72]) == (
        dt.datetime.fromisoformat(f"{OLD}T10:00"),
        90,
        90,
    )


async def test_what_comes_again_is_not_noted(pool: Pool, person: str) -> None:
    """The same samples leave nothing to refresh."""
    block = _hour(OLD, 50)
    await store_harvest(pool, person, [block])
    await aggregates.refresh_aggregates(pool, TODAY)
    await store_harvest(pool, person, [block])
    assert await _notes(pool, person) == []


async def test_what_is_written_during_a_refresh_stays_noted(
    pool: Pool, person: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A refresh forgets the notes that were there when it began, and no newer ones."""
    await store_harvest(pool, person, [_hour(OLD, 50)])
    refresh = aggregates._refresh

    async def meanwhile(*given: Any) -> None:  # noqa: ANN401 -- as they are
        await refresh(*given)
        if given[2] == "heart_rate_daily" and given[3] is None:
            await store_harvest(pool, person, [_hour(OLD, 55)])

    monkeypatch.setattr(aggregates, "_refresh", meanwhile)
    await aggregates.refresh_aggregates(pool, TODAY)
    assert len(await _notes(pool, person)) == 1
    hours = (await _told(pool, person))["columns"][0]["heart_rate"]
    assert hours["values"] == [55]


async def test_what_is_not_kept_stays_noted(pool: Pool, person: str) -> None:
    """Behind the end of a refresh the rows are read until the next one gets there."""
    await store_harvest(pool, person, [_hour("2019-03-02", 50), _hour("2019-03-10", 60)])
    await aggregates.refresh_aggregates(pool, dt.date(2019, 3, 8))
    assert await _notes(pool, person) == [
        ("heart_rate_sample", dt.date(2019, 3, 5), dt.date(2019, 3, 10))
    ]
    hours = (await _told(pool, person))["columns"][0]["heart_rate"]
    assert hours["values"] == [50, 60]


@pytest.mark.skipif(SERVER is None, reason="the embedded database does one thing at a time")
async def test_a_refresh_leaves_alone_what_is_being_written(pool: Pool, person: str) -> None:
    """It neither waits for a write that has not ended, nor forgets its note."""
    await store_harvest(pool, person, [_hour(OLD, 50)])
    async with transaction(pool) as writing:
        day = dt.date.fromisoformat(OLD)
        await aggregates.note(writing, person, "heart_rate_sample", day, day)
        await aggregates.refresh_aggregates(pool, TODAY)
    assert await _notes(pool, person) == [("heart_rate_sample", day, day)]


async def _notes(pool: Pool, person: str) -> list[Any]:
    async with pool.connection() as connected:
        cursor = await connected.execute(
            "SELECT relation, first_day, last_day FROM unrefreshed WHERE user_id = %s", [person]
        )
        return await cursor.fetchall()
