"""What rows said before a sync replaced them or their person deleted them."""

from collections.abc import Sequence
from dataclasses import replace

from app.reads.desk import question
from app.reads.pages import Page, PageRequest, bounds, page
from app.records.history import EarlierVersion, HistoryRelation
from app.store.classes import masked_members
from app.store.pool import Pool
from app.store.read import fetch_lists


@question
async def history(
    pool: Pool, user_ids: Sequence[str], relation: HistoryRelation, request: PageRequest
) -> dict[str, Page[EarlierVersion]]:
    """Earlier versions of rows of a relation, the newest first; key: number of the version."""
    asked = {"user_ids": list(user_ids), "relation": relation.value, **bounds(request)}
    found = await fetch_lists(pool, EarlierVersion, "history_page", user_ids, asked)
    return {user_id: page(_seen(pool, rows), request) for user_id, rows in found.items()}


def _seen(pool: Pool, rows: list[EarlierVersion]) -> list[EarlierVersion]:
    """Versions without quantities of classes that who holds the pool does not read."""
    return [replace(row, what=masked_members(pool, row.what)) for row in rows]
