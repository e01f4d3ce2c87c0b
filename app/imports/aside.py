"""A large archive is imported in a process of its own: who is answered waits for no turn of it."""

import asyncio
import uuid
from collections.abc import Iterator
from functools import partial

from app.apart import made_apart
from app.imports.work import import_run
from app.reads import imports
from app.records.imports import ImportState
from app.resources import Resources, open_resources
from app.settings import Settings

LARGE_BYTES = 2 * 2**20
"""A smaller archive is done with before another process would have begun."""

CONNECTIONS = 2
"""One stores, one finds out."""


async def import_run_aside(resources: Resources, run_id: uuid.UUID) -> ImportState | None:
    """As `import_run`; raises OSError where the process was ended, and the import goes on later."""
    run = await imports.import_run(resources.fresh_pool, run_id)
    url = resources.database_url
    if run is None or url is None or run.file_bytes < LARGE_BYTES:
        return await import_run(resources, run_id)
    make = partial(_imported, resources.settings, url, run_id)
    with made_apart(make) as made:
        return await asyncio.to_thread(next, made, None)


def _imported(
    settings: Settings, database_url: str, run_id: uuid.UUID
) -> Iterator[ImportState | None]:
    yield asyncio.run(_import(settings, database_url, run_id))


async def _import(settings: Settings, database_url: str, run_id: uuid.UUID) -> ImportState | None:
    async with open_resources(
        settings, database_url=database_url, pool_size=CONNECTIONS
    ) as resources:
        return await import_run(resources, run_id)
