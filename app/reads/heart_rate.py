"""Continuous heart rate: days in four numbers, and one day's samples."""

from app.reads.days import day_list
from app.reads.series import day_series
from app.records.heart_rate import HeartRateDay

heart_rate_days = day_list(
    HeartRateDay,
    "heart_rate_days",
    "Days of the window, the newest first, from `metric_daily`: samples are not touched.",
)
samples = day_series("heart_rate_samples", "The day's moments with a signal, bpm.")
