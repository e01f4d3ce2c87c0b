"""Rows a second of sample ingest: a month of heart rate, new and again."""

import asyncio
import time

import numpy as np

from app.records.heart_rate import HeartRateSamples
from app.store import change, write
from app.store.pool import Pool
from bench.database import KIND, open_migrated

ROWS = 112_000
SECONDS = 28 * 86_400
GOAL = {"embedded": 20_000, "server": 100_000}


def _month(seed: int) -> HeartRateSamples:
    rng = np.random.default_rng(seed)
    seconds = np.sort(rng.choice(SECONDS, ROWS, replace=False)).astype("timedelta64[s]")
    return HeartRateSamples(
        local_time=np.datetime64("2026-01-01", "s") + seconds,
        bpm=rng.integers(45, 180, ROWS).astype(float),
        minute_weight=np.full(ROWS, 0.25),
    )


async def _rate(pool: Pool, user_id: str, block: HeartRateSamples) -> float:
    began = time.perf_counter()
    await write.store_harvest(pool, user_id, [block])
    return ROWS / (time.perf_counter() - began)


async def main() -> None:
    async with open_migrated() as (_, pool):
        for person in range(3):
            user_id = f"bench-{person}"
            await change.execute(pool, "account_create", user_id=user_id)
            block = _month(person)
            new, again = [await _rate(pool, user_id, block) for _ in range(2)]
            goal = GOAL[KIND]
            print(
                f"{KIND}: {new:>9,.0f} new rows/s ({new / goal:.1f} x goal), "
                f"{again:>9,.0f} unchanged rows/s"
            )


if __name__ == "__main__":
    asyncio.run(main())
