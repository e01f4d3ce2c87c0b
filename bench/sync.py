"""One person's sync of 28 dense days over HTTP: requests, seconds, and the same again."""

import asyncio
import datetime as dt
import multiprocessing
import socket
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path

import httpx
import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

from app.apart import give_way
from app.records.sync import SyncFeed
from app.resources import Resources, open_resources
from app.settings import Settings
from app.simulator.app import create_simulator
from app.simulator.limits import NO_LIMITS, Limits
from app.simulator.people import people
from app.simulator.world import World
from app.sync import runs, work
from bench.database import KIND, open_migrated

GOAL_S = {"embedded": 6, "server": 2}
DAYS = 120


def _serve(
    said: Connection,
    first: dt.date,
    now: dt.datetime,
    dense: bool,  # noqa: FBT001 -- a process's arguments have no names
    delay_ms: int,
    limits: Limits,
) -> None:
    """AccessLink on a loopback port; says where, and with which token.

    Polar's cores are elsewhere: here it comes after all that is Ursa's and answers.
    """
    give_way()
    world = World(people(3, first), now=now, dense=dense, limits=limits)
    app = _slower(create_simulator(world), delay_ms / 1000)
    with socket.socket(proto=socket.IPPROTO_TCP) as listener:
        listener.bind(("127.0.0.1", 0))
        said.send((f"http://127.0.0.1:{listener.getsockname()[1]}", world.token_for(1003)))
        config = uvicorn.Config(app, log_config=None, lifespan="off")
        uvicorn.Server(config).run(sockets=[listener])


def _slower(app: ASGIApp, delay_s: float) -> ASGIApp:
    """The same, so much further away."""

    async def answering(scope: Scope, receive: Receive, send: Send) -> None:
        await asyncio.sleep(delay_s)
        await app(scope, receive, send)

    return answering if delay_s else app


@contextmanager
def simulator(
    first: dt.date,
    now: dt.datetime,
    *,
    dense: bool = True,
    delay_ms: int = 0,
    limits: Limits = NO_LIMITS,
) -> Iterator[tuple[str, str]]:
    """Address and token of a simulator in a process of its own, as Polar is elsewhere, too."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, first, now, dense, delay_ms, limits))
    process.start()
    try:
        yield ours.recv()
    finally:
        process.terminate()
        process.join()


async def _once(resources: Resources, token: str) -> tuple[float, list[SyncFeed]]:
    feeds: list[SyncFeed] = []
    run_id = await runs.queue_run(
        resources,
        user_id="bench",
        days=28,
        origin="bench",
        token=token,
        met_by="bench",
    )
    began = time.perf_counter()
    await work.sync_run(resources, run_id, feeds.append)
    return time.perf_counter() - began, feeds


async def main() -> None:
    now = dt.datetime.now(dt.UTC)
    first = now.date() - dt.timedelta(days=DAYS - 1)
    async with open_migrated() as (url, _):
        with simulator(first, now) as (address, token), tempfile.TemporaryDirectory() as folder:
            settings = Settings(database_url=url, polar_api_url=address, data_dir=Path(folder))
            async with open_resources(settings, database_url=url) as resources:
                await warm(address, token)
                for turn in ("first", "again"):
                    before = resources.polar.tally.requests
                    seconds, feeds = await _once(resources, token)
                    written = sum(feed.rows_written for feed in feeds)
                    print(
                        f"{KIND}, {turn}: {seconds:.2f} s ({seconds / GOAL_S[KIND]:.2f} x goal), "
                        f"{resources.polar.tally.requests - before} requests, "
                        f"{written:,} rows written, {written / seconds:,.0f} rows/s"
                    )


async def warm(address: str, token: str) -> None:
    """The simulator makes each day's samples once; a real Polar has them already."""
    today = dt.datetime.now(dt.UTC).date()
    window = {"from": str(today - dt.timedelta(days=27)), "to": str(today)}
    async with httpx.AsyncClient(headers={"Authorization": f"Bearer {token}"}, timeout=60) as http:
        for path in ("continuous-heart-rate", "activities/samples"):
            await http.get(f"{address}/v3/users/{path}", params=window)
        await http.get(f"{address}/v3/exercises", params={"samples": "true", "route": "true"})


if __name__ == "__main__":
    asyncio.run(main())
