"""Values outside of this person's usual range.

Fences of Tukey (1977, Exploratory Data Analysis): a value is unusual more than 1.5 iqr outside
of the quartiles, and extreme more than 3 iqr outside. A value on the fence is inside.
"""

import datetime as dt
import math
from collections.abc import Iterable, Mapping

from app.metrics import Metric, metric_of
from app.phrases.codes import Code
from app.phrases.phrase import Phrase
from app.records.findings import (
    Anomaly,
    AnomalyCheck,
    Baseline,
    BaselineStatus,
    Direction,
    Reading,
    Severity,
)

FRESH_DAYS = 2
"""An older value says nothing about today."""

FAR = 3.0


def check(value: float, baseline: Baseline) -> AnomalyCheck:
    """Hold a value against a baseline; no anomaly when the baseline is insufficient."""
    direction = _direction(value, baseline)
    return AnomalyCheck(
        value=value,
        metric=baseline.metric,
        is_anomaly=direction is not None,
        severity=None if direction is None else _severity(value, baseline),
        direction=direction,
        deviation_percent=deviation_percent(value, baseline.baseline_value),
        baseline=baseline.baseline_value,
        baseline_7d=baseline.baseline_7d,
        lower_bound=baseline.lower_bound,
        upper_bound=baseline.upper_bound,
        status=baseline.status,
    )


def scan(
    newest: Mapping[str, Reading], baselines: Iterable[Baseline], today: dt.date
) -> tuple[Anomaly, ...]:
    """Anomalies among the newest values, by metric's key; values older than 2 days are passed."""
    found = (_fresh(newest.get(each.metric), each, today) for each in baselines)
    return tuple(each for each in found if each)


def settled(
    newest: Mapping[str, Reading],
    before: Mapping[str, Reading],
    baselines: Iterable[Baseline],
    today: dt.date,
) -> tuple[Anomaly, ...]:
    """The same, where the day before counts while today may still become what is usual."""
    told = []
    for each in baselines:
        found = _fresh(newest.get(each.metric), each, today)
        if found is not None and not is_settled(found, today):
            found = _fresh(before.get(each.metric), each, today)
        told += [found] if found else []
    return tuple(told)


def _fresh(reading: Reading | None, known: Baseline, today: dt.date) -> Anomaly | None:
    if reading is None or not is_fresh(reading, today):
        return None
    return _anomaly(reading, known)


def is_settled(found: Anomaly, today: dt.date) -> bool:
    """Whether the rest of the day can not take it back."""
    return found.date != today or metric_of(found.metric).stays(found.direction)


def is_fresh(reading: Reading, today: dt.date) -> bool:
    """Whether a value speaks of now."""
    return dt.timedelta() <= today - reading.date <= dt.timedelta(days=FRESH_DAYS)


def deviation_percent(value: float, usual: float | None) -> float | None:
    """Difference from the usual in percent, one decimal; None when the usual is 0 or unknown."""
    if not usual:
        return None
    percent = 100 * (value - usual) / abs(usual)
    return round(percent, 1) if math.isfinite(percent) else None


def _anomaly(reading: Reading, baseline: Baseline) -> Anomaly | None:
    found = check(reading.value, baseline)
    if found.severity is None or found.direction is None:
        return None
    if found.baseline is None or found.lower_bound is None or found.upper_bound is None:
        return None
    bounds = found.lower_bound, found.upper_bound
    phrase = _phrase(metric_of(baseline.metric), found.direction, reading.value, bounds)
    said = phrase.english
    return Anomaly(
        metric=baseline.metric,
        date=reading.date,
        current_value=reading.value,
        baseline_value=found.baseline,
        lower_bound=found.lower_bound,
        upper_bound=found.upper_bound,
        severity=found.severity,
        direction=found.direction,
        deviation_percent=found.deviation_percent,
        code=phrase.code.key,
        params=dict(phrase.params),
        fact=said.fact,
        context=said.context,
    )


def _phrase(
    metric: Metric, direction: Direction, value: float, bounds: tuple[float, float]
) -> Phrase:
    """In words the range ends where the metric does: nobody walks fewer than 0 steps."""
    code = Code.UNUSUALLY_HIGH if direction == Direction.ABOVE else Code.UNUSUALLY_LOW
    low, high = max(bounds[0], metric.spec.low), min(bounds[1], metric.spec.high)
    return Phrase(code, metric, {"value": value, "low": low, "high": high})


def _direction(value: float, baseline: Baseline) -> Direction | None:
    low, high = baseline.lower_bound, baseline.upper_bound
    if baseline.status == BaselineStatus.INSUFFICIENT or low is None or high is None:
        return None
    if value < low:
        return Direction.BELOW
    return Direction.ABOVE if value > high else None


def _severity(value: float, baseline: Baseline) -> Severity:
    q1, q3, iqr = baseline.q1 or 0.0, baseline.q3 or 0.0, baseline.iqr or 0.0
    inside = q1 - FAR * iqr <= value <= q3 + FAR * iqr
    return Severity.WARNING if inside else Severity.CRITICAL
