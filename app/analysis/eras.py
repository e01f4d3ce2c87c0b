"""Where a baseline begins anew: a new device measures differently, a found step is another level.

The baseline of 90 days stays what its formula says; beside it stand its two parts, what was usual
before the day and what has been since. A metric of the night is split at the first night of a new
device, and a metric of the body at a step of `change_point` that is sure (q below 0.01). A step
that split a baseline goes on doing so while it is found at all, so that none comes and goes.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from typing import Any

import numpy as np

from app.analysis.baseline import DAYS, baseline
from app.analysis.history import BY_NIGHT, History
from app.metrics import Metric
from app.patterns import PatternName
from app.records.activity import ActivityDay
from app.records.cardio_load import CardioLoadDay
from app.records.findings import Baseline, BaselinePart, Era, Pattern, Split

SURE = 0.01
"""q-value that begins a split; one that stands already needs only to be found."""

DEEDS = (CardioLoadDay, ActivityDay)
"""What a person does has weeks of its own; a step in it is no other body."""

NEAR_DAYS = 14
"""A step that moves by less is the same step, and keeps its day."""

STATISTICS = tuple(
    {each.name for each in fields(BaselinePart)} & {each.name for each in fields(Baseline)}
)


def parts(
    history: History, patterns: Iterable[Pattern], stood: Iterable[BaselinePart] = ()
) -> tuple[BaselinePart, ...]:
    """Both parts of each baseline that is split within its 90 days; `stood` are those of before."""
    found = _steps(patterns, {each.metric: each for each in stood if each.because is Split.STEP})
    device = history.device_since
    made: list[BaselinePart] = []
    for metric in Metric:
        split = _split(metric, device, found.get(metric.key))
        if split is not None and _is_within(history, metric, split[0]):
            made += _parts(history, metric, *split)
    return tuple(made)


def _is_within(history: History, metric: Metric, since: dt.date) -> bool:
    """Whether the day lies within the 90, and any of them has a value."""
    is_there = bool(np.isfinite(history.last(metric, DAYS)).any())
    return is_there and 0 <= (history.today - since).days < DAYS - 1


def _split(
    metric: Metric, device: dt.date | None, step: dt.date | None
) -> tuple[dt.date, Split] | None:
    """The later of the days on which a metric's baseline begins anew."""
    new = device if metric.spec.record in BY_NIGHT else None
    if new is not None and (step is None or step <= new):
        return new, Split.NEW_DEVICE
    is_deed = metric.spec.record in DEEDS
    return None if step is None or is_deed else (step, Split.STEP)


def _steps(patterns: Iterable[Pattern], stood: Mapping[str, BaselinePart]) -> dict[str, dt.date]:
    """Day of each metric's step, of those that split."""
    return {
        metric: _kept(since, stood.get(metric))
        for metric, since, q_value in _findings(patterns)
        if q_value < SURE or metric in stood
    }


def _kept(since: dt.date, stood: BaselinePart | None) -> dt.date:
    near = stood is not None and abs((since - stood.since).days) <= NEAR_DAYS
    return stood.since if stood is not None and near else since


def _findings(patterns: Iterable[Pattern]) -> Iterator[tuple[str, dt.date, float]]:
    for pattern in patterns:
        if pattern.pattern_name == PatternName.CHANGE_POINTS.key:
            each: Mapping[str, Any]
            for each in pattern.details.get("findings") or ():
                yield each["metrics"][0], dt.date.fromisoformat(each["since"]), each["q_value"]


def _parts(
    history: History, metric: Metric, since: dt.date, because: Split
) -> Iterator[BaselinePart]:
    values, there = history.last(metric, DAYS), (history.today - since).days + 1
    is_since = np.arange(DAYS) >= DAYS - there
    for era, kept in ((Era.BEFORE, ~is_since), (Era.SINCE, is_since)):
        whole = baseline(metric.key, np.where(kept, values, np.nan), history.today)
        told = {name: getattr(whole, name) for name in STATISTICS}
        yield BaselinePart(era=era, since=since, because=because, **told)
