"""Cardio load: how much the heart was asked to do."""

import datetime as dt
from dataclasses import dataclass
from typing import Annotated, Any

from app.records.answers import Absent


@dataclass(frozen=True, slots=True, kw_only=True)
class CardioLoadDay:
    """One day's load; a row for every day, all NULL while Polar has nothing to say."""

    date: Annotated[dt.date, "The wearer's day."]
    cardio_load: Annotated[
        float | None, "Sum of the day's TRIMP; 0 is a rest day, NULL not available."
    ] = None
    strain: Annotated[float | None, "Mean load of the last 7 days."] = None
    tolerance: Annotated[float | None, "Mean load of the last 28 days."] = None
    cardio_load_ratio: Annotated[float | None, "Strain divided by tolerance."] = None
    cardio_load_status: Annotated[str | None, "DETRAINING, MAINTAINING, PRODUCTIVE and on."] = None
    level_very_low: Annotated[float | None, "Threshold of the last 90 days: very low."] = None
    level_low: Annotated[float | None, "Threshold of the last 90 days: low."] = None
    level_medium: Annotated[float | None, "Threshold of the last 90 days: medium."] = None
    level_high: Annotated[float | None, "Threshold of the last 90 days: high."] = None
    level_very_high: Annotated[float | None, "Threshold of the last 90 days: very high."] = None
    extra: Annotated[
        dict[str, Any] | None, "Fields that Polar sends and Ursa has no column for."
    ] = None
    absent: Absent = frozenset()
