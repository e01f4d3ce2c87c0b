"""SleepWise: alertness by the hour, and bedtimes."""

import datetime as dt

from app.normalise.values import Harvest, above_zero_whole, newest, on_the_clock, or_none, word
from app.records.sleepwise import AlertnessHour, AlertnessPeriod, Bedtime
from app.upstream.wire.sleepwise import Alertness, CircadianBedtime
from app.upstream.wire.sleepwise import AlertnessHour as WireHour

HOUR = dt.timedelta(hours=1)


def alertness(rows: list[Alertness]) -> Harvest:
    """Periods and their hours."""
    rows = newest(rows, lambda row: row.period_start_time)
    hours = [_hour(row, hour) for row in rows for hour in row.hourly_data or []]
    return [
        [_period(row) for row in rows],
        newest(hours, lambda hour: (hour.period_start_at, hour.local_time)),
    ]


def _period(row: Alertness) -> AlertnessPeriod:
    validity = word(row.validity, "VALIDITY_")
    return AlertnessPeriod(
        period_start_at=row.period_start_time,
        period_end_at=row.period_end_time,
        sleep_start_at=row.sleep_period_start_time,
        sleep_end_at=row.sleep_period_end_time,
        utc_offset_minutes=row.sleep_timezone_offset_minutes,
        grade=None if validity in {None, "NOT_VALID"} else row.grade,
        grade_validity_s=above_zero_whole(row.grade_validity_seconds),
        grade_type=word(row.grade_type, "GRADE_TYPE_"),
        grade_classification=word(row.grade_classification, "GRADE_CLASSIFICATION_"),
        validity=validity,
        sleep_inertia=word(row.sleep_inertia, "SLEEP_INERTIA_"),
        sleep_type=word(row.sleep_type, "SLEEP_TYPE_"),
        result_type=word(row.result_type, "ALERTNESS_TYPE_"),
        extra=or_none(row.extra),
    )


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
    return [[_bedtime(row) for row in newest(rows, lambda row: row.period_start_time)]]


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
    )
