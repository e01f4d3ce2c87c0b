"""Metrics over days: how they were, and what is usual for this person."""

import datetime as dt
from collections.abc import Iterable, Sequence
from statistics import fmean

from app.days import Window
from app.findings.baselines import baselines
from app.findings.readable import may_read
from app.mcp.answers import MetricDays, Middle, Newest, Points, Usual, UsualPart
from app.mcp.asked import ToolRequest
from app.metrics import SIDES_SO_FAR, Metric, metric_of
from app.reads.series import listed
from app.reads.timeline import Columns, Resolution, timelines
from app.records.findings import Baseline, BaselinePart, BaselineStatus, Direction, Split

MOST_POINTS = 200
"""Of one series in one answer."""

SURE = {
    BaselineStatus.READY: "usual range from 21 days or more",
    BaselineStatus.PARTIAL: "usual range from few days: take it as a hint",
    BaselineStatus.INSUFFICIENT: "too few days to say what is usual",
}

_DIGITS = ((1000, 0), (10, 1), (0, 2))

Found = dict[Metric, Columns]


async def daily(asked: ToolRequest, metrics: Sequence[Metric], window: Window) -> Found:
    """Values of days with one, of the metrics that the caller may read."""
    open_to = readable(asked, metrics)
    if not open_to:
        return {}
    found = await timelines(asked.desk, asked.user_id, open_to, window, Resolution.DAY, MOST_POINTS)
    return {each.metric: plain(each.columns) for each in found}


def plain(columns: Columns) -> Columns:
    """Moments and values in plain lists, however the database sent them."""
    return Columns(
        name=columns.name, timestamps=listed(columns.timestamps), values=listed(columns.values)
    )


def readable(asked: ToolRequest, metrics: Iterable[Metric]) -> list[Metric]:
    """Those of the classes of data that the caller reads."""
    return [each for each in metrics if may_read(asked.pool, {each.data_class})]


def missing(
    asked: ToolRequest, metrics: Sequence[Metric], found: Found, window: Window
) -> list[str]:
    """What of the metrics is not there, and why."""
    closed = [each.key for each in metrics if each not in found]
    empty = [each.key for each, columns in found.items() if not columns.values]
    told = [f"{', '.join(closed)}: this access does not read that class of data"] if closed else []
    if empty:
        told.append(f"{', '.join(empty)}: no day with a value in the period")
    open_days = [_ends_before(each, asked.today) for each in found.values()]
    if window.last == asked.today and any(open_days):
        told.append("today is not over: what a watch has not synced yet is not there")
    return told


def _ends_before(columns: Columns, today: dt.date) -> bool:
    return not columns.timestamps or columns.timestamps[-1].date() < today


async def summaries(asked: ToolRequest, found: Found) -> list[MetricDays]:
    """Each metric that has values, held against its usual range."""
    known = await baselines(asked.desk, asked.user_id, asked.today, asked.calculate)
    usual = {each.metric: each for each in known}
    return [
        summary(metric, columns, usual.get(metric.key), asked.today)
        for metric, columns in found.items()
        if columns.values
    ]


def summary(
    metric: Metric, columns: Columns, baseline: Baseline | None, today: dt.date
) -> MetricDays:
    """How it was in the period, and what is usual."""
    values = [each for each in columns.values if each is not None]
    told = MetricDays(
        metric=metric.key,
        title=metric.spec.title,
        unit=metric.spec.unit,
        days=len(values),
        how_sure=SURE[baseline.status if baseline else BaselineStatus.INSUFFICIENT],
        usual=usual_of(baseline),
    )
    if not values:
        return told
    return told.model_copy(
        update={
            "mean": short(fmean(values)),
            "min": short(min(values)),
            "max": short(max(values)),
            "newest": short(values[-1]),
            "newest_date": columns.timestamps[-1].date(),
            "so_far": columns.timestamps[-1].date() == today and metric in SIDES_SO_FAR,
        }
    )


def usual_of(baseline: Baseline | BaselinePart | None) -> Usual | None:
    """Where half of the person's last 90 days lie, or of the part of them."""
    if baseline is None or baseline.median is None or baseline.q1 is None or baseline.q3 is None:
        return None
    low, middle, high = (short(each) for each in (baseline.q1, baseline.median, baseline.q3))
    return Usual(low=low, middle=middle, high=high, days=baseline.sample_count)


def parts_of(baseline: Baseline) -> list[UsualPart] | None:
    """What is usual where it begins anew within the 90 days; None where it does not."""
    found = [
        UsualPart(
            era=part.era.value,
            day=part.since,
            because=part.because.value,
            days=part.sample_count,
            usual=usual_of(part),
        )
        for part in baseline.parts
    ]
    return found or None


def part_in_words(part: UsualPart) -> str:
    """One sentence: `Since 2026-03-01 (a new device): half of 30 days, 40 to 45`."""
    begins = f"{part.era.capitalize()} {part.day} ({_BECAUSE[part.because]})"
    if part.usual is None:
        return f"{begins}: {part.days} days, too few to say."
    return f"{begins}: half of {part.days} days, {part.usual.low:g} to {part.usual.high:g}."


_BECAUSE = {Split.NEW_DEVICE.value: "a new device", Split.STEP.value: "a new level"}


def points(metric: Metric, columns: Columns, resolution: Resolution) -> Points:
    """Values in time."""
    return Points(
        metric=metric.key,
        resolution=str(resolution.value).lower(),
        dates=[each.date() for each in columns.timestamps],
        values=[None if each is None else short(each) for each in columns.values],
    )


def in_words(told: MetricDays) -> str:
    """One line: `HRV 41 ms on 2026-11-26, usual 36 to 47 (mean 40, 7 days)`."""
    usual = f", usual {told.usual.low:g} to {told.usual.high:g}" if told.usual else ""
    where = f" ({_place(told)})" if told.usual else ""
    return (
        f"{told.title}: {_amount(told.newest, told.unit)} on {told.newest_date}{where}{usual}; "
        f"mean {told.mean:g} of {told.days} day{'s' if told.days != 1 else ''}"
    )


def newest_of(told: MetricDays) -> Newest | None:
    """No more than this morning needs; None where there is no value."""
    if told.newest is None or told.newest_date is None:
        return None
    usual = told.usual and Middle(low=told.usual.low, high=told.usual.high)
    return Newest(
        metric=told.metric,
        title=told.title,
        unit=told.unit,
        newest=told.newest,
        newest_date=told.newest_date,
        usual=usual,
    )


def in_a_line(metrics: Sequence[Newest]) -> str:
    """All of them in a sentence: `HRV 41 ms (usual 36 to 47), resting heart rate …`."""
    return ", ".join(
        f"{each.title} {_amount(each.newest, each.unit)}"
        + (f" (usual {each.usual.low:g} to {each.usual.high:g})" if each.usual else "")
        for each in metrics
    )


def _amount(value: float | None, unit: str) -> str:
    """A value and its unit; ratios have none, and of a scale the ends are no unit."""
    plain = unit == "ratio" or unit[-1:].isdigit()
    return f"{value:g}" if plain else f"{value:g} {unit}"


def _place(told: MetricDays) -> str:
    if told.usual is None or told.newest is None:
        return "nothing to compare with"
    side = _side(told.newest, told.usual)
    if told.so_far and not metric_of(told.metric).stays(side):
        return "so far; the day is not over"
    return _PLACES[side]


def _side(value: float, usual: Usual) -> Direction | None:
    if value < usual.low:
        return Direction.BELOW
    return Direction.ABOVE if value > usual.high else None


_PLACES = {
    Direction.BELOW: "lower than usual",
    None: "as usual",
    Direction.ABOVE: "higher than usual",
}


def short(value: float) -> float:
    """No more digits than a reader needs."""
    return round(value, next(digits for limit, digits in _DIGITS if abs(value) >= limit))
