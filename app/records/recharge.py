"""Nightly recharge: how the body recovered in the first hours of sleep."""

import datetime as dt
from dataclasses import dataclass
from typing import Annotated, Any

import numpy as np
import numpy.typing as npt

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
    extra: Annotated[
        dict[str, Any] | None, "Fields that Polar sends and Ursa has no column for."
    ] = None

    @property
    def ans_charge_word(self) -> str | None:
        """ANS charge status in Polar's words."""
        return _word(ANS_CHARGE_WORDS, self.ans_charge_status)

    @property
    def nightly_recharge_word(self) -> str | None:
        """Nightly recharge status in Polar's words."""
        return _word(RECHARGE_WORDS, self.nightly_recharge_status)


@dataclass(frozen=True, slots=True, kw_only=True)
class HrvSamples:
    """RMSSD of 5-minute pieces of the night, milliseconds; NaN where there was no signal."""

    date: npt.NDArray[np.datetime64]
    local_time: npt.NDArray[np.datetime64]
    rmssd_ms: npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class BreathingSamples:
    """Breathing rate of 5-minute pieces of the night, breaths per minute; NaN without signal."""

    date: npt.NDArray[np.datetime64]
    local_time: npt.NDArray[np.datetime64]
    breaths_per_minute: npt.NDArray[np.float64]
