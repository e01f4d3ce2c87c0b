"""Whether a metric depends on the day of the week.

Regression on the weekday with a joint test of all seven. What decides is the F-test of `chance`
(AR(1) errors integrated out); the Wald test with HAC errors (Newey & West 1987; statsmodels),
which is liberal on few weeks, is told beside it. Half a year at most, 8 weeks at least.
"""

import datetime as dt
from typing import Any

import numpy as np

from app.analysis import family, words
from app.analysis.chance import Days, Floats, Regression, regression
from app.analysis.history import History
from app.analysis.trend import hac_p_value
from app.metrics import Metric
from app.records.findings import Pattern, PatternType

NAME, KIND = "weekday_effects", PatternType.TREND
DAYS, LEAST, LEAST_PER_DAY = 182, 42, 4

_NOTHING = f"No metric has {LEAST} values and {LEAST_PER_DAY} of each weekday in half a year."


def weekday_effects(history: History) -> Pattern:
    """Weekday effect of each metric; the score is the largest weekday's distance from the mean."""
    tests = [test for metric in Metric if (test := _test(history, metric))]
    return family.told(NAME, KIND, history, tests, nothing=_NOTHING)


def weekday_test(day: Days, weekday: Days, y: Floats) -> Regression | None:
    """Joint test of the weekday (0 is Monday) on values `y`; None when nothing varies."""
    return regression(day, y, design_of(weekday), tested=6)


def design_of(weekday: Days) -> Floats:
    """A column of ones, and one for each weekday but Monday."""
    return np.column_stack([np.ones(len(weekday)), np.eye(7)[weekday][:, 1:]])


def weekdays_before(today: dt.date, days: int) -> Days:
    """Weekday of each of `days` days, oldest first, ending with today."""
    return (today.weekday() - np.arange(days)[::-1]) % 7


def _test(history: History, metric: Metric) -> family.Test | None:
    values = history.last(metric, DAYS)
    day = np.flatnonzero(np.isfinite(values))
    weekday, y = weekdays_before(history.today, DAYS)[day], values[day]
    if len(day) < LEAST or np.bincount(weekday, minlength=7).min() < LEAST_PER_DAY:
        return None
    found = weekday_test(day, weekday, y)
    if found is None:
        return None
    span = {"from": history.day(DAYS - 1 - day[0]), "to": history.day(DAYS - 1 - day[-1])}
    return family.Test(
        found.p_value, len(day), lambda: span | _described(metric, found, weekday, y)
    )


def _described(metric: Metric, found: Regression, weekday: Days, y: Floats) -> dict[str, Any]:
    means = np.bincount(weekday, y, minlength=7) / np.bincount(weekday, minlength=7)
    return {
        "metrics": [metric.key],
        "p_value_hac": hac_p_value(y, design_of(weekday), tested=6),
        "autocorrelation": found.autocorrelation,
        "means": dict(zip(words.WEEKDAYS, means.tolist(), strict=True)),
    } | _words(metric, means)


def _words(metric: Metric, means: Floats) -> dict[str, Any]:
    distance = means - means.mean()
    far = int(np.abs(distance).argmax())
    place = "lowest" if distance[far] < 0 else "highest"
    usual, there = words.amount(metric, means.mean()), words.amount(metric, means[far])
    sentence = (
        f"{words.title(metric)} is {place} on {words.WEEKDAYS[far]}s: {there} against {usual}"
    )
    return {
        "effect": float(distance[far]),
        "weekday": words.WEEKDAYS[far],
        "interpretation": sentence,
    }
