"""Continuous heart rate: days in four numbers, and one day's samples."""

import datetime as dt

from app.days import Window
from app.reads.series import Series, series
from app.records.heart_rate import HeartRateDay
from app.store.pool import Pool
from app.store.read import fetch_all


async def heart_rate_days(pool: Pool, user_id: str, window: Window) -> list[HeartRateDay]:
    """Days of the window, the newest first, from `metric_daily`: samples are not touched."""
    return await fetch_all(
        pool, HeartRateDay, "heart_rate_days", user_id=user_id, first=window.first, last=window.last
    )


async def samples(pool: Pool, user_id: str, date: dt.date) -> Series:
    """The day's moments with a signal, bpm."""
    return await series(pool, "heart_rate_samples", user_id=user_id, date=date)
