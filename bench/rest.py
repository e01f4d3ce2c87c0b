"""`GET sleep?days=30` with a person's key: beside a bare statement, its tail, and its memory.

One question at a time, each of its own, so that no answer is remembered. First alone, then after
the models have looked at the person, then while they look at other people all the time. The bare
statement is asked in turns by a connection of this process: the driver and orjson, without HTTP.

    python -m bench.rest 100000        so many more requests, while memory is looked at
"""

import asyncio
import datetime as dt
import itertools
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress

import httpx
import numpy as np
import orjson
from psycopg.rows import dict_row

from app.records.account import Scope
from app.store.pool import Pool
from app.store.queries import query
from bench.answers import Crowd
from bench.database import KIND, open_migrated
from bench.serving import PERSON, Served, load, make_key, make_person, served
from tests.schema.year import TODAY

REQUESTS, ROUNDS = 500, 6
OTHERS = 4
GOAL_TAIL, GOAL_MB = 4, 160


def nights() -> Iterator[str]:
    """Addresses of the same nights, no two alike."""
    return (f"/api/v1/users/{PERSON}/sleep?days=30&turn={turn}" for turn in itertools.count())


async def _time(http: httpx.AsyncClient, paths: Iterator[str], requests: int) -> list[float]:
    """Milliseconds of each."""
    took = []
    for path in itertools.islice(paths, requests):
        began = time.perf_counter()
        answer = await http.get(path)
        took.append(1000 * (time.perf_counter() - began))
        assert answer.status_code == 200, answer.text
    return took


async def _bare(pool: Pool) -> list[float]:
    """Milliseconds of the statement, its rows and orjson."""
    asked = {"user_id": PERSON, "first": TODAY - dt.timedelta(days=30), "last": TODAY}
    took = []
    for _ in range(REQUESTS):
        began = time.perf_counter()
        async with pool.connection() as connected, connected.cursor(row_factory=dict_row) as c:
            await c.execute(query("read/night_summaries"), asked)
            orjson.dumps(await c.fetchall())
        took.append(1000 * (time.perf_counter() - began))
    return took


def _tail(what: str, took: list[float]) -> None:
    p50, p99 = np.percentile(took, [50, 99])
    print(
        f"{KIND}, {what}: p50 {p50:.2f} ms, p99 {p99:.2f} ms: {p99 / p50:.1f} x "
        f"(at most {GOAL_TAIL}); {load()}",
        flush=True,
    )


async def _detect(http: httpx.AsyncClient, user_id: str) -> None:
    """Models look at somebody; they may ask to wait."""
    answer = await http.post(f"/api/v1/users/{user_id}/patterns/detect")
    assert answer.status_code in {200, 429, 503}, answer.text
    await asyncio.sleep(0.01)


@asynccontextmanager
async def _while_others_are_analysed(http: httpx.AsyncClient) -> AsyncIterator[None]:
    async def on_and_on() -> None:
        for number in itertools.cycle(range(OTHERS)):
            await _detect(http, f"other-{number}")

    task = asyncio.create_task(on_and_on())
    yield
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def _tails(http: httpx.AsyncClient, pool: Pool) -> None:
    paths = nights()
    await _time(http, paths, 200)
    took = [(await _time(http, paths, REQUESTS), await _bare(pool)) for _ in range(ROUNDS)]
    ours, bare = (list(itertools.chain(*each)) for each in zip(*took, strict=True))
    print(f"{KIND}: the bare statement takes {np.median(bare) / np.median(ours):.0%} of an answer")
    _tail("alone", ours)
    await _detect(http, PERSON)
    _tail("after an analysis", await _time(http, paths, 3 * REQUESTS))
    async with _while_others_are_analysed(http):
        _tail("while others are analysed", await _time(http, paths, 3 * REQUESTS))


async def _memory(server: Served, many: int) -> None:
    """Many more, 32 at a time."""
    crowd = Crowd(server)
    paths = (f"sleep?days=30&more={turn}" for turn in itertools.count())
    for part in range(5):
        if part:
            await crowd.ask(paths, "", 200, many // 4)
        print(
            f"{KIND}: {server.memory_mb():.1f} MB after {part * many // 4:,} more requests "
            f"(at most {GOAL_MB}, and flat)",
            flush=True,
        )


async def main(many: int = 20_000) -> None:
    async with open_migrated() as (url, pool):
        for who in (PERSON, *(f"other-{number}" for number in range(OTHERS))):
            await make_person(pool, who)
        secret = await make_key(pool, None, Scope.READ, Scope.SYNC)
        async with served(url, secret) as server:
            await _measure(server, pool, many)


async def _measure(server: Served, pool: Pool, many: int) -> None:
    headers = {"X-API-Key": server.secret}
    async with httpx.AsyncClient(base_url=server.address, headers=headers, timeout=60) as http:
        await _tails(http, pool)
    await _memory(server, many)


if __name__ == "__main__":
    asyncio.run(main(*map(int, sys.argv[1:])))
