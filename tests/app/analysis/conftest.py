"""People made of numbers: histories out of columns, and random series with gaps."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pytest

from app.analysis.history import History
from app.metrics import Metric
from app.records.sleep import Night
from tests.daily import daily

Floats = npt.NDArray[np.float64]
Person = Callable[..., History]


@pytest.fixture
def today() -> dt.date:
    """A Tuesday."""
    return dt.date(2026, 1, 13)


@pytest.fixture
def person(today: dt.date) -> Person:
    """Make a history out of columns that end today; None and NaN are gaps."""

    def make(
        columns: Mapping[Metric, Sequence[float | None] | Floats], nights: Sequence[Night] = ()
    ) -> History:
        rows = [
            (metric.key, today - dt.timedelta(days=len(values) - 1 - place), value)
            for metric, values in columns.items()
            for place, value in enumerate(values)
        ]
        return History.of(daily(rows), today, nights)

    return make


@pytest.fixture
def random() -> np.random.Generator:
    """The same numbers in every run."""
    return np.random.default_rng(20260113)


@pytest.fixture
def gappy(random: np.random.Generator) -> Callable[..., Floats]:
    """Autocorrelated series of so many days around a level, a fifth of them missing."""

    def make(days: int, level: float = 50.0, spread: float = 8.0, phi: float = 0.5) -> Floats:
        values = np.empty(days)
        values[0] = random.standard_normal()
        for place in range(1, days):
            shock = np.sqrt(1 - phi**2) * random.standard_normal()
            values[place] = phi * values[place - 1] + shock
        values = level + spread * values
        values[random.random(days) < 0.2] = np.nan
        return values

    return make


@pytest.fixture
def night() -> Callable[..., Night]:
    """Make a night that ends on a day, from an hour of the evening on, for so many hours."""

    def make(
        day: dt.date, start_hour: float = 23.0, hours: float = 8.0, goal_s: int | None = 28_800
    ) -> Night:
        midnight = dt.datetime.combine(day - dt.timedelta(days=1), dt.time())
        start = midnight + dt.timedelta(hours=start_hour)
        return Night(
            date=day,
            sleep_start_local=start,
            sleep_end_local=start + dt.timedelta(hours=hours),
            light_s=int(3600 * hours),
            sleep_goal_s=goal_s,
        )

    return make
