"""Nightly recharge, with HRV and breathing through the night."""

import datetime as dt

from app.days import Window
from app.reads.series import Series, series
from app.records.recharge import Recharge
from app.store.pool import Pool
from app.store.read import fetch_all


async def recharges(pool: Pool, user_id: str, window: Window) -> list[Recharge]:
    """Recharges of the window, the newest first."""
    return await fetch_all(
        pool, Recharge, "recharges", user_id=user_id, first=window.first, last=window.last
    )


async def hrv(pool: Pool, user_id: str, date: dt.date) -> Series:
    """RMSSD, milliseconds, of 5-minute pieces of the night that ended on `date`."""
    return await series(pool, "hrv_samples", user_id=user_id, date=date)


async def breathing(pool: Pool, user_id: str, date: dt.date) -> Series:
    """Breaths per minute of 5-minute pieces of the night that ended on `date`."""
    return await series(pool, "breathing_samples", user_id=user_id, date=date)
