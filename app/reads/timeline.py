"""Metrics over time in columns: samples, hours, days, weeks and months."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any

from app.days import Window
from app.errors import InvalidInput
from app.metrics import Metric
from app.store.pool import Pool
from app.store.read import fetch_all


class Resolution(StrEnum):
    """How much time one point of a timeline stands for."""

    RAW = "raw"
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
    low: Annotated[list[float | None] | None, "Lowest of each point; None: one value a point."]
    high: Annotated[list[float | None] | None, "Highest of each point."]
    count: Annotated[list[int | None] | None, "Values behind each point."]


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
    Resolution.HOUR: 366,
    Resolution.DAY: 3660,
    Resolution.WEEK: 36600,
    Resolution.MONTH: 36600,
}
"""Days that one question may span."""

_DAILY = {
    Resolution.DAY: "timeline_days",
    Resolution.WEEK: "timeline_weeks",
    Resolution.MONTH: "timeline_months",
}


def resolutions_of(metric: Metric) -> tuple[Resolution, ...]:
    """Resolutions at which a metric is known, the finest first."""
    raw = (Resolution.RAW,) if metric in SAMPLED else ()
    hour = (Resolution.HOUR,) if metric in HOURLY else ()
    return (*raw, *hour, Resolution.DAY, Resolution.WEEK, Resolution.MONTH)


async def timelines(
    pool: Pool,
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
    found = await _columns(pool, user_id, set(names.values()), window, resolution, most)
    return [
        Timeline(
            metric=metric,
            resolution=resolution,
            columns=found.get(name) or _empty(name, resolution),
        )
        for metric, name in names.items()
    ]


async def _columns(
    pool: Pool,
    user_id: str,
    names: Collection[str],
    window: Window,
    resolution: Resolution,
    most: int,
) -> dict[str, Columns]:
    parameters: dict[str, Any] = {"first": window.first, "last": window.last, "user_id": user_id}
    if resolution is Resolution.RAW:
        name, more = "timeline_samples", {"sources": sorted(names), "most": most}
    elif resolution is Resolution.HOUR:
        name, more = "timeline_hours", {"sources": sorted(names)}
    else:
        name, more = _DAILY[resolution], {"metrics": sorted(names)}
    rows = await fetch_all(pool, Columns, name, **parameters, **more)
    return {row.name: row for row in rows}


def _name(metric: Metric, resolution: Resolution) -> str:
    return metric.key if resolution in _DAILY else SAMPLED[metric]


def _empty(name: str, resolution: Resolution) -> Columns:
    spread = resolution not in {Resolution.RAW, Resolution.DAY}
    empty: list[Any] | None = [] if spread else None
    return Columns(name=name, timestamps=[], values=[], low=empty, high=empty, count=empty)


def _check(metrics: Sequence[Metric], window: Window, resolution: Resolution) -> None:
    if window.days > LONGEST[resolution]:
        raise InvalidInput(
            f"At {resolution.name} at most {LONGEST[resolution]} days can be asked for at once, "
            f"not {window.days}. Ask for less, or for a coarser resolution.",
            "resolution",
        )
    for metric in metrics:
        known = resolutions_of(metric)
        if resolution not in known:
            there = ", ".join(one.name for one in known)
            raise InvalidInput(
                f"{metric.name} is not known by {resolution.name}. Ask for {there}.", "resolution"
            )
