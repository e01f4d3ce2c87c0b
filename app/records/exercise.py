"""Exercises with zones, samples and routes."""

import datetime as dt
from dataclasses import dataclass
from typing import Annotated, Any

import numpy as np
import numpy.typing as npt

from app.records.answers import Absent


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """One training session."""

    polar_exercise_id: Annotated[str, "Polar's hashed id, case sensitive."]
    start_at: Annotated[
        dt.datetime, "Start, absolute time; without an offset the wall clock taken as UTC."
    ]
    start_local: Annotated[dt.datetime, "Start, on the wearer's clock."]
    utc_offset_minutes: Annotated[
        int | None, "The wearer's clock minus UTC, minutes; NULL when Polar does not say."
    ] = None
    duration_s: Annotated[float | None, "Duration, seconds."] = None
    uploaded_at: Annotated[dt.datetime | None, "Arrival at Polar, absolute time."] = None
    sport: Annotated[str | None, "Coarse sport, very often OTHER."] = None
    detailed_sport: Annotated[str | None, "Fine sport, about 170 words."] = None
    device: Annotated[str | None, "Model name of the device."] = None
    device_id: Annotated[str | None, "Device that recorded the exercise."] = None
    distance_m: Annotated[float | None, "Distance, metres; NULL when not measured."] = None
    calories: Annotated[int | None, "Energy, kcal."] = None
    heart_rate_avg: Annotated[int | None, "Average heart rate, bpm."] = None
    heart_rate_max: Annotated[int | None, "Highest heart rate, bpm."] = None
    training_load: Annotated[float | None, "Older training load, Polar's units."] = None
    cardio_load: Annotated[float | None, "Training Load Pro: cardio load, TRIMP."] = None
    cardio_load_interpretation: Annotated[str | None, "VERY_LOW to VERY_HIGH."] = None
    muscle_load: Annotated[float | None, "Training Load Pro: muscle load, kJ."] = None
    muscle_load_interpretation: Annotated[str | None, "VERY_LOW to VERY_HIGH."] = None
    perceived_load: Annotated[float | None, "Training Load Pro: perceived load."] = None
    perceived_load_interpretation: Annotated[str | None, "VERY_LOW to VERY_HIGH."] = None
    user_rpe: Annotated[str | None, "The person's own rating of the effort, RPE_EASY and on."] = (
        None
    )
    running_index: Annotated[int | None, "Polar running index."] = None
    fat_percent: Annotated[int | None, "Share of energy from fat, percent."] = None
    carbohydrate_percent: Annotated[int | None, "Share from carbohydrate, percent."] = None
    protein_percent: Annotated[int | None, "Share from protein, percent."] = None
    has_route: Annotated[bool | None, "Whether Polar has a route of it."] = None
    rr_interval_ms: Annotated[
        list[int | None] | None, "RR intervals in order, milliseconds; NULL: sensor offline."
    ] = None
    has_details: Annotated[bool, "Whether zones, samples and route were asked for."] = False
    name: Annotated[str | None, "Name that the person gave it."] = None
    note: Annotated[str | None, "What the person wrote about it."] = None
    feeling: Annotated[str | None, "How it felt, Polar's word."] = None
    ascent_m: Annotated[float | None, "Climbed, metres."] = None
    descent_m: Annotated[float | None, "Descended, metres."] = None
    recovery_time_s: Annotated[float | None, "Time to recover, as Polar reckons it, seconds."] = (
        None
    )
    training_benefit: Annotated[str | None, "What it was good for, Polar's word."] = None
    start_trigger: Annotated[str | None, "What began it: the person, or the watch by itself."] = (
        None
    )
    extra: Annotated[
        dict[str, Any] | None, "Fields that Polar sends and Ursa has no column for."
    ] = None
    exercise_id: Annotated[int | None, "Ursa's own number; given when stored."] = None
    duplicate_of: Annotated[
        int | None,
        "The exercise that it repeats: the same session under another id of Polar's; "
        "NULL: none. Who counts or sums leaves the others out.",
    ] = None
    absent: Absent = frozenset()

    @property
    def sport_name(self) -> str | None:
        """The fine sport where the coarse one says nothing, else the coarse one."""
        if self.sport in {None, "OTHER"}:
            return self.detailed_sport or self.sport
        return self.sport

    @property
    def load(self) -> float | None:
        """Training load: the older measure, else a cardio load above 0."""
        return self.training_load if self.training_load is not None else (self.cardio_load or None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseZone:
    """Time in one heart-rate zone of one exercise."""

    polar_exercise_id: Annotated[str, "The exercise."]
    zone_index: Annotated[int, "Number of the zone, 0 the lowest."]
    lower_bpm: Annotated[int | None, "Lower limit, bpm."] = None
    upper_bpm: Annotated[int | None, "Upper limit, bpm; equals the next zone's lower one."] = None
    in_zone_s: Annotated[float | None, "Time in the zone, seconds."] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseLap:
    """One lap of one exercise, pressed by hand or counted by the watch."""

    polar_exercise_id: Annotated[str, "The exercise."]
    kind: Annotated[str, "MANUAL or AUTOMATIC."]
    lap_index: Annotated[int, "Number of the lap among its kind, 0 the first."]
    duration_s: Annotated[float | None, "Duration, seconds."] = None
    split_s: Annotated[float | None, "From the exercise's start to the lap's end, seconds."] = None
    distance_m: Annotated[float | None, "Distance, metres."] = None
    heart_rate_avg: Annotated[int | None, "Average heart rate, bpm."] = None
    heart_rate_max: Annotated[int | None, "Highest heart rate, bpm."] = None
    speed_avg_kmh: Annotated[float | None, "Average speed, km/h."] = None
    speed_max_kmh: Annotated[float | None, "Highest speed, km/h."] = None
    ascent_m: Annotated[float | None, "Climbed, metres."] = None
    descent_m: Annotated[float | None, "Descended, metres."] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseSamples:
    """Samples of exercises, one row a moment, one column a quantity; NaN: no value."""

    polar_exercise_id: npt.NDArray[np.str_]
    local_time: npt.NDArray[np.datetime64]
    heart_rate: npt.NDArray[np.float64]
    speed_kmh: npt.NDArray[np.float64]
    cadence_rpm: npt.NDArray[np.float64]
    altitude_m: npt.NDArray[np.float64]
    power_w: npt.NDArray[np.float64]
    pedalling_index_percent: npt.NDArray[np.float64]
    left_right_balance_percent: npt.NDArray[np.float64]
    air_pressure_hpa: npt.NDArray[np.float64]
    running_cadence_spm: npt.NDArray[np.float64]
    temperature_c: npt.NDArray[np.float64]
    distance_m: npt.NDArray[np.float64]


SAMPLE_TYPES = (
    "heart_rate",
    "speed_kmh",
    "cadence_rpm",
    "altitude_m",
    "power_w",
    "pedalling_index_percent",
    "left_right_balance_percent",
    "air_pressure_hpa",
    "running_cadence_spm",
    "temperature_c",
    "distance_m",
)
"""Columns of Polar's sample types 0 to 10; type 11 is `Exercise.rr_interval_ms`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutePointSamples:
    """Routes of exercises, degrees; `satellites` 0-63 and `fix` 0-3, NaN when not sent."""

    polar_exercise_id: npt.NDArray[np.str_]
    local_time: npt.NDArray[np.datetime64]
    latitude: npt.NDArray[np.float64]
    longitude: npt.NDArray[np.float64]
    satellites: npt.NDArray[np.float64]
    fix: npt.NDArray[np.float64]
