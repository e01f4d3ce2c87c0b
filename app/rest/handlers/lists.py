"""Lists of days and of events, and single days: most endpoints are one of these two."""

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from app.days import Window
from app.errors import NotFound
from app.reads import exercises
from app.reads.desk import Pool
from app.reads.history import history
from app.reads.pages import PageRequest
from app.rest.endpoint import Handler, RestRequest
from app.rest.shapes.exercises import Exercise
from app.rest.shapes.history import Earlier

R = TypeVar("R")
RowsOfDays = Callable[[Pool, str, Window], Awaitable[Sequence[R]]]
"""A question of `reads` about the days of a window."""

MOST_VERSIONS = 200
RowsOfPerson = Callable[[Pool, str], Awaitable[Sequence[R]]]
"""A question of `reads` about a person as such."""


def rows(question: RowsOfDays[R], shape: Callable[[R], object]) -> Handler:
    """The window's records, each in its shape."""

    async def answer(asked: RestRequest) -> object:
        records = await question(asked.pool, asked.user_id, asked.window)
        return [shape(record) for record in records]

    return answer


def all_of(question: RowsOfPerson[R], shape: Callable[[R], object]) -> Handler:
    """All of a person's records, each in its shape."""

    async def answer(asked: RestRequest) -> object:
        return [shape(record) for record in await question(asked.pool, asked.user_id)]

    return answer


async def sessions(asked: RestRequest) -> list[Exercise]:
    """Exercises; `duplicates` shows those that repeat another one, too."""
    duplicates: bool = asked.values["duplicates"]
    found = await exercises.exercises(
        asked.pool, asked.user_id, asked.window, duplicates=duplicates
    )
    return [Exercise.of(record) for record in found]


async def earlier(asked: RestRequest) -> list[Earlier]:
    """Earlier versions of rows of a relation, the newest first, those before a number."""
    before: int | None = asked.values["before"]
    request = PageRequest(size=MOST_VERSIONS, after=None if before is None else (before,))
    found = await history(asked.pool, asked.user_id, asked.values["relation"], request)
    return [Earlier.of(version) for version in found.rows]


def one_day(
    question: RowsOfDays[R], noun: str, shape: Callable[[RestRequest, R], Awaitable[object]]
) -> Handler:
    """The record of the day in the path, in its shape; a day without one is not found."""

    async def answer(asked: RestRequest) -> object:
        records = await question(asked.pool, asked.user_id, asked.day)
        if not records:
            raise NotFound(f"There is no {noun} on {asked.date}. The list shows the days that are.")
        return await shape(asked, records[0])

    return answer
