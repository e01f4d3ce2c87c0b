"""Ten years of one person's archive: samples a second, memory, and other people's reads meanwhile.

    python -m bench.archive

`DAYS` (3650) and `KEEP` (a file to keep the archive in, or to take it from) can be set.
"""

import asyncio
import datetime as dt
import os
import resource
import tempfile
import time
import uuid
from pathlib import Path

import numpy as np

from app.days import Window
from app.imports.aside import import_run_aside
from app.modelling import open_models
from app.reads.sleep import nights
from app.records.imports import ImportRun
from app.resources import Resources, open_resources
from app.settings import Settings
from app.simulator.archive import write_archive
from app.simulator.people import people
from app.simulator.world import World
from app.store.accounts import create_account
from app.store.imports import ImportOrder, queue_import, undo_import
from app.store.pool import Pool
from app.store.read import fetch_one
from bench.database import KIND, open_migrated

NOW = dt.datetime(2026, 1, 11, 18, 30, tzinfo=dt.UTC)
DAYS = int(os.environ.get("DAYS", "3650"))
PAUSE_S = 0.05


def main() -> None:
    asyncio.run(_main())


async def _main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = await asyncio.to_thread(
            _written, Path(os.environ.get("KEEP", f"{folder}/archive.zip"))
        )
        async with open_migrated() as (url, pool):
            await _measure(pool, url, KIND, path)


def _written(path: Path) -> Path:
    """The archive, made where there is none yet."""
    if path.exists():
        return path
    first = NOW.date() - dt.timedelta(days=DAYS - 1)
    world = World(people(1, first, seed=7), now=NOW, dense=True)
    world.token_for(1001, registered=NOW)
    write_archive(world.view(1001), path, first)
    return path


async def _measure(pool: Pool, url: str, kind: str, path: Path) -> None:
    own = None if kind == "embedded" else url
    settings = Settings(database_url=own, data_dir=path.parent)
    async with (
        open_models() as models,
        open_resources(settings, database_url=url, pool_size=4, models=models) as resources,
    ):
        await create_account(pool, "other")
        idle = await _reads(pool, asyncio.Event(), 100)
        before = _megabytes()
        run_id = await _queued(resources, path)
        done = asyncio.Event()
        reads = asyncio.create_task(_reads(pool, done))
        began = time.perf_counter()
        state = await import_run_aside(resources, run_id)
        took = time.perf_counter() - began
        done.set()
        run = await fetch_one(pool, ImportRun, "import_run", run_id=run_id)
        assert run is not None
        samples = sum(k.get("samples", 0) for k in run.report["kinds"].values())
        print(f"{kind}: {run.files_total} files, {state}")
        print(f"{samples:,} samples in {took:.0f} s: {samples / took:,.0f} samples/s")
        print(
            f"memory: {_megabytes() - before:.0f} MB more than before, {_megabytes():.0f} MB peak"
        )
        p95 = [float(np.percentile(each, 95)) * 1000 for each in (idle, await reads)]
        print(f"reads of others: p95 {p95[0]:.1f} ms idle, {p95[1]:.1f} ms meanwhile")
        await _again_and_undone(resources, path, run_id)


async def _again_and_undone(resources: Resources, path: Path, first: uuid.UUID) -> None:
    """The same archive once more, which brings nothing; then both are taken back."""
    began = time.perf_counter()
    again = await _queued(resources, path)
    await import_run_aside(resources, again)
    print(f"again: {time.perf_counter() - began:.0f} s")
    began = time.perf_counter()
    for each in (again, first):
        rows = await undo_import(resources.pool, "years", each, NOW, actor="bench")
    print(f"undone: {rows:,} rows in {time.perf_counter() - began:.0f} s")


async def _queued(resources: Resources, path: Path) -> uuid.UUID:
    await create_account(resources.pool, "years")
    size = (await asyncio.to_thread(path.stat)).st_size
    order = ImportOrder(
        run_id=uuid.uuid4(),
        user_id="years",
        origin="command",
        file_path=str(path),
        file_kept=True,
        file_bytes=size,
    )
    assert await queue_import(resources.pool, order, resources.clock())
    return order.run_id


async def _reads(pool: Pool, done: asyncio.Event, most: int = 10**9) -> list[float]:
    """Seconds of the same question about somebody else, again and again."""
    window = Window(NOW.date() - dt.timedelta(days=29), NOW.date())
    found: list[float] = []
    while not done.is_set() and len(found) < most:
        began = time.perf_counter()
        await nights(pool, "other", window)
        found.append(time.perf_counter() - began)
        await asyncio.sleep(PAUSE_S)
    return found


def _megabytes() -> float:
    """The most that this process and one that has ended took."""
    both = resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN
    return sum(resource.getrusage(each).ru_maxrss for each in both) / 1024


if __name__ == "__main__":
    main()
