"""Archives for tests: Polar's example files in a ZIP, and small ones made by hand."""

import uuid
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson

from app.imports.work import import_run
from app.records.imports import ImportRun, ImportState
from app.resources import Resources
from app.store.imports import ImportOrder, queue_import
from app.store.pool import Pool
from app.store.read import fetch_one
from app.store.relations import RECORDS, SAMPLES

EXPORT_UUID = "00000000-0000-4000-8000-0000000000{:02d}"


def named(stem: str, export: int = 1) -> str:
    """A file's name in an export; the uuid is another one in each."""
    return f"{stem}-{EXPORT_UUID.format(export)}.json"


def zipped(folder: Path, files: Mapping[str, Any]) -> Path:
    """A ZIP of files; what is no bytes is written as JSON."""
    path = folder / f"polar-user-data-export_{uuid.uuid4()}.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, body in files.items():
            made.writestr(name, body if isinstance(body, bytes) else orjson.dumps(body))
    return path


def examples(folder: Path, *, export: int = 1) -> dict[str, bytes]:
    """The example files as another export would name them."""
    found = {}
    for path in sorted(folder.glob("*.json")):
        stem = path.name[: -len("-00000000-0000-4000-8000-000000000000.json")]
        found[named(stem, export)] = path.read_bytes()
    return found


async def imported(resources: Resources, user_id: str, path: Path, **options: bool) -> ImportRun:
    """Import an archive as a worker does, and answer the run."""
    run_id = await queued(resources.pool, user_id, path, resources, **options)
    state = await import_run(resources, run_id)
    assert state in {ImportState.SUCCESS, ImportState.FAILED}
    return await told(resources.pool, run_id)


async def queued(
    pool: Pool, user_id: str, path: Path, resources: Resources, **options: bool
) -> uuid.UUID:
    """An import that nobody works on yet."""
    order = ImportOrder(
        run_id=uuid.uuid4(),
        user_id=user_id,
        origin="command",
        file_path=str(path),
        file_kept=True,
        file_bytes=1,
        **options,
    )
    assert await queue_import(pool, order, resources.clock())
    return order.run_id


async def told(pool: Pool, run_id: uuid.UUID) -> ImportRun:
    """The run as it stands."""
    run = await fetch_one(pool, ImportRun, "import_run", run_id=run_id)
    assert run is not None
    return run


async def pack(pool: Pool) -> None:
    """Put everything that there is into the columnstore, as years later."""
    await rows(
        pool,
        """SELECT compress_chunk(format('%I.%I', chunk_schema, chunk_name)::regclass, TRUE)
        FROM timescaledb_information.chunks
        INNER JOIN timescaledb_information.hypertables
            USING (hypertable_schema, hypertable_name)
        WHERE hypertable_schema = 'public' AND compression_enabled AND NOT is_compressed""",
    )


async def rows(pool: Pool, statement: str, *values: object) -> list[Any]:
    """What a statement answers."""
    async with pool.connection() as connected:
        cursor = await connected.execute(statement.encode(), values or None)
        return await cursor.fetchall()


async def everything(pool: Pool, user_id: str) -> dict[str, list[str]]:
    """All rows of a person's data, as texts, without when and by which run they were written."""
    found = {}
    for relation in sorted({*RECORDS.values(), *SAMPLES.values(), "metric_daily", "account"}):
        joined = " JOIN exercise USING (exercise_id)" if relation in HANGING else ""
        mine = "exercise.user_id" if joined else "kept.user_id"
        told = await rows(
            pool,
            f"SELECT (to_jsonb(kept) - ARRAY['written_at', 'run_id', 'exercise_id'])::text"
            f" FROM {relation} AS kept{joined} WHERE {mine} = %s ORDER BY 1",
            user_id,
        )
        found[relation] = [text for (text,) in told]
    return found


HANGING = ("exercise_zone", "exercise_lap")
