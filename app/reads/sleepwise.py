"""SleepWise: alertness by the hour, and circadian bedtimes."""

import datetime as dt
from dataclasses import dataclass
from typing import Annotated

from app.reads.days import day_list
from app.records.sleepwise import AlertnessHour, AlertnessPeriod, Bedtime


@dataclass(frozen=True, slots=True, kw_only=True)
class GradedHour(AlertnessHour):
    """An hour of alertness with the grade of the period it belongs to."""

    grade: Annotated[float | None, "Boost from sleep, 0-10; NULL when not valid."] = None
    grade_classification: Annotated[str | None, "WEAK, FAIR, STRONG, EXCELLENT."] = None

    @property
    def end_local(self) -> dt.datetime:
        """End, on the wearer's clock."""
        return self.local_time + (self.end_at - self.start_at)


alertness_periods = day_list(
    AlertnessPeriod,
    "alertness_periods",
    "Periods that start in the window on the wearer's clock, the newest first.",
)
alertness_hours = day_list(GradedHour, "alertness_hours", "Hours of the window, the newest first.")
bedtimes = day_list(
    Bedtime,
    "bedtimes",
    "Bedtimes whose period starts in the window on the wearer's clock, the newest first.",
)
