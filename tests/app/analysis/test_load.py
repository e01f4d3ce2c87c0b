from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest

from app.analysis.history import History
from app.analysis.load import monotony, training_form
from app.analysis.smoothing import smooth
from app.metrics import Metric
from app.records.findings import Significance

Person = Callable[..., History]
Series = Callable[..., npt.NDArray[np.float64]]


@pytest.mark.parametrize("time_constant", [7, 42])
def test_smoothing_by_a_plain_loop(gappy: Series, time_constant: int) -> None:
    """Each day moves the mean by 1 - e^(-1/tau) of its distance; a day without a load by none."""
    values = gappy(120)
    mean = float(np.mean(values[np.isfinite(values)][:7]))
    expected = []
    for value in values:
        if np.isfinite(value):
            mean += (value - mean) * (1 - np.exp(-1 / time_constant))
        expected.append(mean)
    assert smooth(values, time_constant) == pytest.approx(expected, abs=1e-9)


def test_form_is_chronic_minus_acute(person: Person) -> None:
    """A week of rest after steady training makes a positive form, labelled as descriptive."""
    loads = np.concatenate([np.full(80, 100.0), np.zeros(7)])
    found = training_form(person({Metric.TRAINING_LOAD: loads}))
    acute, chronic = 100 * np.exp(-7 / 7), 100 * np.exp(-7 / 42)
    assert found.details["acute_load"] == pytest.approx(acute, abs=1e-9)
    assert found.details["chronic_load"] == pytest.approx(chronic, abs=1e-9)
    assert found.score == pytest.approx(chronic - acute, abs=1e-9)
    assert found.details["descriptive"] is True
    assert found.details["monotony_reason"] == "All 7 days have the same load."


def test_monotony_is_fosters() -> None:
    """Mean over standard deviation, and strain is the week's load times that."""
    week = np.array([100.0, 0, 80, 120, 0, 60, 90])
    found = monotony(week)
    ratio = np.mean(week) / np.std(week, ddof=1)
    assert found["monotony"] == pytest.approx(ratio, abs=1e-9)
    assert found["strain"] == pytest.approx(450 * ratio, abs=1e-9)


def test_a_missing_day_is_not_a_day_of_rest() -> None:
    """Monotony takes all 7 days."""
    found = monotony(np.array([100.0, np.nan, 80, 120, 0, 60, 90]))
    assert found["monotony"] is None
    assert found["monotony_reason"] == "1 day of the last 7 without a load."


def test_too_short_or_too_old(person: Person) -> None:
    """It takes 42 days, and a load in the last 7."""
    short = training_form(person({Metric.TRAINING_LOAD: np.ones(41)}))
    assert short.details["reason"] == "41 days with a load; it takes 42."
    old = training_form(person({Metric.TRAINING_LOAD: [1.0] * 60 + [None] * 7}))
    assert old.details["reason"] == "No load in the last 7 days."
    assert old.significance is Significance.INSUFFICIENT
