"""Large archives, imported in a process of their own."""

import asyncio
import multiprocessing
import os
import signal
from collections.abc import Iterator
from multiprocessing.context import SpawnProcess
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from app.imports import aside, work
from app.imports.aside import import_run_aside
from app.imports.reading import Piece
from app.imports.work import import_run
from app.resources import Resources
from app.store.imports import SILENT_S
from app.store.pool import Pool
from tests.app.imports.archives import named, queued, rows, told, zipped

DAYS = 28
MANY = 1500


def days(count: int) -> dict[str, object]:
    """Files of days, each with its own number of steps."""
    return {
        named(f"activity-2025-02-{1 + n % DAYS:02}", n // DAYS): {
            "date": f"2025-02-{1 + n % DAYS:02}",
            "summary": {"stepCount": 1000 + n % DAYS},
        }
        for n in range(count)
    }


def at_work() -> list[BaseProcess]:
    """Processes of imports; those of models are others."""
    children = multiprocessing.active_children()
    return [each for each in children if isinstance(each, SpawnProcess)]


@pytest.fixture(autouse=True)
def small_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every archive is large enough."""
    monkeypatch.setattr(aside, "LARGE_BYTES", 0)


async def test_it_is_imported_elsewhere(
    pool: Pool,
    resources: Resources,
    person: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The rows are there, and this process stored none of them."""
    monkeypatch.setattr(aside, "import_run", None)
    run_id = await queued(pool, person, zipped(tmp_path, days(3)), resources)
    assert await import_run_aside(resources, run_id) == "success"
    assert (await told(pool, run_id)).rows_written == 3
    found = await rows(pool, "SELECT steps FROM activity WHERE user_id = %s ORDER BY 1", person)
    assert found == [(1000,), (1001,), (1002,)]
    assert at_work() == []
    assert await import_run_aside(resources, run_id) is None  # It is over.


async def test_its_process_is_killed(
    pool: Pool, resources: Resources, person: str, tmp_path: Path
) -> None:
    """Whoever waits for it is told, and the import goes on from where it was: nothing twice."""
    run_id = await queued(pool, person, zipped(tmp_path, days(MANY)), resources)
    working = asyncio.create_task(import_run_aside(resources, run_id))
    while (await told(pool, run_id)).files_done == 0:  # noqa: ASYNC110 -- another process works
        await asyncio.sleep(0.002)
    (process,) = at_work()
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    with pytest.raises(OSError, match="was ended"):
        await working
    assert (await told(pool, run_id)).files_done < MANY
    await rows(
        pool,
        "UPDATE import_run SET alive_at = alive_at - make_interval(secs => %s)"
        " WHERE run_id = %s RETURNING 1",
        SILENT_S + 1,
        run_id,
    )
    assert await import_run(resources, run_id) == "success"
    run = await told(pool, run_id)
    assert (run.files_done, run.report["kinds"]["activity"]["files"]) == (MANY, MANY)
    assert run.report["kinds"]["activity"]["new"] == DAYS
    ((count, days_told),) = await rows(
        pool, "SELECT count(*), count(DISTINCT date) FROM activity WHERE user_id = %s", person
    )
    assert (count, days_told) == (DAYS, DAYS)


@pytest.mark.parametrize(("cores", "ahead"), [(1, 0), (2, 0), (4, 1)])
async def test_a_core_is_left(cores: int, ahead: int) -> None:
    """One batch is read while another one is stored only where a core is left for others."""
    read = 0

    def batches() -> Iterator[list[Piece]]:
        nonlocal read
        for _ in range(4):
            read += 1
            yield []

    stored = 0
    async for _ in work._in_turn(batches(), cores):
        stored += 1
        await asyncio.sleep(0.02)
        while read < min(stored + ahead, 4):  # noqa: ASYNC110 -- a thread reads
            await asyncio.sleep(0.001)
        assert read == min(stored + ahead, 4)
    assert stored == 4
