"""The `job` table: lines of the timetable, claimed by one process and kept up to date."""

import datetime as dt
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from app.errors import UrsaError
from app.resources import Resources
from app.store.pool import Pool, connection
from app.store.queries import query
from app.store.write import execute

LONGEST_ERROR = 500


def one_line(error: BaseException) -> str:
    """The first line of an error, of bounded length; its kind when it is not one of ours."""
    lines = str(error).strip().splitlines()
    first = lines[0] if lines else ""
    kind = "" if isinstance(error, UrsaError) else type(error).__name__
    return ": ".join(part for part in (kind, first) if part)[:LONGEST_ERROR]


async def claim(pool: Pool, name: str, **parameters: object) -> list[str]:
    """First column of what `sql/queries/write/{name}.sql` claimed; nobody else gets it."""
    async with connection(pool) as connected:
        cursor = await connected.execute(query(f"write/{name}"), parameters)
        return [str(row[0]) for row in await cursor.fetchall()]


async def call(pool: Pool, name: str, **parameters: object) -> None:
    """Run `sql/queries/write/{name}.sql` outside a transaction: a procedure that commits."""
    async with connection(pool) as connected:
        await connected.execute(query(f"write/{name}"), parameters)


@asynccontextmanager
async def on_record(resources: Resources, job_id: str) -> AsyncIterator[None]:
    """Note in the line `job_id` when work began, when it ended, and how."""
    await execute(resources.pool, "job_started", job_id=job_id, now=resources.clock())
    try:
        yield
    except Exception as error:
        await _ended(resources, job_id, "failed", one_line(error))
        raise
    await _ended(resources, job_id, "done", None)


async def _ended(resources: Resources, job_id: str, state: str, error: str | None) -> None:
    now: dt.datetime = resources.clock()
    await execute(resources.pool, "job_ended", job_id=job_id, state=state, error=error, now=now)
