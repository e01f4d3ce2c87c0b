"""Exercises."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from statistics import median
from typing import Annotated

from app.reads.exercises import ExerciseSeries, LapOf, Route
from app.records.exercise import Exercise as Record
from app.records.exercise import ExerciseZone
from app.rest.shapes.values import about, hours, kilometres, local, minutes, moment, utc, whole
from app.rest.shapes.values import instant as instant_


@dataclass
class Exercise:
    """One training session."""

    id: Annotated[int, about("Ursa's own number.", 1)]
    polar_exercise_id: Annotated[str, about("Polar's id.", "abc123")]
    start_time: Annotated[str, moment("Start, on the wearer's clock.", "2026-01-11 07:30:00")]
    sport: Annotated[
        str | None, about("Polar's word; the fine one where the coarse one is OTHER.", "RUNNING")
    ]
    duration_minutes: Annotated[float | None, about("Duration, minutes.", 45.5)]
    distance_km: Annotated[float | None, about("Distance, km; null when not measured.", 8.2)]
    calories: Annotated[int | None, about("Energy, kcal.", 520)]
    average_heart_rate: Annotated[int | None, about("Average heart rate, bpm.", 145)]
    max_heart_rate: Annotated[int | None, about("Highest heart rate, bpm.", 172)]
    training_load: Annotated[
        int | None,
        about("Polar's training load, else the cardio load where it is above 0.", 85),
    ]

    @classmethod
    def of(cls, exercise: Record) -> "Exercise":
        """The row of an exercise."""
        return cls(
            exercise.exercise_id or 0,
            exercise.polar_exercise_id,
            local(exercise.start_local),
            exercise.sport_name,
            minutes(exercise.duration_s),
            kilometres(exercise.distance_m),
            exercise.calories,
            exercise.heart_rate_avg,
            exercise.heart_rate_max,
            whole(exercise.load),
        )


@dataclass
class TrainingLoadPro:
    """Polar's Training Load Pro."""

    cardio_load: Annotated[float | None, about("Cardio load, TRIMP.", 85.3)]
    cardio_load_interpretation: Annotated[str | None, about("VERY_LOW to VERY_HIGH.", "MEDIUM")]
    muscle_load: Annotated[float | None, about("Muscle load, kJ.", 310.5)]
    muscle_load_interpretation: Annotated[str | None, about("VERY_LOW to VERY_HIGH.", "LOW")]
    perceived_load: Annotated[float | None, about("Perceived load.", 120.0)]
    perceived_load_interpretation: Annotated[str | None, about("VERY_LOW to VERY_HIGH.", "HIGH")]
    user_rpe: Annotated[str | None, about("The person's own rating of the effort.", "RPE_EASY")]


@dataclass
class HeartRateZone:
    """Time in one heart-rate zone."""

    index: Annotated[int, about("Number of the zone, 0 the lowest.", 0)]
    lower_limit_bpm: Annotated[int | None, about("Lower limit, bpm.", 95)]
    upper_limit_bpm: Annotated[int | None, about("Upper limit, bpm.", 114)]
    in_zone_seconds: Annotated[float | None, about("Time in the zone, seconds.", 240.0)]

    @classmethod
    def of(cls, zone: ExerciseZone) -> "HeartRateZone":
        """The row of a zone."""
        return cls(zone.zone_index, zone.lower_bpm, zone.upper_bpm, zone.in_zone_s)


@dataclass
class ExerciseDetail(Exercise):
    """One training session with everything that is known of it but its samples."""

    detailed_sport: Annotated[str | None, about("Polar's fine word.", "ROAD_RUNNING")]
    start_time_utc: Annotated[str | None, instant_("Start, UTC.", "2026-01-11T05:30:00Z")]
    utc_offset_minutes: Annotated[
        int | None, about("The wearer's clock minus UTC, minutes; null: unknown.", 120)
    ]
    uploaded_at: Annotated[str | None, instant_("Arrival at Polar, UTC.", "2026-01-11T06:20:00Z")]
    device: Annotated[str | None, about("Model name of the device.", "Polar Vantage V3")]
    device_id: Annotated[str | None, about("Device that recorded it.", "1111AAAA")]
    duration_seconds: Annotated[float | None, about("Duration, seconds.", 2730.0)]
    distance_meters: Annotated[float | None, about("Distance, metres.", 8200.0)]
    running_index: Annotated[int | None, about("Polar running index.", 51)]
    fat_percentage: Annotated[int | None, about("Share of energy from fat, %.", 35)]
    carbohydrate_percentage: Annotated[int | None, about("Share from carbohydrate, %.", 60)]
    protein_percentage: Annotated[int | None, about("Share from protein, %.", 5)]
    training_load_pro: Annotated[TrainingLoadPro, about("Polar's Training Load Pro.", None)]
    heart_rate_zones: Annotated[list[HeartRateZone], about("Zones, the lowest first.", [])]
    has_samples: Annotated[bool, about("Whether samples were asked for at Polar.", example=True)]
    has_route_data: Annotated[bool, about("Whether Polar has a route of it.", example=True)]
    name: Annotated[str | None, about("Name that the person gave it.", "Long run")]
    note: Annotated[str | None, about("What the person wrote about it.", "Windy, felt strong")]
    feeling: Annotated[str | None, about("How it felt, Polar's word.", "GOOD")]
    ascent_meters: Annotated[float | None, about("Climbed, metres.", 212.0)]
    descent_meters: Annotated[float | None, about("Descended, metres.", 210.0)]
    recovery_hours: Annotated[float | None, about("Time to recover, hours.", 18.5)]
    training_benefit: Annotated[str | None, about("What it was good for.", "TEMPO_TRAINING")]

    @classmethod
    def with_zones(cls, exercise: Record, zones: Sequence[ExerciseZone]) -> "ExerciseDetail":
        """The exercise with its zones."""
        return cls(
            **asdict(Exercise.of(exercise)),
            detailed_sport=exercise.detailed_sport,
            start_time_utc=None if exercise.utc_offset_minutes is None else utc(exercise.start_at),
            utc_offset_minutes=exercise.utc_offset_minutes,
            uploaded_at=utc(exercise.uploaded_at),
            device=exercise.device,
            device_id=exercise.device_id,
            duration_seconds=exercise.duration_s,
            distance_meters=exercise.distance_m,
            running_index=exercise.running_index,
            fat_percentage=exercise.fat_percent,
            carbohydrate_percentage=exercise.carbohydrate_percent,
            protein_percentage=exercise.protein_percent,
            training_load_pro=_load_pro(exercise),
            heart_rate_zones=[HeartRateZone.of(zone) for zone in zones],
            has_samples=exercise.has_details,
            has_route_data=bool(exercise.has_route),
            name=exercise.name,
            note=exercise.note,
            feeling=exercise.feeling,
            ascent_meters=exercise.ascent_m,
            descent_meters=exercise.descent_m,
            recovery_hours=hours(exercise.recovery_time_s),
            training_benefit=exercise.training_benefit,
        )


@dataclass
class Lap:
    """One lap of an exercise."""

    kind: Annotated[str, about("MANUAL or AUTOMATIC.", "AUTOMATIC")]
    index: Annotated[int, about("Number of the lap among its kind, 0 the first.", 0)]
    duration_seconds: Annotated[float | None, about("Duration, seconds.", 331.0)]
    split_seconds: Annotated[
        float | None, about("From the exercise's start to the lap's end, seconds.", 331.0)
    ]
    distance_meters: Annotated[float | None, about("Distance, metres.", 1000.0)]
    average_heart_rate: Annotated[int | None, about("Average heart rate, bpm.", 145)]
    max_heart_rate: Annotated[int | None, about("Highest heart rate, bpm.", 158)]
    average_speed_kmh: Annotated[float | None, about("Average speed, km/h.", 10.9)]
    max_speed_kmh: Annotated[float | None, about("Highest speed, km/h.", 13.2)]
    ascent_meters: Annotated[float | None, about("Climbed, metres.", 12.0)]
    descent_meters: Annotated[float | None, about("Descended, metres.", 8.0)]

    @classmethod
    def of(cls, lap: LapOf) -> "Lap":
        """The row of a lap."""
        return cls(
            lap.kind,
            lap.lap_index,
            lap.duration_s,
            lap.split_s,
            lap.distance_m,
            lap.heart_rate_avg,
            lap.heart_rate_max,
            lap.speed_avg_kmh,
            lap.speed_max_kmh,
            lap.ascent_m,
            lap.descent_m,
        )


def _load_pro(exercise: Record) -> TrainingLoadPro:
    return TrainingLoadPro(
        exercise.cardio_load,
        exercise.cardio_load_interpretation,
        exercise.muscle_load,
        exercise.muscle_load_interpretation,
        exercise.perceived_load,
        exercise.perceived_load_interpretation,
        exercise.user_rpe,
    )


@dataclass
class SampleSeries:
    """One quantity through an exercise."""

    sample_type: Annotated[
        str, about("Quantity with its unit; rr_interval_ms: beats.", "speed_kmh")
    ]
    recording_rate: Annotated[float | None, about("Seconds between samples; null for beats.", 1.0)]
    values: Annotated[
        list[float | None],
        about(
            "Values at `elapsed_seconds`; null: no value. Beats simply follow each other.",
            [10.1, 10.4],
        ),
    ]


@dataclass
class ExerciseSamples:
    """Everything that was sampled in an exercise."""

    exercise_id: Annotated[int, about("Ursa's own number.", 1)]
    sport: Annotated[str | None, about("Polar's word.", "RUNNING")]
    start_time: Annotated[str, moment("Start, on the wearer's clock.", "2026-01-11 07:30:00")]
    elapsed_seconds: Annotated[
        list[float], about("Moments of the samples, seconds since the start.", [0.0, 1.0])
    ]
    samples: Annotated[list[SampleSeries], about("One series per quantity that has values.", [])]

    @classmethod
    def of(cls, exercise: Record, series: ExerciseSeries) -> "ExerciseSamples":
        """The samples, and the intervals between beats where there are any."""
        elapsed = _elapsed(exercise, series.local_time)
        rate = median(b - a for a, b in pairwise(elapsed)) if len(elapsed) > 1 else None
        samples = [SampleSeries(name, rate, values) for name, values in series.quantities().items()]
        if exercise.rr_interval_ms:
            samples.append(SampleSeries("rr_interval_ms", None, list(exercise.rr_interval_ms)))
        return cls(
            exercise.exercise_id or 0,
            exercise.sport_name,
            local(exercise.start_local),
            elapsed,
            samples,
        )


@dataclass
class RoutePoint:
    """One point of a route."""

    latitude: Annotated[float, about("Degrees north.", 60.219)]
    longitude: Annotated[float, about("Degrees east.", 24.815)]
    time: Annotated[str, about("Time since the start, ISO 8601 duration.", "PT12.5S")]
    satellites: Annotated[int | None, about("Satellites in sight.", 11)]
    fix: Annotated[int | None, about("Quality of the fix, 0-3.", 3)]


@dataclass
class ExerciseRoute:
    """The route of an exercise."""

    exercise_id: Annotated[int, about("Ursa's own number.", 1)]
    sport: Annotated[str | None, about("Polar's word.", "RUNNING")]
    start_time: Annotated[str, moment("Start, on the wearer's clock.", "2026-01-11 07:30:00")]
    point_count: Annotated[int, about("Number of points.", 2710)]
    route: Annotated[list[RoutePoint], about("Points in order of time.", [])]

    @classmethod
    def of(cls, exercise: Record, route: Route) -> "ExerciseRoute":
        """The route."""
        points = zip(
            route.latitude,
            route.longitude,
            _elapsed(exercise, route.local_time),
            route.satellites,
            route.fix,
            strict=True,
        )
        return cls(
            exercise.exercise_id or 0,
            exercise.sport_name,
            local(exercise.start_local),
            len(route.latitude),
            [RoutePoint(north, east, f"PT{s:g}S", sky, fix) for north, east, s, sky, fix in points],
        )


def _elapsed(exercise: Record, moments: list[dt.datetime]) -> list[float]:
    """Seconds since the start of the exercise."""
    return [(at - exercise.start_local).total_seconds() for at in moments]
