"""SleepWise: alertness and circadian bedtime, as AccessLink sends them. All times are UTC."""

from typing import ClassVar

from app.upstream.wire.base import Rows, Wire
from app.upstream.wire.types import OffsetMinutes, Score, Seconds, UtcTime, Word


class AlertnessHour(Wire):
    """The level of one hour; the first and the last one of a period are shorter."""

    start_time: UtcTime
    end_time: UtcTime | None = None
    validity: Word | None = None
    alertness_level: Word | None = None


class Alertness(Wire):
    """The alertness that one sleep gives."""

    subject: ClassVar[str] = "alertness"
    key: ClassVar[tuple[str, ...]] = ("period_start_time",)
    clock: ClassVar[tuple[str, str] | None] = ("period_start_time", "sleep_timezone_offset_minutes")

    period_start_time: UtcTime
    period_end_time: UtcTime | None = None
    sleep_period_start_time: UtcTime | None = None
    sleep_period_end_time: UtcTime | None = None
    sleep_timezone_offset_minutes: OffsetMinutes | None = None
    grade: Score | None = None
    grade_validity_seconds: Seconds | None = None
    grade_type: Word | None = None
    grade_classification: Word | None = None
    validity: Word | None = None
    sleep_inertia: Word | None = None
    sleep_type: Word | None = None
    result_type: Word | None = None
    hourly_data: Rows[AlertnessHour] | None = None


class CircadianBedtime(Wire):
    """When the person had best go to bed."""

    subject: ClassVar[str] = "circadian bedtime"
    key: ClassVar[tuple[str, ...]] = ("period_start_time",)
    clock: ClassVar[tuple[str, str] | None] = ("period_start_time", "sleep_timezone_offset_minutes")

    period_start_time: UtcTime
    period_end_time: UtcTime | None = None
    preferred_sleep_period_start_time: UtcTime | None = None
    preferred_sleep_period_end_time: UtcTime | None = None
    sleep_gate_start_time: UtcTime | None = None
    sleep_gate_end_time: UtcTime | None = None
    sleep_timezone_offset_minutes: OffsetMinutes | None = None
    validity: Word | None = None
    quality: Word | None = None
    result_type: Word | None = None
