"""Daily values out of rows, as the database would answer them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

import numpy as np

from app.analysis.history import EPOCH
from app.records.findings import DailyValues

Row = tuple[str, dt.date, float | None]
"""Metric's key, day, value."""


def daily(rows: Iterable[Row]) -> list[DailyValues]:
    """The same by metric."""
    found = defaultdict[str, list[tuple[int, float | None]]](list)
    for metric, date, value in rows:
        found[metric].append(((date - EPOCH).days, value))
    return [_column(metric, told) for metric, told in found.items()]


def rows(columns: Iterable[DailyValues]) -> list[Row]:
    """The other way round."""
    return [
        (each.metric, EPOCH + dt.timedelta(days=int(day)), float(value))
        for each in columns
        for day, value in zip(each.days, each.numbers, strict=True)
    ]


def _column(metric: str, told: list[tuple[int, float | None]]) -> DailyValues:
    days, values = zip(*told, strict=True)
    return DailyValues(
        metric=metric, days=np.array(days, np.int32), numbers=np.array(values, np.float64)
    )
