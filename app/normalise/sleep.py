"""Nights with hypnogram and heart rate, and naps."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from statistics import fmean
from typing import Any

import numpy as np
import numpy.typing as npt
import orjson

from app.normalise.absent import absent
from app.normalise.clock import folds, last_of_each, night_clock
from app.normalise.rivals import grouped
from app.normalise.sleeps import STAGED, Sleeps, sleeps_of, staged, times_of
from app.normalise.values import (
    Harvest,
    above_zero,
    above_zero_whole,
    days,
    joined,
    minutes_of,
    not_negative_whole,
)
from app.records.sleep import STAGES, Nap, Night, SleepHeartRateSamples, SleepStageSamples
from app.upstream.wire.sleep import Sleep

ClockMap = dict[dt.time, float]
Span = tuple[dt.datetime | None, dt.datetime | None]


def nights(rows: list[Sleep]) -> Harvest:
    """Nights, naps, the nights' stages and heart rate."""
    found = [sleeps_of(group) for group in grouped(rows, lambda row: row.date).values()]
    main = [sleeps.night for sleeps in found]
    stages = night_columns(main, "hypnogram", times_of)
    beats = night_columns(main, "heart_rate_samples", times_of)
    return Harvest(
        [
            [_night(sleeps) for sleeps in found],
            [_nap(nap) for sleeps in found for nap in sleeps.naps],
            SleepStageSamples(**stages.moments, stage=stage_names(stages.values)),
            SleepHeartRateSamples(
                **beats.moments, bpm=np.where(beats.values > 0, beats.values, np.nan)
            ),
        ],
        [note for sleeps in found for note in sleeps.notes],
        [row for sleeps in found for row in sleeps.left],
    )


@dataclass(frozen=True, slots=True)
class NightColumns:
    """What the `HH:MM` maps of several nights say, in the order of time."""

    moments: dict[str, Any]
    """Night, moment, fold, and which nights were told of: what every block of a night has."""
    values: npt.NDArray[np.float64]


def night_columns(
    rows: Iterable[Any], name: str, span: Callable[[Any], Span] = lambda _: (None, None)
) -> NightColumns:
    """Columns of one map of several nights; a map that was sent empty tells of its night, too."""
    told = [row for row in rows if name in row.model_fields_set]
    maps = [getattr(row, name) or {} for row in told]
    times = [
        night_clock(found, row.date, *span(row)) for row, found in zip(told, maps, strict=True)
    ]
    dates = [np.full(len(t), row.date, "datetime64[D]") for row, t in zip(told, times, strict=True)]
    values = [np.array([*found.values()], np.float64) for found in maps]
    moments, fold = joined(times, "datetime64[s]"), joined([folds(t) for t in times], "i1")
    order = last_of_each(moments, fold)
    return NightColumns(
        {
            "local_time": moments[order],
            "date": joined(dates, "datetime64[D]")[order],
            "fold": fold[order],
            "told": days(row.date for row in told),
        },
        joined(values, "f8")[order],
    )


def stage_names(codes: npt.NDArray[np.float64]) -> npt.NDArray[np.str_]:
    """Names of hypnogram codes; a code that Polar has not documented is UNKNOWN."""
    known = np.where((codes >= 0) & (codes < len(STAGES)), codes, len(STAGES) - 1)
    return np.array([STAGES[int(code)] for code in known], np.str_)


def _night(sleeps: Sleeps) -> Night:
    row = sleeps.night
    others = {"other_rows": [_as_sent(other) for other in sleeps.others]} if sleeps.others else {}
    extra = {**row.extra, **others}
    lacking = absent(Night, row, SOURCES) - ({"extra"} if extra else set())
    return Night(**_values(row), extra=extra or None, absent=lacking)


def _as_sent(row: Sleep) -> dict[str, Any]:
    """What a row said, as JSON."""
    said = {name: getattr(row, name) for name in sorted(row.model_fields_set)}
    text = orjson.dumps(said, option=orjson.OPT_NON_STR_KEYS)
    sent: dict[str, Any] = orjson.loads(text)
    return sent


def _nap(row: Sleep) -> Nap:
    """A nap with its own short series."""
    start = times_of(row)[0] or dt.datetime.combine(row.date, dt.time())
    stages, beats = _minutes(row, "hypnogram", start), _minutes(row, "heart_rate_samples", start)
    signal = {minute: bpm for minute, bpm in beats.items() if bpm > 0}
    return Nap(
        **_values(row) | {"sleep_start_local": start},
        stage_minute=[*stages] or None,
        stage=stage_names(np.array([*stages.values()], "f8")).tolist() or None,
        heart_rate_minute=[*signal] or None,
        heart_rate_bpm=[round(bpm) for bpm in signal.values()] or None,
        extra=row.extra or None,
        absent=absent(Nap, row, NAP_SOURCES),
    )


def _minutes(row: Sleep, name: str, start: dt.datetime) -> dict[int, float]:
    """Minutes since falling asleep and values of one map."""
    found: ClockMap = getattr(row, name) or {}
    moments = night_clock(found, row.date, *times_of(row))
    since = (moments - np.datetime64(start, "m")).astype("timedelta64[m]").astype(int)
    return dict(sorted(zip(since.tolist(), found.values(), strict=True)))


def _values(row: Sleep) -> dict[str, Any]:
    """What nights and naps have in common."""
    return (
        {"date": row.date, "device_id": row.device_id or None}
        | _times(row)
        | _stages(row)
        | _scores(row)
    )


def _times(row: Sleep) -> dict[str, Any]:
    (start, end), offsets = times_of(row), _offsets(row)
    return {
        "sleep_start_at": _absolute(row.sleep_start_time),
        "sleep_end_at": _absolute(row.sleep_end_time),
        "sleep_start_local": start,
        "sleep_end_local": end,
        "utc_offset_minutes": next(offsets, None),
    }


def _offsets(row: Sleep) -> Iterator[int | None]:
    """Offsets of waking up and of falling asleep, where they were sent."""
    times = (row.sleep_end_time, row.sleep_start_time)
    return (minutes_of(time.utcoffset()) for time in times if time and time.tzinfo)


def _absolute(moment: dt.datetime | None) -> dt.datetime | None:
    """The moment where its offset is known; a wall clock alone is none."""
    return moment if moment is not None and moment.tzinfo else None


def _stages(row: Sleep) -> dict[str, Any]:
    """Seconds; without staging Polar sends 0 for what was not measured."""
    real = not_negative_whole if staged(row) else above_zero_whole
    awake = not_negative_whole if row.model_fields_set.isdisjoint(STAGED) else real
    return {
        "light_s": real(row.light_sleep),
        "deep_s": real(row.deep_sleep),
        "rem_s": real(row.rem_sleep),
        "unrecognized_s": not_negative_whole(row.unrecognized_sleep_stage),
        "interruption_s": awake(row.total_interruption_duration),
        "short_interruption_s": awake(row.short_interruption_duration),
        "long_interruption_s": awake(row.long_interruption_duration),
    }


def _scores(row: Sleep) -> dict[str, Any]:
    return {
        "sleep_score": above_zero_whole(row.sleep_score),
        "sleep_charge": above_zero_whole(row.sleep_charge),
        "sleep_rating": above_zero_whole(row.sleep_rating),
        "continuity": above_zero(row.continuity),
        "continuity_class": above_zero_whole(row.continuity_class),
        "sleep_goal_s": above_zero_whole(row.sleep_goal),
        "sleep_cycles": above_zero_whole(row.sleep_cycles),
        "duration_score": above_zero(row.group_duration_score),
        "solidity_score": above_zero(row.group_solidity_score),
        "regeneration_score": above_zero(row.group_regeneration_score),
        "heart_rate_avg": _mean_signal(row.heart_rate_samples),
    }


def _mean_signal(samples: ClockMap | None) -> float | None:
    """Mean of samples with a signal, bpm."""
    signal = [bpm for bpm in (samples or {}).values() if bpm > 0]
    return fmean(signal) if signal else None


SOURCES = {
    "sleep_start_at": "sleep_start_time",
    "sleep_end_at": "sleep_end_time",
    "sleep_start_local": "sleep_start_time",
    "sleep_end_local": "sleep_end_time",
    "utc_offset_minutes": "sleep_end_time",
    "light_s": "light_sleep",
    "deep_s": "deep_sleep",
    "rem_s": "rem_sleep",
    "unrecognized_s": "unrecognized_sleep_stage",
    "interruption_s": "total_interruption_duration",
    "short_interruption_s": "short_interruption_duration",
    "long_interruption_s": "long_interruption_duration",
    "sleep_goal_s": "sleep_goal",
    "duration_score": "group_duration_score",
    "solidity_score": "group_solidity_score",
    "regeneration_score": "group_regeneration_score",
    "heart_rate_avg": "heart_rate_samples",
}
"""Polar's names of a night's columns that have another one here."""

NAP_SOURCES = SOURCES | {
    "stage_minute": "hypnogram",
    "stage": "hypnogram",
    "heart_rate_minute": "heart_rate_samples",
    "heart_rate_bpm": "heart_rate_samples",
}
