"""Nightly recharge with its HRV and breathing series."""

import numpy as np

from app.normalise.absent import absent
from app.normalise.rivals import best_of_each
from app.normalise.sleep import night_columns
from app.normalise.values import Harvest, above_zero, above_zero_whole, or_none, zero_counts
from app.records.recharge import BreathingSamples, HrvSamples, Recharge
from app.upstream.wire.recharge import NightlyRecharge


def recharges(rows: list[NightlyRecharge]) -> Harvest:
    """Nights' recovery and their 5-minute series; recharge does not tell when the night began."""
    rows, notes, others = best_of_each(rows, lambda row: row.date)
    hrv, breaths = night_columns(rows, "hrv_samples"), night_columns(rows, "breathing_samples")
    return Harvest(
        [
            [_recharge(row) for row in rows],
            HrvSamples(**hrv.moments, rmssd_ms=_signal(hrv.values)),
            BreathingSamples(**breaths.moments, breaths_per_minute=_signal(breaths.values)),
        ],
        notes,
        others,
    )


def _signal(values: np.typing.NDArray[np.float64]) -> np.typing.NDArray[np.float64]:
    return np.where(values > 0, values, np.nan)


def _recharge(row: NightlyRecharge) -> Recharge:
    return Recharge(
        date=row.date,
        heart_rate_avg=above_zero_whole(row.heart_rate_avg),
        beat_to_beat_avg_ms=above_zero_whole(row.beat_to_beat_avg),
        hrv_rmssd_ms=above_zero_whole(row.heart_rate_variability_avg),
        breathing_rate_avg=above_zero(row.breathing_rate_avg),
        nightly_recharge_status=above_zero_whole(row.nightly_recharge_status),
        ans_charge=_charge(row),
        ans_charge_status=above_zero_whole(row.ans_charge_status),
        extra=or_none(row.extra),
        absent=absent(Recharge, row, SOURCES),
    )


def _charge(row: NightlyRecharge) -> float | None:
    """Without a baseline there is no status, and a charge of 0 would look usual."""
    status = {"ans_charge_status": above_zero(row.ans_charge_status)}
    return row.ans_charge if row.ans_charge or zero_counts(row, status) else None


SOURCES = {
    "beat_to_beat_avg_ms": "beat_to_beat_avg",
    "hrv_rmssd_ms": "heart_rate_variability_avg",
}
