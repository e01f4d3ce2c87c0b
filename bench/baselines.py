"""How long everybody's baselines take in one statement: `python -m bench.baselines`.

10,000 people, 5 metrics, 90 days (4.5 million rows), on the server of TEST_DATABASE_URL. The bare
SELECT of the same rows is the measure; both are run in turns, and the medians are compared.
"""

import argparse
import asyncio
import datetime as dt
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from statistics import median

from app.store.findings import calculate_baselines, renew_baselines
from app.store.pool import Pool
from bench.database import KIND, open_migrated

TODAY = dt.date(2026, 1, 13)
NOW = dt.datetime(2026, 1, 13, 4, tzinfo=dt.UTC)
METRICS = ["hrv_rmssd", "sleep_score", "resting_hr", "training_load", "training_load_ratio"]
DAYS, RUNS, LIMIT = 90, 5, 1.5
SQL = Path(__file__).parent / "sql"


def sql(name: str) -> bytes:
    """A statement of bench/sql."""
    return (SQL / f"{name}.sql").read_text().encode()


async def seconds(work: Callable[[], Awaitable[object]]) -> float:
    start = time.perf_counter()
    await work()
    return time.perf_counter() - start


async def measure(pool: Pool, people: int) -> dict[str, list[float]]:
    """Seconds of each run, the first ones left out: they warm up and insert."""
    parameters = {"metrics": METRICS, "people": people, "days": DAYS, "today": TODAY}
    async with pool.connection() as connected:
        await connected.execute(sql("baselines_people"), parameters)
        await connected.execute(sql("baselines_values"), parameters)
        await connected.execute(b"VACUUM ANALYZE metric_daily")

    async def bare() -> None:
        async with pool.connection() as connected:
            await connected.execute(sql("baselines_bare"))

    async def stored() -> None:
        await renew_baselines(pool, None, TODAY, NOW)

    async def one() -> None:
        await calculate_baselines(pool, ["person-1"], TODAY, NOW)

    found: dict[str, list[float]] = {"bare": [], "stored": [], "one": []}
    print(f"first time, rows inserted: {await seconds(stored):.2f} s")
    await bare()
    for _ in range(RUNS):
        found["bare"].append(await seconds(bare))
        found["stored"].append(await seconds(stored))
        found["one"].append(await seconds(one))
    return found


async def main(people: int) -> int:
    """Print the medians and their ratio; fail above the limit."""
    async with open_migrated() as (_, pool):
        found = await measure(pool, people)
    bare, stored, one = (median(found[name]) for name in ("bare", "stored", "one"))
    print(f"{KIND}: {people} people, {len(METRICS)} metrics, {DAYS} days")
    print(f"bare SELECT               {bare:8.2f} s")
    print(f"all baselines, stored     {stored:8.2f} s")
    print(f"one person's, stored      {1000 * one:8.2f} ms")
    print(f"ratio                     {stored / bare:8.2f}   (limit {LIMIT})")
    return int(stored / bare > LIMIT)


if __name__ == "__main__":
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--people", type=int, default=10_000)
    raise SystemExit(asyncio.run(main(arguments.parse_args().people)))
