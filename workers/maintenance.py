"""Housekeeping in the database: what is forgotten, and policies that nobody else runs."""

import datetime as dt
import logging

from app.errors import UrsaError
from app.resources import Resources
from app.store.aggregates import refresh_aggregates
from app.store.deed_answers import KEPT as DEED_ANSWERS_KEPT
from app.store.write import execute
from workers.ledger import call, claim, on_record

log = logging.getLogger(__name__)

LETTERS_KEPT = dt.timedelta(days=30)
SPENDING_KEPT = dt.timedelta(days=1)
WRONG_PASSWORDS_KEPT = dt.timedelta(days=1)
RUNS_KEPT = dt.timedelta(days=90)
NOTICES_KEPT = dt.timedelta(days=9)
"""A day longer than notices are taken for news: the same one again does nothing."""
CODES_KEPT = dt.timedelta(days=1)
"""So long a code of an application that comes a second time ends what the first time began."""
USED_KEPT = dt.timedelta(days=30)
"""So long a refresh token that comes a second time does."""
KEY_DAYS_KEPT = dt.timedelta(days=90)
ANALYSTS_MAY = {
    "statement_may": dt.timedelta(minutes=5),
    "statement_ends": dt.timedelta(minutes=8),
    "transaction_may": dt.timedelta(hours=1),
}
"""So long analysts take who have lifted their time-outs: cancelled, the next time ended."""


async def forget(resources: Resources) -> None:
    """Delete what is over: tokens of ended runs, connections not made, and what is too old."""
    pool, now = resources.pool, resources.clock()
    await execute(pool, "job_forget_tokens")
    await execute(pool, "connection_forget", now=now)
    await execute(pool, "job_forget_letters", before=now - LETTERS_KEPT)
    await execute(pool, "run_forget", before=now - RUNS_KEPT)
    await execute(pool, "key_days_forget", before=(now - KEY_DAYS_KEPT).date())
    await execute(pool, "deed_answer_forget", before=now - DEED_ANSWERS_KEPT)
    await execute(pool, "session_forget", now=now, before=now - WRONG_PASSWORDS_KEPT)
    codes, used = now - CODES_KEPT, now - USED_KEPT
    await execute(pool, "apps_forget", now=now, codes_before=codes, used_before=used)
    kept = dt.timedelta(days=resources.settings.history_days)
    await execute(pool, "history_forget", before=now - kept)
    await execute(pool, "unread_row_forget", before=now - kept)
    await execute(pool, "notices_forget", before=now - NOTICES_KEPT)
    await execute(pool, "polar_spending_forget", before=now - SPENDING_KEPT)
    await execute(pool, "analysts_stop_long", **ANALYSTS_MAY)


async def refresh(resources: Resources) -> None:
    """Bring everybody's aggregates up to what is stored."""
    await refresh_aggregates(resources.pool, resources.clock().date())


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
