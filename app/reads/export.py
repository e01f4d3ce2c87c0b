"""How much there is to export."""

from dataclasses import dataclass
from typing import Annotated

from app.days import Window
from app.store.pool import Pool
from app.store.read import fetch_all


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordCounts:
    """Rows of a window, by kind."""

    sleep: Annotated[int, "Nights."]
    activity: Annotated[int, "Days of activity."]
    recharge: Annotated[int, "Nightly recharges."]
    cardio_load: Annotated[int, "Days of cardio load."]
    heart_rate: Annotated[int, "Days of continuous heart rate."]
    exercises: Annotated[int, "Exercises."]


async def record_counts(pool: Pool, user_id: str, window: Window) -> RecordCounts:
    """Rows of the window, by kind."""
    (counts,) = await fetch_all(
        pool, RecordCounts, "record_counts", user_id=user_id, first=window.first, last=window.last
    )
    return counts
