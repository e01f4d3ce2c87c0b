"""Housekeeping in the database: what is forgotten, and policies that nobody else runs."""

import datetime as dt
import logging

from app.errors import UrsaError
from app.resources import Resources
from app.store import (
    analysts,
    apps,
    connections,
    deed_answers,
    history,
    jobs,
    keys,
    notices,
    runs,
    sessions,
    spending,
    unread,
)
from app.store.aggregates import refresh_aggregates
from workers.ledger import on_record

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


async def forget(resources: Resources) -> None:
    """Delete what is over: tokens of ended runs, connections not made, and what is too old."""
    pool, now = resources.pool, resources.clock()
    await runs.forget_tokens(pool)
    await connections.forget_attempts(pool, now)
    await jobs.forget_letters(pool, now - LETTERS_KEPT)
    await runs.forget_runs(pool, now - RUNS_KEPT)
    await keys.forget_days(pool, (now - KEY_DAYS_KEPT).date())
    await deed_answers.forget(pool, now)
    await sessions.forget_over(pool, now, now - WRONG_PASSWORDS_KEPT)
    await apps.forget_over(pool, now, codes_before=now - CODES_KEPT, used_before=now - USED_KEPT)
    kept = dt.timedelta(days=resources.settings.history_days)
    await history.forget(pool, now - kept)
    await unread.forget(pool, now - kept)
    await notices.forget(pool, now - NOTICES_KEPT)
    await spending.forget(pool, now - SPENDING_KEPT)
    await analysts.stop_long(pool)


async def refresh(resources: Resources) -> None:
    """Bring everybody's aggregates up to what is stored."""
    await refresh_aggregates(resources.pool, resources.clock().date())


async def run_policies(resources: Resources) -> int:
    """Run TimescaleDB's policies that are due; answers how many.

    The embedded database has no background workers that would do it. A policy that fails is
    noted in its line and does not stop the others.
    """
    due = await jobs.claim_policies(resources.pool, resources.clock())
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
        await jobs.run_policy(resources.pool, int(job_id.removeprefix("policy ")))
