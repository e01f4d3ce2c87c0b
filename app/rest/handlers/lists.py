"""Lists of days and of events, and single days: most endpoints are one of these two."""

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from app.days import Window
from app.errors import NotFound
from app.rest.endpoint import Asked, Handler
from app.store.pool import Pool

R = TypeVar("R")
Question = Callable[[Pool, str, Window], Awaitable[Sequence[R]]]
"""A question of `reads` about the days of a window."""


def rows(question: Question[R], shape: Callable[[R], object]) -> Handler:
    """The window's records, each in its shape."""

    async def answer(asked: Asked) -> object:
        records = await question(asked.pool, asked.user_id, asked.window)
        return [shape(record) for record in records]

    return answer


def one_day(
    question: Question[R], noun: str, shape: Callable[[Asked, R], Awaitable[object]]
) -> Handler:
    """The record of the day in the path, in its shape; a day without one is not found."""

    async def answer(asked: Asked) -> object:
        records = await question(asked.pool, asked.user_id, asked.day)
        if not records:
            raise NotFound(f"There is no {noun} on {asked.date}. The list shows the days that are.")
        return await shape(asked, records[0])

    return answer
