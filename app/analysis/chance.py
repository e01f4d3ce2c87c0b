"""What chance does to days that resemble the day before: regression with AR(1) errors.

Textbook p-values and HAC standard errors (Newey & West 1987) take a run of alike days for
evidence; with 60 days and an autocorrelation of 0.85 they cry wolf up to ten times too often.
Here the errors follow an AR(1) process whose parameter phi is not known: for each phi of a grid
the series is whitened exactly, gaps included, which makes the t- and F-test of generalised least
squares exact; the answers are then averaged with the restricted likelihood of each phi
(Harville 1974) under the reference prior 1/sqrt(1-phi^2) (Berger & Yang 1994). Nothing is
plugged in, so that short series get wide answers by themselves. `bench/honesty.py` measures it.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

Floats = npt.NDArray[np.float64]
Days = npt.NDArray[np.int64]

PHI: Floats = np.linspace(-0.55, 0.98, 52)
"""Autocorrelations from one day to the next that are thought possible."""

LOG_PRIOR: Floats = -0.5 * np.log(1 - PHI**2)

TINY = 1e-20
"""Share of the variance below which a fit counts as perfect."""


ROUNDING = 1e-9
"""Differences of this share of the values are leavings of computation."""


def is_constant(y: Floats) -> bool:
    """Whether values, all known, do not vary by more than rounding."""
    return not y.size or bool(np.ptp(y) <= ROUNDING * np.abs(y).max())


@dataclass(frozen=True, slots=True)
class Steps:
    """How much of the day before is left after each gap, for every phi: shape (phi, n)."""

    carried: Floats
    scale: Floats

    @classmethod
    def between(cls, days: Days) -> "Steps":
        """Steps between observed days, in order; the first day has nothing before it."""
        widths, places = np.unique(np.diff(days, prepend=days[0]), return_inverse=True)
        carried = (PHI[:, None] ** widths)[:, places]
        carried[:, 0] = 0.0
        return cls(carried, np.sqrt(1 - carried**2))

    def whiten(self, column: Floats) -> Floats:
        """Column of length n with the autocorrelation taken out, for every phi."""
        before = np.concatenate([[0.0], column[:-1]])
        result: Floats = (column - self.carried * before) / self.scale
        return result

    @property
    def log_determinant(self) -> Floats:
        """Logarithm of the determinant of the correlation matrix, for every phi."""
        result: Floats = 2 * np.log(self.scale).sum(axis=1)
        return result


@dataclass(frozen=True, slots=True)
class Regression:
    """What a regression says about its last columns, the tested ones."""

    p_value: float
    autocorrelation: float
    estimate: float
    low: float
    high: float
    weights: Floats


def weights_of(log_likelihood: Floats) -> Floats:
    """Share of each phi; a likelihood per phi, the prior not yet in it."""
    total = log_likelihood + LOG_PRIOR
    share: Floats = np.exp(total - total.max())
    share /= share.sum()
    return share


def regression(days: Days, y: Floats, design: Floats, tested: int = 1) -> Regression | None:
    """Test the last `tested` columns of `design` (n, p) for values `y` on `days`, n > p.

    `estimate` and the 95 % interval belong to the last column. None when nothing varies.
    """
    freedom = len(y) - design.shape[1]
    if freedom < 1 or is_constant(y):
        return None
    steps = Steps.between(days)
    centre, spread = y.mean(), y.std()
    x = np.stack([steps.whiten(column) for column in design.T], axis=-1)
    z = steps.whiten((y - centre) / spread)
    gram, cross = np.swapaxes(x, 1, 2) @ x, (np.swapaxes(x, 1, 2) @ z[..., None])[..., 0]
    inverse = np.linalg.inv(gram).astype(np.float64, copy=False)
    beta = (inverse @ cross[..., None])[..., 0]
    rss = np.maximum((z * z).sum(axis=1) - (beta * cross).sum(axis=1), TINY * len(y))
    fit = _Fit(beta, inverse, rss / freedom, freedom)
    likelihood = steps.log_determinant + np.linalg.slogdet(gram)[1] + freedom * np.log(rss)
    return fit.averaged(weights_of(-0.5 * likelihood), tested, float(spread))


@dataclass(frozen=True, slots=True)
class _Fit:
    """Generalised least squares for every phi."""

    beta: Floats
    inverse: Floats
    variance: Floats
    freedom: int

    def averaged(self, weights: Floats, tested: int, spread: float) -> Regression:
        last, error = self.beta[:, -1], self.variance * self.inverse[:, -1, -1]
        estimate = float(weights @ last)
        width = np.sqrt(weights @ (error + (last - estimate) ** 2))
        reach = float(special.stdtrit(self.freedom, 0.975) * width)
        return Regression(
            p_value=min(1.0, float(weights @ self._p_values(tested))),
            autocorrelation=float(weights @ PHI),
            estimate=estimate * spread,
            low=(estimate - reach) * spread,
            high=(estimate + reach) * spread,
            weights=weights,
        )

    def _p_values(self, tested: int) -> Floats:
        beta = self.beta[:, -tested:]
        block = np.linalg.inv(self.inverse[:, -tested:, -tested:])
        explained = (beta[:, None] @ block @ beta[..., None])[:, 0, 0]
        f = np.maximum(explained / tested / self.variance, 0)
        result: Floats = special.fdtrc(tested, self.freedom, f)
        return result


@dataclass(frozen=True, slots=True)
class RankCorrelations:
    """Spearman correlations of many pairs at once; NaN where a pair has nothing to compare."""

    coefficient: Floats
    n: Floats
    effective_n: Floats
    p_value: Floats
    p_value_textbook: Floats


def spearman(x: Floats, y: Floats) -> RankCorrelations:
    """Spearman's rank correlation of the rows of `x` and `y`, shape (pairs, days), with gaps.

    effective n = n / (1 + 2 sum (1-k/n) rx(k) ry(k)), at most n and at least 3 (Bartlett 1935;
    Pyper & Peterman 1998), from the autocorrelations of the ranks up to a third of the span of
    days: by simulation the sum has enough lags then, and no more noise than the test bears. With
    gaps 1-k/n becomes the share of days that have a partner k days later, which is what it stands
    for. The p-values come from Student's t with effective n - 2 degrees of freedom.
    """
    both = np.isfinite(x) & np.isfinite(y)
    n = both.sum(axis=1).astype(float)
    rx, ry = _ranks(x, both), _ranks(y, both)
    power = np.sqrt((rx * rx).sum(axis=1) * (ry * ry).sum(axis=1))
    usable = (n > 2) & (power > 0)  # noqa: PLR2004  Two points always lie on a line.
    r = np.where(usable, (rx * ry).sum(axis=1) / np.where(usable, power, 1.0), np.nan)
    effective = np.where(usable, _effective_n(rx, ry, both, np.maximum(n, 1)), np.nan)
    return RankCorrelations(r, n, effective, _student(r, effective), _student(r, n))


def _ranks(values: Floats, both: npt.NDArray[np.bool_]) -> Floats:
    """Ranks of the days that count, their mean taken off; 0 on all others."""
    order = np.argsort(np.where(both, values, np.inf), axis=1, kind="stable")
    held = np.take_along_axis(np.where(both, values, np.inf), order, axis=1)
    place = np.broadcast_to(np.arange(1, values.shape[1] + 1, dtype=float), held.shape)
    new = np.concatenate([np.ones((len(held), 1), bool), held[:, 1:] != held[:, :-1]], axis=1)
    last = np.concatenate([new[:, 1:], np.ones((len(held), 1), bool)], axis=1)
    first_place = np.maximum.accumulate(np.where(new, place, 0), axis=1)
    last_place = np.minimum.accumulate(np.where(last, place, np.inf)[:, ::-1], axis=1)[:, ::-1]
    ranks = np.empty_like(held)
    np.put_along_axis(ranks, order, (first_place + last_place) / 2, axis=1)
    return np.where(both, ranks - (both.sum(axis=1, keepdims=True) + 1) / 2, 0.0)


def _effective_n(rx: Floats, ry: Floats, both: npt.NDArray[np.bool_], n: Floats) -> Floats:
    days = both.shape[1]
    first, last = both.argmax(axis=1), days - both[:, ::-1].argmax(axis=1)
    span = (last - first)[:, None]
    lag = np.arange(1, days // 3 + 1)
    pairs = np.maximum(np.round(_lagged(both.astype(float), lag)), 1)
    taper = np.where(lag <= span // 3, 1 - lag / span, 0.0)
    alike = _autocorrelation(rx, lag, pairs, n) * _autocorrelation(ry, lag, pairs, n) * taper**2
    inflation = 1 + 2 * (pairs / n[:, None] * alike).sum(axis=1)
    result: Floats = np.clip(n / np.maximum(inflation, 1), 3, None)
    return result


def _autocorrelation(ranks: Floats, lag: Days, pairs: Floats, n: Floats) -> Floats:
    power = np.maximum((ranks * ranks).sum(axis=1), 1)
    result: Floats = _lagged(ranks, lag) / pairs * (n / power)[:, None]
    return result


def _lagged(values: Floats, lag: Days) -> Floats:
    """Sum of the products of each row with itself, some days later."""
    length = 1 << (2 * values.shape[1] - 1).bit_length()
    spectrum = np.abs(np.fft.rfft(values, length)) ** 2
    result: Floats = np.fft.irfft(spectrum, length)[:, lag]
    return result


def _student(r: Floats, n: Floats) -> Floats:
    """Two-sided p-value of a correlation of n independent pairs; NaN stays NaN."""
    unexplained = np.maximum(1 - r * r, TINY)
    freedom = np.maximum(n - 2, 1)
    t = np.abs(r) * np.sqrt(freedom / unexplained)
    result: Floats = 2 * special.stdtr(freedom, -t)
    return result
