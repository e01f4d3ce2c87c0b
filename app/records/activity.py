"""A day's activity, its steps by the minute and its activity zones."""

import datetime as dt
from dataclasses import dataclass
from typing import Annotated, Any

import numpy as np
import numpy.typing as npt

from app.records.answers import Absent
from app.records.samples import DatedSamples


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityDay:
    """One person's day on the wearer's clock; today's row is partial and grows."""

    date: Annotated[dt.date, "The wearer's day."]
    start_local: Annotated[dt.datetime, "Start of the measured day, on the wearer's clock."]
    end_local: Annotated[
        dt.datetime | None, "End of the measured day: the last sync for today."
    ] = None
    active_s: Annotated[float | None, "Time in activity, seconds."] = None
    inactive_s: Annotated[float | None, "Time sitting or lying awake, seconds."] = None
    daily_activity_percent: Annotated[
        float | None, "Share of the day's activity goal, percent; exceeds 100."
    ] = None
    calories_total: Annotated[int | None, "Energy including basal metabolism, kcal."] = None
    calories_active: Annotated[int | None, "Energy of activity alone, kcal."] = None
    steps: Annotated[int | None, "Steps of the day."] = None
    inactivity_alert_count: Annotated[int | None, "Inactivity alerts of the day."] = None
    distance_m: Annotated[float | None, "Distance from steps, metres."] = None
    extra: Annotated[
        dict[str, Any] | None, "Fields that Polar sends and Ursa has no column for."
    ] = None
    absent: Absent = frozenset()

    @property
    def active_minutes(self) -> float | None:
        """Time in activity, minutes."""
        return None if self.active_s is None else self.active_s / 60

    @property
    def distance_km(self) -> float | None:
        """Distance from steps, kilometres."""
        return None if self.distance_m is None else self.distance_m / 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class StepSamples(DatedSamples):
    """Steps of each measured interval (a minute), repeats that Polar leaves out filled in."""

    steps: npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class MetSamples(DatedSamples):
    """Energy spent in multiples of that at rest (MET), every 30 seconds."""

    met: npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityZoneSamples(DatedSamples):
    """Activity zones, one entry at each change.

    SLEEP, SEDENTARY, LIGHT, MODERATE, VIGOROUS, NON_WEAR, or a word that Polar adds later.
    """

    zone: npt.NDArray[np.str_]


@dataclass(frozen=True, slots=True, kw_only=True)
class InactivityStampSamples(DatedSamples):
    """Moments at which the watch asked its wearer to move."""
