"""SleepWise: alertness by the hour, and bedtimes."""

import datetime as dt

from app.normalise.absent import absent, emptied
from app.normalise.rivals import best_of_each, distinct, grouped, named
from app.normalise.values import (
    Harvest,
    above_zero,
    above_zero_whole,
    not_negative,
    on_the_clock,
    or_none,
    word,
    zero_counts,
)
from app.records.answers import Told
from app.records.sleepwise import AlertnessHour, AlertnessPeriod, Bedtime
from app.upstream.wire.sleepwise import Alertness, CircadianBedtime
from app.upstream.wire.sleepwise import AlertnessHour as WireHour

HOUR = dt.timedelta(hours=1)


def alertness(rows: list[Alertness]) -> Harvest:
    """Periods and their hours."""
    rows, notes, others = best_of_each(rows, lambda row: row.period_start_time, _lived_and_graded)
    hours = [_hour(row, hour) for row in rows for hour in _hours(row)]
    counts = [(row, len(distinct(row.hourly_data or [])) - len(_hours(row))) for row in rows]
    notes += [
        f"{named(row)}: {count} hours left out that begin with another one"
        for row, count in counts
        if count
    ]
    silent = [(row.period_start_time,) for row in rows if emptied(row, "hourly_data")]
    told = Told(AlertnessHour, silent)
    return Harvest([[_period(row) for row in rows], hours], notes, others, told)


def _is_history(row: Alertness | CircadianBedtime) -> bool:
    """What was lived counts more than what was foretold."""
    return (row.result_type or "").endswith("_HISTORY")


def _lived_and_graded(row: Alertness) -> tuple[bool, bool]:
    return _grade(row) is not None or bool(row.hourly_data), _is_history(row)


def _lived_and_told(row: CircadianBedtime) -> tuple[bool, bool]:
    return row.preferred_sleep_period_start_time is not None, _is_history(row)


def _hours(row: Alertness) -> list[WireHour]:
    """One row of each start: the one that lasts longer, else the one that says more."""
    starts = grouped(row.hourly_data or [], lambda hour: hour.start_time)
    return [max(hours, key=lambda hour: (_lasts(hour), repr(hour))) for hours in starts.values()]


def _lasts(hour: WireHour) -> dt.timedelta:
    return (hour.end_time or hour.start_time + HOUR) - hour.start_time


def _period(row: Alertness) -> AlertnessPeriod:
    return AlertnessPeriod(
        period_start_at=row.period_start_time,
        period_end_at=row.period_end_time,
        sleep_start_at=row.sleep_period_start_time,
        sleep_end_at=row.sleep_period_end_time,
        utc_offset_minutes=row.sleep_timezone_offset_minutes,
        grade=_grade(row),
        grade_validity_s=above_zero_whole(row.grade_validity_seconds),
        grade_type=word(row.grade_type, "GRADE_TYPE_"),
        grade_classification=word(row.grade_classification, "GRADE_CLASSIFICATION_"),
        validity=word(row.validity, "VALIDITY_"),
        sleep_inertia=word(row.sleep_inertia, "SLEEP_INERTIA_"),
        sleep_type=word(row.sleep_type, "SLEEP_TYPE_"),
        result_type=word(row.result_type, "ALERTNESS_TYPE_"),
        extra=or_none(row.extra),
        absent=absent(AlertnessPeriod, row, ALERTNESS_SOURCES),
    )


def _grade(row: Alertness) -> float | None:
    """The grade, unless Polar calls it not valid; 0 beside no word of validity is none."""
    validity = word(row.validity, "VALIDITY_")
    if validity == "NOT_VALID":
        return None
    zero = zero_counts(row, {"validity": validity})
    return not_negative(row.grade) if zero else above_zero(row.grade)


def _hour(row: Alertness, hour: WireHour) -> AlertnessHour:
    return AlertnessHour(
        period_start_at=row.period_start_time,
        start_at=hour.start_time,
        end_at=hour.end_time or hour.start_time + HOUR,
        local_time=on_the_clock(hour.start_time, row.sleep_timezone_offset_minutes),
        alertness_level=word(hour.alertness_level, "ALERTNESS_LEVEL_"),
        validity=word(hour.validity, "VALIDITY_"),
    )


def bedtimes(rows: list[CircadianBedtime]) -> Harvest:
    """Nights' best times for bed."""
    rows, notes, others = best_of_each(rows, lambda row: row.period_start_time, _lived_and_told)
    return Harvest([[_bedtime(row) for row in rows]], notes, others)


def _bedtime(row: CircadianBedtime) -> Bedtime:
    return Bedtime(
        period_start_at=row.period_start_time,
        period_end_at=row.period_end_time,
        preferred_sleep_start_at=row.preferred_sleep_period_start_time,
        preferred_sleep_end_at=row.preferred_sleep_period_end_time,
        sleep_gate_start_at=row.sleep_gate_start_time,
        sleep_gate_end_at=row.sleep_gate_end_time,
        utc_offset_minutes=row.sleep_timezone_offset_minutes,
        validity=word(row.validity, "VALIDITY_"),
        quality=word(row.quality, "CIRCADIAN_BEDTIME_QUALITY_"),
        result_type=word(row.result_type, "CIRCADIAN_BEDTIME_TYPE_"),
        extra=or_none(row.extra),
        absent=absent(Bedtime, row, BEDTIME_SOURCES),
    )


PERIOD_SOURCES = {
    "period_start_at": "period_start_time",
    "period_end_at": "period_end_time",
    "utc_offset_minutes": "sleep_timezone_offset_minutes",
}
ALERTNESS_SOURCES = PERIOD_SOURCES | {
    "sleep_start_at": "sleep_period_start_time",
    "sleep_end_at": "sleep_period_end_time",
    "grade_validity_s": "grade_validity_seconds",
}
BEDTIME_SOURCES = PERIOD_SOURCES | {
    "preferred_sleep_start_at": "preferred_sleep_period_start_time",
    "preferred_sleep_end_at": "preferred_sleep_period_end_time",
    "sleep_gate_start_at": "sleep_gate_start_time",
    "sleep_gate_end_at": "sleep_gate_end_time",
}
