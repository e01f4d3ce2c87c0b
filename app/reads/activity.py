"""Days of activity, steps by the minute, zones and inactivity alerts."""

import datetime as dt
from dataclasses import dataclass
from typing import Annotated

from app.days import Window
from app.reads.series import Series, series, table
from app.records.activity import ActivityDay
from app.store.pool import Pool
from app.store.read import fetch_all


@dataclass(frozen=True, slots=True, kw_only=True)
class StepDay:
    """How much is known of a day's steps by the minute."""

    date: Annotated[dt.date, "The wearer's day."]
    steps: Annotated[int, "Sum of the minutes' steps."]
    sample_count: Annotated[int, "Measured minutes."]


async def activity_days(pool: Pool, user_id: str, window: Window) -> list[ActivityDay]:
    """Days of the window, the newest first."""
    return await fetch_all(
        pool, ActivityDay, "activity_days", user_id=user_id, first=window.first, last=window.last
    )


async def step_days(pool: Pool, user_id: str, window: Window) -> list[StepDay]:
    """Days of the window that have steps by the minute, the newest first."""
    return await fetch_all(
        pool, StepDay, "step_days", user_id=user_id, first=window.first, last=window.last
    )


async def steps(pool: Pool, user_id: str, date: dt.date) -> Series:
    """Steps of each measured minute of the day."""
    return await series(pool, "step_samples", user_id=user_id, date=date)


async def zones(pool: Pool, user_id: str, date: dt.date) -> Series:
    """Changes of activity zone in the day."""
    return await series(pool, "activity_zones", user_id=user_id, date=date)


async def inactivity_stamps(pool: Pool, user_id: str, date: dt.date) -> list[dt.datetime]:
    """Moments of the day at which the watch asked its wearer to move."""
    (stamps,) = await table(pool, 1, "inactivity_stamps", user_id=user_id, date=date)
    return stamps
