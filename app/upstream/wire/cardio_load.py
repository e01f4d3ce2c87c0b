"""Cardio load, as AccessLink sends it."""

from typing import ClassVar

from app.upstream.wire.base import Wire
from app.upstream.wire.types import Day, Load, Word


class CardioLoadLevel(Wire):
    """The person's own thresholds between the levels."""

    very_low: Load | None = None
    low: Load | None = None
    medium: Load | None = None
    high: Load | None = None
    very_high: Load | None = None


class CardioLoad(Wire):
    """One day's training load; -1.0 means not available."""

    subject: ClassVar[str] = "cardio load"
    key: ClassVar[tuple[str, ...]] = ("date",)

    date: Day
    cardio_load_status: Word | None = None
    cardio_load: Load | None = None
    strain: Load | None = None
    tolerance: Load | None = None
    cardio_load_ratio: Load | None = None
    cardio_load_level: CardioLoadLevel | None = None
