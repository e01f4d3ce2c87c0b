"""How much there is to export."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from app.days import Window
from app.reads.desk import question
from app.store.pool import Pool
from app.store.read import fetch_each


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordCounts:
    """Rows of a window, by kind."""

    sleep: Annotated[int, "Nights."]
    activity: Annotated[int, "Days of activity."]
    recharge: Annotated[int, "Nightly recharges."]
    cardio_load: Annotated[int, "Days of cardio load."]
    heart_rate: Annotated[int, "Days of continuous heart rate."]
    exercises: Annotated[int, "Exercises."]


@question
async def record_counts(
    pool: Pool, user_ids: Sequence[str], window: Window
) -> dict[str, RecordCounts]:
    """Rows of the window, by kind."""
    asked = {"user_ids": list(user_ids), "first": window.first, "last": window.last}
    return await fetch_each(pool, RecordCounts, "record_counts", asked)
