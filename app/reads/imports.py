"""Imports of archives: one, and each person's."""

import uuid
from collections.abc import Sequence

from app.reads.desk import question
from app.records.imports import ImportRun
from app.store.pool import Pool
from app.store.read import fetch_lists, fetch_one

MOST_RUNS = 100


async def import_run(pool: Pool, run_id: uuid.UUID) -> ImportRun | None:
    """One import, whoever's it is."""
    return await fetch_one(pool, ImportRun, "import_run", run_id=run_id)


@question
async def imports(pool: Pool, user_ids: Sequence[str]) -> dict[str, list[ImportRun]]:
    """Each person's imports, the newest first."""
    parameters = {"user_ids": list(user_ids), "runs": MOST_RUNS}
    return await fetch_lists(pool, ImportRun, "import_runs", user_ids, parameters)
