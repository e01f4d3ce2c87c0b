"""Nightly recharge: how the body recovered in the first hours of sleep."""

import datetime as dt
from dataclasses import dataclass
from typing import Annotated, Any

import numpy as np
import numpy.typing as npt

from app.records.answers import Absent
from app.records.samples import DatedSamples

ANS_CHARGE_WORDS = ("MUCH_BELOW_USUAL", "BELOW_USUAL", "USUAL", "ABOVE_USUAL", "MUCH_ABOVE_USUAL")
"""Polar's words for `ans_charge_status` 1 to 5."""

RECHARGE_WORDS = ("VERY_POOR", "POOR", "COMPROMISED", "OK", "GOOD", "VERY_GOOD")
"""Polar's words for `nightly_recharge_status` 1 to 6."""


def _word(words: tuple[str, ...], rank: int | None) -> str | None:
    return words[rank - 1] if rank is not None and 1 <= rank <= len(words) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recharge:
    """One night's recovery; averages over 4 hours from half an hour after falling asleep."""

    date: Annotated[dt.date, "Day of waking up."]
    heart_rate_avg: Annotated[int | None, "Heart rate, bpm."] = None
    beat_to_beat_avg_ms: Annotated[int | None, "Interval between beats, milliseconds."] = None
    hrv_rmssd_ms: Annotated[int | None, "Heart rate variability (RMSSD), milliseconds."] = None
    breathing_rate_avg: Annotated[float | None, "Breathing rate, breaths per minute."] = None
    nightly_recharge_status: Annotated[
        int | None, "Nightly recharge, 1 very poor to 6 very good; NULL without a baseline."
    ] = None
    ans_charge: Annotated[
        float | None, "ANS charge, -10.0 to +10.0, 0 is usual; NULL without a baseline."
    ] = None
    ans_charge_status: Annotated[
        int | None, "ANS charge in words' rank, 1 much below usual to 5 much above usual."
    ] = None
    recharge_sub_level: Annotated[
        int | None, "Finer level within the status, 0-99; the archive alone tells it."
    ] = None
    baseline_beat_to_beat_ms: Annotated[
        float | None, "Polar's usual level of 28 days: interval between beats, milliseconds."
    ] = None
    baseline_beat_to_beat_sd_ms: Annotated[
        float | None, "Its standard deviation, milliseconds."
    ] = None
    baseline_rmssd_ms: Annotated[float | None, "Polar's usual level: RMSSD, milliseconds."] = None
    baseline_rmssd_sd_ms: Annotated[float | None, "Its standard deviation, milliseconds."] = None
    baseline_breath_ms: Annotated[
        float | None, "Polar's usual level: length of a breath, milliseconds."
    ] = None
    baseline_breath_sd_ms: Annotated[float | None, "Its standard deviation, milliseconds."] = None
    sleep_tip: Annotated[str | None, "Code of Polar's tip about sleep."] = None
    vitality_tip: Annotated[str | None, "Code of Polar's tip about vitality."] = None
    exercise_tip: Annotated[str | None, "Code of Polar's tip about exercise."] = None
    extra: Annotated[
        dict[str, Any] | None, "Fields that Polar sends and Ursa has no column for."
    ] = None
    absent: Absent = frozenset()

    @property
    def ans_charge_word(self) -> str | None:
        """ANS charge status in Polar's words."""
        return _word(ANS_CHARGE_WORDS, self.ans_charge_status)

    @property
    def nightly_recharge_word(self) -> str | None:
        """Nightly recharge status in Polar's words."""
        return _word(RECHARGE_WORDS, self.nightly_recharge_status)


@dataclass(frozen=True, slots=True, kw_only=True)
class HrvWeek:
    """HRV of the 7 days that end with a night; made of nights, and told by nobody."""

    date: Annotated[dt.date, "Day of waking up."]
    ln_rmssd_mean: Annotated[
        float | None, "Mean of the natural logarithm of RMSSD in ms; NULL below 3 nights."
    ] = None
    ln_rmssd_variation_percent: Annotated[
        float | None, "Standard deviation (divisor n-1) of the mean, percent; NULL below 5 nights."
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HrvSamples(DatedSamples):
    """RMSSD of 5-minute pieces of the night, milliseconds; NaN where there was no signal."""

    rmssd_ms: npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class BreathingSamples(DatedSamples):
    """Breathing rate of 5-minute pieces of the night, breaths per minute; NaN without signal."""

    breaths_per_minute: npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class PpiSamples(DatedSamples):
    """Pulse intervals of 5-minute pieces of the night: RMSSD and SDNN, ms, and how many beats."""

    rmssd_ms: npt.NDArray[np.float64]
    sdnn_ms: npt.NDArray[np.float64]
    beats: npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class PulseIntervalSamples(DatedSamples):
    """Pulse intervals themselves, milliseconds; without a word about how good they are."""

    interval_ms: npt.NDArray[np.int64]
