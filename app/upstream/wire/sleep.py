"""Nights, as AccessLink sends them."""

from typing import ClassVar

from app.upstream.wire.base import Wire
from app.upstream.wire.types import (
    BpmMap,
    Code,
    Day,
    DeviceId,
    DeviceTime,
    Score,
    Seconds,
    StageMap,
    Word,
)


class Sleep(Wire):
    """One night, dated by the day of waking up. Durations are seconds; times may lack an offset."""

    subject: ClassVar[str] = "sleep"
    key: ClassVar[tuple[str, ...]] = ("date",)

    date: Day
    polar_user: Word | None = None
    sleep_start_time: DeviceTime | None = None
    sleep_end_time: DeviceTime | None = None
    device_id: DeviceId | None = None
    continuity: Score | None = None
    continuity_class: Code | None = None
    light_sleep: Seconds | None = None
    deep_sleep: Seconds | None = None
    rem_sleep: Seconds | None = None
    unrecognized_sleep_stage: Seconds | None = None
    total_interruption_duration: Seconds | None = None
    short_interruption_duration: Seconds | None = None
    long_interruption_duration: Seconds | None = None
    sleep_score: Score | None = None
    sleep_charge: Code | None = None
    sleep_rating: Code | None = None
    sleep_goal: Seconds | None = None
    sleep_cycles: Code | None = None
    group_duration_score: Score | None = None
    group_solidity_score: Score | None = None
    group_regeneration_score: Score | None = None
    hypnogram: StageMap | None = None
    heart_rate_samples: BpmMap | None = None
