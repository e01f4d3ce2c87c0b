"""What chance does to days that resemble the day before: regression with errors of unknown memory.

Textbook p-values and HAC standard errors (Newey & West 1987) take a run of alike days for
evidence; with 60 days and an autocorrelation of 0.85 they cry wolf up to ten times too often.
AR(1) errors are not enough either: a night is a slowly moving level *and* noise, and whoever
takes the noise for a short memory calls every slow wave a trend. Here the errors are AR(1) of
autocorrelation phi with a share of white noise, and neither is known: for each process of a grid
the Kalman filter (Harvey 1989) whitens the series exactly, gaps included, which makes the t- and
F-test of generalised least squares exact; the answers are then averaged with the restricted
likelihood of each process (Harville 1974) under the reference prior 1/sqrt(1-phi^2) (Berger &
Yang 1994) of phi and a flat one of the share. Nothing is plugged in, so that short series get
wide answers by themselves. `bench/honesty.py` measures it.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

Floats = npt.NDArray[np.float64]
Days = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

_ALONE: Floats = np.array(
    [-0.5, -0.3, -0.15, 0.0, 0.15, 0.3, 0.45, 0.6, 0.72, 0.82, 0.89, 0.94, 0.97]
)
_BESIDE_NOISE: Floats = np.array([0.4, 0.6, 0.75, 0.85, 0.91, 0.95, 0.98])
_SHARES: Floats = np.array([0.25, 0.5, 0.75])

ALONE_WEIGHT = 4.0
"""So many times likelier than each share of noise is none: what most series need no noise for."""


def _grid() -> tuple[Floats, Floats, Floats]:
    """Autocorrelations, shares of noise, and the log of what each is thought beforehand."""
    beside, shares = (axis.ravel() for axis in np.meshgrid(_BESIDE_NOISE, _SHARES))
    widths = np.concatenate(
        [
            ALONE_WEIGHT * np.gradient(_ALONE),
            np.tile(np.gradient(_BESIDE_NOISE), len(_SHARES)),
        ]
    )
    phi, noise = np.concatenate([_ALONE, beside]), np.concatenate([0 * _ALONE, shares])
    return phi, noise, np.log(widths) - 0.5 * np.log(1 - phi**2)


PHI, NOISE, LOG_PRIOR = _grid()
"""Processes that are thought possible: memory of the level, share of the variance without any."""

NEXT_DAY: Floats = (1 - NOISE) * PHI
"""How much a day resembles the one before, for every process."""

TINY = 1e-20
"""Share of the variance below which a fit counts as perfect."""


ROUNDING = 1e-9
"""Differences of this share of the values are leavings of computation."""


def is_constant(y: Floats) -> bool:
    """Whether values, all known, do not vary by more than rounding."""
    return not y.size or bool(np.ptp(y) <= ROUNDING * np.abs(y).max())


def on_calendar(day: Days, values: Floats) -> Floats:
    """Values of days in order, on a row of all days from the first to the last; NaN between."""
    row = np.full((day[-1] - day[0] + 1, *values.shape[1:]), np.nan)
    row[day - day[0]] = values
    return row


@dataclass(frozen=True, slots=True)
class Filter:
    """The Kalman filter of every process, day by day, of series with gaps.

    `precision` is one over the variance of what a day brings, 0 where it brings nothing; `gain`
    the share of it that is kept: shapes (days, series, processes).
    """

    precision: Floats
    gain: Floats
    log_determinant: Floats

    @classmethod
    def of(cls, known: Bools) -> "Filter":
        """Filter of series whose values are known on these days: shape (series, days)."""
        days = known.T[:, :, None].astype(np.float64)
        lasting = 1 - NOISE
        fresh, kept = lasting * (1 - PHI**2), PHI**2
        spread = np.tile(lasting, (known.shape[0], 1))
        precision = np.empty((*days.shape[:2], len(PHI)))
        gain = np.empty_like(precision)
        for precise, gained, there in zip(precision, gain, days, strict=True):
            np.divide(there, spread + NOISE, out=precise)
            np.multiply(spread, precise, out=gained)
            spread = kept * (spread - gained * spread) + fresh
        log_determinant = -np.log(np.where(days > 0, precision, 1.0)).sum(axis=0)
        return cls(precision, gain, log_determinant)

    def news(self, column: Floats) -> Floats:
        """What each day of a column (days, series) brings that was not foreseen."""
        state, result = np.zeros(self.gain.shape[1:]), np.empty_like(self.gain)
        for place, gain in enumerate(self.gain):
            result[place] = column[place, :, None] - state
            state = PHI * (state + gain * result[place])
        return result

    def later(self, news: Floats, kept: Floats) -> Floats:
        """Sum of all `news` from each day on, what is left of the day before growing by `kept`."""
        total, result = np.zeros(self.gain.shape[1:]), np.empty_like(self.gain)
        for place in range(len(news) - 1, -1, -1):
            total = result[place] = news[place] + kept[place] * total
        return result

    def products(self, columns: Floats) -> Floats:
        """Products of columns (days, series, columns), whitened: (series, processes, c, c)."""
        state = np.zeros((*self.gain.shape[1:], columns.shape[-1]))
        white = np.empty((*state.shape[:2], len(columns), state.shape[2]))
        roots, gains = np.sqrt(self.precision)[..., None], self.gain[..., None]
        for place, column in enumerate(columns):
            news = column[:, None] - state
            white[:, :, place] = roots[place] * news
            state = PHI[:, None] * (state + gains[place] * news)
        result: Floats = np.swapaxes(white, 2, 3) @ white
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


@dataclass(frozen=True, slots=True)
class Regressions:
    """The same of many series: one number for each; `weights` has one per process."""

    p_value: Floats
    autocorrelation: Floats
    estimate: Floats
    low: Floats
    high: Floats
    weights: Floats

    def of(self, series: int) -> Regression:
        """That of one series."""
        return Regression(
            p_value=float(self.p_value[series]),
            autocorrelation=float(self.autocorrelation[series]),
            estimate=float(self.estimate[series]),
            low=float(self.low[series]),
            high=float(self.high[series]),
            weights=self.weights[series],
        )


def weights_of(log_likelihood: Floats) -> Floats:
    """Share of each process (last axis); the prior is not yet in the likelihood."""
    total = log_likelihood + LOG_PRIOR
    share: Floats = np.exp(total - total.max(axis=-1, keepdims=True))
    share /= share.sum(axis=-1, keepdims=True)
    return share


def regression(days: Days, y: Floats, design: Floats, tested: int = 1) -> Regression | None:
    """Test the last `tested` columns of `design` (n, p) for values `y` on `days`, n > p.

    `estimate` and the 95 % interval belong to the last column. None when nothing varies.
    """
    if len(y) <= design.shape[1] or is_constant(y):
        return None
    columns = np.nan_to_num(on_calendar(days, design))
    return regressions(on_calendar(days, y)[None], columns, tested).of(0)


def regressions(y: Floats, design: Floats, tested: int = 1) -> Regressions:
    """The same of many series (series, days) with gaps at once; the design (days, p) is shared.

    Each series must vary, and have more values than the design has columns.
    """
    known = np.isfinite(y)
    centre, spread = np.nanmean(y, axis=1), np.nanstd(y, axis=1)
    z = np.where(known, (y - centre[:, None]) / spread[:, None], 0.0)
    shared = np.broadcast_to(design[:, None], (len(design), len(y), design.shape[1]))
    columns = np.concatenate([shared, z.T[..., None]], axis=-1)
    filtered = Filter.of(known)
    fit = _Fit.of(filtered.products(columns), known.sum(axis=1), filtered.log_determinant)
    return fit.averaged(tested, spread)


@dataclass(frozen=True, slots=True)
class _Fit:
    """Generalised least squares of every series and process."""

    beta: Floats
    inverse: Floats
    variance: Floats
    freedom: Floats
    weights: Floats

    @classmethod
    def of(cls, products: Floats, n: Days, log_determinant: Floats) -> "_Fit":
        """Fit of the last column by the others, from the products of all."""
        gram, cross, power = products[..., :-1, :-1], products[..., :-1, -1], products[..., -1, -1]
        freedom = (n - gram.shape[-1]).astype(np.float64)[:, None]
        inverse = np.linalg.inv(gram).astype(np.float64, copy=False)
        beta = (inverse @ cross[..., None])[..., 0]
        rss = np.maximum(power - (beta * cross).sum(axis=-1), TINY * n[:, None])
        likelihood = log_determinant + np.linalg.slogdet(gram)[1] + freedom * np.log(rss)
        return cls(beta, inverse, rss / freedom, freedom, weights_of(-0.5 * likelihood))

    def averaged(self, tested: int, spread: Floats) -> Regressions:
        last, error = self.beta[..., -1], self.variance * self.inverse[..., -1, -1]
        estimate = (self.weights * last).sum(axis=1)
        width = np.sqrt((self.weights * (error + (last - estimate[:, None]) ** 2)).sum(axis=1))
        reach = special.stdtrit(self.freedom[:, 0], 0.975) * width
        return Regressions(
            p_value=np.minimum(1.0, (self.weights * self._p_values(tested)).sum(axis=1)),
            autocorrelation=self.weights @ NEXT_DAY,
            estimate=estimate * spread,
            low=(estimate - reach) * spread,
            high=(estimate + reach) * spread,
            weights=self.weights,
        )

    def _p_values(self, tested: int) -> Floats:
        beta = self.beta[..., -tested:]
        block = np.linalg.inv(self.inverse[..., -tested:, -tested:])
        explained = (beta[..., None, :] @ block @ beta[..., None])[..., 0, 0]
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
