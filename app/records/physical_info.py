"""What a person told Polar about themselves."""

import datetime as dt
from dataclasses import dataclass
from typing import Annotated, Any

from app.records.answers import Absent


@dataclass(frozen=True, slots=True, kw_only=True)
class PhysicalInfo:
    """A person's settings at Polar since `modified_at`; Ursa keeps each version it saw."""

    modified_at: Annotated[dt.datetime, "When the person changed it, absolute time."]
    created_at: Annotated[dt.datetime | None, "When it was first filled in."] = None
    birthday: Annotated[dt.date | None, "Date of birth."] = None
    gender: Annotated[str | None, "MALE or FEMALE."] = None
    weight_kg: Annotated[float | None, "Weight, kilograms."] = None
    weight_source: Annotated[str | None, "DEFAULT, ESTIMATE, USER, MEASURED, KEEP."] = None
    height_cm: Annotated[float | None, "Height, centimetres."] = None
    maximum_heart_rate: Annotated[int | None, "Highest heart rate, bpm."] = None
    resting_heart_rate: Annotated[
        int | None, "Resting heart rate, bpm: a setting, not a measurement."
    ] = None
    aerobic_threshold: Annotated[int | None, "Aerobic threshold, bpm."] = None
    anaerobic_threshold: Annotated[int | None, "Anaerobic threshold, bpm."] = None
    vo2_max: Annotated[int | None, "VO2max, ml/kg/min."] = None
    training_background: Annotated[str | None, "OCCASIONAL to PRO."] = None
    typical_day: Annotated[str | None, "MOSTLY_SITTING, MOSTLY_STANDING, MOSTLY_MOVING."] = None
    sleep_goal_s: Annotated[float | None, "Sleep goal, seconds."] = None
    extra: Annotated[
        dict[str, Any] | None, "Fields that Polar sends and Ursa has no column for."
    ] = None
    absent: Absent = frozenset()
