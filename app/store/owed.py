"""What Polar still owes: days and details that did not come when they were asked for."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.days import Window
from app.store.change import execute
from app.store.pool import Pool
from app.store.read import fetch_all


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredExercise:
    """What is known of a stored exercise; `wanted`: its details are to be asked for again.

    `tries`: how often they were asked for in vain.

    Of one that its person `deleted` nothing but the id is known.
    """

    polar_exercise_id: str
    start_local: dt.datetime | None
    duration_s: float | None
    uploaded_at: dt.datetime | None
    wanted: bool
    tries: int = 0
    deleted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedDays:
    """Days of one feed that did not come, and how often they were asked for in vain."""

    feed: str
    first_day: dt.date
    last_day: dt.date
    tries: int

    @property
    def window(self) -> Window:
        """The days."""
        return Window(self.first_day, self.last_day)

    @property
    def item(self) -> str:
        """Their name."""
        return f"{self.first_day}/{self.last_day}"


async def stored_exercises(
    pool: Pool, user_id: str, now: dt.datetime
) -> Mapping[str, StoredExercise]:
    """Exercises by Polar's id."""
    found = await fetch_all(pool, StoredExercise, "exercises_stored", user_id=user_id, now=now)
    return {each.polar_exercise_id: each for each in found}


async def owed_days(pool: Pool, user_id: str, now: dt.datetime) -> list[OwedDays]:
    """Days that are due to be asked for again."""
    return await fetch_all(pool, OwedDays, "owed_days", user_id=user_id, now=now)


async def forget(pool: Pool, user_id: str, feed: str, items: Sequence[str]) -> None:
    """Forget what came."""
    await execute(pool, "owed_forget", user_id=user_id, feed=feed, items=[*items])


async def keep(
    pool: Pool, user_id: str, feed: str, items: Sequence[Mapping[str, Any]], now: dt.datetime
) -> None:
    """Remember what did not come; each item has the columns of the relation."""
    columns = ("item", "first_day", "last_day", "tries", "given_up", "error")
    await execute(
        pool,
        "owed_keep",
        user_id=user_id,
        feed=feed,
        now=now,
        **{name: [item.get(name) for item in items] for name in columns},
    )
