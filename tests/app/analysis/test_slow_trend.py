from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest
from scipy import stats

from app.analysis.chance import NOISE, PHI, regression
from app.analysis.history import History
from app.analysis.slow_trend import mann_kendall, slow_trends
from app.metrics import Metric
from app.records.findings import Significance

Floats = npt.NDArray[np.float64]
Person = Callable[..., History]
Series = Callable[..., Floats]


def test_statistic_and_slope_by_scipy(gappy: Series) -> None:
    """S is Kendall's, the slope Theil's and Sen's, the textbook p-value the normal one of S."""
    values = gappy(100)
    day = np.flatnonzero(np.isfinite(values))
    y = values[day]
    found = mann_kendall(day, y)
    assert found is not None
    assert found["tau"] == pytest.approx(stats.kendalltau(day, y).statistic, abs=1e-9)
    slope = stats.theilslopes(y, day).slope
    assert found["slope_per_day"] == pytest.approx(slope, abs=1e-9)
    n = len(y)
    z = (abs(found["s"]) - 1) / np.sqrt(n * (n - 1) * (2 * n + 5) / 18)
    assert found["p_value_textbook"] == pytest.approx(2 * stats.norm.sf(z), abs=1e-9)


def test_published_hamed_rao_by_plain_loops(gappy: Series) -> None:
    """The correction as published: significant autocorrelations of the detrended ranks."""
    values = gappy(80, phi=0.7)
    day = np.flatnonzero(np.isfinite(values))
    y, n = values[day], len(day)
    found = mann_kendall(day, y)
    assert found is not None
    ranks = stats.rankdata(y - found["slope_per_day"] * day)
    ranks = ranks - ranks.mean()
    total = 0.0
    for k in range(1, n):
        rho = (ranks[k:] @ ranks[:-k]) / (ranks @ ranks)
        if abs(rho) > 1.96 / np.sqrt(n):
            total += (n - k) * (n - k - 1) * (n - k - 2) * rho
    factor = 1 + 2 * total / (n * (n - 1) * (n - 2))
    z = (abs(found["s"]) - 1) / np.sqrt(factor * n * (n - 1) * (2 * n + 5) / 18)
    assert found["p_value_hamed_rao"] == pytest.approx(2 * stats.norm.sf(z), abs=1e-9)


def test_the_deciding_p_value_averages_over_processes() -> None:
    """Each process gives a variance of S; the p-value is their mean by the regression's weights."""
    rng = np.random.default_rng(8)
    day, y = np.arange(50), np.cumsum(rng.standard_normal(50))
    found = mann_kendall(day, y)
    fit = regression(day, y, np.column_stack([np.ones(50), day - day.mean()]))
    assert found is not None
    assert fit is not None
    total = 0.0
    for phi, noise, weight in zip(PHI, NOISE, fit.weights, strict=True):
        rho = [6 / np.pi * np.arcsin((1 - noise) * phi**k / 2) for k in range(1, 50)]
        parts = [(50 - k) * (49 - k) * (48 - k) * rho[k - 1] for k in range(1, 50)]
        factor = max(1 + 2 * sum(parts) / (50 * 49 * 48), 0.02)
        z = (abs(found["s"]) - 1) / np.sqrt(factor * 50 * 49 * 105 / 18)
        total += weight * 2 * stats.norm.sf(z)
    assert found["p_value"] == pytest.approx(total, abs=1e-9)


def test_ties_lower_the_variance() -> None:
    """Groups of equal values are taken off the variance, as in Kendall's own formula."""
    y = np.round(np.random.default_rng(9).standard_normal(60))
    found = mann_kendall(np.arange(60), y)
    assert found is not None
    ties = np.unique(y, return_counts=True)[1]
    variance = (60 * 59 * 125 - sum(t * (t - 1) * (2 * t + 5) for t in ties)) / 18
    z = max(abs(found["s"]) - 1, 0) / np.sqrt(variance)
    assert found["p_value_textbook"] == pytest.approx(2 * stats.norm.sf(z), abs=1e-9)


def test_a_slow_rise_is_told_per_30_days(person: Person) -> None:
    """A rise of 0.1 a day is found and told as 3 in 30 days."""
    rng = np.random.default_rng(10)
    values = 45 + 0.1 * np.arange(180) + rng.standard_normal(180)
    found = slow_trends(person({Metric.HRV_RMSSD: values}))
    assert found.significance is Significance.HIGH
    assert found.score == pytest.approx(3.0, abs=0.1)
    low, high = found.details["findings"][0]["slope_interval_95"]
    assert low < 0.1 < high
    assert found.details["interpretation"] == (
        "HRV has risen by about 3ms per 30 days over 179 days"
    )


def test_too_few_or_constant_values_are_not_tested(person: Person) -> None:
    """29 days, and a constant series, give nothing."""
    history = person({Metric.HRV_RMSSD: np.arange(29.0), Metric.STEPS: np.full(90, 7.0)})
    assert slow_trends(history).significance is Significance.INSUFFICIENT
    assert "tests" not in slow_trends(history).details
