"""Nights: sleep with the recharge of the same night, hypnogram and heart rate."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from app.days import Window
from app.reads.days import day_list
from app.reads.desk import question
from app.reads.series import day_series
from app.records.sleep import Night
from app.store.pool import Pool
from app.store.read import fetch_all, fetch_each


@dataclass(frozen=True, slots=True, kw_only=True)
class NightWithRecharge(Night):
    """A night, and what the nightly recharge of the same date measured.

    `heart_rate_avg` is the recharge's where the night's own samples have no signal.
    """

    hrv_rmssd_ms: Annotated[int | None, "Heart rate variability (RMSSD), milliseconds."] = None
    breathing_rate_avg: Annotated[float | None, "Breathing rate, breaths per minute."] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NightSummary:
    """A night in its few most wanted numbers, for lists of a year."""

    date: Annotated[dt.date, "Day of waking up."]
    sleep_score: Annotated[int | None, "Polar sleep score, 1-100; NULL when not calculated."]
    light_s: Annotated[int | None, "Light non-REM sleep, seconds; NULL without staging."]
    deep_s: Annotated[int | None, "Deep sleep, seconds; NULL without staging."]
    rem_s: Annotated[int | None, "REM sleep, seconds; NULL without staging."]
    total_s: Annotated[int | None, "Time asleep in a known stage, seconds."]
    heart_rate_avg: Annotated[
        float | None, "Mean heart rate, bpm; the recharge's where the night has no signal."
    ]
    hrv_rmssd_ms: Annotated[int | None, "Heart rate variability (RMSSD), milliseconds."]
    breathing_rate_avg: Annotated[float | None, "Breathing rate, breaths per minute."]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewestNight:
    """Which night is the newest."""

    date: Annotated[dt.date, "Day of waking up."]


@question
async def newest_night(pool: Pool, user_ids: Sequence[str]) -> dict[str, NewestNight | None]:
    """The newest night, however long ago; None before the first."""
    found = await fetch_each(pool, NewestNight, "newest_nights", {"user_ids": list(user_ids)})
    return {user_id: found.get(user_id) for user_id in user_ids}


async def night_summaries(pool: Pool, user_id: str, window: Window) -> list[NightSummary]:
    """Nights of the window in few numbers, the newest first."""
    return await fetch_all(
        pool, NightSummary, "night_summaries", user_id=user_id, first=window.first, last=window.last
    )


nights = day_list(NightWithRecharge, "nights", "Nights of the window, the newest first.")
hypnogram = day_series("sleep_stages", "Changes of stage in the night that ended on the day.")
heart_rates = day_series(
    "sleep_heart_rates",
    "Heart rate, bpm, about every 5 minutes of the night that ended on the day.",
)
