"""SleepWise: alertness by the hour, and circadian bedtimes."""

import datetime as dt
from dataclasses import dataclass
from typing import Annotated

from app.days import Window
from app.records.sleepwise import AlertnessHour, Bedtime
from app.store.pool import Pool
from app.store.read import fetch_all


@dataclass(frozen=True, slots=True, kw_only=True)
class GradedHour(AlertnessHour):
    """An hour of alertness with the grade of the period it belongs to."""

    grade: Annotated[float | None, "Boost from sleep, 0-10; NULL when not valid."] = None
    grade_classification: Annotated[str | None, "WEAK, FAIR, STRONG, EXCELLENT."] = None

    @property
    def end_local(self) -> dt.datetime:
        """End, on the wearer's clock."""
        return self.local_time + (self.end_at - self.start_at)


async def alertness_hours(pool: Pool, user_id: str, window: Window) -> list[GradedHour]:
    """Hours of the window, the newest first."""
    return await fetch_all(
        pool, GradedHour, "alertness_hours", user_id=user_id, first=window.first, last=window.last
    )


async def bedtimes(pool: Pool, user_id: str, window: Window) -> list[Bedtime]:
    """Bedtimes whose period starts in the window on the wearer's clock, the newest first."""
    return await fetch_all(
        pool, Bedtime, "bedtimes", user_id=user_id, first=window.first, last=window.last
    )
