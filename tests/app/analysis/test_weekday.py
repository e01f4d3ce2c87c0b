import datetime as dt
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest
from scipy.stats import chi2
from statsmodels.regression.linear_model import OLS

from app.analysis.history import History
from app.analysis.trend import hac_p_value
from app.analysis.weekday import design_of, weekday_effects, weekdays_before
from app.metrics import Metric
from app.records.findings import Significance

Floats = npt.NDArray[np.float64]
Person = Callable[..., History]


def test_weekdays_end_with_today(today: dt.date) -> None:
    """13 January 2026 is a Tuesday, the day before a Monday."""
    assert weekdays_before(today, 3).tolist() == [6, 0, 1]


def test_low_mondays_are_found(person: Person, today: dt.date) -> None:
    """HRV that is 8 lower on Mondays is told so, with both p-values."""
    rng = np.random.default_rng(11)
    monday = weekdays_before(today, 120) == 0
    found = weekday_effects(person({Metric.HRV_RMSSD: 50 - 8 * monday + rng.standard_normal(120)}))
    (best,) = found.details["findings"]
    assert found.significance is Significance.HIGH
    assert best["weekday"] == "Monday"
    assert best["interpretation"].startswith("HRV is lowest on Mondays: 42ms against ")
    assert best["p_value"] < 1e-6
    assert best["p_value_hac"] < 1e-6
    assert found.score == pytest.approx(-8 * 6 / 7, abs=0.5)


def test_joint_hac_test_is_statsmodels(gappy: Callable[..., Floats]) -> None:
    """The told HAC p-value is the joint Wald test of statsmodels on the weekday columns."""
    values = gappy(150)
    day = np.flatnonzero(np.isfinite(values))
    design = design_of(day % 7)
    fit = OLS(values[day], design).fit(
        cov_type="HAC", cov_kwds={"maxlags": int(4 * (len(day) / 100) ** (2 / 9))}
    )
    beta, covariance = fit.params[1:], fit.cov_params()[1:, 1:]
    expected = chi2.sf(beta @ np.linalg.solve(covariance, beta), 6)
    assert hac_p_value(values[day], design, tested=6) == pytest.approx(expected, abs=1e-9)


def test_five_weeks_are_too_few(person: Person) -> None:
    """It takes 42 values, and 4 of each weekday."""
    rng = np.random.default_rng(12)
    found = weekday_effects(person({Metric.HRV_RMSSD: rng.standard_normal(41)}))
    assert found.details["reason"].startswith("No metric has 42 values")
