"""One person's daily metrics, aligned by day: what every pattern is a function of."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from app.analysis.glitch import dated, steady
from app.metrics import PLACES, Metric
from app.records.biosensing import SkinTemperature
from app.records.findings import DailyValues, Reading
from app.records.recharge import HrvWeek, Recharge
from app.records.sleep import Night

Floats = npt.NDArray[np.float64]

MEMORY_DAYS = 5 * 366
"""Older days say nothing about what is normal now."""

LARGEST = 1e12
"""A larger number is no measurement; its square would drown every other one."""

BY_NIGHT = (Night, Recharge, HrvWeek, SkinTemperature)
"""Records of the night, which tells its device."""

OF_THE_BODY: tuple[Metric, ...] = tuple(
    metric for metric in Metric if metric is not Metric.HR_SAMPLES and not metric.is_derived
)
"""Metrics that families of tests look at: how many samples came says nothing of a body, and what
is made of other days says it twice."""

TURNS_DAYS, LEAST_TURNS = 30, 3
"""Days that are looked at for two devices by turns, and nights that each has at least."""

DEVICE = "the day since which the device measures"
COLUMNS = "each metric's column of the table"

PLACE = {metric: place for place, metric in enumerate(Metric)}

EPOCH = dt.date(1970, 1, 1)

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
    memo: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)
    """What several patterns share, worked out once."""

    @classmethod
    def of(
        cls,
        daily: Iterable[DailyValues],
        today: dt.date,
        nights: Iterable[Night] = (),
    ) -> "History":
        """Daily values of metrics; days to come and unknown metrics are left out."""
        known = tuple(sorted((n for n in nights if n.date <= today), key=lambda n: n.date))
        return cls(today, _table(daily, today), known)

    def last(self, metric: Metric, days: int) -> Floats:
        """Values of exactly `days` days, oldest first, ending with today."""
        if COLUMNS not in self.memo:
            self.memo[COLUMNS] = self.frame.to_numpy().T
        values: Floats = self.memo[COLUMNS][PLACE[metric]][-days:]
        return np.concatenate([np.full(days - len(values), np.nan), values])

    def own(self, metric: Metric, days: int) -> Floats:
        """The same, without nights that an earlier device measured: it measured differently."""
        values = self.last(metric, days)
        since = self.device_since
        if since is None or metric.spec.record not in BY_NIGHT:
            return values
        kept = (self.today - since).days + 1
        return np.where(np.arange(days) >= days - kept, values, np.nan)

    @property
    def device_since(self) -> dt.date | None:
        """First night of the device that measures now; None when it is the first one known.

        Who wears two devices by turns has no new one: a change counts when neither device comes
        again on the other side of it.
        """
        if DEVICE not in self.memo:
            self.memo[DEVICE] = _device_since(self.nights)
        found: dt.date | None = self.memo[DEVICE]
        return found

    def steady(self, days: int) -> dict[Metric, Floats]:
        """Values of every metric of the body, glitches and an earlier device's nights left out."""
        if days not in self.memo:
            table = steady(np.stack([self.own(metric, days) for metric in OF_THE_BODY]))
            self.memo[days] = dict(zip(OF_THE_BODY, table, strict=True))
        found: dict[Metric, Floats] = self.memo[days]
        return found

    def calm(self, metric: Metric, days: int) -> Floats:
        """Values of exactly `days` days without glitches, whichever device measured them."""
        if (metric, days) not in self.memo:
            self.memo[metric, days] = steady(self.last(metric, days))
        found: Floats = self.memo[metric, days]
        return found

    def left_out(self, metric: Metric, days: int) -> dict[str, Any]:
        """The glitches of these days as a detail of a pattern; nothing where there are none."""
        found = dated(self.last(metric, days), self.calm(metric, days), self.day)
        return {"left_out": found} if found else {}

    @property
    def has_two_devices(self) -> bool:
        """Whether two devices measured the last nights by turns."""
        first = self.day(TURNS_DAYS - 1)
        recent = [night.device_id for night in self.nights if night.date >= first]
        return self.device_since is None and _by_turns([each for each in recent if each])

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


def _by_turns(devices: list[str]) -> bool:
    """Whether two devices have LEAST_TURNS nights each."""
    counts = sorted((devices.count(each) for each in set(devices)), reverse=True)
    return len(counts) > 1 and counts[1] >= LEAST_TURNS


def _device_since(nights: tuple[Night, ...]) -> dt.date | None:
    told = [(night.date, night.device_id) for night in nights if night.device_id]
    now = told[-1][1] if told else None
    place = next((n for n, (_, device) in enumerate(told) if device == now), 0)
    alone = place > 0 and all(device == now for _, device in told[place:])
    return told[place][0] if alone else None


def _table(daily: Iterable[DailyValues], today: dt.date) -> pd.DataFrame:
    known = [(PLACES[each.metric], each) for each in daily if each.metric in PLACES]
    nothing = np.empty(0)
    lengths = [len(each.days) for _, each in known]
    metric = np.repeat([place for place, _ in known], lengths).astype(np.intp)
    day = np.concatenate([nothing, *(each.days for _, each in known)]).astype(np.int64)
    value = np.concatenate([nothing, *(each.numbers for _, each in known)])
    back = (today - EPOCH).days - day
    real = np.isfinite(value) & (np.abs(value) <= LARGEST)
    good = real & (back >= 0) & (back < MEMORY_DAYS)
    length = int(back[good].max(initial=0)) + 1
    table = np.full((length, len(Metric)), np.nan, order="F")
    told = np.where(np.abs(value) < SMALLEST, 0.0, value)
    table[length - 1 - back[good], metric[good]] = told[good]
    index = pd.date_range(end=pd.Timestamp(today), periods=length, freq="D")
    return pd.DataFrame(table, index=index, columns=[each.key for each in Metric], copy=False)
