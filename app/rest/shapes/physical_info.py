"""What a person told Polar about themselves."""

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Annotated

from app.records.physical_info import PhysicalInfo as Record
from app.rest.shapes.values import about, hours, instant, utc


@dataclass
class PhysicalInfoVersion:
    """A person's settings at Polar since `recorded_at`."""

    recorded_at: Annotated[
        str | None, instant("When the person changed them, UTC.", "2026-01-02T12:00:00Z")
    ]
    weight_kg: Annotated[float | None, about("Weight, kg.", 70.5)]
    height_cm: Annotated[float | None, about("Height, cm.", 175.0)]
    maximum_heart_rate: Annotated[int | None, about("Highest heart rate, bpm.", 190)]
    resting_heart_rate: Annotated[int | None, about("Resting heart rate, bpm: a setting.", 52)]
    aerobic_threshold: Annotated[int | None, about("Aerobic threshold, bpm.", 140)]
    anaerobic_threshold: Annotated[int | None, about("Anaerobic threshold, bpm.", 170)]
    vo2_max: Annotated[int | None, about("VO2max, ml/kg/min.", 50)]
    weight_source: Annotated[str | None, about("DEFAULT, ESTIMATE, USER, MEASURED, KEEP.", "USER")]
    training_background: Annotated[str | None, about("OCCASIONAL to PRO.", "REGULAR")]
    typical_day: Annotated[
        str | None, about("MOSTLY_SITTING, MOSTLY_STANDING, MOSTLY_MOVING.", "MOSTLY_SITTING")
    ]
    sleep_goal_hours: Annotated[float | None, about("Sleep goal, hours.", 8.0)]
    birthday: Annotated[dt.date | None, about("Date of birth.", "1990-01-01")]
    gender: Annotated[str | None, about("MALE or FEMALE.", "MALE")]

    @classmethod
    def of(cls, version: Record) -> "PhysicalInfoVersion":
        """One version of the settings."""
        return cls(
            utc(version.modified_at),
            version.weight_kg,
            version.height_cm,
            version.maximum_heart_rate,
            version.resting_heart_rate,
            version.aerobic_threshold,
            version.anaerobic_threshold,
            version.vo2_max,
            version.weight_source,
            version.training_background,
            version.typical_day,
            hours(version.sleep_goal_s),
            version.birthday,
            version.gender,
        )


@dataclass
class PhysicalInfo(PhysicalInfoVersion):
    """A person's settings at Polar now, and up to ten earlier versions."""

    history: Annotated[list[PhysicalInfoVersion], about("Earlier versions, newest first.", [])]

    @classmethod
    def with_history(cls, versions: list[Record]) -> "PhysicalInfo":
        """The newest version, with the older ones."""
        newest, *older = map(PhysicalInfoVersion.of, versions)
        return cls(**asdict(newest), history=older)
