"""The long memory: a metric by the week and by the month, for as long as there is data."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from app.days import Window
from app.metrics import Metric
from app.records.findings import Season
from app.store.pool import Pool
from app.store.read import fetch_all, fetch_lists

SEASONS = 10
"""Earlier years that a season is told of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A metric over one week or month."""

    date: Annotated[dt.date, "Monday of the week, or first day of the month."]
    sample_count: Annotated[int, "Days with a value."]
    mean: Annotated[float, "Mean, in the metric's unit."]
    std_dev: Annotated[float | None, "Standard deviation, divisor n-1; None for one value."]
    min: Annotated[float, "Smallest value."]
    q1: Annotated[float, "First quartile, linear interpolation."]
    median: Annotated[float, "Median, linear interpolation."]
    q3: Annotated[float, "Third quartile, linear interpolation."]
    max: Annotated[float, "Largest value."]


async def weeks(pool: Pool, user_id: str, metric: Metric, window: Window) -> list[Stretch]:
    """Weeks (Monday to Sunday) that have a day in the window, the newest first."""
    return await _stretches(pool, "metric_weeks", user_id, metric, window)


async def months(pool: Pool, user_id: str, metric: Metric, window: Window) -> list[Stretch]:
    """Calendar months that have a day in the window, the newest first."""
    return await _stretches(pool, "metric_months", user_id, metric, window)


async def seasons(
    pool: Pool, user_ids: Sequence[str], metrics: tuple[str, ...], as_of: dt.date
) -> dict[str, list[Season]]:
    """The month of a day in up to 10 earlier years, the newest first; one statement."""
    first = as_of - dt.timedelta(days=366 * SEASONS)
    named = {"user_ids": list(user_ids), "metrics": list(metrics)}
    return await fetch_lists(
        pool, Season, "metric_seasons", user_ids, {**named, "as_of": as_of, "first": first}
    )


async def _stretches(
    pool: Pool, name: str, user_id: str, metric: Metric, window: Window
) -> list[Stretch]:
    return await fetch_all(
        pool,
        Stretch,
        name,
        user_id=user_id,
        metric=metric.key,
        first=window.first,
        last=window.last,
    )
