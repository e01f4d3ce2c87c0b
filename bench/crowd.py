"""What one person is answered beside `BESIDE` (10,000) others with a year each, and alone.

    BESIDE=10000 python -m bench.crowd

Two databases are asked in turns, each question made anew: nothing that was found out is remembered.
The others are copies of the same year, samples apart: nights, recharges, activity, loads, metrics.
"""

import asyncio
import os
import time
from collections.abc import Awaitable, Callable

import httpx

from app.remembering import Memory
from app.state import State
from app.store.aggregates import refresh_aggregates
from app.store.pool import Pool
from bench.database import SERVER, copy_person
from bench.graphql import DASHBOARD, PERSON, compared, got, posted, server
from tests.schema.year import TODAY

BESIDE = int(os.environ.get("BESIDE", "10000"))
AT_ONCE = 500
GOAL = 1.3


async def main() -> None:
    """Fill one of two databases, and ask both."""
    assert SERVER, "so many people need a server"
    async with server() as alone, server() as crowded:
        pool = crowded[0]["resources"].pool
        began = time.perf_counter()
        await _fill(pool)
        print(
            f"{BESIDE:,} people, made in {time.perf_counter() - began:.0f} s, {await _size(pool)}"
        )
        for what in ("sleep?days=30", "insights", "dashboard"):
            one, many = await compared(_asking(alone, what), _asking(crowded, what))
            print(f"{what:16} {one:6.1f} ms alone, {many:6.1f} ms beside them: {many / one:.2f} x")
    print(f"goal: {GOAL} x")


async def _fill(pool: Pool) -> None:
    for first in range(1, BESIDE + 1, AT_ONCE):
        last = min(first + AT_ONCE - 1, BESIDE)
        await copy_person(pool, PERSON, first, last)
        print(f"{last:,}", end=" ", flush=True)
    print()
    await refresh_aggregates(pool, TODAY)
    async with pool.connection() as connected:
        await connected.execute("VACUUM ANALYZE")


async def _size(pool: Pool) -> str:
    async with pool.connection() as connected:
        cursor = await connected.execute(
            "SELECT pg_size_pretty(pg_database_size(current_database()))"
        )
        ((size,),) = await cursor.fetchall()
    return str(size)


def _asking(asked: tuple[State, httpx.AsyncClient], what: str) -> Callable[[], Awaitable[object]]:
    state, client = asked

    async def ask() -> object:
        object.__setattr__(state["resources"], "found", Memory(1))
        if what == "dashboard":
            return await posted(client, DASHBOARD, id=PERSON)
        path, _, days = what.partition("?days=")
        return await got(client, path, int(days or 1))

    return ask


if __name__ == "__main__":
    asyncio.run(main())
