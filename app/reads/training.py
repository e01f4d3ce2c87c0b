"""Training as it adds up: weeks by sport, stretches of an exercise, and the minutes after it."""

import datetime as dt
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from app.reads.days import day_list
from app.reads.desk import question
from app.reads.exercises import ExerciseKey
from app.reads.pages import PageRequest
from app.reads.series import Columns
from app.store.pool import Pool
from app.store.read import fetch_each, fetch_lists

RECOVERY_MINUTES = 10
_NEAR_S = 15
"""A reading so many seconds off still tells of a minute."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingWeek:
    """One week of one sport, Monday to Sunday on the wearer's clock."""

    week: Annotated[dt.date, "Its Monday."]
    sport_name: Annotated[str, "The sport, in Polar's word; OTHER where it is not known."]
    sessions: Annotated[int, "Sessions that began in it; one that came twice counts once."]
    duration_s: Annotated[float | None, "Time of all sessions, seconds."] = None
    distance_m: Annotated[float | None, "Distance, metres; NULL when none was measured."] = None
    cardio_load: Annotated[float | None, "Cardio load, TRIMP; NULL when no session has one."] = None
    calories: Annotated[int | None, "Energy, kcal."] = None
    sessions_with_zones: Annotated[int, "Sessions whose heart-rate zones are known."] = 0
    below_zones_minutes: Annotated[
        float | None, "Minutes of those in no zone: below the lowest, or without a signal."
    ] = None
    zone_minutes: Annotated[
        list[float], "Minutes of those in each of the five zones, the lowest first; [] without any."
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class SportDone:
    """A sport that the person did."""

    sport_name: Annotated[str, "The sport, in Polar's word; OTHER where it is not known."]
    sessions: Annotated[int, "Sessions; one that came twice counts once."]
    first_date: Annotated[dt.date, "Day of the first session."]
    last_date: Annotated[dt.date, "Day of the last session."]


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """One of the equal stretches that an exercise is cut into."""

    number: Annotated[int, "1 is the first one."]
    distance_m: Annotated[float, "Its length, metres; of the last one what there is."]
    duration_s: Annotated[float, "Time that it took, seconds, pauses included."]
    heart_rate_avg: Annotated[float | None, "Mean heart rate, bpm."] = None
    climb_m: Annotated[float | None, "Altitude at its end minus at its start, metres."] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovery(Columns):
    """Heart rate in the 10 minutes after an exercise, out of the samples of the day."""

    ended_local: Annotated[dt.datetime, "The last heart rate of the exercise's own samples."]
    heart_rate_end: Annotated[float | None, "Mean of its last 15 seconds, bpm."] = None
    after_s: Annotated[list[int] | None, "Seconds after the end; NULL without any."] = None
    heart_rate: Annotated[list[float] | None, "Heart rate at these moments, bpm."] = None

    @property
    def drop_one_minute(self) -> float | None:
        """How far heart rate fell in the first minute, bpm; NULL without a reading near it."""
        return self._drop(60)

    @property
    def drop_two_minutes(self) -> float | None:
        """How far heart rate fell in the first two minutes, bpm; NULL without a reading near it."""
        return self._drop(120)

    def _drop(self, second: int) -> float | None:
        """By the reading that is nearest to a second."""
        moments, values = self.after_s or [], self.heart_rate or []
        place = bisect_left(moments, second)
        near = min(
            range(len(moments))[max(place - 1, 0) : place + 1],
            key=lambda at: abs(moments[at] - second),
            default=None,
        )
        if near is None or self.heart_rate_end is None or abs(moments[near] - second) > _NEAR_S:
            return None
        return self.heart_rate_end - values[near]


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbours:
    """Numbers of the exercises before and after one."""

    earlier_id: Annotated[int | None, "The one before; NULL: it is the first."] = None
    later_id: Annotated[int | None, "The one after; NULL: it is the last."] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Count:
    number: int


training_weeks = day_list(
    TrainingWeek, "training_weeks", "Weeks with a day in the window, whole, the newest first."
)


@question
async def sports(pool: Pool, user_ids: Sequence[str]) -> dict[str, list[SportDone]]:
    """Sports, the one of most sessions first."""
    asked = {"user_ids": list(user_ids)}
    return await fetch_lists(pool, SportDone, "exercise_sports", user_ids, asked)


@question
async def exercise_counts(
    pool: Pool, user_ids: Sequence[str], request: PageRequest
) -> dict[str, int]:
    """How many exercises all pages of a request have, whatever its cursors."""
    asked = {"user_ids": list(user_ids), **request.filters()}
    found = await fetch_each(pool, _Count, "exercise_counts", asked)
    return {user_id: found[user_id].number if user_id in found else 0 for user_id in user_ids}


@question
async def neighbours(pool: Pool, exercise_ids: Sequence[int]) -> dict[int, Neighbours]:
    """What came before and after each exercise, of the same person."""
    asked = {"exercise_ids": list(exercise_ids)}
    found = await fetch_each(pool, Neighbours, "exercise_neighbours", asked)
    return {number: found.get(number, Neighbours()) for number in exercise_ids}


@question
async def splits(
    pool: Pool, keys: Sequence[ExerciseKey], metres: int
) -> dict[ExerciseKey, list[Split]]:
    """Stretches of so many metres; [] when distance was not sampled."""
    places = range(1, len(keys) + 1)
    asked = {**_columns(keys), "metres": metres}
    found = await fetch_lists(pool, Split, "exercise_splits", places, asked)
    return {key: found[place] for place, key in zip(places, keys, strict=True)}


@question
async def recoveries(pool: Pool, keys: Sequence[ExerciseKey]) -> dict[ExerciseKey, Recovery | None]:
    """Heart rate after the end of each exercise; None when its own was not sampled."""
    asked = {**_columns(keys), "minutes": RECOVERY_MINUTES}
    found = await fetch_each(pool, Recovery, "exercise_recoveries", asked)
    return {key: found.get(place) for place, key in enumerate(keys, start=1)}


def _columns(keys: Sequence[ExerciseKey]) -> dict[str, list[object]]:
    user_ids, exercise_ids, starts = (list(column) for column in zip(*keys, strict=True))
    return {"user_ids": user_ids, "exercise_ids": exercise_ids, "starts": starts}
