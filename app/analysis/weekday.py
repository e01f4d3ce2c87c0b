"""Whether a metric depends on the day of the week.

Regression on the weekday with a joint test of all seven. What decides is the F-test of `chance`
(errors of unknown memory); the Wald test with HAC errors (Newey & West 1987; statsmodels),
which is liberal on few weeks, is told beside it. Half a year at most, 8 weeks at least.
"""

import datetime as dt
from typing import Any

import numpy as np

from app.analysis import claim, family, words
from app.analysis.chance import (
    Days,
    Floats,
    Regression,
    is_constant,
    regression,
    regressions,
)
from app.analysis.history import History
from app.analysis.trend import hac_p_value
from app.metrics import Metric
from app.patterns import PatternName
from app.phrases.codes import Code
from app.phrases.phrase import Phrase
from app.records.findings import Pattern

PATTERN = PatternName.WEEKDAY_EFFECTS
DAYS, LEAST, LEAST_PER_DAY = 182, 42, 4

_NOTHING = Phrase(Code.NOTHING_BY_WEEKDAY, params={"needed": LEAST, "each": LEAST_PER_DAY})


def weekday_effects(history: History) -> Pattern:
    """Weekday effect of each metric; the score is the largest weekday's distance from the mean."""
    values = history.steady(DAYS)
    weekday = weekdays_before(history.today, DAYS)
    usable = {metric: each for metric, each in values.items() if is_enough(each, weekday)}
    if not usable:
        return family.told(PATTERN, history, [], nothing=_NOTHING)
    found = regressions(np.stack(list(usable.values())), design_of(weekday), tested=6)
    tests = [
        _test(history, metric, each, found.of(number))
        for number, (metric, each) in enumerate(usable.items())
    ]
    return family.told(PATTERN, history, tests, nothing=_NOTHING)


def is_enough(values: Floats, weekday: Days) -> bool:
    """Whether 42 days are known, 4 of each weekday, and vary."""
    known = np.isfinite(values)
    each = np.bincount(weekday[known], minlength=7)
    return each.sum() >= LEAST and each.min() >= LEAST_PER_DAY and not is_constant(values[known])


def weekday_test(day: Days, weekday: Days, y: Floats) -> Regression | None:
    """Joint test of the weekday (0 is Monday) on values `y`; None when nothing varies."""
    return regression(day, y, design_of(weekday), tested=6)


def design_of(weekday: Days) -> Floats:
    """A column of ones, and one for each weekday but Monday."""
    return np.column_stack([np.ones(len(weekday)), np.eye(7)[weekday][:, 1:]])


def weekdays_before(today: dt.date, days: int) -> Days:
    """Weekday of each of `days` days, oldest first, ending with today."""
    return (today.weekday() - np.arange(days)[::-1]) % 7


def _test(history: History, metric: Metric, values: Floats, found: Regression) -> family.Test:
    day = np.flatnonzero(np.isfinite(values))
    weekday, y = weekdays_before(history.today, DAYS)[day], values[day]
    span = {"from": history.day(DAYS - 1 - day[0]), "to": history.day(DAYS - 1 - day[-1])}
    return family.Test(
        found.p_value,
        len(day),
        lambda: span | _described(metric, found, weekday, y) | history.left_out(metric, DAYS),
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
    effect = float(distance[far])
    numbers = {"mean_there": float(means[far]), "mean": float(means.mean())}
    phrase = Phrase(Code.WEEKDAY_EFFECT, metric, {"weekday": far, "effect": effect, **numbers})
    return {"effect": effect, "weekday": words.WEEKDAYS[far]} | claim.said(phrase)
