"""Daily metrics made of numbers, written as a sync would write them."""

import datetime as dt
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from app.metrics import Metric
from app.records.activity import ActivityDay, StepSamples
from app.records.biosensing import BodyTemperatureSamples
from app.records.cardio_load import CardioLoadDay
from app.records.heart_rate import HeartRateSamples
from app.records.recharge import Recharge
from app.records.sleep import Night
from app.store import change, write
from app.store.pool import Pool

TODAY = dt.date(2026, 1, 11)
"""The day on which the tests of REST live."""
AFTER_ALL = dt.date(2100, 1, 1)
"""A refresh from here reaches every day that a test writes."""

Column = Sequence[float | None] | npt.NDArray[np.float64]
A = TypeVar("A")


async def one(
    question: Callable[..., Awaitable[Mapping[str, A]]], pool: Pool, person: str, *asked: object
) -> A:
    """The answer about one person, of a question about several."""
    return (await question(pool, [person], *asked))[person]


async def new_person(pool: Pool) -> str:
    """The id of a person without data whom no other test knows."""
    user_id = f"test-{secrets.token_hex(6)}"
    await change.execute(pool, "account_create", user_id=user_id)
    return user_id


async def keep(
    pool: Pool, user_id: str, columns: Mapping[str, Column], today: dt.date = TODAY
) -> None:
    """Write columns of daily values that end with `today`; None and NaN are gaps."""
    rows = [
        (metric, today - dt.timedelta(days=len(values) - 1 - place), float(value))
        for metric, values in columns.items()
        for place, value in enumerate(values)
        if value is not None and np.isfinite(value)
    ]
    metric, date, value = (list(column) for column in zip(*rows, strict=True))
    await change.execute(
        pool,
        "metric_daily",
        user_id=user_id,
        metric=metric,
        date=date,
        value=value,
        **asdict(write.Origin()),
    )


async def one_of_each(pool: Pool, user_id: str, day: dt.date) -> None:
    """One value of each kind of which aggregates are made."""
    moment = np.array([day], "datetime64[us]")
    samples = [
        HeartRateSamples(local_time=moment, bpm=np.ones(1), minute_weight=np.ones(1)),
        StepSamples(local_time=moment, steps=np.ones(1, int)),
        BodyTemperatureSamples(
            device_id=np.array([""]),
            measurement_type=np.array([""]),
            start_at=moment,
            measured_at=moment,
            temperature_c=np.ones(1),
        ),
    ]
    await write.store_harvest(pool, user_id, samples)
    await keep(pool, user_id, {"steps": [1]}, day)


def gappy(
    random: np.random.Generator, days: int, level: float = 50.0, spread: float = 8.0
) -> npt.NDArray[np.float64]:
    """Random values around a level, a fifth of them missing."""
    values = level + spread * random.standard_normal(days)
    values[random.random(days) < 0.2] = np.nan
    return values


LEVELS: Mapping[Metric, tuple[float, float]] = {
    Metric.HRV_RMSSD: (52, 5),
    Metric.SLEEP_SCORE: (82, 4),
    Metric.RESTING_HR: (50, 1.5),
    Metric.TRAINING_LOAD: (80, 30),
    Metric.TRAINING_LOAD_RATIO: (1.0, 0.1),
}
"""Mean and spread of somebody healthy."""


async def live(pool: Pool, user_id: str, days: int, today: dt.date = TODAY) -> None:
    """A healthy person with `days` days of sleep, recharge, activity and cardio load."""
    random = np.random.default_rng(days)
    dates = [today - dt.timedelta(days=back) for back in range(days)]

    def draw(metric: Metric) -> float:
        level, spread = LEVELS[metric]
        return float(np.clip(random.normal(level, spread), level - 2 * spread, level + 2 * spread))

    await write.store_harvest(
        pool,
        user_id,
        [
            [night(day, round(draw(Metric.SLEEP_SCORE))) for day in dates],
            [
                Recharge(
                    date=day,
                    hrv_rmssd_ms=round(draw(Metric.HRV_RMSSD)),
                    heart_rate_avg=round(draw(Metric.RESTING_HR)),
                )
                for day in dates
            ],
            [
                ActivityDay(date=day, start_local=dt.datetime.combine(day, dt.time()), steps=8000)
                for day in dates
            ],
            [
                CardioLoadDay(
                    date=day,
                    cardio_load=round(draw(Metric.TRAINING_LOAD), 1),
                    cardio_load_ratio=round(draw(Metric.TRAINING_LOAD_RATIO), 2),
                )
                for day in dates
            ],
        ],
    )


def night(day: dt.date, score: int | None) -> Night:
    """Eight hours from eleven in the evening."""
    start = dt.datetime.combine(day - dt.timedelta(days=1), dt.time(23))
    return Night(
        date=day,
        sleep_start_local=start,
        sleep_end_local=start + dt.timedelta(hours=8),
        light_s=14_000,
        deep_s=6_000,
        rem_s=6_000,
        sleep_goal_s=28_800,
        sleep_score=score,
    )
