"""Nightly recharge."""

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Annotated

from app.reads.series import Series
from app.records.recharge import Recharge as Record
from app.rest.shapes.values import about, by_clock, real


@dataclass
class Recharge:
    """One night's recovery."""

    date: Annotated[dt.date, about("Day of waking up.", "2026-01-11")]
    hrv_avg: Annotated[float | None, about("Heart rate variability (RMSSD), ms.", 48.5)]
    ans_charge: Annotated[
        float | None, about("ANS charge, -10.0 to +10.0; 0 is usual; null without a baseline.", 4.2)
    ]
    ans_charge_status: Annotated[
        str | None,
        about(
            "ANS charge in words: MUCH_BELOW_USUAL, BELOW_USUAL, USUAL, ABOVE_USUAL, "
            "MUCH_ABOVE_USUAL.",
            "ABOVE_USUAL",
        ),
    ]
    breathing_rate_avg: Annotated[float | None, about("Breathing rate, breaths per minute.", 14.2)]
    heart_rate_avg: Annotated[int | None, about("Heart rate, bpm.", 51)]

    @classmethod
    def of(cls, night: Record) -> "Recharge":
        """The row of a night."""
        return cls(
            night.date,
            real(night.hrv_rmssd_ms),
            night.ans_charge,
            night.ans_charge_word,
            night.breathing_rate_avg,
            night.heart_rate_avg,
        )


@dataclass
class RechargeDetail(Recharge):
    """One night's recovery with its samples."""

    nightly_recharge_status: Annotated[
        int | None, about("Nightly recharge, 1 very poor to 6 very good.", 5)
    ]
    nightly_recharge: Annotated[
        str | None,
        about("The same in words: VERY_POOR, POOR, COMPROMISED, OK, GOOD, VERY_GOOD.", "GOOD"),
    ]
    beat_to_beat_avg: Annotated[int | None, about("Interval between beats, ms.", 1176)]
    hrv_samples: Annotated[
        dict[str, float | None],
        about("Clock time to RMSSD of 5 minutes, ms.", {"23:40": 44.0, "23:45": 51.0}),
    ]
    breathing_samples: Annotated[
        dict[str, float | None],
        about("Clock time to breaths per minute.", {"23:40": 14.1, "23:45": 13.9}),
    ]

    @classmethod
    def with_series(cls, night: Record, hrv: Series, breathing: Series) -> "RechargeDetail":
        """The night with its samples."""
        return cls(
            **asdict(Recharge.of(night)),
            nightly_recharge_status=night.nightly_recharge_status,
            nightly_recharge=night.nightly_recharge_word,
            beat_to_beat_avg=night.beat_to_beat_avg_ms,
            hrv_samples=by_clock(hrv),
            breathing_samples=by_clock(breathing),
        )
