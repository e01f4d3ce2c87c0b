"""Nightly recharge, with HRV and breathing through the night."""

from app.reads.days import day_list
from app.reads.series import day_series
from app.records.recharge import Recharge

recharges = day_list(Recharge, "recharges", "Recharges of the window, the newest first.")
hrv = day_series("hrv_samples", "RMSSD, ms, of 5-minute pieces of the night that ended on the day.")
breathing = day_series(
    "breathing_samples",
    "Breaths per minute of 5-minute pieces of the night that ended on the day.",
)
