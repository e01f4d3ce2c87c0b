"""Analysts' ten questions, timed: who sees one person, and who sees everybody.

    python -m bench.questions

On the server of TEST_DATABASE_URL: a simulated person's year, imported, and the same once more for
each of `PEOPLE` (200) others, whose samples are the last 35 days'. What is printed is the best of
`RUNS`, planning included, and the seconds of the session's own processor beside it: the clock also
counts what else the machine does.
"""

import asyncio
import datetime as dt
import os
import tempfile
import time
import uuid
from dataclasses import dataclass
from pathlib import Path

from psycopg.pq import TransactionStatus

from app.imports.work import import_run
from app.modelling import open_models
from app.resources import open_resources
from app.settings import Settings
from app.simulator.archive import write_simulated
from app.store.accounts import create_account
from app.store.aggregates import refresh_aggregates
from app.store.imports import ImportOrder, queue_import
from app.store.pool import Connection, Pool
from app.store.queries import SQL
from bench.database import SERVER, copy_person, open_migrated
from bench.serving import cpu_s
from tests.sql.roles import as_role, made

PERSON, PEOPLE, RUNS = "first", int(os.environ.get("PEOPLE", "200")), 5
GOALS = {"one person": 0.2, "everybody": 5.0}


@dataclass(frozen=True, slots=True)
class Timed:
    """The best of some runs, seconds, and how many rows came."""

    clock: float
    processor: float
    rows: int


async def main() -> None:
    """Fill a database, and ask."""
    assert SERVER, "the embedded database has one login"
    async with open_migrated() as (url, pool):
        with tempfile.TemporaryDirectory() as folder:
            await _fill(url, pool, Path(folder))
        for who, people in (("one person", [PERSON]), ("everybody", None)):
            async with made(pool, people=people) as role, as_role(pool, role) as connected:
                await _ask_all(connected, who)


async def _fill(url: str, pool: Pool, folder: Path) -> None:
    """A year of one person through the real path, copied, and all aggregates told."""
    path = folder / "year.zip"
    await asyncio.to_thread(write_simulated, path, days=365)
    async with (
        open_models() as models,
        open_resources(Settings(data_dir=folder), database_url=url, models=models) as resources,
    ):
        await create_account(pool, PERSON)
        order = ImportOrder(
            run_id=uuid.uuid4(),
            user_id=PERSON,
            origin="command",
            file_path=str(path),
            file_kept=True,
            file_bytes=1,
        )
        assert await queue_import(pool, order, resources.clock())
        await import_run(resources, order.run_id)
    await copy_person(pool, PERSON, 1, PEOPLE)
    async with pool.connection() as connected:
        await connected.execute("VACUUM ANALYZE")
    await refresh_aggregates(pool, dt.datetime.now(dt.UTC).date())


async def _ask_all(connected: Connection, who: str) -> None:
    print(f"{who}, of {PEOPLE + 1} people with a year each (goal {GOALS[who] * 1000:,.0f} ms)")
    for path in sorted((SQL / "questions").glob("*.sql")):
        found = await _ask(connected, path.read_text().encode())
        print(
            f"  {path.stem}: {found.clock * 1000:,.0f} ms, of the processor "
            f"{found.processor * 1000:,.0f} ms, {found.rows:,} rows",
            flush=True,
        )


async def _ask(connected: Connection, question: bytes) -> Timed:
    """The first run warms up."""
    pid = connected.info.backend_pid
    times: list[float] = []
    rows, before = 0, 0.0
    for run in range(RUNS + 1):
        before = cpu_s(pid) if run == 1 else before
        began = time.perf_counter()
        rows = len(await (await connected.execute(question)).fetchall())
        times.append(time.perf_counter() - began)
    assert connected.info.transaction_status is TransactionStatus.IDLE
    return Timed(min(times[1:]), (cpu_s(pid) - before) / RUNS, rows)


if __name__ == "__main__":
    asyncio.run(main())
