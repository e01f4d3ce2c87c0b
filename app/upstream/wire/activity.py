"""Daily activity with its step and zone samples, as AccessLink sends it."""

import datetime as dt
from typing import ClassVar

from app.upstream.wire.base import Wire
from app.upstream.wire.columns import StampColumns, StepColumns, ZoneColumns
from app.upstream.wire.types import Amount, Count, Day, DurationS, LocalTime, Word


class ActivitySteps(Wire):
    """Steps of a day, per interval of `interval_ms` milliseconds."""

    interval_ms: Count | None = None
    total_steps: Count | None = None
    samples: StepColumns | None = None


class ActivityZones(Wire):
    """Changes of the activity zone."""

    samples: ZoneColumns | None = None


class ActivitySamples(Wire):
    """The parts of a day's samples that were asked for."""

    date: Day | None = None
    steps: ActivitySteps | None = None
    activity_zones: ActivityZones | None = None
    inactivity_stamps: StampColumns | None = None


class ActivityDaySamples(ActivitySamples):
    """The samples of one day as a row of their own."""

    subject: ClassVar[str] = "activity samples"
    key: ClassVar[tuple[str, ...]] = ("date",)

    date: Day


class Activity(Wire):
    """One day on the device's wall clock. Durations are seconds, distance is metres."""

    subject: ClassVar[str] = "activity"
    key: ClassVar[tuple[str, ...]] = ("start_time",)

    start_time: LocalTime
    end_time: LocalTime | None = None
    polar_user: Word | None = None
    active_duration: DurationS | None = None
    inactive_duration: DurationS | None = None
    daily_activity: Amount | None = None
    calories: Count | None = None
    active_calories: Count | None = None
    steps: Count | None = None
    inactivity_alert_count: Count | None = None
    distance_from_steps: Amount | None = None
    samples: ActivitySamples | None = None

    @property
    def date(self) -> dt.date:
        """The day itself, which Polar only tells by `start_time`."""
        return self.start_time.date()
