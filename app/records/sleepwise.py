"""SleepWise: alertness through the day, and the best time for bed."""

import datetime as dt
from dataclasses import dataclass
from typing import Annotated, Any

from app.records.answers import Absent


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertnessPeriod:
    """One sleep's boost: from falling asleep to the next evening."""

    period_start_at: Annotated[dt.datetime, "Start of the period, absolute time."]
    period_end_at: Annotated[dt.datetime | None, "End of the period, absolute time."] = None
    sleep_start_at: Annotated[dt.datetime | None, "Start of the sleep behind it."] = None
    sleep_end_at: Annotated[dt.datetime | None, "End of the sleep behind it."] = None
    utc_offset_minutes: Annotated[int | None, "The wearer's clock minus UTC, minutes."] = None
    grade: Annotated[float | None, "Boost from sleep, 0-10; NULL when not valid."] = None
    grade_validity_s: Annotated[int | None, "How long the grade holds, seconds."] = None
    grade_type: Annotated[str | None, "PRIMARY or ADDITIONAL."] = None
    grade_classification: Annotated[str | None, "WEAK, FAIR, STRONG, EXCELLENT."] = None
    validity: Annotated[str | None, "VALID, ESTIMATE (bridged a night), NOT_VALID, RESET."] = None
    sleep_inertia: Annotated[str | None, "NO_INERTIA, MILD, MODERATE, HEAVY."] = None
    sleep_type: Annotated[str | None, "PRIMARY, SECONDARY, ARTIFICIAL."] = None
    result_type: Annotated[str | None, "PREDICTION or HISTORY."] = None
    extra: Annotated[
        dict[str, Any] | None, "Fields that Polar sends and Ursa has no column for."
    ] = None
    absent: Absent = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertnessHour:
    """Alertness of one hour (the first and the last of a period may be shorter)."""

    period_start_at: Annotated[dt.datetime, "The period it belongs to."]
    start_at: Annotated[dt.datetime, "Start, absolute time."]
    end_at: Annotated[dt.datetime, "End, absolute time."]
    local_time: Annotated[dt.datetime, "Start, on the wearer's clock."]
    alertness_level: Annotated[str | None, "MINIMAL, VERY_LOW, LOW, HIGH, VERY_HIGH."] = None
    validity: Annotated[str | None, "VALID, ESTIMATE, NOT_VALID, RESET."] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bedtime:
    """One night's circadian bedtime."""

    period_start_at: Annotated[dt.datetime, "Start of the period, absolute time."]
    period_end_at: Annotated[dt.datetime | None, "End of the period, absolute time."] = None
    preferred_sleep_start_at: Annotated[dt.datetime | None, "Best time to fall asleep."] = None
    preferred_sleep_end_at: Annotated[dt.datetime | None, "Best time to wake up."] = None
    sleep_gate_start_at: Annotated[dt.datetime | None, "Window to fall asleep: start."] = None
    sleep_gate_end_at: Annotated[dt.datetime | None, "Window to fall asleep: end."] = None
    utc_offset_minutes: Annotated[
        int | None, "The wearer's clock minus UTC, minutes; the night's own where Polar sends 0."
    ] = None
    validity: Annotated[str | None, "VALID, ESTIMATE, NOT_VALID, RESET."] = None
    quality: Annotated[str | None, "WEAK, COMPROMISED, CLEARLY_RECOGNIZABLE."] = None
    result_type: Annotated[str | None, "PREDICTION or HISTORY."] = None
    extra: Annotated[
        dict[str, Any] | None, "Fields that Polar sends and Ursa has no column for."
    ] = None
    absent: Absent = frozenset()
