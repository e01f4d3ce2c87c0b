"""Days of activity, steps by the minute, zones and inactivity alerts."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from app.reads.days import day_list
from app.reads.desk import question
from app.reads.series import Moments, day_series
from app.records.activity import ActivityDay
from app.store.pool import Pool
from app.store.read import fetch_each


@dataclass(frozen=True, slots=True, kw_only=True)
class StepDay:
    """How much is known of a day's steps by the minute."""

    date: Annotated[dt.date, "The wearer's day."]
    steps: Annotated[int, "Sum of the minutes' steps."]
    sample_count: Annotated[int, "Measured minutes."]


activity_days = day_list(ActivityDay, "activity_days", "Days of the window, the newest first.")
step_days = day_list(
    StepDay, "step_days", "Days of the window that have steps by the minute, the newest first."
)
steps = day_series("step_samples", "Steps of each measured minute of the day.")
zones = day_series("activity_zones", "Changes of activity zone in the day.")


@question
async def inactivity_stamps(
    pool: Pool, user_ids: Sequence[str], date: dt.date
) -> dict[str, list[Any]]:
    """Moments of the day at which the watch asked its wearer to move."""
    parameters = {"user_ids": list(user_ids), "date": date}
    found = await fetch_each(pool, Moments, "inactivity_stamps", parameters)
    return {user_id: found[user_id].local_time if user_id in found else [] for user_id in user_ids}
