"""How far people's past was asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from app.reads.desk import question
from app.records.backfill import Backfill, BackfillFeed
from app.store import backfills as store
from app.store.pool import Pool
from app.store.read import fetch_each


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonsBackfill(Backfill):
    """A person's past, asked for down to a day, with what became of each feed."""

    feeds: Annotated[list[BackfillFeed], "How far each feed got."]


@question
async def backfills(pool: Pool, user_ids: Sequence[str]) -> dict[str, PersonsBackfill | None]:
    """The backfill of each person; None for who has none."""
    asked = {"user_ids": list(user_ids)}
    found = await fetch_each(pool, Backfill, "backfills", asked)
    feeds = await store.feeds(pool, user_ids)
    return {who: _whole(found.get(who), feeds[who]) for who in user_ids}


async def backfill_of(pool: Pool, user_id: str) -> PersonsBackfill | None:
    """One person's backfill."""
    return (await backfills.many(pool, [user_id]))[user_id]


def _whole(found: Backfill | None, feeds: list[BackfillFeed]) -> PersonsBackfill | None:
    if found is None:
        return None
    return PersonsBackfill(
        user_id=found.user_id,
        until=found.until,
        state=found.state,
        started_at=found.started_at,
        ended_at=found.ended_at,
        error=found.error,
        feeds=feeds,
    )
