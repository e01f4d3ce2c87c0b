"""Days of activity, steps by the minute, zones and alerts."""

from typing import Any

import numpy as np
import numpy.typing as npt

from app.normalise.values import Harvest, joined, last_of_each, newest, or_none
from app.records.activity import (
    ActivityDay,
    ActivityZoneSamples,
    InactivityStampSamples,
    StepSamples,
)
from app.upstream.wire.activity import Activity, ActivitySamples, ActivitySteps

MINUTE_S = 60
SHORTEST_INTERVAL_S = 15


def activities(rows: list[Activity]) -> Harvest:
    """Days and their samples."""
    rows = newest(rows, lambda row: row.date)
    samples = [row.samples for row in rows if row.samples is not None]
    return [[_day(row) for row in rows], *activity_samples(samples)]


def activity_samples(days: list[ActivitySamples]) -> Harvest:
    """Steps, zones and alerts of days."""
    return [_steps(days), _zones(days), _stamps(days)]


def _day(row: Activity) -> ActivityDay:
    return ActivityDay(
        date=row.date,
        start_local=row.start_time,
        end_local=row.end_time,
        active_s=row.active_duration,
        inactive_s=row.inactive_duration,
        daily_activity_percent=row.daily_activity,
        calories_total=row.calories,
        calories_active=row.active_calories,
        steps=row.steps,
        inactivity_alert_count=row.inactivity_alert_count,
        distance_m=row.distance_from_steps,
        extra=or_none(row.extra),
    )


def _steps(days: list[ActivitySamples]) -> StepSamples:
    filled = [_filled(day.steps) for day in days if day.steps and day.steps.samples]
    times = joined([times for times, _ in filled], "datetime64[s]")
    steps = joined([steps for _, steps in filled], "i8")
    order = last_of_each(times)
    return StepSamples(local_time=times[order], steps=steps[order])


def _filled(sent: ActivitySteps) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
    """Every interval of a day: Polar leaves out a value that equals the one before it."""
    interval = max((sent.interval_ms or 0) // 1000, 0) or MINUTE_S
    interval = max(interval, SHORTEST_INTERVAL_S)
    columns = sent.samples
    if columns is None or not len(columns):
        return np.array([], "datetime64[s]"), np.array([], "i8")
    order = last_of_each(columns.local_time)
    times, steps = columns.local_time[order], columns.steps[order].astype("i8")
    same_day = times.astype("datetime64[D]") == times[0].astype("datetime64[D]")
    times, steps = times[same_day], steps[same_day]
    gaps = np.diff(times).astype("i8") // interval
    counts = np.append(np.maximum(gaps, 1), 1)
    starts = np.repeat(np.cumsum(counts) - counts, counts)
    place = np.arange(counts.sum()) - starts
    filled_times = np.repeat(times, counts) + (place * interval).astype("timedelta64[s]")
    return filled_times, np.repeat(steps, counts)


def _zones(days: list[ActivitySamples]) -> ActivityZoneSamples:
    sent = [d.activity_zones.samples for d in days if d.activity_zones and d.activity_zones.samples]
    times = joined([zones.local_time for zones in sent], "datetime64[s]")
    words = joined([zones.zone for zones in sent], "U40")
    order = last_of_each(times)
    return ActivityZoneSamples(local_time=times[order], zone=words[order])


def _stamps(days: list[ActivitySamples]) -> InactivityStampSamples:
    times = joined(
        [day.inactivity_stamps.local_time for day in days if day.inactivity_stamps],
        "datetime64[s]",
    )
    return InactivityStampSamples(local_time=np.unique(times))
