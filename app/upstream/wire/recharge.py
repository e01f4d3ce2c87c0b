"""Nightly recharge, as AccessLink sends it."""

from typing import Annotated, ClassVar

from pydantic import Field

from app.upstream.wire.base import Wire
from app.upstream.wire.types import (
    NUMBER,
    Bpm,
    BreathMap,
    Breaths,
    Code,
    Day,
    MillisecondMap,
    Milliseconds,
    Word,
)

Charge = Annotated[float, NUMBER, Field(ge=-100, le=100)]


class NightlyRecharge(Wire):
    """One night's recovery, dated by the day of waking up. Milliseconds, breaths a minute."""

    subject: ClassVar[str] = "nightly recharge"
    key: ClassVar[tuple[str, ...]] = ("date",)

    date: Day
    polar_user: Word | None = None
    heart_rate_avg: Bpm | None = None
    beat_to_beat_avg: Milliseconds | None = None
    heart_rate_variability_avg: Milliseconds | None = None
    breathing_rate_avg: Breaths | None = None
    nightly_recharge_status: Code | None = None
    ans_charge: Charge | None = None
    ans_charge_status: Code | None = None
    hrv_samples: MillisecondMap | None = None
    breathing_samples: BreathMap | None = None
