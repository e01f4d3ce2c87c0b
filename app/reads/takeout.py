"""Everything about one person, as an export tells it."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from app.store.pool import Pool
from app.store.read import fetch_columns, fetch_value

Columns = Sequence[tuple[str, str]]


async def columns(pool: Pool, relation: str) -> Columns:
    """Names and types of a relation's columns."""
    found = await fetch_columns(pool, "takeout_columns", relation=relation)
    return [*zip(*found, strict=True)] if found else []


async def rows(
    pool: Pool, user_id: str, relation: str, first: dt.date | None, last: dt.date | None
) -> list[dict[str, Any]]:
    """Rows of a relation, as objects; None: from the first to the last."""
    found = await fetch_columns(
        pool, "takeout_rows", user_id=user_id, relation=relation, first=first, last=last
    )
    return found[0] if found else []


async def span(pool: Pool, user_id: str, relation: str) -> tuple[dt.date | None, dt.date | None]:
    """First and last day of a person's samples."""
    found = await fetch_columns(pool, "takeout_span", user_id=user_id, relation=relation)
    return (found[0][0], found[1][0]) if found else (None, None)


async def documents(pool: Pool, user_id: str) -> list[tuple[dt.date, int | None]]:
    """Nights, and exercises with their numbers."""
    found = await fetch_columns(pool, "takeout_documents", user_id=user_id)
    return [*zip(*found, strict=True)] if found else []


async def night(pool: Pool, user_id: str, date: dt.date) -> dict[str, Any]:
    """All that is known of a night."""
    found: dict[str, Any] = await fetch_value(pool, "takeout_night", user_id=user_id, date=date)
    return found


async def exercise(pool: Pool, user_id: str, number: int) -> dict[str, Any]:
    """All that is known of an exercise."""
    found: dict[str, Any] = await fetch_value(
        pool, "takeout_exercise", user_id=user_id, exercise_id=number
    )
    return found


async def dictionary(pool: Pool, relations: Sequence[str]) -> list[tuple[Any, ...]]:
    """What each column of the relations means."""
    found = await fetch_columns(pool, "takeout_dictionary", relations=list(relations))
    return [*zip(*found, strict=True)] if found else []
