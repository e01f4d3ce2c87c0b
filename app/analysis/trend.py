"""The last 7 days against the 23 before them.

The score is the change of the mean in percent. What decides about its significance is the
regression of `chance` on "is in the last 7 days", with the days before the 30 to learn from how
much a day resembles the one before; the p-value of the same regression over the 30 days with HAC
standard errors (Newey & West 1987; statsmodels) is told beside it. With 7 days against 23, HAC
alone calls 17 % of quiet weeks a trend at phi = 0 and 51 % at phi = 0.85, instead of 5 %.
"""

import warnings
from typing import Any

import numpy as np
from statsmodels.regression.linear_model import OLS

from app.analysis import claim, words
from app.analysis.chance import Floats, regression
from app.analysis.history import History
from app.metrics import Metric
from app.records.findings import Pattern, PatternType, Significance

RECENT, WHOLE, MEMORY = 7, 30, 90
LEAST_RECENT, LEAST_BEFORE = 3, 7
KIND = PatternType.TREND


def hrv_trend(history: History) -> Pattern:
    """7-day trend of HRV."""
    return trend(history, Metric.HRV_RMSSD, "hrv_trend")


def sleep_trend(history: History) -> Pattern:
    """7-day trend of the sleep score."""
    return trend(history, Metric.SLEEP_SCORE, "sleep_trend")


def trend(history: History, metric: Metric, name: str) -> Pattern:
    """Change of a metric's mean, D-6 to D against D-29 to D-7, in percent."""
    values = history.last(metric, MEMORY)
    recent, before = parts(values)
    count = len(recent) + len(before)
    reason = _reason(recent, before)
    if reason:
        return claim.Claim(name, KIND, (metric,)).insufficient(
            history.today, reason=reason, sample_count=count
        )
    details = _test(values) | _numbers(recent, before)
    return claim.Claim(name, KIND, (metric,)).told(
        history.today,
        significance=claim.significance_of(details["p_value"]),
        score=details["change_percent"],
        confidence=None if details["p_value"] is None else 1 - details["p_value"],
        sample_count=count,
        details=details
        | _words(metric, details)
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
    """p-value of the last columns of a regression with HAC errors, 4 (n/100)^(2/9) lags."""
    lags = int(4 * (len(y) / 100) ** (2 / 9))
    with np.errstate(all="ignore"), warnings.catch_warnings():
        # A perfect fit has no residuals; then there is no such p-value, and None says so.
        warnings.simplefilter("ignore")
        fit = OLS(y, design).fit(cov_type="HAC", cov_kwds={"maxlags": lags})
        columns = np.eye(design.shape[1])[-tested:]
        return claim.finite(float(fit.wald_test(columns, scalar=True, use_f=False).pvalue))


def _reason(recent: Floats, before: Floats) -> str | None:
    if len(recent) < LEAST_RECENT:
        return f"{len(recent)} of the last 7 days have a value; it takes {LEAST_RECENT}."
    if len(before) < LEAST_BEFORE:
        return f"{len(before)} of the 23 days before have a value; it takes {LEAST_BEFORE}."
    return "The mean before is 0: there is no change in percent." if before.mean() == 0 else None


def _test(values: Floats) -> dict[str, Any]:
    day = np.flatnonzero(np.isfinite(values))
    y = values[day]
    is_recent, is_month = day >= MEMORY - RECENT, day >= MEMORY - WHOLE
    columns = (
        [np.ones(len(y)), is_month, is_recent]
        if not is_month.all()
        else [
            np.ones(len(y)),
            is_recent,
        ]
    )
    found = regression(day, y, np.column_stack(columns).astype(float))
    month = np.column_stack([np.ones(is_month.sum()), is_recent[is_month]]).astype(float)
    return {
        "p_value": found and found.p_value,
        "p_value_hac": hac_p_value(y[is_month], month),
        "autocorrelation": found and found.autocorrelation,
        "change": found and found.estimate,
        "interval_95": found and [found.low, found.high],
    }


def _numbers(recent: Floats, before: Floats) -> dict[str, Any]:
    return {
        "change_percent": change_percent(recent, before),
        "mean_7d": recent.mean(),
        "mean_before": before.mean(),
        "n_7d": len(recent),
        "n_before": len(before),
    }


def _words(metric: Metric, details: dict[str, Any]) -> dict[str, Any]:
    change = details["change_percent"]
    told = claim.significance_of(details["p_value"]) != Significance.INSUFFICIENT
    now = words.amount(metric, details["mean_7d"])
    was = words.amount(metric, details["mean_before"])
    sentence = (
        f"{words.title(metric)} of the last 7 days is {words.percent(change)} "
        f"{words.side(change)} the 23 days before ({now} against {was})"
    )
    reason = {} if told else {"reason": "A change of this size is common by chance."}
    return {"interpretation": sentence, "direction": words.trend_word(metric, change)} | reason
