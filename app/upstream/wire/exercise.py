"""Exercises with zones, samples and route, as AccessLink sends them."""

from typing import ClassVar

from app.upstream.wire.base import Rows, Wire
from app.upstream.wire.columns import RouteColumns, Series
from app.upstream.wire.types import (
    Amount,
    Bpm,
    Code,
    Count,
    Day,
    DeviceId,
    DurationS,
    Load,
    LocalTime,
    OffsetMinutes,
    Percent,
    PolarId,
    Real,
    UtcTime,
    Word,
)


class ExerciseHeartRate(Wire):
    """Beats a minute."""

    average: Bpm | None = None
    maximum: Bpm | None = None


class HeartRateZone(Wire):
    """Limits in beats a minute, time in the zone in seconds."""

    index: Code
    lower_limit: Bpm | None = None
    upper_limit: Bpm | None = None
    in_zone: DurationS | None = None


class ExerciseSamples(Wire):
    """One sensor's values every `recording_rate` seconds (None: RR intervals, one per beat)."""

    sample_type: Code
    recording_rate: Amount | None = None
    data: Series


class TrainingLoadPro(Wire):
    """Loads of three kinds, in Polar's units."""

    date: Day | None = None
    cardio_load: Load | None = None
    muscle_load: Load | None = None
    perceived_load: Load | None = None
    cardio_load_interpretation: Word | None = None
    muscle_load_interpretation: Word | None = None
    perceived_load_interpretation: Word | None = None
    user_rpe: Word | None = None


class Exercise(Wire):
    """One training session; starts on the device's wall clock. Seconds, metres, kcal."""

    subject: ClassVar[str] = "exercise"
    key: ClassVar[tuple[str, ...]] = ("id",)
    clock: ClassVar[tuple[str, str] | None] = ("start_time", "start_time_utc_offset")

    id: PolarId
    start_time: LocalTime
    start_time_utc_offset: OffsetMinutes | None = None
    upload_time: UtcTime | None = None
    polar_user: Word | None = None
    device: Word | None = None
    device_id: DeviceId | None = None
    duration: DurationS | None = None
    distance: Amount | None = None
    heart_rate: ExerciseHeartRate | None = None
    calories: Count | None = None
    training_load: Load | None = None
    sport: Word | None = None
    detailed_sport_info: Word | None = None
    has_route: bool | None = None
    running_index: Real | None = None
    fat_percentage: Percent | None = None
    carbohydrate_percentage: Percent | None = None
    protein_percentage: Percent | None = None
    club_id: Real | None = None
    club_name: Word | None = None
    heart_rate_zones: Rows[HeartRateZone] | None = None
    samples: Rows[ExerciseSamples] | None = None
    route: RouteColumns | None = None
    training_load_pro: TrainingLoadPro | None = None
