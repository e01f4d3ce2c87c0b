"""Nightly recharge with its HRV and breathing series."""

import datetime as dt

import numpy as np

from app.normalise.sleep import night_columns
from app.normalise.values import Harvest, above_zero, above_zero_whole, newest, or_none
from app.records.recharge import BreathingSamples, HrvSamples, Recharge
from app.upstream.wire.recharge import NightlyRecharge


def recharges(rows: list[NightlyRecharge]) -> Harvest:
    """Nights' recovery and their 5-minute series."""
    rows = newest(rows, lambda row: row.date)
    dates, times, rmssd = night_columns(rows, lambda row: row.hrv_samples, _no_start)
    breath_dates, breath_times, breaths = night_columns(
        rows, lambda row: row.breathing_samples, _no_start
    )
    return [
        [_recharge(row) for row in rows],
        HrvSamples(date=dates, local_time=times, rmssd_ms=np.where(rmssd > 0, rmssd, np.nan)),
        BreathingSamples(
            date=breath_dates,
            local_time=breath_times,
            breaths_per_minute=np.where(breaths > 0, breaths, np.nan),
        ),
    ]


def _no_start(_: NightlyRecharge) -> dt.datetime | None:
    """Recharge does not tell when the night began."""
    return None


def _recharge(row: NightlyRecharge) -> Recharge:
    return Recharge(
        date=row.date,
        heart_rate_avg=above_zero_whole(row.heart_rate_avg),
        beat_to_beat_avg_ms=above_zero_whole(row.beat_to_beat_avg),
        hrv_rmssd_ms=above_zero_whole(row.heart_rate_variability_avg),
        breathing_rate_avg=above_zero(row.breathing_rate_avg),
        nightly_recharge_status=above_zero_whole(row.nightly_recharge_status),
        # Without a baseline there is no status, and a charge of 0 would look usual.
        ans_charge=row.ans_charge if above_zero(row.ans_charge_status) else None,
        ans_charge_status=above_zero_whole(row.ans_charge_status),
        extra=or_none(row.extra),
    )
