"""Exports of everything about a person: one, and each person's."""

import uuid
from collections.abc import Sequence

from app.reads.desk import question
from app.records.takeouts import Takeout
from app.store.pool import Pool
from app.store.read import fetch_lists, fetch_one

MOST_RUNS = 20


async def takeout(pool: Pool, run_id: uuid.UUID) -> Takeout | None:
    """One export, whoever's it is."""
    return await fetch_one(pool, Takeout, "takeout_run", run_id=run_id)


@question
async def takeouts(pool: Pool, user_ids: Sequence[str]) -> dict[str, list[Takeout]]:
    """Each person's exports, the newest first."""
    parameters = {"user_ids": list(user_ids), "runs": MOST_RUNS}
    return await fetch_lists(pool, Takeout, "takeout_runs", user_ids, parameters)
