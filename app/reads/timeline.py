"""Metrics over time in columns: samples, minutes, hours, days, weeks and months."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any

from app.days import Window
from app.errors import InvalidInput
from app.metrics import Metric
from app.reads.desk import Desk, question
from app.store.pool import Pool
from app.store.read import fetch_lists


class Resolution(StrEnum):
    """How much time one point of a timeline stands for."""

    RAW = "raw"
    MINUTES_5 = "minutes_5"
    MINUTES_15 = "minutes_15"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """One quantity over time, the oldest point first; columns are of equal length or None."""

    name: Annotated[str, "Name of the metric, or of the source of its samples."]
    timestamps: Annotated[list[dt.datetime], "Start of each point, on the wearer's clock."]
    values: Annotated[list[float | None], "Values in the metric's unit."]
    low: Annotated[list[float | None] | None, "Lowest of each point; None: one value a point."] = (
        None
    )
    high: Annotated[list[float | None] | None, "Highest of each point."] = None
    count: Annotated[list[int | None] | None, "Values behind each point."] = None
    std_dev: Annotated[list[float | None] | None, "Standard deviation, divisor n-1."] = None
    q1: Annotated[list[float | None] | None, "First quartile of each week or month."] = None
    median: Annotated[list[float | None] | None, "Median of each week or month."] = None
    q3: Annotated[list[float | None] | None, "Third quartile of each week or month."] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """One metric at one resolution."""

    metric: Annotated[Metric, "The metric."]
    resolution: Annotated[Resolution, "What a point stands for."]
    columns: Annotated[Columns, "The points."]


SAMPLED: Mapping[Metric, str] = {
    Metric.HR_MEAN: "heart_rate",
    Metric.STEPS: "steps",
    Metric.HRV_RMSSD: "hrv",
    Metric.BREATHING_RATE: "breathing",
    Metric.SLEEP_HEART_RATE: "sleep_heart_rate",
    Metric.SKIN_TEMPERATURE: "skin_temperature",
}
"""Where the samples behind a daily metric are; the others are known by the day alone."""

HOURLY = frozenset({Metric.HR_MEAN, Metric.STEPS, Metric.SKIN_TEMPERATURE})
"""Metrics whose hours are kept in continuous aggregates."""

LONGEST: Mapping[Resolution, int] = {
    Resolution.RAW: 31,
    Resolution.MINUTES_5: 31,
    Resolution.MINUTES_15: 93,
    Resolution.HOUR: 366,
    Resolution.DAY: 3660,
    Resolution.WEEK: 3660,
    Resolution.MONTH: 3660,
}
"""Days that one question may look back from its last one."""

MINUTES: Mapping[Resolution, dt.timedelta] = {
    Resolution.MINUTES_5: dt.timedelta(minutes=5),
    Resolution.MINUTES_15: dt.timedelta(minutes=15),
}
"""Resolutions that are made of samples on the spot."""

_DAILY = {
    Resolution.DAY: "timeline_days",
    Resolution.WEEK: "timeline_weeks",
    Resolution.MONTH: "timeline_months",
}


def resolutions_of(metric: Metric) -> tuple[Resolution, ...]:
    """Resolutions at which a metric is known, the finest first."""
    raw = (Resolution.RAW, *MINUTES) if metric in SAMPLED else ()
    hour = (Resolution.HOUR,) if metric in HOURLY else ()
    return (*raw, *hour, Resolution.DAY, Resolution.WEEK, Resolution.MONTH)


async def timelines(
    desk: Desk,
    user_id: str,
    metrics: Sequence[Metric],
    window: Window,
    resolution: Resolution,
    most: int,
) -> list[Timeline]:
    """The metrics in the order asked for, in one statement; `most` bounds raw points.

    Raises InvalidInput for a window that is too long or a resolution that a metric has not.
    """
    _check(metrics, window, resolution)
    names = {metric: _name(metric, resolution) for metric in metrics}
    found = await desk.ask(columns_of, user_id, frozenset(names.values()), window, resolution, most)
    return [
        Timeline(
            metric=metric,
            resolution=resolution,
            columns=found.get(name) or _empty(name, resolution),
        )
        for metric, name in names.items()
    ]


@question
async def columns_of(
    pool: Pool,
    user_ids: Sequence[str],
    names: frozenset[str],
    window: Window,
    resolution: Resolution,
    most: int,
) -> dict[str, dict[str, Columns]]:
    """Columns by the names of metrics, or of the sources of their samples."""
    parameters: dict[str, Any] = {"first": window.first, "last": window.last}
    if resolution is Resolution.RAW:
        name, more = "timeline_samples", {"sources": sorted(names), "most": most}
    elif resolution in MINUTES:
        name, more = "timeline_minutes", {"sources": sorted(names), "width": MINUTES[resolution]}
    elif resolution is Resolution.HOUR:
        name, more = "timeline_hours", {"sources": sorted(names)}
    else:
        name, more = _DAILY[resolution], {"metrics": sorted(names)}
    asked = {"user_ids": list(user_ids), **parameters, **more}
    found = await fetch_lists(pool, Columns, name, user_ids, asked, binary=True)
    return {user_id: {row.name: row for row in rows} for user_id, rows in found.items()}


def _name(metric: Metric, resolution: Resolution) -> str:
    return metric.key if resolution in _DAILY else SAMPLED[metric]


def _empty(name: str, resolution: Resolution) -> Columns:
    spread: list[Any] | None = [] if resolution in _SPREAD else None
    quartiles: list[Any] | None = [] if resolution in _LONG else None
    return Columns(
        name=name,
        timestamps=[],
        values=[],
        low=spread,
        high=spread,
        count=spread,
        std_dev=quartiles,
        q1=quartiles,
        median=quartiles,
        q3=quartiles,
    )


_LONG = frozenset({Resolution.WEEK, Resolution.MONTH})
_SPREAD = _LONG | {Resolution.HOUR, *MINUTES}


def _check(metrics: Sequence[Metric], window: Window, resolution: Resolution) -> None:
    if window.days > LONGEST[resolution] + 1:
        raise InvalidInput(
            f"At {resolution.name} at most {LONGEST[resolution]} days back can be asked for at "
            f"once, not {window.days - 1}. Ask for less, or for a coarser resolution.",
            "resolution",
        )
    for metric in metrics:
        known = resolutions_of(metric)
        if resolution not in known:
            there = ", ".join(one.name for one in known)
            raise InvalidInput(
                f"{metric.name} is not known by {resolution.name}. Ask for {there}.", "resolution"
            )
