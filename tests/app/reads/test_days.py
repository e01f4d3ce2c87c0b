"""Lists of days: one statement each, the newest first, and nothing from outside the window."""

import datetime as dt
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import pytest

from app.days import Window
from app.reads import activity, cardio_load, export, heart_rate, recharge, sleep
from app.records.activity import ActivityDay
from app.records.cardio_load import CardioLoadDay
from app.records.heart_rate import HeartRateDay
from app.records.recharge import Recharge
from app.records.sleep import Night
from app.store.pool import Pool
from app.store.write import store_harvest

D8, D9, D10, D11 = (dt.date(2026, 1, day) for day in (8, 9, 10, 11))
WINDOW = Window(D9, D10)
MIDNIGHT = dt.datetime(2026, 1, 10)

LISTS: dict[str, tuple[Callable[..., Awaitable[Sequence[Any]]], Callable[[dt.date], Any]]] = {
    "nights": (sleep.nights, lambda day: Night(date=day, sleep_score=80)),
    "night summaries": (sleep.night_summaries, lambda day: Night(date=day, sleep_score=80)),
    "recharges": (recharge.recharges, lambda day: Recharge(date=day, hrv_rmssd_ms=50)),
    "activity": (activity.activity_days, lambda day: ActivityDay(date=day, start_local=MIDNIGHT)),
    "load": (cardio_load.cardio_load_days, lambda day: CardioLoadDay(date=day, cardio_load=0.0)),
    "heart rate": (
        heart_rate.heart_rate_days,
        lambda day: HeartRateDay(date=day, hr_mean=60.0, sample_count=9),
    ),
}


@pytest.mark.parametrize("name", LISTS)
async def test_window(pool: Pool, person: str, name: str) -> None:
    """A window holds its first and its last day, the newest first, and no other."""
    question, record = LISTS[name]
    await store_harvest(pool, person, [[record(day) for day in (D8, D9, D10, D11)]])
    found = await question(pool, person, WINDOW)
    assert [row.date for row in found] == [D10, D9]


@pytest.mark.parametrize("name", LISTS)
async def test_other_people(pool: Pool, person: str, name: str) -> None:
    """Nobody sees another person's days."""
    question, record = LISTS[name]
    await store_harvest(pool, person, [[record(D10)]])
    assert list(await question(pool, "somebody-else", WINDOW)) == []


async def test_a_night_takes_what_its_recharge_measured(pool: Pool, person: str) -> None:
    """HRV, breathing, and heart rate where the night itself has none, come from the recharge."""
    await store_harvest(
        pool,
        person,
        [
            [
                Night(date=D9, heart_rate_avg=52.4, light_s=3600, rem_s=None, deep_s=1800),
                Night(date=D10),
            ],
            [
                Recharge(date=D9, heart_rate_avg=40, hrv_rmssd_ms=48, breathing_rate_avg=14.2),
                Recharge(date=D10, heart_rate_avg=55),
            ],
        ],
    )
    for question in (sleep.nights, sleep.night_summaries):
        newest, older = await question(pool, person, WINDOW)
        assert (newest.heart_rate_avg, newest.hrv_rmssd_ms, newest.total_s) == (55, None, None)
        assert (older.heart_rate_avg, older.hrv_rmssd_ms, older.total_s) == (52.4, 48, 5400)
        assert older.breathing_rate_avg == 14.2


async def test_a_day_without_a_signal(pool: Pool, person: str) -> None:
    """A day of the watch on the table is a row without values."""
    await store_harvest(pool, person, [[HeartRateDay(date=D10, sample_count=0)]])
    assert await heart_rate.heart_rate_days(pool, person, WINDOW) == [
        HeartRateDay(date=D10, hr_min=None, hr_mean=None, hr_max=None, sample_count=0)
    ]


async def test_counts(pool: Pool, person: str) -> None:
    """A window's rows are counted by kind."""
    rows = [[record(day) for day in (D8, D9, D10)] for _, record in LISTS.values()]
    await store_harvest(pool, person, rows)
    assert await export.record_counts(pool, person, WINDOW) == export.RecordCounts(
        sleep=2, activity=2, recharge=2, cardio_load=2, heart_rate=2, exercises=0
    )
