from collections.abc import Callable

import numpy as np
import pytest
from scipy import stats

from app.analysis.cross_correlation import KIN, cross_correlations, pairs_of
from app.analysis.history import History
from app.metrics import Metric
from app.records.findings import Significance

Person = Callable[..., History]


def test_a_load_that_lowers_hrv_the_day_after_is_found(person: Person) -> None:
    """The lag, the size and the direction in time of a planted effect come out."""
    rng = np.random.default_rng(6)
    load, sleep, own = rng.standard_normal((3, 120))
    hrv = np.concatenate([[0.0], -0.7 * load[:-1]]) + 0.7 * own
    history = person(
        {
            Metric.TRAINING_LOAD: 80 + 20 * load,
            Metric.HRV_RMSSD: 50 + 6 * hrv,
            Metric.SLEEP_SCORE: 75 + 5 * sleep,
        }
    )
    found = cross_correlations(history)
    (best,) = found.details["findings"]
    assert best["metrics"] == ["training_load", "hrv_rmssd"]
    assert best["lag_days"] == 1
    x, y = history.last(Metric.TRAINING_LOAD, 90)[:-1], history.last(Metric.HRV_RMSSD, 90)[1:]
    expected = stats.spearmanr(x, y)
    assert best["correlation_coefficient"] == pytest.approx(expected.statistic, abs=1e-9)
    assert best["p_value_textbook"] == pytest.approx(expected.pvalue, abs=1e-9)
    assert best["n"] == 89
    assert best["interpretation"] == (
        "Moderate negative correlation between training load and HRV 1 day later"
    )
    assert found.significance is Significance.HIGH
    assert found.details["tests"] == 3 + 6 * 3


def test_kin_are_never_paired() -> None:
    """What one formula makes alike is no discovery."""
    pairs = pairs_of(list(Metric))
    assert not [p for p in pairs for kin in KIN if p.first in kin and p.second in kin]
    assert len(pairs) == len(set(pairs)) == 7 * sum(pair.lag == 0 for pair in pairs)


def test_one_metric_has_no_pair(person: Person) -> None:
    """A single metric correlates with nothing."""
    found = cross_correlations(person({Metric.STEPS: np.arange(90.0)}))
    assert found.significance is Significance.INSUFFICIENT
    assert found.details["reason"] == "No two metrics have 30 days in common yet."


def test_metrics_that_never_meet_are_not_tested(person: Person) -> None:
    """Two metrics without 30 common days give no test."""
    rng = np.random.default_rng(7)
    first, second = rng.standard_normal((2, 90))
    first[40:], second[:50] = np.nan, np.nan
    found = cross_correlations(person({Metric.STEPS: first, Metric.HRV_RMSSD: second}))
    assert found.details["reason"] == "No two metrics have 30 days in common yet."
