"""Slow change of a metric over half a year: rising, falling, or neither.

Mann-Kendall's test (Mann 1945; Kendall 1975) with the variance of Hamed & Rao (1998, doi
10.1016/S0022-1694(97)00125-X), and the slope of Theil (1950) and Sen (1968). Hamed and Rao take
the autocorrelation from the ranks after the slope was taken out, which takes much of it out as
well: at 60 days and phi = 0.85 a third of all quiet series would be trends. Here their variance
is computed for the autocorrelations 6/pi asin((1 - noise) phi^k / 2) of each process of `chance`,
and the p-value is averaged over what its regression thinks of them with a line in the model. The
original's and the textbook's p-value are told beside the one that decides.
"""

from typing import Any

import numpy as np
from scipy import special

from app.analysis import claim, family
from app.analysis.chance import (
    NOISE,
    PHI,
    Days,
    Floats,
    Regression,
    Regressions,
    is_constant,
    on_calendar,
    regressions,
)
from app.analysis.history import History
from app.metrics import Metric
from app.patterns import PatternName
from app.phrases.codes import Code
from app.phrases.phrase import Phrase
from app.records.findings import Pattern

PATTERN = PatternName.SLOW_TRENDS
DAYS, LEAST = 180, 30
LEAST_VARIANCE = 0.02
"""Negative autocorrelation makes the statistic steadier, but never this steady."""

_NOTHING = Phrase(Code.NOTHING_TO_TEST, params={"needed": LEAST, "days": DAYS})


def slow_trends(history: History) -> Pattern:
    """Slow trend of each metric, the strongest first; the score is its change per 30 days."""
    values = history.steady(DAYS)
    usable = {metric: each for metric, each in values.items() if _is_enough(each)}
    fits = lines(np.stack(list(usable.values()))) if usable else None
    tests = [
        _test(history, metric, each, fits.of(number))
        for number, (metric, each) in enumerate(usable.items())
        if fits
    ]
    return family.told(PATTERN, history, tests, nothing=_NOTHING)


def mann_kendall(day: Days, y: Floats) -> dict[str, Any] | None:
    """Mann-Kendall's S, tau, three p-values, Sen's slope per day and its 95 % interval."""
    if is_constant(y):
        return None
    return judged(day, y, lines(on_calendar(day, y)[None]).of(0))


def lines(y: Floats) -> Regressions:
    """A line through each series (series, days)."""
    day = np.arange(y.shape[1])
    return regressions(y, np.column_stack([np.ones(len(day)), day - day.mean()]))


def judged(day: Days, y: Floats, fit: Regression) -> dict[str, Any]:
    """The same, with the line's regression at hand."""
    i, j = np.triu_indices(len(y), 1)
    rise = y[j] - y[i]
    s, slopes = float(np.sign(rise).sum()), np.sort(rise / (day[j] - day[i]))
    textbook = _variance(y)
    inflation = np.maximum(_inflation(len(y), _rank_correlations(day)), LEAST_VARIANCE)
    sen = float(np.median(slopes))
    original = _hamed_rao(y - sen * day)
    return {
        "s": s,
        "tau": s / len(slopes),
        "p_value": min(1.0, float(fit.weights @ _p_value(s, textbook * inflation))),
        "p_value_hamed_rao": float(_p_value(s, textbook * original)),
        "p_value_textbook": float(_p_value(s, textbook)),
        "autocorrelation": fit.autocorrelation,
        "slope_per_day": sen,
        "slope_interval_95": _interval(slopes, textbook * float(fit.weights @ inflation)),
    }


def _is_enough(values: Floats) -> bool:
    known = values[np.isfinite(values)]
    return len(known) >= LEAST and not is_constant(known)


def _p_value(s: float, variance: "Floats | float") -> Floats:
    z = max(abs(s) - 1, 0) / np.sqrt(variance)
    result: Floats = 2 * special.ndtr(-z)
    return result


def _variance(y: Floats) -> float:
    """Variance of S among independent days, ties taken off."""
    n, ties = len(y), np.unique(y, return_counts=True)[1]
    return float(n * (n - 1) * (2 * n + 5) - (ties * (ties - 1) * (2 * ties + 5)).sum()) / 18


def _inflation(n: int, correlations: Floats) -> Floats:
    """Hamed and Rao's factor of the variance, from correlations of ranks at lags 1 to n - 1."""
    lag = np.arange(1, n)
    weight = (n - lag) * (n - lag - 1) * (n - lag - 2.0)
    return 1 + 2 / (n * (n - 1) * (n - 2)) * (correlations @ weight)


def _rank_correlations(day: Days) -> Floats:
    """Rank correlations of every process and lag; gaps widen the lags."""
    n = len(day)
    apart = np.arange(1, n) * (day[-1] - day[0]) / (n - 1)
    size = np.abs(PHI[:, None]) ** apart
    sign = np.where((PHI[:, None] < 0) & (np.arange(1, n) % 2 == 1), -1.0, 1.0)
    result: Floats = 6 / np.pi * np.arcsin((1 - NOISE[:, None]) * sign * size / 2)
    return result


def _hamed_rao(detrended: Floats) -> float:
    """The factor as published: significant autocorrelations of the detrended ranks."""
    n = len(detrended)
    ranks = np.argsort(np.argsort(detrended, kind="stable"), kind="stable") - (n - 1) / 2
    products = np.correlate(ranks, ranks, "full")[n:]
    found = products / (ranks @ ranks)
    clear = np.abs(found) > 1.96 / np.sqrt(n)
    return max(float(_inflation(n, np.where(clear, found, 0.0))), LEAST_VARIANCE)


def _interval(slopes: Floats, variance: float) -> list[float]:
    """Sen's interval: the ranks that S leaves open."""
    open_ranks = 1.96 * np.sqrt(variance)
    low = max(int((len(slopes) - open_ranks) / 2), 0)
    return [float(slopes[low]), float(slopes[len(slopes) - 1 - low])]


def _test(history: History, metric: Metric, values: Floats, fit: Regression) -> family.Test:
    day = np.flatnonzero(np.isfinite(values))
    found = judged(day, values[day], fit)
    span = {"from": history.day(DAYS - 1 - day[0]), "to": history.day(DAYS - 1 - day[-1])}
    return family.Test(
        found["p_value"],
        len(day),
        lambda: found | span | _described(metric, found, day) | history.left_out(metric, DAYS),
    )


def _described(metric: Metric, found: dict[str, Any], day: Days) -> dict[str, Any]:
    monthly = 30 * found["slope_per_day"]
    return {
        "metrics": [metric.key],
        "effect": monthly,
        "slope_per_30_days": monthly,
    } | claim.said(
        Phrase(
            Code.SLOW_TREND,
            metric,
            {"slope_per_30_days": monthly, "days": int(day[-1] - day[0])},
        )
    )
