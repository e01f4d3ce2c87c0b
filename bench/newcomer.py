"""A first sync of 28 dense or 365 sparse days, beside nobody and beside 500 people with a year.

Then what is asked right after it: hours of a day, weeks and months. BESIDE says how many people.
"""

import asyncio
import datetime as dt
import os
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from app.days import Window
from app.metrics import Metric
from app.reads import memory
from app.reads.timeline import Resolution, columns_of
from app.resources import Resources, open_resources
from app.settings import Settings
from app.store.aggregates import refresh_aggregates
from app.store.pool import Pool
from app.sync import runs, work
from bench.database import KIND, open_migrated
from bench.serving import load
from bench.sync import DAYS, simulator, warm

BESIDE = int(os.environ.get("BESIDE", "500"))
FILL = Path(__file__).parent / "sql" / "year_of_people.sql"
TURNS = 3
GOAL = 1.3
DENSE, SPARSE = 28, 365
Syncs = Callable[[str], Awaitable[float]]
"""Seconds of first syncs, by what the newcomers are called."""
ASKED = 20


async def _first_sync(resources: Resources, user_id: str, token: str, days: int) -> float:
    run_id = await runs.queue_run(
        resources,
        user_id=user_id,
        days=days,
        origin="bench",
        token=token,
        met_by="bench",
    )
    began = time.perf_counter()
    await work.sync_run(resources, run_id)
    return time.perf_counter() - began


async def _fill(pool: Pool, today: dt.date) -> None:
    async with pool.connection() as connected:
        for statement in FILL.read_text().split(";\n"):
            if statement.strip():
                await connected.execute(statement.encode(), {"people": BESIDE, "today": today})
    began = time.perf_counter()
    await refresh_aggregates(pool, today)
    print(f"{KIND}: a refresh of everybody's year took {time.perf_counter() - began:.1f} s")


async def _fastest(ask: Callable[[], Awaitable[object]]) -> float:
    """Median milliseconds of one question."""
    took = []
    for _ in range(ASKED):
        began = time.perf_counter()
        await ask()
        took.append(time.perf_counter() - began)
    return statistics.median(took) * 1000


async def _ask(pool: Pool, user_id: str, today: dt.date) -> None:
    year, day = Window.of(365, today), Window.of(1, today - dt.timedelta(days=10))
    heart = frozenset({"heart_rate"})
    asked: dict[str, Callable[[], Awaitable[object]]] = {
        "weeks": lambda: memory.weeks(pool, user_id, Metric.HRV_RMSSD, year),
        "months": lambda: memory.months(pool, user_id, Metric.HRV_RMSSD, year),
        "hours of a day": lambda: columns_of(pool, user_id, heart, day, Resolution.HOUR, 1000),
        "hours of 28 days": lambda: columns_of(
            pool, user_id, heart, Window.of(28, today), Resolution.HOUR, 1000
        ),
    }
    for what, ask in asked.items():
        print(f"{KIND}: {what} of {user_id}: {await _fastest(ask):.2f} ms")


async def _turns(resources: Resources, name: str, token: str, days: int) -> float:
    """Seconds of the fastest of some newcomers' first syncs."""
    return min([await _first_sync(resources, f"{name}-{n}", token, days) for n in range(TURNS)])


@asynccontextmanager
async def _door(url: str, folder: str, now: dt.datetime, days: int) -> AsyncIterator[Syncs]:
    """A Polar that has so many days of somebody, dense ones if they are few, and who asks it."""
    first = now.date() - dt.timedelta(days=max(DAYS, days + 30) - 1)
    with simulator(first, now, dense=days == DENSE) as (address, token):
        settings = Settings(database_url=url, polar_api_url=address, data_dir=Path(folder))
        async with open_resources(settings, database_url=url) as resources:
            await warm(address, token)
            await _first_sync(resources, f"warm-{days}", token, days)
            yield lambda name: _turns(resources, f"{name}-{days}", token, days)


async def main() -> None:
    now = dt.datetime.now(dt.UTC)
    async with open_migrated() as (url, pool), AsyncExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        doors = {
            days: await stack.enter_async_context(_door(url, folder, now, days))
            for days in (DENSE, SPARSE)
        }
        alone = {days: await syncs("alone") for days, syncs in doors.items()}
        await _fill(pool, now.date())
        for days, syncs in doors.items():
            beside = await syncs("beside")
            print(
                f"{KIND}: first sync of {days} days alone {alone[days]:.2f} s, beside {BESIDE} "
                f"people {beside:.2f} s ({beside / alone[days]:.2f} x, at most {GOAL}); {load()}"
            )
        await _ask(pool, f"beside-{DENSE}-0", now.date())
        await refresh_aggregates(pool, now.date())
        await _ask(pool, f"beside-{DENSE}-0", now.date())


if __name__ == "__main__":
    asyncio.run(main())
