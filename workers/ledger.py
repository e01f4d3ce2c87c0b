"""Work on a line of the timetable, on record: when it began, when it ended, and how."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from app.errors import UrsaError
from app.resources import Resources
from app.store.jobs import job_done, job_failed, job_started

LONGEST_ERROR = 500


def one_line(error: BaseException) -> str:
    """The first line of an error, of bounded length; its kind when it is not one of ours."""
    lines = str(error).strip().splitlines()
    first = lines[0] if lines else ""
    kind = "" if isinstance(error, UrsaError) else type(error).__name__
    return ": ".join(part for part in (kind, first) if part)[:LONGEST_ERROR]


@asynccontextmanager
async def on_record(resources: Resources, job_id: str) -> AsyncIterator[None]:
    """Note in the line `job_id` when work began, when it ended, and how."""
    await job_started(resources.pool, job_id, resources.clock())
    try:
        yield
    except Exception as error:
        await job_failed(resources.pool, job_id, one_line(error), resources.clock())
        raise
    await job_done(resources.pool, job_id, resources.clock())
