"""A night's sleep, its hypnogram and its heart rate."""

import datetime as dt
from dataclasses import dataclass
from typing import Annotated, Any

import numpy as np
import numpy.typing as npt

from app.records.answers import Absent
from app.records.samples import DatedSamples

STAGES = ("WAKE", "REM", "LIGHTER", "LIGHT", "DEEP", "UNKNOWN")
"""Names of Polar's hypnogram codes 0 to 5; LIGHTER and LIGHT are both light non-REM sleep."""

MEASURED = frozenset(
    {
        "sleep_start_at",
        "sleep_end_at",
        "sleep_start_local",
        "sleep_end_local",
        "light_s",
        "deep_s",
        "rem_s",
        "unrecognized_s",
        "interruption_s",
        "short_interruption_s",
        "long_interruption_s",
    }
)
"""Times, stages and interruptions of a sleep: they add up, so parts of two versions never mix."""

SCORED = frozenset(
    {
        "utc_offset_minutes",
        "sleep_score",
        "sleep_charge",
        "continuity",
        "continuity_class",
        "sleep_cycles",
        "duration_score",
        "solidity_score",
        "regeneration_score",
    }
)
"""What Polar makes of what was measured, and the offset of its times: of another version
they say nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Night:
    """One person's main sleep, named by the day of waking up."""

    date: Annotated[dt.date, "Day of waking up."]
    sleep_start_at: Annotated[dt.datetime | None, "Fell asleep, absolute time."] = None
    sleep_end_at: Annotated[dt.datetime | None, "Woke up, absolute time."] = None
    sleep_start_local: Annotated[dt.datetime | None, "Fell asleep, on the wearer's clock."] = None
    sleep_end_local: Annotated[dt.datetime | None, "Woke up, on the wearer's clock."] = None
    utc_offset_minutes: Annotated[
        int | None, "The wearer's clock minus UTC at waking up, minutes."
    ] = None
    device_id: Annotated[str | None, "Device that recorded the night."] = None
    light_s: Annotated[int | None, "Light non-REM sleep, seconds; NULL without staging."] = None
    deep_s: Annotated[int | None, "Deep sleep, seconds; NULL without staging."] = None
    rem_s: Annotated[int | None, "REM sleep, seconds; NULL without staging."] = None
    unrecognized_s: Annotated[int | None, "Asleep, stage unknown, seconds."] = None
    interruption_s: Annotated[
        int | None, "Awake between falling asleep and waking up, seconds."
    ] = None
    short_interruption_s: Annotated[int | None, "Interruptions shorter than 90 s, seconds."] = None
    long_interruption_s: Annotated[int | None, "Interruptions of 90 s or more, seconds."] = None
    sleep_score: Annotated[int | None, "Polar sleep score, 1-100; NULL when not calculated."] = None
    sleep_charge: Annotated[
        int | None, "Against the usual 28 days, 1 much below to 5 much above."
    ] = None
    sleep_rating: Annotated[int | None, "The person's own rating, 1-5; NULL when not given."] = None
    continuity: Annotated[float | None, "Continuity of sleep, 1.0-5.0; 5 is unbroken."] = None
    continuity_class: Annotated[int | None, "Continuity in words' rank, 1-5."] = None
    sleep_goal_s: Annotated[int | None, "The person's sleep goal, seconds."] = None
    sleep_cycles: Annotated[int | None, "Number of sleep cycles."] = None
    duration_score: Annotated[float | None, "Theme of the sleep score: duration, 1-100."] = None
    solidity_score: Annotated[float | None, "Theme of the sleep score: solidity, 1-100."] = None
    regeneration_score: Annotated[
        float | None, "Theme of the sleep score: regeneration, 1-100."
    ] = None
    heart_rate_avg: Annotated[
        float | None, "Mean of the night's heart-rate samples with a signal, bpm."
    ] = None
    extra: Annotated[
        dict[str, Any] | None, "Fields that Polar sends and Ursa has no column for."
    ] = None
    absent: Absent = frozenset()

    @property
    def total_s(self) -> int | None:
        """Time asleep in a known stage, seconds; None without staging."""
        light, deep, rem = self.light_s, self.deep_s, self.rem_s
        if light is None and deep is None and rem is None:
            return None
        return (light or 0) + (deep or 0) + (rem or 0)

    @property
    def total_hours(self) -> float | None:
        """Time asleep, hours."""
        total = self.total_s
        return None if total is None else total / 3600

    @property
    def deep_hours(self) -> float | None:
        """Deep sleep, hours."""
        return None if self.deep_s is None else self.deep_s / 3600

    @property
    def rem_hours(self) -> float | None:
        """REM sleep, hours."""
        return None if self.rem_s is None else self.rem_s / 3600

    @property
    def efficiency_percent(self) -> float | None:
        """Time asleep as a share of the time from falling asleep to waking up, percent."""
        span, total = self._span_s, self.total_s
        return 100 * total / span if total is not None and span > 0 else None

    @property
    def _span_s(self) -> float:
        """From falling asleep to waking up, by the wall clock where that is all there is."""
        start, end = self.sleep_start_at, self.sleep_end_at
        if start is None or end is None:
            start, end = self.sleep_start_local, self.sleep_end_local
        return (end - start).total_seconds() if start and end else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Nap(Night):
    """A sleep beside the night of its date: shorter, or without stages where the night has them.

    What a night's samples are for the night, four arrays are for a nap: a nap is short.
    """

    sleep_start_local: Annotated[dt.datetime, "Fell asleep, on the wearer's clock."]
    stage_minute: Annotated[
        list[int] | None, "Hypnogram: minutes since falling asleep, one at each change of stage."
    ] = None
    stage: Annotated[
        list[str] | None, "Hypnogram: the stage from there on, WAKE, REM, LIGHTER, LIGHT, DEEP."
    ] = None
    heart_rate_minute: Annotated[
        list[int] | None, "Heart rate: minutes since falling asleep, about every 5 minutes."
    ] = None
    heart_rate_bpm: Annotated[list[int] | None, "Heart rate: bpm where there was a signal."] = None

    @property
    def duration_s(self) -> float | None:
        """From falling asleep to waking up, seconds; None where the end is not known."""
        return self._span_s or None


@dataclass(frozen=True, slots=True, kw_only=True)
class SleepStageSamples(DatedSamples):
    """Hypnograms: one entry at each change of stage, columns of equal length."""

    stage: npt.NDArray[np.str_]


@dataclass(frozen=True, slots=True, kw_only=True)
class SleepHeartRateSamples(DatedSamples):
    """Heart rate in sleep about every 5 minutes; NaN where there was no signal."""

    bpm: npt.NDArray[np.float64]
