from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest
from scipy import stats
from statsmodels.regression.linear_model import GLS

from app.analysis.chance import (
    LOG_PRIOR,
    NOISE,
    PHI,
    Filter,
    regression,
    regressions,
    spearman,
)

Floats = npt.NDArray[np.float64]
Series = Callable[..., Floats]


def observed(series: Floats) -> tuple[npt.NDArray[np.int64], Floats]:
    """Days and values that are there."""
    day = np.flatnonzero(np.isfinite(series))
    return day, series[day]


def covariance(day: npt.NDArray[np.int64], process: int) -> Floats:
    """Of values on these days, by the formula of the process."""
    alike = PHI[process] ** np.abs(day[:, None] - day[None, :])
    found: Floats = (1 - NOISE[process]) * alike + NOISE[process] * np.eye(len(day))
    return found


def test_whitening_is_the_inverse_root_of_the_covariance(gappy: Series) -> None:
    """Whitened products equal those with the inverse of the full covariance matrix."""
    values = gappy(40)
    day, y = observed(values)
    filtered = Filter.of(np.isfinite(values)[None])
    products = filtered.products(np.nan_to_num(values)[:, None, None])[0, :, 0, 0]
    for process in range(0, len(PHI), 7):
        sigma = covariance(day, process)
        assert products[process] == pytest.approx(y @ np.linalg.solve(sigma, y), rel=1e-9)
        log_det = np.linalg.slogdet(sigma)[1]
        found = filtered.log_determinant[0, process]
        assert found == pytest.approx(log_det, rel=1e-9, abs=1e-9)


def test_news_of_a_column_add_up_to_its_product(gappy: Series) -> None:
    """What each day brings, weighted by its precision, squares up to the whitened product."""
    values = gappy(40)
    filtered, column = Filter.of(np.isfinite(values)[None]), np.nan_to_num(values)[:, None]
    total = (filtered.precision * filtered.news(column) ** 2).sum(axis=0)
    assert total == pytest.approx(filtered.products(column[..., None])[..., 0, 0], rel=1e-12)


@pytest.mark.parametrize("tested", [1, 2])
def test_regression_by_dense_matrices(gappy: Series, tested: int) -> None:
    """The p-value is statsmodels' of each process, averaged with the restricted likelihood."""
    day, y = observed(gappy(50))
    design = np.column_stack([np.ones(len(y)), day >= 20, day >= 40]).astype(float)
    p_values, weights = [], []
    for process, prior in enumerate(LOG_PRIOR):
        sigma = covariance(day, process)
        fit = GLS(y, design, sigma=sigma).fit()
        p_values.append(float(fit.f_test(np.eye(3)[-tested:]).pvalue))
        gram = design.T @ np.linalg.solve(sigma, design)
        parts = np.linalg.slogdet(sigma)[1] + np.linalg.slogdet(gram)[1]
        weights.append(prior - 0.5 * (parts + (len(y) - 3) * np.log(fit.ssr)))
    shares = np.exp(np.array(weights) - max(weights))
    found = regression(day, y, design, tested)
    assert found is not None
    expected = float(shares @ np.array(p_values) / shares.sum())
    assert found.p_value == pytest.approx(expected, abs=1e-9)
    alike = shares @ ((1 - NOISE) * PHI) / shares.sum()
    assert found.autocorrelation == pytest.approx(alike, abs=1e-9)


def test_regressions_of_many_are_those_of_each(gappy: Series) -> None:
    """A batch of series, each with its own gaps, gives what each gives by itself."""
    y = np.stack([gappy(60) for _ in range(4)])
    design = np.column_stack([np.ones(60), np.arange(60) >= 40]).astype(float)
    together = regressions(y, design)
    for series, row in enumerate(y):
        day, known = observed(row)
        alone = regression(day, known, design[day])
        assert alone is not None
        assert together.of(series).p_value == pytest.approx(alone.p_value, abs=1e-12)
        assert together.of(series).estimate == pytest.approx(alone.estimate, abs=1e-9)


def test_regression_estimates_in_the_units_of_the_values() -> None:
    """A clear step is measured in the values' own unit, inside its interval."""
    rng = np.random.default_rng(4)
    y = 50 + rng.standard_normal(80) + np.where(np.arange(80) >= 40, 12.0, 0.0)
    design = np.column_stack([np.ones(80), np.arange(80) >= 40]).astype(float)
    found = regression(np.arange(80), y, design)
    assert found is not None
    assert found.low < 12 < found.high
    assert found.estimate == pytest.approx(12, abs=1)
    assert found.p_value < 1e-9


def test_regression_of_nothing_is_none() -> None:
    """A constant series, and one no longer than its design, can not be tested."""
    design = np.column_stack([np.ones(5), np.arange(5.0)])
    assert regression(np.arange(5), np.full(5, 3.0), design) is None
    assert regression(np.arange(2), np.array([1.0, 2.0]), design[:2]) is None


def direct_effective_n(x: Floats, y: Floats) -> float:
    """The formula in plain loops over days."""
    both = np.isfinite(x) & np.isfinite(y)
    day = np.flatnonzero(both)
    rx, ry = (stats.rankdata(values[both]) for values in (x, y))
    n, span, total = len(day), int(day[-1] - day[0]) + 1, 0.0
    place = {int(d): number for number, d in enumerate(day)}
    for lag in range(1, span // 3 + 1):
        pairs = [(place[int(d)], place[int(d) + lag]) for d in day if int(d) + lag in place]
        product = len(pairs) / n
        for ranks in (rx, ry):
            centred = ranks - ranks.mean()
            covariance = sum(centred[a] * centred[b] for a, b in pairs) / max(len(pairs), 1)
            product *= covariance / (centred @ centred / n) * (1 - lag / span)
        total += product
    return max(3.0, min(n, n / max(1 + 2 * total, 1e-9)))


def test_spearman_by_scipy_and_plain_loops(gappy: Series) -> None:
    """Coefficient and textbook p are scipy's, the effective n is the formula's, ties included."""
    x, y = np.round(gappy(90, phi=0.8)), np.round(gappy(90, phi=0.7))
    found = spearman(x[None], y[None])
    both = np.isfinite(x) & np.isfinite(y)
    expected = stats.spearmanr(x[both], y[both])
    assert found.coefficient[0] == pytest.approx(expected.statistic, abs=1e-9)
    assert found.p_value_textbook[0] == pytest.approx(expected.pvalue, abs=1e-9)
    effective = direct_effective_n(x, y)
    assert found.effective_n[0] == pytest.approx(effective, abs=1e-9)
    t = found.coefficient[0] * np.sqrt((effective - 2) / (1 - found.coefficient[0] ** 2))
    assert found.p_value[0] == pytest.approx(2 * stats.t.sf(abs(t), effective - 2), abs=1e-9)


def test_spearman_without_gaps_is_the_published_formula() -> None:
    """With every day there, n is divided by 1 + 2 sum (1-k/n) rx(k) ry(k)."""
    rng = np.random.default_rng(9)
    x, y = (np.cumsum(rng.standard_normal(60)) for _ in range(2))
    rx, ry = stats.rankdata(x) - 30.5, stats.rankdata(y) - 30.5
    total = sum(
        (1 - k / 60) * (rx[k:] @ rx[:-k]) / (rx @ rx) * (ry[k:] @ ry[:-k]) / (ry @ ry)
        for k in range(1, 21)
    )
    found = spearman(x[None], y[None]).effective_n[0]
    assert found == pytest.approx(60 / (1 + 2 * total), abs=1e-9)


def test_spearman_of_many_is_that_of_each(gappy: Series) -> None:
    """A batch gives what each pair gives by itself."""
    x, y = (np.stack([gappy(70) for _ in range(5)]) for _ in range(2))
    together = spearman(x, y)
    for row in range(5):
        alone = spearman(x[row : row + 1], y[row : row + 1])
        assert together.p_value[row] == pytest.approx(alone.p_value[0], abs=1e-12)


def test_spearman_of_nothing_is_nan() -> None:
    """A constant series, and one without values, have no correlation."""
    x = np.stack([np.full(30, 4.0), np.full(30, np.nan), np.arange(30.0)])
    found = spearman(x, np.tile(np.arange(30.0), (3, 1)))
    assert np.isnan(found.coefficient[:2]).all()
    assert np.isnan(found.p_value[:2]).all()
    assert found.coefficient[2] == pytest.approx(1.0)
