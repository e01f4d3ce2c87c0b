"""Nights with hypnogram and heart rate."""

import datetime as dt
from collections.abc import Callable
from statistics import fmean
from typing import Any

import numpy as np
import numpy.typing as npt

from app.normalise.values import (
    Harvest,
    above_zero,
    above_zero_whole,
    joined,
    last_of_each,
    minutes_of,
    newest,
    night_clock,
    or_none,
)
from app.records.sleep import STAGES, Night, SleepHeartRateSamples, SleepStageSamples
from app.upstream.wire.sleep import Sleep

ClockMap = dict[dt.time, float]


def nights(rows: list[Sleep]) -> Harvest:
    """Nights, their stages and their heart rate."""
    rows = newest(rows, lambda row: row.date)
    dates, times, codes = night_columns(rows, lambda row: row.hypnogram, _start)
    bpm_dates, bpm_times, bpm = night_columns(rows, lambda row: row.heart_rate_samples, _start)
    return [
        [_night(row) for row in rows],
        SleepStageSamples(date=dates, local_time=times, stage=_stage_names(codes)),
        SleepHeartRateSamples(
            date=bpm_dates, local_time=bpm_times, bpm=np.where(bpm > 0, bpm, np.nan)
        ),
    ]


def night_columns(
    rows: list[Any],
    samples: Callable[[Any], ClockMap | None],
    start: Callable[[Any], dt.datetime | None],
) -> tuple[npt.NDArray[Any], npt.NDArray[Any], npt.NDArray[np.float64]]:
    """Night, wall-clock moment and value of the `HH:MM` maps of several nights."""
    dates, times, values = [], [], []
    for row in rows:
        found = samples(row) or {}
        moments = night_clock(found, row.date, start(row))
        times.append(moments)
        dates.append(np.full(len(moments), row.date, "datetime64[D]"))
        values.append(np.array(list(found.values()), np.float64))
    return _in_time(
        joined(dates, "datetime64[D]"), joined(times, "datetime64[s]"), joined(values, "f8")
    )


def _in_time(
    dates: npt.NDArray[Any], times: npt.NDArray[Any], values: npt.NDArray[Any]
) -> tuple[npt.NDArray[Any], npt.NDArray[Any], npt.NDArray[Any]]:
    order = last_of_each(times)
    return dates[order], times[order], values[order]


def _start(row: Sleep) -> dt.datetime | None:
    return row.sleep_start_time.replace(tzinfo=None) if row.sleep_start_time else None


def _stage_names(codes: npt.NDArray[np.float64]) -> npt.NDArray[np.str_]:
    """Names of hypnogram codes; a code that Polar has not documented is UNKNOWN."""
    known = np.where((codes >= 0) & (codes < len(STAGES)), codes, len(STAGES) - 1)
    return np.array([STAGES[int(code)] for code in known], np.str_)


def _night(row: Sleep) -> Night:
    end = row.sleep_end_time or row.sleep_start_time
    staged = any((row.light_sleep, row.deep_sleep, row.rem_sleep))
    return Night(
        date=row.date,
        sleep_start_at=row.sleep_start_time,
        sleep_end_at=row.sleep_end_time,
        sleep_start_local=_start(row),
        sleep_end_local=row.sleep_end_time.replace(tzinfo=None) if row.sleep_end_time else None,
        utc_offset_minutes=minutes_of(end.utcoffset()) if end else None,
        device_id=row.device_id or None,
        # Without staging Polar sends 0 for every stage, which is no measurement.
        light_s=row.light_sleep if staged else None,
        deep_s=row.deep_sleep if staged else None,
        rem_s=row.rem_sleep if staged else None,
        unrecognized_s=row.unrecognized_sleep_stage,
        interruption_s=row.total_interruption_duration if staged else None,
        short_interruption_s=row.short_interruption_duration if staged else None,
        long_interruption_s=row.long_interruption_duration if staged else None,
        sleep_score=above_zero_whole(row.sleep_score),
        sleep_charge=above_zero_whole(row.sleep_charge),
        sleep_rating=above_zero_whole(row.sleep_rating),
        continuity=above_zero(row.continuity),
        continuity_class=above_zero_whole(row.continuity_class),
        sleep_goal_s=above_zero_whole(row.sleep_goal),
        sleep_cycles=above_zero_whole(row.sleep_cycles),
        duration_score=above_zero(row.group_duration_score),
        solidity_score=above_zero(row.group_solidity_score),
        regeneration_score=above_zero(row.group_regeneration_score),
        heart_rate_avg=_mean_signal(row.heart_rate_samples),
        extra=or_none(row.extra),
    )


def _mean_signal(samples: ClockMap | None) -> float | None:
    """Mean of samples with a signal, bpm."""
    signal = [bpm for bpm in (samples or {}).values() if bpm > 0]
    return fmean(signal) if signal else None
