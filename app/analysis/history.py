"""One person's daily metrics, aligned by day: what every pattern is a function of."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from app.metrics import Metric
from app.records.findings import Reading
from app.records.sleep import Night

Floats = npt.NDArray[np.float64]

MEMORY_DAYS = 5 * 366
"""Older days say nothing about what is normal now."""

LARGEST = 1e12
"""A larger number is no measurement; its square would drown every other one."""

SMALLEST = 1e-12
"""A smaller number is zero, whatever a computation has left of it."""


@dataclass(frozen=True, slots=True)
class History:
    """Daily values up to `today`.

    `frame` has one row per day, without holes, the last being today, and one column of floats
    per metric, named by its key; NaN where there is no value. `nights` are in order of date.
    """

    today: dt.date
    frame: pd.DataFrame
    nights: tuple[Night, ...] = ()

    @classmethod
    def of(
        cls,
        rows: Iterable[tuple[str, dt.date, float | None]],
        today: dt.date,
        nights: Iterable[Night] = (),
    ) -> "History":
        """Rows of (metric's key, day, value); days to come and unknown metrics are left out."""
        keys = {metric.key: place for place, metric in enumerate(Metric)}
        usable = [row for row in rows if row[0] in keys and row[2] is not None]
        metric = np.array([keys[key] for key, _, _ in usable], dtype=np.intp)
        day = np.array([date for _, date, _ in usable], dtype="datetime64[D]")
        value = np.array([number for _, _, number in usable], dtype=np.float64)
        known = tuple(sorted((n for n in nights if n.date <= today), key=lambda n: n.date))
        return cls(today, _table(metric, day, value, today), known)

    def last(self, metric: Metric, days: int) -> Floats:
        """Values of exactly `days` days, oldest first, ending with today."""
        values: Floats = self.frame[metric.key].to_numpy()[-days:]
        return np.concatenate([np.full(days - len(values), np.nan), values])

    def day(self, back: int) -> dt.date:
        """Date of the day that lies `back` days before today."""
        return self.today - dt.timedelta(days=int(back))

    def newest(self, metric: Metric, *, within: int) -> Reading | None:
        """Newest value that is at most `within` days old."""
        values = self.last(metric, within + 1)
        found = np.flatnonzero(np.isfinite(values))
        if not found.size:
            return None
        return Reading(date=self.day(within - found[-1]), value=float(values[found[-1]]))


def _table(
    metric: npt.NDArray[np.intp],
    day: npt.NDArray[np.datetime64],
    value: Floats,
    today: dt.date,
) -> pd.DataFrame:
    back = (np.datetime64(today) - day).astype(np.int64)
    real = np.isfinite(value) & (np.abs(value) <= LARGEST)
    good = real & (back >= 0) & (back < MEMORY_DAYS)
    length = int(back[good].max(initial=0)) + 1
    table = np.full((length, len(Metric)), np.nan, order="F")
    told = np.where(np.abs(value) < SMALLEST, 0.0, value)
    table[length - 1 - back[good], metric[good]] = told[good]
    index = pd.date_range(end=pd.Timestamp(today), periods=length, freq="D")
    return pd.DataFrame(table, index=index, columns=[each.key for each in Metric], copy=False)
