"""Continuous heart rate."""

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Annotated

from app.reads.series import Series
from app.records.heart_rate import HeartRateDay
from app.rest.shapes.values import about, whole


@dataclass
class HeartRate:
    """One day's heart rate in four numbers."""

    date: Annotated[dt.date, about("The wearer's day.", "2026-01-11")]
    hr_min: Annotated[int | None, about("Lowest sample, bpm.", 48)]
    hr_avg: Annotated[
        int | None,
        about(
            "Mean over minutes (each minute's mean first, so that bursts weigh no more), bpm.", 62
        ),
    ]
    hr_max: Annotated[int | None, about("Highest sample, bpm.", 165)]
    sample_count: Annotated[int, about("Samples with a signal.", 1440)]

    @classmethod
    def of(cls, day: HeartRateDay) -> "HeartRate":
        """The row of a day."""
        return cls(
            day.date, whole(day.hr_min), whole(day.hr_mean), whole(day.hr_max), day.sample_count
        )


@dataclass
class HeartRateSample:
    """One measurement."""

    heart_rate: Annotated[int, about("Heart rate, bpm.", 61)]
    sample_time: Annotated[str, about("Time on the wearer's clock, HH:MM:SS.", "07:20:00")]


@dataclass
class HeartRateDetail(HeartRate):
    """One day's samples with a signal."""

    samples: Annotated[list[HeartRateSample], about("Samples in order of time.", [])]

    @classmethod
    def with_series(cls, day: HeartRateDay, samples: Series) -> "HeartRateDetail":
        """The day with its samples."""
        rows = zip(samples.local_time, samples.values, strict=True)
        return cls(
            **asdict(HeartRate.of(day)),
            samples=[HeartRateSample(bpm, at.strftime("%H:%M:%S")) for at, bpm in rows],
        )
