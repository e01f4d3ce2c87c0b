"""Days of activity, and their steps by the minute."""

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Annotated

from app.reads.activity import StepDay
from app.reads.series import Series
from app.records.activity import ActivityDay
from app.rest.shapes.values import about, kilometres, local, minutes, moment, whole

MINUTE_MS = 60_000


@dataclass
class Activity:
    """One day on the wearer's clock; today's row is partial and grows."""

    date: Annotated[dt.date, about("The wearer's day.", "2026-01-11")]
    steps: Annotated[int | None, about("Steps.", 8542)]
    calories_active: Annotated[int | None, about("Energy of activity alone, kcal.", 450)]
    calories_total: Annotated[int | None, about("Energy with basal metabolism, kcal.", 2150)]
    distance_km: Annotated[float | None, about("Distance from steps, km.", 6.2)]
    active_minutes: Annotated[float | None, about("Time in activity, minutes.", 45.5)]
    activity_score: Annotated[
        int | None, about("Share of the day's activity goal, percent; exceeds 100.", 78)
    ]

    @classmethod
    def of(cls, day: ActivityDay) -> "Activity":
        """The row of a day."""
        return cls(
            day.date,
            day.steps,
            day.calories_active,
            day.calories_total,
            kilometres(day.distance_m),
            minutes(day.active_s),
            whole(day.daily_activity_percent),
        )


@dataclass
class ZoneChange:
    """The moment at which an activity zone begins."""

    time: Annotated[str, moment("Start, on the wearer's clock.", "2026-01-11 07:20:00")]
    zone: Annotated[
        str,
        about(
            "SLEEP, SEDENTARY, LIGHT, MODERATE, VIGOROUS, NON_WEAR, or Polar's newer words.",
            "LIGHT",
        ),
    ]


@dataclass
class ActivityDetail(Activity):
    """One day with its zones and alerts."""

    start_time: Annotated[
        str, moment("Start of the measured day, on the wearer's clock.", "2026-01-11 00:00:00")
    ]
    end_time: Annotated[
        str | None,
        moment("End of the measured day: the last sync for today.", "2026-01-12 00:00:00"),
    ]
    distance_meters: Annotated[float | None, about("Distance from steps, metres.", 6200.0)]
    active_time_seconds: Annotated[float | None, about("Time in activity, seconds.", 2730.0)]
    inactive_time_seconds: Annotated[
        float | None, about("Time sitting or lying awake, seconds.", 32400.0)
    ]
    inactivity_alerts: Annotated[int | None, about("Inactivity alerts.", 1)]
    inactivity_alert_times: Annotated[
        list[str],
        about("When they came, on the wearer's clock.", ["2026-01-11 14:05:00"]),
    ]
    zones: Annotated[list[ZoneChange], about("Changes of activity zone, in order of time.", [])]

    @classmethod
    def with_series(
        cls, day: ActivityDay, zones: Series, stamps: list[dt.datetime]
    ) -> "ActivityDetail":
        """The day with its zones and alerts."""
        changes = zip(zones.local_time, zones.values, strict=True)
        return cls(
            **asdict(Activity.of(day)),
            start_time=local(day.start_local),
            end_time=local(day.end_local),
            distance_meters=day.distance_m,
            active_time_seconds=day.active_s,
            inactive_time_seconds=day.inactive_s,
            inactivity_alerts=day.inactivity_alert_count,
            inactivity_alert_times=[local(stamp) for stamp in stamps],
            zones=[ZoneChange(local(at), zone) for at, zone in changes],
        )


@dataclass
class ActivitySamplesDay:
    """How much is known of a day's steps by the minute."""

    date: Annotated[dt.date, about("The wearer's day.", "2026-01-11")]
    sample_count: Annotated[int, about("Measured minutes.", 1440)]
    total_steps: Annotated[int, about("Sum of the minutes' steps.", 8542)]
    has_samples: Annotated[bool, about("Whether the samples can be asked for.", example=True)]

    @classmethod
    def of(cls, day: StepDay) -> "ActivitySamplesDay":
        """The row of a day."""
        return cls(day.date, day.sample_count, day.steps, day.sample_count > 0)


@dataclass
class StepSample:
    """Steps of one minute."""

    timestamp: Annotated[str, moment("Start, on the wearer's clock.", "2026-01-11 07:20:00")]
    steps: Annotated[int, about("Steps in the minute.", 64)]


@dataclass
class ActivitySamples:
    """One day's steps by the minute."""

    date: Annotated[dt.date, about("The wearer's day.", "2026-01-11")]
    total_steps: Annotated[int, about("Sum of the minutes' steps.", 8542)]
    interval_ms: Annotated[int, about("Length of an interval, ms.", MINUTE_MS)]
    sample_count: Annotated[int, about("Measured minutes.", 1440)]
    samples: Annotated[list[StepSample], about("Steps in order of time.", [])]

    @classmethod
    def of(cls, date: dt.date, steps: Series) -> "ActivitySamples":
        """The day's samples."""
        rows = zip(steps.local_time, steps.values, strict=True)
        samples = [StepSample(local(at), count) for at, count in rows]
        return cls(date, sum(steps.values), MINUTE_MS, len(samples), samples)
