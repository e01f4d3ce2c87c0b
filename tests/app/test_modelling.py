import asyncio
import datetime as dt
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.apart import POLITENESS
from app.errors import TooManyRequests
from app.modelling import MOST_WAITING, Models
from app.patterns import NAMES
from tests.daily import daily

TODAY = dt.date(2026, 1, 11)
DAYS = daily(
    ("hrv_rmssd", TODAY - dt.timedelta(days=day), 50.0 + day * 7 % 11) for day in range(60)
)


def process_of(models: Models) -> int:
    """The id of the process at work."""
    (pid,) = models._executor._processes
    return int(pid)


async def test_the_event_loop_goes_on(models: Models) -> None:
    """While models work, others are served, and the process at work comes after them."""
    working = asyncio.create_task(models.detect(DAYS, TODAY, []))
    ticks = 0
    while not working.done():
        await asyncio.sleep(0.001)
        ticks += 1
    patterns, forecasts, parts = working.result()
    assert ticks > 3
    assert (len(patterns), len(forecasts), parts) == (len(NAMES), 4, ())
    assert os.getpriority(os.PRIO_PROCESS, process_of(models)) >= POLITENESS


async def test_the_answering_process_carries_no_models() -> None:
    """Models are imported by their own process, brokers and other heavy things when needed."""
    heavy = {"statsmodels", "pandas", "scipy", "duckdb", "mcp", "redis", "limits", "pika"}
    script = f"import app.serving, sys; print({heavy} & sys.modules.keys())"
    run = await asyncio.to_thread(
        subprocess.run, [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "set()"


async def test_a_killed_process_is_replaced(models: Models) -> None:
    """Its work is done again, and nobody who waited is told."""
    await models.detect(DAYS, TODAY, [])
    before = process_of(models)
    working = asyncio.create_task(models.detect(DAYS * 40, TODAY, []))
    await asyncio.sleep(0)
    os.kill(before, signal.SIGKILL)
    patterns, *_ = await working
    assert len(patterns) == len(NAMES)
    assert process_of(models) != before


async def test_the_process_ends_on_a_slim_system(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Where no command lists processes, as in the image, it is ended all the same."""
    models = Models()
    await models.detect(DAYS, TODAY, [])
    there = Path("/proc") / str(process_of(models))
    monkeypatch.setenv("PATH", str(tmp_path))
    await models.close()
    assert not there.exists()


async def test_the_queue_is_bounded() -> None:
    """One more than may wait is told to come again; nothing was begun for them."""
    models = Models(most_waiting=0)
    with pytest.raises(TooManyRequests, match="Try again") as told:
        await models.detect(DAYS, TODAY, [])
    assert told.value.retry_after_s > 0
    assert models._executor is None
    assert MOST_WAITING > 0


def test_the_process_goes_with_a_killed_server() -> None:
    """Nobody is left who keeps 150 MB for a server that was killed."""
    server = subprocess.Popen([sys.executable, "-c", SERVER], stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    there = Path("/proc") / server.stdout.readline().strip()
    assert there.is_dir()
    server.kill()
    server.wait()
    server.stdout.close()
    deadline = time.monotonic() + 20
    while there.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not there.exists()


SERVER = """
import asyncio, datetime as dt
from app.modelling import Models
from app.patterns import NAMES

async def main():
    models = Models()
    await models.detect([], dt.date(2026, 1, 11), [])
    print(*models._executor._processes, flush=True)
    await asyncio.sleep(60)

asyncio.run(main())
"""
