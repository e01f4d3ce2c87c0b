"""Daily metrics day by day, each day with what was usual on it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import numpy as np

from app.analysis.baseline import DAYS, Floats, Ranges, ranges
from app.days import DAY, Window
from app.metrics import Metric
from app.reads.desk import Desk
from app.reads.timeline import Columns, Resolution, columns_of
from app.records.findings import Direction


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricDays:
    """One metric day by day, and the person's own usual range of each of these days."""

    metric: Annotated[Metric, "The metric."]
    window: Annotated[Window, "The days."]
    values: Annotated[Floats, "Value of each day of the window; NaN where there is none."]
    usual: Annotated[Ranges, "What was usual on each day of the window."]
    today: Annotated[dt.date, "The day that is not over."]

    def dates(self) -> list[dt.date]:
        """Every day of the window, the oldest first."""
        return [self.window.first + DAY * number for number in range(self.window.days)]

    def outside(self) -> list[Direction | None]:
        """Where each day's value lies: a value on the bound is inside, as for `anomalies`.

        Today lies nowhere while it may still become what is usual.
        """
        above = (self.values > self.usual.upper_bound).tolist()
        below = (self.values < self.usual.lower_bound).tolist()
        words = {(True, False): Direction.ABOVE, (False, True): Direction.BELOW}
        told = [words.get(pair) for pair in zip(above, below, strict=True)]
        return [
            side if day != self.today or self.metric.stays(side) else None
            for side, day in zip(told, self.dates(), strict=True)
        ]


async def metric_days(
    desk: Desk, user_id: str, metrics: Sequence[Metric], window: Window, today: dt.date
) -> list[MetricDays]:
    """Each metric day by day, in the order asked for, in one statement."""
    reach = Window(window.first - DAY * (DAYS - 1), window.last)
    names = frozenset(metric.key for metric in metrics)
    found = await desk.ask(columns_of, user_id, names, reach, Resolution.DAY, 0)
    return [
        _days(metric, on_calendar(found.get(metric.key), reach), window, today)
        for metric in metrics
    ]


def on_calendar(columns: Columns | None, window: Window) -> Floats:
    """A value for each calendar day of a window; NaN where there is none."""
    values = np.full(window.days, np.nan)
    if columns is not None:
        days = np.array(columns.timestamps, "datetime64[D]") - np.datetime64(window.first)
        values[days.astype(np.intp)] = np.array(columns.values, np.float64)
    return values


def _days(metric: Metric, values: Floats, window: Window, today: dt.date) -> MetricDays:
    return MetricDays(
        metric=metric,
        window=window,
        values=values[-window.days :],
        usual=ranges(values),
        today=today,
    )
