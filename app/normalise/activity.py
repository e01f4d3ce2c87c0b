"""Days of activity, steps by the minute, zones and alerts."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from app.normalise.absent import absent
from app.normalise.clock import folds, last_of_each, outdone
from app.normalise.days import counted_day
from app.normalise.rivals import distinct, fullness, grouped
from app.normalise.values import Harvest, days, joined, not_negative, not_negative_whole, or_none
from app.records.activity import (
    ActivityDay,
    ActivityZoneSamples,
    InactivityStampSamples,
    StepSamples,
)
from app.upstream.wire.activity import Activity, ActivitySamples, ActivitySteps
from app.upstream.wire.columns import CLOCK_ALONE, Columns

MINUTE_S = 60
SHORTEST_INTERVAL_S = 15
DAY_S = 86_400
ONE_DAY = np.timedelta64(1, "D")

Times = npt.NDArray[np.datetime64]
Counts = npt.NDArray[np.int64]
Told = tuple[dt.date, ActivitySamples]


def activities(rows: list[Activity]) -> Harvest:
    """Days and their samples."""
    groups = grouped(rows, lambda row: row.date)
    counted = {date: counted_day(group) for date, group in groups.items()}
    told = [(row.date, row.samples) for row in rows if row.samples is not None]
    samples = _samples([(samples.date or date, samples) for date, samples in told])
    notes = [day.note for day in counted.values() if day.note]
    return Harvest(
        [[_day(day.row) for day in counted.values()], *samples],
        [*notes, *samples.notes],
        [row for day in counted.values() for row in day.others],
    )


def activity_samples(rows: list[Any]) -> Harvest:
    """Steps, zones and alerts of days."""
    return _samples([(row.date, row) for row in rows])


def _samples(told: list[Told]) -> Harvest:
    """Rows of one day are united; of one moment the higher steps count, then the fuller row."""
    by_date = grouped(told, lambda each: each[0]).values()
    told = [each for group in by_date for each in distinct(group)]
    told.sort(key=lambda each: (fullness(each[1]), repr(each[1])))
    (steps, fewer), (zones, other) = _steps(told), _zones(told)
    notes = [*_notes(told), *_left_out(fewer, "steps"), *_left_out(other, "zones")]
    lost = {*fewer.tolist(), *other.tolist()}
    others = [samples for date, samples in told if date in lost]
    return Harvest([steps, zones, _stamps(told)], notes, others)


def _left_out(dates: Times, what: str) -> Iterator[str]:
    """How many samples of each day found another one of the same moment in their place."""
    for date, count in zip(*np.unique(dates, return_counts=True), strict=True):
        yield f"activity samples {date}: {count} {what} left out at whose moment there are others"


def _day(row: Activity) -> ActivityDay:
    return ActivityDay(
        date=row.date,
        start_local=row.start_time,
        end_local=row.end_time,
        active_s=not_negative(row.active_duration),
        inactive_s=not_negative(row.inactive_duration),
        daily_activity_percent=not_negative(row.daily_activity),
        calories_total=not_negative_whole(row.calories),
        calories_active=not_negative_whole(row.active_calories),
        steps=not_negative_whole(row.steps),
        inactivity_alert_count=not_negative_whole(row.inactivity_alert_count),
        distance_m=not_negative(row.distance_from_steps),
        extra=or_none(row.extra),
        absent=absent(ActivityDay, row, SOURCES),
    )


SOURCES = {
    "date": "start_time",
    "start_local": "start_time",
    "end_local": "end_time",
    "active_s": "active_duration",
    "inactive_s": "inactive_duration",
    "daily_activity_percent": "daily_activity",
    "calories_total": "calories",
    "calories_active": "active_calories",
    "distance_m": "distance_from_steps",
}


def _steps(told: list[Told]) -> tuple[StepSamples, Times]:
    """Steps, and the days of those that found no place."""
    sent = [
        (date, *_filled(date, day.steps))
        for date, day in told
        if day.steps is not None and day.steps.samples is not None
    ]
    steps = joined([steps for *_, steps in sent], "i8")
    moments, places, lost = _moments([(date, times) for date, times, _ in sent], steps)
    return StepSamples(**moments, told=_days_told(told, "steps"), steps=steps[places]), lost


def _filled(date: dt.date, sent: ActivitySteps) -> tuple[Times, Counts]:
    """Every interval of a day, in the order in which it was measured."""
    if sent.samples is None:
        return np.array([], "datetime64[s]"), np.array([], "i8")
    interval = max((sent.interval_ms or 0) // 1000, 0) or MINUTE_S
    times, steps = _on_the_day(sent.samples.local_time, date), sent.samples.steps
    last = np.append(times[1:] != times[:-1], np.ones(min(len(times), 1), bool))
    counts = steps[last].astype("i8")
    moments, every = filled(times[last], counts, max(interval, SHORTEST_INTERVAL_S))
    return moments[every >= 0], every[every >= 0]


def filled(times: Times, steps: Counts, interval_s: int) -> tuple[Times, Counts]:
    """Every interval of a stretch: Polar leaves out a value that equals the one before it.

    Ten steps in each of three minutes, then none; at five past, seven:

    >>> clock = np.array(["07:00", "07:03", "07:05"])
    >>> sent = np.char.add("2026-01-11T", clock).astype("datetime64[s]")
    >>> times, steps = filled(sent, np.array([10, 0, 7]), interval_s=60)
    >>> steps.tolist()
    [10, 10, 10, 0, 0, 7]
    >>> [str(time)[11:16] for time in times]
    ['07:00', '07:01', '07:02', '07:03', '07:04', '07:05']

    The gaps in intervals say how often each value stands, the last one once: 3, 2, 1. Each of the
    six places counts from the start of its own gap: 0 1 2, 0 1, 0. A clock that was set back, and
    a gap of more than a day, are no repeats.
    """
    gaps = np.diff(times).astype("i8")
    counts = np.append(np.where((gaps > 0) & (gaps <= DAY_S), gaps // interval_s, 1), 1)
    counts = np.maximum(counts, 1)[: len(times)]
    place = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    moments = np.repeat(times, counts) + (place * interval_s).astype("timedelta64[s]")
    return moments, np.repeat(steps, counts)


def _zones(told: list[Told]) -> tuple[ActivityZoneSamples, Times]:
    """Changes of the zone, and the days of those that found no place."""
    sent = [
        (date, day.activity_zones.samples)
        for date, day in told
        if day.activity_zones is not None and day.activity_zones.samples is not None
    ]
    zones = joined([columns.zone for _, columns in sent], "U40")
    worn = zones != NOT_WORN
    moments, places, lost = _moments(
        [(date, _on_the_day(columns.local_time, date)) for date, columns in sent], zones, worn
    )
    told_of = _days_told(told, "activity_zones")
    return ActivityZoneSamples(**moments, told=told_of, zone=zones[places]), lost


NOT_WORN = "NON_WEAR"


def _stamps(told: list[Told]) -> InactivityStampSamples:
    sent = [
        (date, _on_the_day(day.inactivity_stamps.local_time, date))
        for date, day in told
        if day.inactivity_stamps is not None
    ]
    moments, *_ = _moments(sent, np.zeros(sum(len(times) for _, times in sent)))
    return InactivityStampSamples(**moments, told=_days_told(told, "inactivity_stamps"))


def _moments(
    sent: list[tuple[dt.date, Times]],
    values: npt.NDArray[Any],
    rank: npt.NDArray[Any] | None = None,
) -> tuple[dict[str, Any], npt.NDArray[np.intp], Times]:
    """Moments, days and folds of several series, each moment once, their places, days of others.

    Where a moment comes twice the higher rank (else value) counts, then the later series. A moment
    on the clock of another day than its own is folded: that day may have one, too.
    """
    times = joined([_near(times, day) for day, times in sent], "datetime64[s]")
    date = joined([np.full(len(times), day, "M8[D]") for day, times in sent], "datetime64[D]")
    fold = joined([folds(times) for _, times in sent], "i1")
    outside = joined([times.astype("datetime64[D]") != day for day, times in sent], "?")
    fold = np.where(outside, 1, fold).astype("i1")
    ranked = np.argsort(values if rank is None else rank, kind="stable")
    places = ranked[last_of_each(times[ranked], fold[ranked])]
    lost = date[outdone(times, fold, values, places)]
    return {"local_time": times[places], "date": date[places], "fold": fold[places]}, places, lost


def _near(times: Times, day: dt.date) -> Times:
    """Moments on the day before to the day after; what is farther away keeps its clock alone."""
    days_off = times.astype("datetime64[D]") - np.datetime64(day, "D")
    far = np.where(np.abs(days_off) > ONE_DAY, days_off, np.timedelta64(0, "D"))
    return times - far


def _on_the_day(times: Times, day: dt.date) -> Times:
    """Moments; those that were sent as a clock alone are the day's."""
    clock = times - np.datetime64(CLOCK_ALONE, "s")
    return np.where(clock < ONE_DAY, np.datetime64(day, "s") + clock, times)


def _days_told(told: Iterable[Told], part: str) -> Times:
    """Days of which a part was sent, be it empty."""
    return days(sorted({date for date, day in told if _is_told(day, part)}))


def _is_told(day: ActivitySamples, part: str) -> bool:
    """Whether the samples of a part were sent: null is an answer, an object without any is none."""
    if part not in day.model_fields_set:
        return False
    sent = getattr(day, part)
    return sent is None or isinstance(sent, Columns) or "samples" in sent.model_fields_set


def _notes(told: list[Told]) -> list[str]:
    """What looks odd in samples: united rows, moments outside of their day, another sum."""
    counts = {date: len(group) for date, group in grouped(told, lambda each: each[0]).items()}
    united = [
        f"activity samples {date}: {count} rows in one answer, united"
        for date, count in counts.items()
        if count > 1
    ]
    return [*united, *(note for each in told for note in _oddities(*each))]


def _oddities(date: dt.date, day: ActivitySamples) -> Iterator[str]:
    outside = sum(
        int((_on_the_day(times, date).astype("datetime64[D]") != np.datetime64(date, "D")).sum())
        for times in _sent_times(day)
    )
    if outside:
        yield f"activity samples {date}: {outside} samples on the clock of another day, kept"
    sent = day.steps
    if sent is None or not_negative(sent.total_steps) is None:
        return
    found = int(_filled(date, sent)[1].sum())
    if found != sent.total_steps:
        yield f"activity samples {date}: {found} steps by the minute, {sent.total_steps} in total"


def _sent_times(day: ActivitySamples) -> Iterator[Times]:
    for part in (day.steps, day.activity_zones):
        if part is not None and part.samples is not None:
            yield part.samples.local_time
    if day.inactivity_stamps is not None:
        yield day.inactivity_stamps.local_time
