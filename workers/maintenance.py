"""Housekeeping in the database: what is forgotten, and policies that nobody else runs."""

import datetime as dt
import logging

from app.errors import UrsaError
from app.resources import Resources
from app.store.write import execute
from workers.ledger import call, claim, on_record

log = logging.getLogger(__name__)

LETTERS_KEPT = dt.timedelta(days=30)
RUNS_KEPT = dt.timedelta(days=90)


async def forget(resources: Resources) -> None:
    """Delete what is over: tokens of ended runs, connections not made, old letters and runs."""
    pool, now = resources.pool, resources.clock()
    await execute(pool, "job_forget_tokens")
    await execute(pool, "connection_forget", now=now)
    await execute(pool, "job_forget_letters", before=now - LETTERS_KEPT)
    await execute(pool, "run_forget", before=now - RUNS_KEPT)


async def run_policies(resources: Resources) -> int:
    """Run TimescaleDB's policies that are due; answers how many.

    The embedded database has no background workers that would do it. A policy that fails is
    noted in its line and does not stop the others.
    """
    due = await claim(resources.pool, "job_policies", now=resources.clock())
    for job_id in due:
        try:
            await _run_policy(resources, job_id)
        except UrsaError:
            raise
        except Exception as error:  # noqa: BLE001 -- of the driver's many kinds
            log.warning("%s failed: %s", job_id, error)
    return len(due)


async def _run_policy(resources: Resources, job_id: str) -> None:
    async with on_record(resources, job_id):
        await call(resources.pool, "job_policy_run", policy_id=int(job_id.removeprefix("policy ")))
