"""Days: activity with its steps by the minute, and the heart rate of all day."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from app.archive.said import Said
from app.normalise.archive.context import Context
from app.normalise.clock import folds, last_of_each
from app.normalise.heart_rate import heart_rates
from app.normalise.values import Harvest, days, not_negative, not_negative_whole
from app.records.activity import ActivityDay, MetSamples, StepSamples
from app.upstream.wire.columns import HeartRateColumns
from app.upstream.wire.heart_rate import HeartRateDay

Times = npt.NDArray[np.datetime64]


def activity(document: Said, _: Context) -> Harvest:
    """A day and its steps; without a summary there is no day, and nothing is taken as 0."""
    date = document.day("date")
    if date is None:
        return Harvest(notes=["a day of activity without a date was left out"])
    summary, samples = document.said("summary"), document.said("samples")
    told = [_day(date, summary)] if summary else []
    return Harvest([told, *_steps(date, samples), *_mets(date, samples)])


def _day(date: dt.date, summary: Said) -> ActivityDay:
    return ActivityDay(
        date=date,
        start_local=_clock(date, summary.text("startTime")) or dt.datetime.combine(date, dt.time()),
        end_local=_clock(date, summary.text("endTime")),
        calories_total=not_negative_whole(summary.number("calories")),
        steps=not_negative_whole(summary.number("stepCount")),
        inactivity_alert_count=not_negative_whole(summary.number("inactivityAlertCount")),
        distance_m=not_negative(summary.number("stepsDistance")),
        extra=_extra(summary),
    )


def _extra(summary: Said) -> dict[str, Any] | None:
    """Seconds on each level of activity, in Polar's spelling, and the day's MET minutes."""
    levels = {
        level.text("level"): level.seconds("duration") for level in summary.each("activityLevels")
    }
    told = {
        "daily_met_minutes": summary.number("dailyMetMinutes"),
        "activity_levels_s": {name: value for name, value in levels.items() if name} or None,
    }
    return {name: value for name, value in told.items() if value is not None} or None


def _clock(date: dt.date, text: str | None) -> dt.datetime | None:
    """A time of day as `23:57:00.000`."""
    try:
        return None if text is None else dt.datetime.combine(date, dt.time.fromisoformat(text))
    except ValueError:
        return None


def _steps(date: dt.date, samples: Said) -> list[StepSamples]:
    """Steps of each minute; a sample without a time can be put nowhere."""
    moments, steps = clocked(date, samples.values.get("steps"))
    if not len(moments):
        return []
    outside = moments.astype("datetime64[D]") != np.datetime64(date, "D")
    fold = np.where(outside, 1, folds(moments)).astype("i1")
    place = last_of_each(moments, fold)
    return [
        StepSamples(
            local_time=moments[place],
            fold=fold[place],
            told=days([date]),
            date=np.full(len(place), date, "datetime64[D]"),
            steps=np.maximum(np.round(steps[place]), 0).astype("i8"),
        )
    ]


def _mets(date: dt.date, samples: Said) -> list[MetSamples]:
    """Energy every 30 s."""
    moments, mets = clocked(date, samples.values.get("mets"))
    fold = np.where(moments.astype("datetime64[D]") != np.datetime64(date, "D"), 1, folds(moments))
    place = last_of_each(moments, fold.astype("i1"))
    return [
        MetSamples(
            local_time=moments[place],
            fold=fold[place].astype("i1"),
            told=days([date]),
            date=np.full(len(place), date, "datetime64[D]"),
            met=np.where(mets[place] >= 0, mets[place], np.nan),
        )
    ][: len(place)]


def clocked(date: dt.date, samples: object) -> tuple[Times, npt.NDArray[np.float64]]:
    """Moments and values of a day's samples.

    The last one may be midnight again: it is the next day's clock, and still this day's sample.
    """
    good = [s for s in samples if _whole(s)] if isinstance(samples, list) else []
    clock = np.array([_of_day(sample["localTime"]) for sample in good], "i8")
    back = np.flatnonzero(np.diff(clock) < 0)
    if len(back) and clock[back[-1] + 1] == 0:
        clock[back[-1] + 1 :] += 86_400_000
    moments = np.datetime64(date, "ms") + clock.astype("timedelta64[ms]")
    values = np.array([float(sample["value"]) for sample in good], "f8")
    return moments.astype("datetime64[s]"), values


def _whole(sample: object) -> bool:
    if not isinstance(sample, dict):
        return False
    value, clock = sample.get("value"), sample.get("localTime")
    return isinstance(value, int | float) and isinstance(clock, str) and _of_day(clock) >= 0


@lru_cache(maxsize=100_000)
def _of_day(clock: str) -> int:
    """Milliseconds since midnight; -1 for what is no time of day."""
    try:
        time = dt.time.fromisoformat(clock)
    except ValueError:
        return -1
    return (time.hour * 3600 + time.minute * 60 + time.second) * 1000 + time.microsecond // 1000


@dataclass(frozen=True, slots=True)
class DeviceDay:
    """The heart rate that one device measured on one day, in the order in which it was written."""

    date: dt.date
    device_id: str | None
    second_of_day: npt.NDArray[np.int32]
    bpm: npt.NDArray[np.int16]


MOST_BPM = 300
_DAY_S = 86_400


def device_day(item: object) -> DeviceDay | None:
    """One entry of a month's file; None for one without a date."""
    said = Said(item)
    date = said.day("date")
    if date is None:
        return None
    try:
        samples = said.values.get("samples") or []
        second = np.array([sample["secondsFromDayStart"] for sample in samples], "i4")
        bpm = np.array([sample["heartRate"] for sample in samples], "i2")
    except (KeyError, TypeError, ValueError, OverflowError):
        second, bpm = _one_by_one(said)
    good = (second >= 0) & (second < _DAY_S) & (bpm >= 0) & (bpm <= MOST_BPM)
    return DeviceDay(date, said.text("deviceId"), second[good], bpm[good])


def _one_by_one(said: Said) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int16]]:
    """The samples that can be read, where one of them can not."""
    pairs = [
        (sample.whole("secondsFromDayStart", 0, _DAY_S), sample.whole("heartRate", 0, MOST_BPM))
        for sample in said.each("samples")
    ]
    good = [(second, bpm) for second, bpm in pairs if second is not None and bpm is not None]
    return np.array([s for s, _ in good], "i4"), np.array([b for _, b in good], "i2")


def heart_rate(told: Iterable[DeviceDay]) -> Harvest:
    """Samples of days, those of several devices united; a day without samples says nothing."""
    rows = [
        HeartRateDay.model_construct(
            {"date", "heart_rate_samples"},
            date=day.date,
            heart_rate_samples=HeartRateColumns(day.second_of_day, day.bpm),
        )
        for day in told
        if len(day.bpm)
    ]
    return heart_rates(rows)
