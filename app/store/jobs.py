"""The `job` table: lines of the timetable, TimescaleDB's policies, and messages that were given up.

What is claimed nobody else gets.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from app.store.change import execute, returned
from app.store.pool import Pool, connection
from app.store.queries import query


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetter:
    """A message that was given up; its arguments are JSON."""

    job_id: str
    actor: str
    arguments: str
    attempts: int
    error: str
    ended_at: dt.datetime


async def enter_lines(
    pool: Pool, first_at: Mapping[str, dt.datetime], latest_at: Mapping[str, dt.datetime]
) -> None:
    """Write lines, by their actors, that are new, and pull in those that are too far off.

    A new one is due at `first_at`; one that is there may be as far off as `latest_at`.
    """
    await execute(
        pool,
        "job_lines",
        actor=[*first_at],
        first_at=[*first_at.values()],
        latest_at=[latest_at[actor] for actor in first_at],
    )


async def claim_lines(
    pool: Pool, next_at: Mapping[str, dt.datetime], now: dt.datetime
) -> list[str]:
    """Actors of the lines that are due; each is due again at its `next_at`."""
    return await returned(pool, "job_claim", actor=[*next_at], next_at=[*next_at.values()], now=now)


async def claim_policies(pool: Pool, now: dt.datetime) -> list[str]:
    """Names of TimescaleDB's policies that are due, each `policy <id>`."""
    return await returned(pool, "job_policies", now=now)


async def run_policy(pool: Pool, policy_id: int) -> None:
    """Run one outside a transaction: it is a procedure that commits."""
    async with connection(pool) as connected:
        await connected.execute(query("write/job_policy_run"), {"policy_id": policy_id})


async def job_started(pool: Pool, job_id: str, now: dt.datetime) -> None:
    """Note that work on a line began."""
    await execute(pool, "job_started", job_id=job_id, now=now)


async def job_done(pool: Pool, job_id: str, now: dt.datetime) -> None:
    """Note that it was done."""
    await execute(pool, "job_ended", job_id=job_id, state="done", error=None, now=now)


async def job_failed(pool: Pool, job_id: str, error: str, now: dt.datetime) -> None:
    """Note that it failed, in words."""
    await execute(pool, "job_ended", job_id=job_id, state="failed", error=error, now=now)


async def keep_letter(pool: Pool, letter: DeadLetter) -> None:
    """Keep a message that was given up, for people to see."""
    await execute(pool, "job_dead", **asdict(letter))


async def forget_letters(pool: Pool, before: dt.datetime) -> None:
    """Forget messages that were given up before then."""
    await execute(pool, "job_forget_letters", before=before)
