"""Lists of days: every question about the rows of a window is this one."""

from collections.abc import Sequence
from typing import TypeVar

from app.days import Window
from app.reads.desk import Question, question
from app.store.pool import Pool
from app.store.read import fetch_lists

R = TypeVar("R")

DayList = Question[str, [Window], list[R]]
"""Rows of a window of days, for one person or for several."""


def day_list(record: type[R], name: str, meaning: str) -> DayList[R]:
    """Rows of `sql/queries/read/{name}.sql`; `meaning` says what they are and how they stand."""

    async def rows(pool: Pool, user_ids: Sequence[str], window: Window) -> dict[str, list[R]]:
        asked = {"user_ids": list(user_ids), "first": window.first, "last": window.last}
        return await fetch_lists(pool, record, name, user_ids, asked)

    rows.__doc__ = meaning
    return question(rows)
