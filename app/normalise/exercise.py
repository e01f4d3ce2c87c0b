"""Exercises with zones, samples and routes."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from app.normalise.absent import Sources, absent
from app.normalise.rivals import best_of_each, distinct, fullness, grouped
from app.normalise.values import (
    Harvest,
    above_zero,
    above_zero_whole,
    joined,
    not_negative,
    not_negative_whole,
    or_none,
    word,
    zero_counts,
)
from app.records.exercise import (
    SAMPLE_TYPES,
    Exercise,
    ExerciseSamples,
    ExerciseZone,
    RoutePointSamples,
)
from app.upstream.wire import exercise as wire

HEART_RATE = 0
RR_INTERVALS = 11
HIGHEST_BPM = 300
SIGNED = frozenset({SAMPLE_TYPES.index("altitude_m"), SAMPLE_TYPES.index("temperature_c")})
Reals = npt.NDArray[np.float64]


def exercises(rows: list[wire.Exercise]) -> Harvest:
    """Exercises and what is known of their course."""
    rows, notes, others = best_of_each(
        rows, lambda row: row.id, lambda row: row.upload_time or _LONG_AGO
    )
    parts = [[_exercise(row) for row in rows], _zones(rows), _samples(rows), _route(rows)]
    return Harvest(parts, [*notes, *(note for row in rows for note in _oddities(row))], others)


def _oddities(row: wire.Exercise) -> Iterator[str]:
    """What has no place among the samples, in words."""
    if high := len(_too_high(row)):
        what = f"{high} heart rates above {HIGHEST_BPM} bpm are no signal, kept aside"
        yield f"exercise {row.id}: {what}"
    for kind, group in grouped(row.samples or [], lambda sensor: sensor.sample_type).items():
        if any(_lacks_rate(sensor) for sensor in group):
            yield f"exercise {row.id}: a series of type {kind} has no recording rate, kept aside"
        if len(distinct(group)) > 1:
            yield f"exercise {row.id}: {len(group)} series of type {kind}, the fuller one counts"
    for index, zones in grouped(row.heart_rate_zones or [], lambda zone: zone.index).items():
        if len(distinct(zones)) > 1:
            yield f"exercise {row.id}: {len(zones)} zones {index}, the one that says more counts"


def _lacks_rate(sensor: wire.ExerciseSamples) -> bool:
    return 0 <= sensor.sample_type < len(SAMPLE_TYPES) and not _has_column(sensor)


def _exercise(row: wire.Exercise) -> Exercise:
    offset = row.start_time_utc_offset
    pro = row.training_load_pro or wire.TrainingLoadPro()
    heart_rate = row.heart_rate or wire.ExerciseHeartRate()
    return Exercise(
        polar_exercise_id=row.id,
        # Where the offset is not known, the wall clock is the nearest that there is.
        start_at=(row.start_time - dt.timedelta(minutes=offset or 0)).replace(tzinfo=dt.UTC),
        start_local=row.start_time,
        utc_offset_minutes=offset,
        duration_s=not_negative(row.duration),
        uploaded_at=row.upload_time,
        sport=row.sport,
        detailed_sport=row.detailed_sport_info,
        device=row.device,
        device_id=row.device_id,
        distance_m=not_negative(row.distance),
        calories=not_negative_whole(row.calories),
        heart_rate_avg=above_zero_whole(heart_rate.average),
        heart_rate_max=above_zero_whole(heart_rate.maximum),
        training_load=not_negative(row.training_load),
        cardio_load=not_negative(pro.cardio_load),
        cardio_load_interpretation=word(pro.cardio_load_interpretation),
        muscle_load=not_negative(pro.muscle_load),
        muscle_load_interpretation=word(pro.muscle_load_interpretation),
        perceived_load=_perceived(pro),
        perceived_load_interpretation=word(pro.perceived_load_interpretation),
        user_rpe=word(pro.user_rpe),
        running_index=above_zero_whole(row.running_index),
        fat_percent=not_negative_whole(row.fat_percentage),
        carbohydrate_percent=not_negative_whole(row.carbohydrate_percentage),
        protein_percent=not_negative_whole(row.protein_percentage),
        has_route=row.has_route,
        rr_interval_ms=_rr_intervals(row),
        has_details=_has_details(row),
        extra=or_none(_extra(row)),
        absent=_absent(row),
    )


def _absent(row: wire.Exercise) -> frozenset[str]:
    """What the row does not say; a list without details says nothing about details."""
    lacking = absent(Exercise, row, SOURCES)
    unsaid = {"has_details"} if not _has_details(row) else set()
    if "samples" in row.extra and _rr_intervals(row) is None:
        unsaid.add("rr_interval_ms")  # What can not be read of the series says nothing.
    return (lacking - {"has_details"} - ({"extra"} if _extra(row) else set())) | unsaid


def _perceived(pro: wire.TrainingLoadPro) -> float | None:
    """0.0 with NOT_AVAILABLE is no load that anybody perceived."""
    said = {"perceived_load_interpretation": word(pro.perceived_load_interpretation)}
    real = not_negative if zero_counts(pro, said) else above_zero
    return real(pro.perceived_load)


def _has_details(row: wire.Exercise) -> bool:
    return any(part is not None for part in (row.heart_rate_zones, row.samples, row.route))


def _rr_intervals(row: wire.Exercise) -> list[int | None] | None:
    sensors = _fuller_last(s for s in row.samples or [] if s.sample_type == RR_INTERVALS)
    if not sensors:
        return None
    return [round(v) if v > 0 else None for v in sensors[-1].data.values.tolist()]


def _fuller_last(sensors: Iterable[wire.ExerciseSamples]) -> list[wire.ExerciseSamples]:
    return sorted(sensors, key=lambda sensor: (sensor.data.signals(), repr(sensor)))


def _extra(row: wire.Exercise) -> dict[str, Any]:
    """Unknown fields, the club, and series that have no place of their own."""
    club = {"club_id": row.club_id, "club_name": row.club_name}
    known = {k: v for k, v in club.items() if v is not None}
    high = {"heart_rates_too_high": found} if (found := _too_high(row)) else {}
    return {**row.extra, **known, **_aside(row), **high}


def _aside(row: wire.Exercise) -> dict[str, Any]:
    """Series without a column or a rate, and those with values of which another one counts."""
    groups = grouped(_placeless(row), lambda sensor: f"sample_type_{sensor.sample_type}")
    told = {name: [_as_sent(sensor) for sensor in group] for name, group in groups.items()}
    return {name: series[0] if len(series) == 1 else series for name, series in told.items()}


def _as_sent(sensor: wire.ExerciseSamples) -> dict[str, Any]:
    values = sensor.data.values.tolist()
    numbers = [None if v != v else v for v in values]  # noqa: PLR0124 -- NaN
    return {"recording_rate": sensor.recording_rate, "data": numbers}


def _placeless(row: wire.Exercise) -> Iterator[wire.ExerciseSamples]:
    """Series of which not every value stands in a column."""
    for kind, group in grouped(row.samples or [], lambda sensor: sensor.sample_type).items():
        with_place = [s for s in group if _has_column(s) or kind == RR_INTERVALS]
        yield from (sensor for sensor in group if sensor not in with_place)
        lesser = _fuller_last(with_place)[:-1]
        counted = _table(row) if lesser else None
        yield from (s for s in lesser if s.data.signals() and _is_outdone(s, counted))


Table = tuple[npt.NDArray[np.int64], Reals]


def _is_outdone(sensor: wire.ExerciseSamples, table: Table | None) -> bool:
    """Whether one of its values is another one where it counts."""
    if table is None or sensor.sample_type == RR_INTERVALS:
        return True
    moments, values = table
    counted = values[sensor.sample_type, np.searchsorted(moments, _ticks(sensor))]
    told = _signal(sensor)
    return bool((~np.isnan(told) & (told != counted)).any())


def _too_high(row: wire.Exercise) -> dict[str, float]:
    """Heart rates that no heart has, by their places in the series."""
    return {
        str(place): float(sensor.data.values[place])
        for sensor in _fuller_last(s for s in row.samples or [] if s.sample_type == HEART_RATE)
        for place in np.flatnonzero(sensor.data.values > HIGHEST_BPM)
    }


def _has_column(sensor: wire.ExerciseSamples) -> bool:
    return 0 <= sensor.sample_type < len(SAMPLE_TYPES) and (sensor.recording_rate or 0) > 0


def _zones(rows: list[wire.Exercise]) -> list[ExerciseZone]:
    return [
        ExerciseZone(
            polar_exercise_id=row.id,
            zone_index=zone.index,
            lower_bpm=not_negative_whole(zone.lower_limit),
            upper_bpm=not_negative_whole(zone.upper_limit),
            in_zone_s=not_negative(zone.in_zone),
        )
        for row in rows
        for zone in _distinct(row.heart_rate_zones or [])
    ]


def _distinct(zones: list[wire.HeartRateZone]) -> list[wire.HeartRateZone]:
    """One zone of each number: the one that says most."""
    groups = grouped(zones, lambda zone: zone.index).values()
    return [max(group, key=lambda zone: (fullness(zone), repr(zone))) for group in groups]


def _samples(rows: list[wire.Exercise]) -> ExerciseSamples:
    """One row a moment: sensors with different rates meet on the moments that any of them has."""
    tables = [(row, *_table(row)) for row in rows]
    names = [np.full(len(moments), row.id) for row, moments, _ in tables]
    times = [_at(row.start_time, moments) for row, moments, _ in tables]
    columns = {
        name: joined([values[place] for _, _, values in tables], "f8")
        for place, name in enumerate(SAMPLE_TYPES)
    }
    return ExerciseSamples(
        polar_exercise_id=joined(names, "U64"),
        local_time=joined(times, "datetime64[ms]"),
        **columns,
    )


def _table(row: wire.Exercise) -> Table:
    """Milliseconds since the start, and one line of values per sample type.

    Where several series tell of one moment the fuller one counts, and no gap takes a value away.
    """
    sensors = _fuller_last(s for s in row.samples or [] if _has_column(s) and len(s.data))
    ticks = [_ticks(sensor) for sensor in sensors]
    moments = np.unique(joined(ticks, "i8"))
    values = np.full((len(SAMPLE_TYPES), len(moments)), np.nan)
    for sensor, tick in zip(sensors, ticks, strict=True):
        told = _signal(sensor)
        there = ~np.isnan(told)
        values[sensor.sample_type, np.searchsorted(moments, tick[there])] = told[there]
    return moments, values


def _signal(sensor: wire.ExerciseSamples) -> Reals:
    """Values; of the heart whole beats a minute, of which 0 and what no heart beats are none.

    -1 is no value of what can not be negative.
    """
    told = sensor.data.values
    if sensor.sample_type == HEART_RATE:
        return np.where((told > 0) & (told <= HIGHEST_BPM), np.round(told), np.nan)
    return told if sensor.sample_type in SIGNED else np.where(told == -1, np.nan, told)


def _ticks(sensor: wire.ExerciseSamples) -> npt.NDArray[np.int64]:
    step_ms = max(round((sensor.recording_rate or 0) * 1000), 1)
    return np.arange(len(sensor.data), dtype=np.int64) * step_ms


def _at(start: dt.datetime, milliseconds: npt.NDArray[np.int64]) -> npt.NDArray[np.datetime64]:
    return np.datetime64(start, "ms") + milliseconds.astype("timedelta64[ms]")


def _route(rows: list[wire.Exercise]) -> RoutePointSamples:
    routes = [(row, row.route) for row in rows if row.route is not None and len(row.route)]
    elapsed = [np.round(route.elapsed_s * 1000).astype(np.int64) for _, route in routes]
    kept = [np.unique(ms, return_index=True)[1] for ms in elapsed]
    parts = [
        (row, route, ms[k], k) for (row, route), ms, k in zip(routes, elapsed, kept, strict=True)
    ]
    return RoutePointSamples(
        polar_exercise_id=joined([np.full(len(k), row.id) for row, _, _, k in parts], "U64"),
        local_time=joined([_at(row.start_time, ms) for row, _, ms, _ in parts], "datetime64[ms]"),
        latitude=joined([route.latitude[k] for _, route, _, k in parts], "f8"),
        longitude=joined([route.longitude[k] for _, route, _, k in parts], "f8"),
        satellites=joined([route.satellites[k] for _, route, _, k in parts], "f8"),
        fix=joined([route.fix[k] for _, route, _, k in parts], "f8"),
    )


_LONG_AGO = dt.datetime.min.replace(tzinfo=dt.UTC)
SOURCES: Sources = {
    "polar_exercise_id": "id",
    "start_at": ("start_time", "start_time_utc_offset"),
    "start_local": "start_time",
    "utc_offset_minutes": "start_time_utc_offset",
    "duration_s": "duration",
    "uploaded_at": "upload_time",
    "detailed_sport": "detailed_sport_info",
    "distance_m": "distance",
    "heart_rate_avg": "heart_rate.average",
    "heart_rate_max": "heart_rate.maximum",
    "cardio_load": "training_load_pro.cardio_load",
    "cardio_load_interpretation": "training_load_pro.cardio_load_interpretation",
    "muscle_load": "training_load_pro.muscle_load",
    "muscle_load_interpretation": "training_load_pro.muscle_load_interpretation",
    "perceived_load": "training_load_pro.perceived_load",
    "perceived_load_interpretation": "training_load_pro.perceived_load_interpretation",
    "user_rpe": "training_load_pro.user_rpe",
    "fat_percent": "fat_percentage",
    "carbohydrate_percent": "carbohydrate_percentage",
    "protein_percent": "protein_percentage",
    "rr_interval_ms": "samples",
    "exercise_id": (),
}
"""Polar's names of an exercise's columns that have another one here."""
