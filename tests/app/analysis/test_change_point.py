from collections.abc import Callable
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pytest
from scipy import stats

from app.analysis.chance import LOG_PRIOR, NOISE, PHI
from app.analysis.change_point import change_point, change_points
from app.analysis.history import History
from app.metrics import Metric
from app.records.findings import Significance

Floats = npt.NDArray[np.float64]
Person = Callable[..., History]


def by_brute_force(day: npt.NDArray[np.int64], y: Floats) -> float:
    """The same p-value from dense matrices, one step and one process at a time."""
    n = len(y)
    p_values, likelihoods = [], []
    for phi, noise, prior in zip(PHI, NOISE, LOG_PRIOR, strict=True):
        sigma = (1 - noise) * phi ** np.abs(day[:, None] - day[None, :]) + noise * np.eye(n)
        root = np.linalg.inv(np.linalg.cholesky(sigma))
        one, z = root @ np.ones(n), root @ y
        directions, rests = [], []
        for place in range(7, n - 6):
            step = root @ (np.arange(n) >= place).astype(float)
            rests.append(np.linalg.lstsq(np.column_stack([one, step]), z, rcond=None)[1][0])
            free = step - one * (one @ step) / (one @ one)
            directions.append(free / np.linalg.norm(free))
        level = z - one * (one @ z) / (one @ one)
        t = np.sqrt((level @ level - min(rests)) / (min(rests) / (n - 2)))
        single = stats.t.sf(t, n - 2)
        u = stats.norm.isf(single)
        p = 2 * single
        for first, second in pairwise(directions):
            r = first @ second
            both = stats.multivariate_normal.cdf([-u, -u], cov=[[1, r], [r, 1]])
            p += 2 * (stats.norm.sf(u) - both)
        p_values.append(min(1, p))
        without = (level @ level) ** (-(n - 1) / 2)
        with_one = np.mean([rest ** (-(n - 1) / 2) for rest in rests])
        parts = prior - 0.5 * (np.linalg.slogdet(sigma)[1] + np.log(one @ one))
        likelihoods.append(np.exp(parts) * (0.7 * without + 0.3 * with_one))
    weights = np.array(likelihoods) / sum(likelihoods)
    return float(weights @ np.array(p_values))


def test_p_value_by_brute_force() -> None:
    """Sums over days and Owen's T give what dense matrices and the bivariate normal give."""
    rng = np.random.default_rng(13)
    day = np.sort(rng.choice(40, 26, replace=False))
    y = rng.standard_normal(26) + 1.0 * (np.arange(26) >= 12)
    found = change_point(day, y)
    assert found is not None
    assert found.p_value == pytest.approx(by_brute_force(day, y), abs=1e-4)


def test_the_day_is_found_and_told(person: Person) -> None:
    """A step of 10 since 15 December is dated, measured and told."""
    rng = np.random.default_rng(14)
    values = 50 + 2 * rng.standard_normal(90)
    values[-30:] -= 10
    found = change_points(person({Metric.HRV_RMSSD: values}))
    (best,) = found.details["findings"]
    assert found.significance is Significance.HIGH
    assert best["since"] == "2025-12-15"
    assert best["since_between"] == ["2025-12-15", "2025-12-15"]
    assert found.score == pytest.approx(-10, abs=1)
    assert best["interpretation"] == "HRV has been 40ms since 15 December 2025, 50ms before"


def test_short_and_constant_series_have_none() -> None:
    """14 values can not have 7 on either side of every step, and a constant has no step."""
    assert change_point(np.arange(14), np.arange(14.0)) is None
    assert change_point(np.arange(60), np.full(60, 5.0)) is None


def test_a_perfect_step_is_sure() -> None:
    """A step without noise has a p-value of practically 0 and one day."""
    found = change_point(np.arange(60), np.where(np.arange(60) >= 25, 5.0, 3.0))
    assert found is not None
    assert found.p_value < 1e-9
    assert (found.place, found.earliest, found.latest) == (25, 25, 25)
