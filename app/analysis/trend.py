"""The last 7 days against the 23 before them.

The score is the change of the mean in percent, of the values as they are stored; glitches are left
out of what is tested and of the words. What decides about its significance is the
regression of `chance` on "is in the last 7 days", with the days before the 30 to learn from how
much a day resembles the one before; the p-value of the same regression over the 30 days with HAC
standard errors (Newey & West 1987; statsmodels) is told beside it. With 7 days against 23, HAC
alone calls 17 % of quiet weeks a trend at phi = 0 and 51 % at phi = 0.85, instead of 5 %.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import special

from app.analysis import claim, glitch, mornings, words
from app.analysis.chance import (
    Bools,
    Floats,
    Regression,
    is_constant,
    regression,
    regressions,
)
from app.analysis.history import History
from app.analysis.plain import finite
from app.metrics import Metric
from app.patterns import PatternName
from app.phrases.codes import Code
from app.phrases.phrase import Phrase
from app.records.findings import Pattern, Significance

RECENT, WHOLE, MEMORY = 7, 30, 90
LEAST_RECENT, LEAST_BEFORE = 3, 7
TESTED = (
    Metric.HRV_RMSSD,
    Metric.SLEEP_SCORE,
    Metric.RESTING_HR,
    Metric.TRAINING_LOAD_RATIO,
)
MEMO = "the last mornings of the metrics of recovery"


def hrv_trend(history: History) -> Pattern:
    """7-day trend of HRV."""
    return trend(history, Metric.HRV_RMSSD, PatternName.HRV_TREND)


def sleep_trend(history: History) -> Pattern:
    """7-day trend of the sleep score."""
    return trend(history, Metric.SLEEP_SCORE, PatternName.SLEEP_TREND)


def trend(history: History, metric: Metric, pattern: PatternName) -> Pattern:
    """Change of a metric's mean, D-6 to D against D-29 to D-7, in percent."""
    recent, before = parts(history.last(metric, MEMORY))
    count = len(recent) + len(before)
    reason = _reason(recent, before)
    if reason:
        return claim.Claim(pattern, (metric,)).insufficient(
            history.today, reason=reason, sample_count=count
        )
    mornings_of = recently(history)[metric]
    details = verdict(mornings_of.steady, mornings_of.today) | _numbers(recent, before)
    details |= {"told": _told_span(history, metric)}
    return claim.Claim(pattern, (metric,)).told(
        history.today,
        significance=claim.significance_of(details["p_value"]),
        score=details["change_percent"],
        confidence=None if details["p_value"] is None else 1 - details["p_value"],
        sample_count=count,
        details=details
        | _words(history, metric, details)
        | history.left_out(metric, MEMORY)
        | ({"devices_by_turns": True} if history.has_two_devices else {})
        | {"from": history.day(WHOLE - 1), "to": history.today},
    )


def parts(values: Floats) -> tuple[Floats, Floats]:
    """Known values of the last 7 days, and of the 23 days before."""
    recent, before = values[-RECENT:], values[-WHOLE:-RECENT]
    return recent[np.isfinite(recent)], before[np.isfinite(before)]


def change_percent(recent: Floats, before: Floats) -> float | None:
    """Change of the mean in percent; None below 3 and 7 values, or when the mean was 0."""
    if len(recent) < LEAST_RECENT or len(before) < LEAST_BEFORE or before.mean() == 0:
        return None
    return float(100 * (recent.mean() - before.mean()) / abs(before.mean()))


def hac_p_value(y: Floats, design: Floats, tested: int = 1) -> float | None:
    """p-value of the last columns of a regression with HAC errors, 4 (n/100)^(2/9) lags.

    Wald's test with Bartlett's weights and the normal distribution, as in statsmodels. None where
    the fit is perfect: without residuals there is no such p-value.
    """
    bread = np.linalg.inv(design.T @ design)
    beta = bread @ (design.T @ y)
    scores = design * (y - design @ beta)[:, None]
    covariance = (bread @ _long_run(scores) @ bread)[-tested:, -tested:]
    if np.linalg.matrix_rank(covariance) < tested:
        return None
    wald = beta[-tested:] @ np.linalg.solve(covariance, beta[-tested:])
    return finite(float(special.chdtrc(tested, wald)))


def _long_run(scores: Floats) -> Floats:
    """Sum of the products of scores, near days included (Newey & West 1987)."""
    lags = int(4 * (len(scores) / 100) ** (2 / 9))
    total: Floats = scores.T @ scores
    for lag in range(1, lags + 1):
        near = scores[lag:].T @ scores[:-lag]
        total = total + (1 - lag / (lags + 1)) * (near + near.T)
    return total


def _reason(recent: Floats, before: Floats) -> Phrase | None:
    if len(recent) < LEAST_RECENT:
        there = {"there": len(recent), "needed": LEAST_RECENT}
        return Phrase(Code.TOO_FEW_OF_7_DAYS, params=there)
    if len(before) < LEAST_BEFORE:
        there = {"there": len(before), "needed": LEAST_BEFORE}
        return Phrase(Code.TOO_FEW_OF_23_DAYS, params=there)
    return Phrase(Code.MEAN_BEFORE_IS_ZERO) if before.mean() == 0 else None


def verdict(values: Floats, tested: Regression | None = None) -> dict[str, Any]:
    """The regression of 90 days without glitches; no p-value where it contradicts the means."""
    recent, before = parts(values)
    change = change_percent(recent, before)
    found = (tested or _regression(values)) if change is not None else None
    agrees = found is not None and change is not None and found.estimate * change >= 0
    month = np.isfinite(values) & (np.arange(MEMORY) >= MEMORY - WHOLE)
    return {
        "p_value": found.p_value if found and agrees else None,
        "p_value_hac": hac_p_value(values[month], _columns(month)) if found else None,
        "autocorrelation": found and found.autocorrelation,
        "change": found and found.estimate,
        "interval_95": found and [found.low, found.high],
    }


@dataclass(frozen=True, slots=True)
class Looks:
    """What mornings find, oldest first: p-values, and changes in percent.

    Of the last one its regression, too, and its 90 days without glitches.
    """

    p_values: list[float | None]
    changes: list[float]
    today: Regression | None
    steady: Floats


def recently(history: History) -> Mapping[Metric, Looks]:
    """The last mornings of the metrics of recovery, tested together, and once for all patterns."""
    if MEMO not in history.memo:
        history.memo[MEMO] = looks_of(history, TESTED, mornings.RECENTLY + 1)
    found: Mapping[Metric, Looks] = history.memo[MEMO]
    return found


def looks_of(history: History, metrics: Sequence[Metric], count: int) -> dict[Metric, Looks]:
    """The last so many mornings of each metric."""
    windows = [
        mornings.windows(history.own(metric, MEMORY + count - 1), MEMORY, count)
        for metric in metrics
    ]
    return dict(zip(metrics, looks(np.concatenate(windows), count), strict=True))


def looks(windows: Floats, count: int) -> list[Looks]:
    """What `verdict` finds in windows (mornings, 90 days), so many mornings of each series."""
    steady = glitch.steady(windows)
    changes = [change_percent(*parts(window)) for window in steady]
    tests = _tests(steady, changes)
    p_values = [_agreeing(test, change) for test, change in zip(tests, changes, strict=True)]
    signs = [change or 0.0 for change in changes]
    return [
        Looks(p_values[first:end], signs[first:end], tests[end - 1], steady[end - 1])
        for first, end in ((place, place + count) for place in range(0, len(steady), count))
    ]


def _tests(steady: Floats, changes: Sequence[float | None]) -> list[Regression | None]:
    """The regression of each window, None where there is nothing to test."""
    known = np.isfinite(steady)
    # Without days before the month, the month can not be held against them: another design.
    usual = [
        change is not None and there[: MEMORY - WHOLE].any() and not is_constant(row[there])
        for change, row, there in zip(changes, steady, known, strict=True)
    ]
    tests: list[Regression | None] = [None] * len(steady)
    if any(usual):
        found = regressions(steady[usual], _columns(np.ones(MEMORY, bool)))
        for number, place in enumerate(np.flatnonzero(usual)):
            tests[place] = found.of(number)
    return tests


def _agreeing(found: Regression | None, change: float | None) -> float | None:
    """The p-value of a test that points where the means do."""
    agrees = found is not None and found.estimate * (change or 0.0) >= 0
    return found.p_value if found and agrees else None


def _told_span(history: History, metric: Metric) -> dict[str, Any] | None:
    """Since when the trend is told, or until when it was; mostly no morning before matters."""
    last = recently(history)[metric]
    if not mornings.matters(last.p_values, last.changes):
        return None
    seen = looks_of(history, [metric], mornings.LOOKS)[metric]
    found = mornings.told(seen.p_values, seen.changes)
    if found is None:
        return None
    return found.details(history) | {"change_percent": seen.changes[found.last]}


def _regression(values: Floats) -> Regression | None:
    day = np.flatnonzero(np.isfinite(values))
    return regression(day, values[day], _columns(np.isfinite(values)))


def _columns(known: Bools) -> Floats:
    """Ones, "is in the month" where days before it are known, and "is in the last 7 days"."""
    day = np.flatnonzero(known)
    is_month, is_recent = day >= MEMORY - WHOLE, day >= MEMORY - RECENT
    before = [] if is_month.all() else [is_month]
    return np.column_stack([np.ones(len(day)), *before, is_recent]).astype(float)


def _numbers(recent: Floats, before: Floats) -> dict[str, Any]:
    return {
        "change_percent": change_percent(recent, before),
        "mean_7d": recent.mean(),
        "mean_before": before.mean(),
        "n_7d": len(recent),
        "n_before": len(before),
    }


def _words(history: History, metric: Metric, details: dict[str, Any]) -> dict[str, Any]:
    """The sentence, of what was tested: glitches are not in its numbers."""
    calm = history.calm(metric, MEMORY)
    recent, before = (each.mean() if each.size else 0.0 for each in parts(calm))
    change = float(100 * (recent - before) / abs(before)) if before else 0.0
    told = claim.significance_of(details["p_value"]) != Significance.INSUFFICIENT
    means = {"mean_7d": float(recent), "mean_before": float(before)}
    phrase = Phrase(Code.TREND_7D, metric, {"change_percent": change, **means})
    common = claim.new_device(history) or Phrase(Code.COMMON_BY_CHANCE)
    reason = {} if told else claim.because(common)
    return {"direction": words.trend_word(metric, change)} | claim.said(phrase) | reason
