"""Continuous heart rate, as AccessLink sends it."""

from typing import ClassVar

from app.upstream.wire.base import Wire
from app.upstream.wire.columns import HeartRateColumns
from app.upstream.wire.types import Day, Word


class HeartRateDay(Wire):
    """The samples of one day on the device's wall clock."""

    subject: ClassVar[str] = "heart rate"
    key: ClassVar[tuple[str, ...]] = ("date",)

    date: Day
    polar_user: Word | None = None
    heart_rate_samples: HeartRateColumns | None = None
