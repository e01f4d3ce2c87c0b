from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest
from scipy.stats import norm

from app.analysis.history import History
from app.analysis.trend import hac_p_value, hrv_trend, sleep_trend
from app.metrics import Metric
from app.records.findings import Significance

Floats = npt.NDArray[np.float64]
Person = Callable[..., History]


def newey_west_p(y: Floats, x: Floats) -> float:
    """Two-sided normal p-value of the slope of y on x, Newey-West errors, written out."""
    n = len(y)
    design = np.column_stack([np.ones(n), x])
    bread = np.linalg.inv(design.T @ design)
    beta = bread @ design.T @ y
    scores = design * (y - design @ beta)[:, None]
    lags = int(4 * (n / 100) ** (2 / 9))
    meat = scores.T @ scores
    for lag in range(1, lags + 1):
        part = scores[lag:].T @ scores[:-lag]
        meat += (1 - lag / (lags + 1)) * (part + part.T)
    error = np.sqrt((bread @ meat @ bread)[1, 1])
    return float(2 * norm.sf(abs(beta[1] / error)))


def test_score_and_hac_by_other_means(person: Person, gappy: Callable[..., Floats]) -> None:
    """The score is the change of the means, the HAC p-value the written-out formula's."""
    values = gappy(90)
    found = hrv_trend(person({Metric.HRV_RMSSD: values}))
    now, before = np.nanmean(values[-7:]), np.nanmean(values[-30:-7])
    assert found.score == pytest.approx(100 * (now - before) / before, abs=1e-9)
    month = values[-30:]
    known = np.isfinite(month)
    expected = newey_west_p(month[known], (np.arange(30) >= 23)[known].astype(float))
    assert found.details["p_value_hac"] == pytest.approx(expected, abs=1e-9)
    assert (found.details["n_7d"], found.details["n_before"]) == (
        known[-7:].sum(),
        known[:-7].sum(),
    )
    assert found.sample_count == known.sum()


def test_a_fall_of_fifteen_percent_is_found(person: Person) -> None:
    """HRV that falls by 15 % for 7 days against a steady month is a high trend, in words."""
    rng = np.random.default_rng(2)
    values = 60 + 3 * rng.standard_normal(90)
    values[-7:] *= 0.85
    found = hrv_trend(person({Metric.HRV_RMSSD: values}))
    assert found.significance is Significance.HIGH
    assert found.details["direction"] == "declining"
    change = -float(found.score or 0)
    assert found.details["interpretation"].startswith(
        f"HRV of the last 7 days is {change:.0f}% below the 23 days before ("
    )
    assert found.confidence == pytest.approx(1 - found.details["p_value"])


def test_a_quiet_month_is_insufficient_with_a_reason(person: Person) -> None:
    """What chance does as well is told with its numbers and without significance."""
    rng = np.random.default_rng(3)
    found = sleep_trend(person({Metric.SLEEP_SCORE: 75 + 5 * rng.standard_normal(90)}))
    assert found.significance is Significance.INSUFFICIENT
    assert found.details["reason"] == "A change of this size is common by chance."
    assert found.score is not None


@pytest.mark.parametrize(
    ("recent", "before", "reason"),
    [
        (2, 23, "2 of the last 7 days have a value; it takes 3."),
        (7, 6, "6 of the 23 days before have a value; it takes 7."),
    ],
)
def test_too_few_values(person: Person, recent: int, before: int, reason: str) -> None:
    """It takes 3 values of the last 7 days and 7 of those before."""
    values = np.full(30, np.nan)
    values[:before] = np.arange(before) + 40.0
    values[30 - recent :] = 50.0
    found = hrv_trend(person({Metric.HRV_RMSSD: values}))
    assert found.significance is Significance.INSUFFICIENT
    assert found.details["reason"] == reason
    assert found.score is None


def test_thirty_days_are_enough(person: Person) -> None:
    """Without days before the 30 the regression stands on the 30."""
    rng = np.random.default_rng(5)
    values = 60 + 3 * rng.standard_normal(30)
    values[-7:] -= 15
    found = hrv_trend(person({Metric.HRV_RMSSD: values}))
    assert found.significance is Significance.HIGH


def test_a_perfect_fit_has_no_hac_p_value() -> None:
    """Residuals of zero give no p-value, and no warning."""
    design = np.column_stack([np.ones(12), np.arange(12) >= 6]).astype(float)
    found = hac_p_value(np.where(np.arange(12) >= 6, 2.0, 1.0), design)
    assert found is None or 0 <= found <= 1
