"""Training sessions in both layouts: one exercise each, whatever it is made of.

A session of several sports has one total and several parts. Their sums differ from the total in
real archives, so the total is the exercise, and the parts stand in `extra`: nothing counts twice.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from app.archive.said import Said, moment_of, number_of
from app.normalise.archive.context import Context
from app.normalise.archive.sports import sport_named
from app.normalise.values import (
    Harvest,
    above_zero,
    above_zero_whole,
    joined,
    not_negative,
    not_negative_whole,
)
from app.records.exercise import (
    SAMPLE_TYPES,
    Exercise,
    ExerciseLap,
    ExerciseSamples,
    ExerciseZone,
    RoutePointSamples,
)

Reals = npt.NDArray[np.float64]
Times = npt.NDArray[np.datetime64]
HIGHEST_BPM = 300
LARGEST_VALUE = 1e9


@dataclass(slots=True)
class Course:
    """What a session's parts have by the moment, each part from its own start."""

    tables: list[tuple[Times, dict[str, Reals]]] = field(default_factory=list)
    routes: list[tuple[Times, Reals, Reals]] = field(default_factory=list)
    beats: list[int | None] = field(default_factory=list)


def session(document: Said, context: Context) -> Harvest:
    """A session in the layout that it is written in; raises ValueError for one of neither."""
    if document.said("identifier"):
        return _harvest(_new(document, context))
    if isinstance(document.values.get("exercises"), list):
        return _harvest(_old(document, context))
    raise ValueError("its layout is not known")


@dataclass(slots=True)
class Session:
    """A session and what hangs on it."""

    exercise: Exercise
    course: Course
    zones: list[ExerciseZone]
    laps: list[ExerciseLap]


def _harvest(found: Session) -> Harvest:
    name, course = found.exercise.polar_exercise_id, found.course
    return Harvest(
        [
            [found.exercise],
            found.zones,
            found.laps,
            _samples(name, course),
            _route(name, course),
        ]
    )


# The older layout.


def _old(document: Said, context: Context) -> Session:
    parts = list(document.each("exercises"))
    start = document.local("startTime")
    if start is None or context.number is None:
        raise ValueError("it has no start, or no number in its name")
    exercise = _old_exercise(document, parts, start, context)
    course = _old_course(parts)
    name = exercise.polar_exercise_id
    return Session(
        exercise,
        course,
        _zones(name, [part.said("zones").values.get("heart_rate") for part in parts], _old_zone),
        [lap for part in parts for lap in _old_laps(name, part)],
    )


def _old_exercise(
    document: Said, parts: list[Said], start: dt.datetime, context: Context
) -> Exercise:
    told = [document, *parts]
    offset = _first(told, lambda each: each.whole("timeZoneOffset", *_OFFSETS)) or _first(
        told, lambda each: each.whole("timezoneOffset", *_OFFSETS)
    )
    first = parts[0] if len(parts) == 1 else Said(None)
    heart_rate = first.said("heartRate")
    sports = [part.text("sport") for part in parts]
    return Exercise(
        polar_exercise_id=str(context.number),
        start_at=context.absolute(start, offset),
        start_local=start,
        utc_offset_minutes=context.offset_at(start, offset),
        duration_s=document.seconds("duration"),
        detailed_sport=sports[0] if len(set(sports)) == 1 else None,
        device_id=document.text("deviceId"),
        distance_m=not_negative(document.number("distance")),
        calories=not_negative_whole(document.number("kiloCalories")),
        heart_rate_avg=above_zero_whole(
            document.number("averageHeartRate") or heart_rate.number("avg")
        ),
        heart_rate_max=above_zero_whole(
            document.number("maximumHeartRate") or heart_rate.number("max")
        ),
        **_load(document.said("loadInformation")),
        has_route=any(part.said("samples").values.get("recordedRoute") for part in parts),
        rr_interval_ms=_beats(parts, "rr", lambda beat: beat.seconds("duration"), 1000),
        has_details=any(part.said("samples") or part.said("zones") for part in parts),
        name=document.text("name"),
        note=document.text("note"),
        feeling=document.word("feeling"),
        ascent_m=not_negative(first.number("ascent")),
        descent_m=not_negative(first.number("descent")),
        extra=_parts(parts, lambda part: (part.text("sport"), part.seconds("duration"))),
    )


_OFFSETS = (-24 * 60, 24 * 60)


def _load(load: Said) -> dict[str, Any]:
    """Loads; without a word for it a load of 0, like any of -1, is none that was measured."""
    found: dict[str, Any] = {}
    for name in ("cardioLoad", "muscleLoad", "perceivedLoad"):
        said, column = load.word(f"{name}Interpretation"), _COLUMNS[name]
        found[column] = (not_negative if said else above_zero)(load.number(name))
        found[f"{column}_interpretation"] = said
    return {**found, "user_rpe": load.word("sessionRpe")}


_COLUMNS = {
    "cardioLoad": "cardio_load",
    "muscleLoad": "muscle_load",
    "perceivedLoad": "perceived_load",
}


def _old_course(parts: list[Said]) -> Course:
    course = Course()
    for part in parts:
        samples = part.said("samples")
        columns = {
            name: _dated(samples.values.get(said), key)
            for said, (name, key) in _OLD_SAMPLES.items()
            if samples.values.get(said)
        }
        course.tables.append(_table(columns))
        route = _old_route(samples.values.get("recordedRoute"))
        course.routes.extend(route)
    return course


_OLD_SAMPLES = {
    "heartRate": ("heart_rate", "value"),
    "speed": ("speed_kmh", "value"),
    "altitude": ("altitude_m", "value"),
    "distance": ("distance_m", "value"),
    "cadence": ("cadence_rpm", "value"),
    "temperature": ("temperature_c", "value"),
    "leftPedalCrankBasedPower": ("power_w", "currentPower"),
}

Column = tuple[Times, Reals]


def _dated(samples: object, key: str) -> Column:
    """Moments and values of samples that say when they are; a missing value is a gap."""
    good = [
        (moment, number_of(sample.get(key)))
        for sample in (samples if isinstance(samples, list) else ())
        if isinstance(sample, dict) and (moment := moment_of(sample.get("dateTime")))
    ]
    moments = [moment.replace(tzinfo=None) for moment, _ in good]
    values = [np.nan if value is None else value for _, value in good]
    return np.array(moments, "datetime64[ms]"), np.array(values, "f8")


def _old_route(points: object) -> Iterator[tuple[Times, Reals, Reals]]:
    moments, latitude = _dated(points, "latitude")
    _, longitude = _dated(points, "longitude")
    if len(moments):
        yield moments, latitude, longitude


def _old_zone(zone: Said, place: int) -> dict[str, Any]:
    """A zone; Polar counts the older layout's from 1."""
    return {"zone_index": zone.whole("zoneIndex", 1, 100) or place + 1, "s": zone.seconds("inZone")}


def _old_laps(name: str, part: Said) -> Iterator[ExerciseLap]:
    for kind, key in (("MANUAL", "laps"), ("AUTOMATIC", "autoLaps")):
        for place, lap in enumerate(part.each(key)):
            heart_rate, speed = lap.said("heartRate"), lap.said("speed")
            yield ExerciseLap(
                polar_exercise_id=name,
                kind=kind,
                lap_index=lap.whole("lapNumber", 0, 100_000) or place,
                duration_s=lap.seconds("duration"),
                split_s=lap.seconds("splitTime"),
                distance_m=not_negative(lap.number("distance")),
                heart_rate_avg=above_zero_whole(heart_rate.number("avg")),
                heart_rate_max=above_zero_whole(heart_rate.number("max")),
                speed_avg_kmh=not_negative(speed.number("avg")),
                speed_max_kmh=not_negative(speed.number("max")),
                ascent_m=not_negative(lap.number("ascent")),
                descent_m=not_negative(lap.number("descent")),
            )


# The newer layout: AccessLink v4's.


def _new(document: Said, context: Context) -> Session:
    parts = list(document.each("exercises"))
    start, name = document.local("startTime"), document.said("identifier").text("id")
    if start is None or name is None:
        raise ValueError("it has no start, or no id")
    zones = [
        found.values.get("zones")
        for part in parts
        for found in part.each("zones")
        if found.text("type") == "ZONE_TYPE_HEART_RATE"
    ]
    return Session(
        _new_exercise(document, parts, start, context),
        _new_course(parts, start),
        _zones(name, zones, _new_zone),
        [lap for part in parts for lap in _new_laps(name, part)],
    )


def _new_exercise(
    document: Said, parts: list[Said], start: dt.datetime, context: Context
) -> Exercise:
    offset = _first([document, *parts], lambda each: each.whole("timezoneOffsetMinutes", *_OFFSETS))
    number = document.said("sport").text("id")
    report = document.said("trainingLoadReport")
    only = parts[0] if len(parts) == 1 else Said(None)
    created = document.moment("created")
    return Exercise(
        polar_exercise_id=str(document.said("identifier").text("id")),
        start_at=context.absolute(start, offset),
        start_local=start,
        utc_offset_minutes=context.offset_at(start, offset),
        duration_s=_ms(document, "durationMillis"),
        uploaded_at=created.replace(tzinfo=dt.UTC) if created else None,
        detailed_sport=sport_named(number),
        device=document.said("product").text("modelName"),
        device_id=document.text("deviceId"),
        distance_m=not_negative(document.number("distanceMeters")),
        calories=not_negative_whole(document.number("calories")),
        heart_rate_avg=above_zero_whole(document.number("hrAvg")),
        heart_rate_max=above_zero_whole(document.number("hrMax")),
        training_load=not_negative(document.number("trainingLoad")),
        cardio_load=above_zero(report.number("cardioLoad")),
        muscle_load=above_zero(report.number("muscleLoad")),
        user_rpe=report.word("sessionRpe"),
        fat_percent=not_negative_whole(document.number("fatPercentage")),
        carbohydrate_percent=not_negative_whole(document.number("carboPercentage")),
        protein_percent=not_negative_whole(document.number("proteinPercentage")),
        has_route=any(part.said("routes").said("route") for part in parts),
        rr_interval_ms=_beats(parts, "rrSamples", lambda beat: beat.number("durationMillis"), 1),
        has_details=any(part.said("samples") or part.values.get("zones") for part in parts),
        name=document.text("name"),
        note=document.text("note"),
        feeling=document.word("feeling"),
        ascent_m=not_negative(only.number("ascentMeters")),
        descent_m=not_negative(only.number("descentMeters")),
        recovery_time_s=_ms(document, "recoveryTimeMillis"),
        training_benefit=document.word("trainingBenefit"),
        start_trigger=document.word("startTrigger"),
        extra=_new_extra(parts, number),
    )


def _new_extra(parts: list[Said], sport: str | None) -> dict[str, Any] | None:
    """A sport without a name keeps its number; pauses are not cut out of the samples."""
    pauses = [
        [str(start), str(end)]
        for part in parts
        for pause in part.each("pauseTimes")
        if (start := pause.local("startTime")) and (end := pause.local("endTime"))
    ]
    told = {
        "sport_id": sport if sport_named(sport) is None else None,
        "pauses": pauses or None,
        **(_parts(parts, lambda p: (p.said("sport").text("id"), _ms(p, "durationMillis"))) or {}),
    }
    return {name: value for name, value in told.items() if value is not None} or None


def _ms(said: Said, name: str) -> float | None:
    """Milliseconds, which Polar also writes as a text, as seconds."""
    found = not_negative(said.number(name))
    return None if found is None else found / 1000


def _new_course(parts: list[Said], start: dt.datetime) -> Course:
    course = Course()
    for part in parts:
        begin = part.local("startTime") or start
        columns: dict[str, Column] = {}
        for series in part.said("samples").each("samples"):
            name = _NEW_SAMPLES.get(series.text("type") or "")
            if name is not None:
                columns[name] = _ticking(series, begin)
        course.tables.append(_table(columns))
        course.routes.extend(_new_route(part.said("routes").said("route"), begin))
    return course


_NEW_SAMPLES = {
    "HEART_RATE": "heart_rate",
    "SPEED": "speed_kmh",
    "ALTITUDE": "altitude_m",
    "DISTANCE": "distance_m",
    "CADENCE": "cadence_rpm",
    "TEMPERATURE": "temperature_c",
    "LEFT_CRANK_CURRENT_POWER": "power_w",
}


def _ticking(series: Said, start: dt.datetime) -> Column:
    """Values at a fixed rate from the start; what is no number (null, "NaN") is a gap."""
    step, values = series.number("intervalMillis", 1, 10**7), series.values.get("values")
    if step is None or not isinstance(values, list):
        return np.array([], "datetime64[ms]"), np.array([], "f8")
    read = _numbers(values)
    ticks = np.round(np.arange(len(read)) * step).astype("timedelta64[ms]")
    return np.datetime64(start, "ms") + ticks, read


def _numbers(values: list[Any]) -> Reals:
    """A column; None, and texts like "NaN", are gaps."""
    try:
        return np.array(values, "f8")
    except (TypeError, ValueError):
        read = [np.nan if (found := number_of(value)) is None else found for value in values]
        return np.array(read, "f8")


def _new_route(route: Said, start: dt.datetime) -> Iterator[tuple[Times, Reals, Reals]]:
    """Points with their own start; those without a time follow by the second (a guess)."""
    begin = route.local("startTime") or start
    points = [_point(point, place) for place, point in enumerate(route.each("wayPoints"))]
    good = [point for point in points if not np.isnan(point).any()]
    if good:
        elapsed, latitude, longitude = np.array(good, "f8").T
        moments = np.datetime64(begin, "ms") + np.round(elapsed).astype("timedelta64[ms]")
        yield moments, latitude, longitude


def _point(point: Said, place: int) -> tuple[float, float, float]:
    """Milliseconds since the start, degrees north and east; NaN where one is not there."""
    elapsed = point.number("elapsedMillis", 0)
    latitude, longitude = point.number("latitude", -90, 90), point.number("longitude", -180, 180)
    return (
        place * 1000.0 if elapsed is None else elapsed,
        np.nan if latitude is None else latitude,
        np.nan if longitude is None else longitude,
    )


def _new_zone(zone: Said, place: int) -> dict[str, Any]:
    """A zone; no time in it is left out by Polar."""
    return {"zone_index": place + 1, "s": _ms(zone, "inZone") or 0.0}


def _new_laps(name: str, part: Said) -> Iterator[ExerciseLap]:
    for kind, key in (("MANUAL", "laps"), ("AUTOMATIC", "autoLaps")):
        for place, lap in enumerate(part.said("laps").each(key)):
            statistics = {s.text("type"): s for s in lap.said("statistics").each("statistics")}
            heart_rate = statistics.get("STATISTICS_TYPE_HEART_RATE", Said(None))
            yield ExerciseLap(
                polar_exercise_id=name,
                kind=kind,
                lap_index=place,
                duration_s=_ms(lap, "durationMillis"),
                split_s=_ms(lap, "splitTimeMillis"),
                distance_m=not_negative(lap.number("distanceMeters")),
                heart_rate_avg=above_zero_whole(heart_rate.number("avg")),
                heart_rate_max=above_zero_whole(heart_rate.number("max")),
            )


# What both have in common.


def _first(told: list[Said], read: Callable[[Said], int | None]) -> int | None:
    """The first that says it; an offset of 0 is one."""
    return next((found for each in told if (found := read(each)) is not None), None)


def _parts(
    parts: list[Said], read: Callable[[Said], tuple[str | None, float | None]]
) -> dict[str, Any] | None:
    """Sport, start and seconds of each of several parts."""
    if len(parts) < _SEVERAL:
        return None
    return {
        "parts": [
            {"sport": sport, "start_local": str(part.local("startTime")), "duration_s": seconds}
            for part in parts
            for sport, seconds in [read(part)]
        ]
    }


_SEVERAL = 2


def _beats(
    parts: list[Said], key: str, read: Callable[[Said], float | None], factor: float
) -> list[int | None] | None:
    """RR intervals in order, milliseconds; None while the sensor was offline."""
    found = [
        round(value * factor) if value and not beat.values.get("offline") else None
        for part in parts
        for beat in part.said("samples").each(key)
        for value in [read(beat)]
    ]
    return found or None


def _zones(
    name: str, told: list[object], read: Callable[[Said, int], dict[str, Any]]
) -> list[ExerciseZone]:
    """Heart-rate zones from the lowest, 0, times of a session's parts added."""
    found: dict[int, ExerciseZone] = {}
    for zones in told:
        for place, zone in enumerate(zones if isinstance(zones, list) else ()):
            said = Said(zone)
            values = read(said, place)
            index = values["zone_index"] - 1
            before = found.get(index)
            found[index] = ExerciseZone(
                polar_exercise_id=name,
                zone_index=index,
                lower_bpm=said.whole("lowerLimit", 0, HIGHEST_BPM),
                upper_bpm=said.whole("higherLimit", 0, HIGHEST_BPM),
                in_zone_s=(values["s"] or 0.0) + ((before and before.in_zone_s) or 0.0),
            )
    return [found[index] for index in sorted(found)]


def _table(columns: dict[str, Column]) -> tuple[Times, dict[str, Reals]]:
    """One row a moment: series with different rates meet on the moments that any of them has."""
    moments = np.unique(joined([times for times, _ in columns.values()], "datetime64[ms]"))
    values = {name: np.full(len(moments), np.nan) for name in columns}
    for name, (times, found) in columns.items():
        values[name][np.searchsorted(moments, times)] = _SETTLED.get(name, _bounded)(found)
    return moments, values


def _bounded(values: Reals) -> Reals:
    return np.where(np.abs(values) < LARGEST_VALUE, values, np.nan)


def _signal(bpm: Reals) -> Reals:
    """Whole beats a minute; 0, or more than a heart can beat, is no signal."""
    return np.where((bpm > 0) & (bpm <= HIGHEST_BPM), np.round(bpm), np.nan)


def _altitude(metres: Reals) -> Reals:
    """Until the first fix Polar writes 0, which is no altitude."""
    known = np.flatnonzero(~np.isin(metres, (0.0,)) & ~np.isnan(metres))
    first = known[0] if len(known) else len(metres)
    return np.where(np.arange(len(metres)) < first, np.nan, _bounded(metres))


_SETTLED: dict[str, Callable[[Reals], Reals]] = {"heart_rate": _signal, "altitude_m": _altitude}


def _samples(name: str, course: Course) -> ExerciseSamples:
    """Samples of all parts, each moment once."""
    moments = joined([times for times, _ in course.tables], "datetime64[ms]")
    times, place = np.unique(moments, return_index=True)
    columns = {
        column: joined(
            [
                values.get(column, np.full(len(moments), np.nan))
                for moments, values in course.tables
            ],
            "f8",
        )[place]
        for column in SAMPLE_TYPES
    }
    return ExerciseSamples(
        polar_exercise_id=np.full(len(times), name, "U64"), local_time=times, **columns
    )


def _route(name: str, course: Course) -> RoutePointSamples:
    moments = joined([times for times, *_ in course.routes], "datetime64[ms]")
    latitude = joined([values for _, values, _ in course.routes], "f8")
    longitude = joined([values for *_, values in course.routes], "f8")
    good = ~np.isnan(latitude) & ~np.isnan(longitude)
    times, place = np.unique(moments[good], return_index=True)
    unknown = np.full(len(times), np.nan)
    return RoutePointSamples(
        polar_exercise_id=np.full(len(times), name, "U64"),
        local_time=times,
        latitude=latitude[good][place],
        longitude=longitude[good][place],
        satellites=unknown,
        fix=unknown,
    )
