from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest
from scipy.stats import percentileofscore

from app.analysis.history import History
from app.analysis.readiness import PARTS, percentile_rank, readiness
from app.metrics import Metric
from app.records.findings import Significance

Person = Callable[..., History]
Series = Callable[..., npt.NDArray[np.float64]]


def plainly(values: npt.NDArray[np.float64]) -> list[float | None]:
    """Means of each known day and the three before it, weighted 4, 3, 2, 1, by plain loops."""
    found: list[float | None] = []
    for place in range(len(values)):
        known = [
            (weight, values[place - back])
            for back, weight in enumerate((4, 3, 2, 1))
            if place >= back and np.isfinite(values[place - back])
        ]
        total = sum(weight for weight, _ in known)
        mean = sum(weight * value for weight, value in known) / total if known else None
        found.append(mean if np.isfinite(values[place]) else None)
    return found


def test_score_by_scipy(person: Person, gappy: Series) -> None:
    """The score is the weighted mean of scipy's percentile ranks among the 60 days before."""
    columns = {part.metric: gappy(80) for part in PARTS}
    for values in columns.values():
        values[-1] = 52.0
    total = 0.0
    for part in PARTS:
        days = plainly(columns[part.metric])
        before = [each for each in days[-61:-1] if each is not None]
        rank = percentileofscore(before, days[-1], kind="mean")
        total += part.weight * (rank if part.good > 0 else 100 - rank)
    found = readiness(person(columns))
    assert found.score == pytest.approx(total, abs=1e-9)
    assert found.confidence == pytest.approx(1.0)


def test_best_and_worst(person: Person) -> None:
    """The best HRV and the lowest heart rate of 60 days are 100."""
    found = readiness(
        person(
            {
                Metric.HRV_RMSSD: [*range(40, 70), 99.0],
                Metric.RESTING_HR: [*range(80, 50, -1), 40.0],
            }
        )
    )
    assert found.score == 100
    assert found.details["version"] == 2
    assert found.details["interpretation"] == "Readiness 100 of 100 against your own last 60 days"
    weights = [part["weight"] for part in found.details["parts"].values()]
    assert weights == pytest.approx([0.35 / 0.6, 0.25 / 0.6])


def test_one_bad_night_is_no_bad_week(person: Person) -> None:
    """The worst HRV of 60 days after good ones does not throw the number to the bottom."""
    values = [*[50.0, 52.0, 48.0, 51.0, 49.0] * 12, 70.0, 70.0, 70.0, 47.0]
    found = readiness(person({Metric.HRV_RMSSD: values, Metric.SLEEP_SCORE: values}))
    assert found.score is not None
    assert found.score > 50


def test_ties_count_half() -> None:
    """A value like all others lies in the middle."""
    assert percentile_rank(5.0, np.full(30, 5.0)) == 50


def test_one_part_or_stale_values_are_insufficient(person: Person) -> None:
    """One part is too few, and a value of three days ago is none."""
    values = [*range(40, 70)]
    assert readiness(person({Metric.HRV_RMSSD: values})).significance is Significance.INSUFFICIENT
    stale = [*values, None, None, None]
    found = readiness(person({Metric.HRV_RMSSD: stale, Metric.RESTING_HR: stale}))
    assert (
        found.details["reason"]
        == "0 of 4 parts have a fresh value and 21 days before it; it takes 2."
    )
