"""`GET sleep?days=30` with a person's key, against a route that runs the same statement alone.

Both answer from one process over HTTP on loopback, in turns, so that the machine's mood hits both.
"""

import asyncio
import contextlib
import datetime as dt
import multiprocessing
import resource
import socket
import tempfile
import time
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median

import httpx
import numpy as np
import orjson
import uvicorn
from psycopg.rows import dict_row
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.main import create_app, open_state
from app.records.account import Scope
from app.records.recharge import Recharge
from app.records.sleep import Night
from app.settings import Settings
from app.store import keys, write
from app.store.pool import Pool
from app.store.queries import query
from bench.database import KIND, open_migrated

PERSON = "bench"
TURNS, REQUESTS = 6, 500
MANY = 100_000
GOAL = 0.40


async def _person(pool: Pool, today: dt.date) -> str:
    """A person with 60 nights; answers the secret of a key of theirs."""
    await write.execute(pool, "account_create", user_id=PERSON)
    days = [today - dt.timedelta(days=back) for back in range(60)]
    start = dt.datetime(2026, 1, 1, 22, tzinfo=dt.UTC)
    sleep = [
        Night(
            date=day,
            sleep_start_at=start,
            sleep_end_at=start + dt.timedelta(hours=8),
            light_s=14_000,
            deep_s=5_000,
            rem_s=6_000,
            sleep_score=80,
            heart_rate_avg=52.4,
        )
        for day in days
    ]
    recharge = [Recharge(date=day, hrv_rmssd_ms=48, breathing_rate_avg=14.2) for day in days]
    await write.store_harvest(pool, PERSON, [sleep, recharge])
    _, secret = await keys.create_key(
        pool,
        user_id=PERSON,
        label="bench",
        scopes=[Scope.READ],
        actor="bench",
        rate_limit_per_minute=100_000_000,
    )
    return secret


async def _bare(request: Request) -> Response:
    """The statement, its rows, orjson: nothing else."""
    today = dt.datetime.now(dt.UTC).date()
    asked = {"user_id": PERSON, "first": today - dt.timedelta(days=30), "last": today}
    pool = request.state.resources.read_pool
    async with pool.connection() as connected, connected.cursor(row_factory=dict_row) as cursor:
        await cursor.execute(query("read/night_summaries"), asked)
        rows = await cursor.fetchall()
    return Response(orjson.dumps(rows), media_type="application/json")


def _serve(url: str, folder: str, said: Connection) -> None:
    settings = Settings(database_url=url, data_dir=Path(folder))

    async def run() -> None:
        async with open_state(settings) as state:
            app = create_app(settings, state)
            app.router.routes.insert(0, Route("/bare", _bare))
            with socket.socket(proto=socket.IPPROTO_TCP) as listener:
                listener.bind(("127.0.0.1", 0))
                said.send(f"http://127.0.0.1:{listener.getsockname()[1]}")
                config = uvicorn.Config(app, log_config=None, access_log=False)
                with contextlib.suppress(KeyboardInterrupt):
                    await uvicorn.Server(config).serve(sockets=[listener])

    asyncio.run(run())


async def _time(http: httpx.AsyncClient, path: str, requests: int) -> list[float]:
    seconds = []
    for _ in range(requests):
        began = time.perf_counter()
        answer = await http.get(path)
        seconds.append(time.perf_counter() - began)
        assert answer.status_code == 200, answer.text
    return seconds


def _memory_mb(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


async def _compare(address: str, secret: str, pid: int, many: int) -> None:
    headers = {"X-API-Key": secret}
    ours, bare = f"/api/v1/users/{PERSON}/sleep?days=30", "/bare"
    async with httpx.AsyncClient(base_url=address, headers=headers) as http:
        assert len((await http.get(ours)).json()) == 31
        await _time(http, ours, 200)
        await _time(http, bare, 200)
        took: dict[str, list[float]] = {ours: [], bare: []}
        for _ in range(TURNS):
            for path in took:
                took[path] += await _time(http, path, REQUESTS)
        ratio = median(took[bare]) / median(took[ours])
        p50, p99 = np.percentile(took[ours], [50, 99])
        print(
            f"{KIND}: {1 / median(took[ours]):,.0f} requests/s, bare {1 / median(took[bare]):,.0f}"
        )
        print(f"{KIND}: {ratio:.0%} of the bare route's rate (goal {GOAL:.0%})")
        print(f"{KIND}: p99 is {p99 / p50:.1f} x p50 at concurrency 1 (goal 4)")
        before = _memory_mb(pid)
        for _ in range(4):
            await _time(http, ours, many // 4)
            print(f"{KIND}: {_memory_mb(pid) - before:+.1f} MB after {many // 4:,} more requests")


async def main(many: int = 20_000) -> None:
    context = multiprocessing.get_context("spawn")
    async with open_migrated() as (url, pool):
        secret = await _person(pool, dt.datetime.now(dt.UTC).date())
        with tempfile.TemporaryDirectory() as folder:
            ours, theirs = context.Pipe()
            process = context.Process(target=_serve, args=(url, folder, theirs))
            process.start()
            try:
                address = await asyncio.to_thread(ours.recv)
                await _compare(address, secret, process.pid or 0, many)
            finally:
                process.terminate()
                process.join()


if __name__ == "__main__":
    asyncio.run(main())
