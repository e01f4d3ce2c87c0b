"""Cardio load."""

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Annotated

from app.records.cardio_load import CardioLoadDay
from app.rest.shapes.values import about, two


@dataclass
class CardioLoad:
    """One day's load; null where Polar has nothing to say yet."""

    date: Annotated[dt.date, about("The wearer's day.", "2026-01-11")]
    strain: Annotated[float | None, about("Mean load of the last 7 days, TRIMP.", 125.5)]
    tolerance: Annotated[float | None, about("Mean load of the last 28 days, TRIMP.", 180.2)]
    cardio_load: Annotated[float | None, about("Sum of the day's TRIMP; 0 is a rest day.", 85.3)]
    cardio_load_ratio: Annotated[float | None, about("Strain divided by tolerance.", 0.70)]
    cardio_load_status: Annotated[
        str | None, about("Polar's word: DETRAINING, MAINTAINING, PRODUCTIVE and on.", "PRODUCTIVE")
    ]

    @classmethod
    def of(cls, day: CardioLoadDay) -> "CardioLoad":
        """The row of a day."""
        return cls(
            day.date,
            day.strain,
            day.tolerance,
            day.cardio_load,
            two(day.cardio_load_ratio),
            day.cardio_load_status,
        )


@dataclass
class LoadLevels:
    """Thresholds of the last 90 days, TRIMP."""

    very_low: Annotated[float | None, about("Upper end of very low.", 20.1)]
    low: Annotated[float | None, about("Upper end of low.", 45.2)]
    medium: Annotated[float | None, about("Upper end of medium.", 80.7)]
    high: Annotated[float | None, about("Upper end of high.", 130.4)]
    very_high: Annotated[float | None, about("Where very high is measured to.", 210.9)]


@dataclass
class CardioLoadDetail(CardioLoad):
    """One day's load with the person's own thresholds."""

    cardio_load_level: Annotated[LoadLevels, about("The person's own thresholds.", None)]

    @classmethod
    def with_levels(cls, day: CardioLoadDay) -> "CardioLoadDetail":
        """The day with the thresholds."""
        levels = LoadLevels(
            day.level_very_low, day.level_low, day.level_medium, day.level_high, day.level_very_high
        )
        return cls(**asdict(CardioLoad.of(day)), cardio_load_level=levels)
