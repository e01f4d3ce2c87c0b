"""Syncs of `PEOPLE` (1,000) people who are all due at once, and what reads take meanwhile.

    PEOPLE=1000 python -m bench.syncs

They are the timetable's orders: four days of everything, and the nights and exercises that Polar
lists. All of it is new when one worker brings it first, and known when one and then two bring it
again. The simulated AccessLink counts as Polar does for so many people.
"""

import asyncio
import datetime as dt
import itertools
import os
import time
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import numpy as np

from app.reads.server import polar_budget
from app.resources import Resources, open_resources
from app.settings import Settings
from app.simulator.limits import Limits
from app.store import timetable as store
from app.store.pool import Pool
from app.store.timetable import Standing, Wearer
from app.sync import timetable
from app.sync.due import told
from app.sync.feeds import FEEDS
from app.sync.timetable import Moment
from app.vault import Vault
from bench.database import KIND
from bench.killing import connect, one
from bench.serving import PERSON, Served, load, make_person, served
from bench.sync import DAYS, simulator, warm
from bench.workers import INTERVAL, LATER, deployment, sent_and_done, workers
from workers.dispatch import open_dispatch

PEOPLE = int(os.environ.get("PEOPLE", "1000"))
ALLOWED = Limits().of(PEOPLE)
LIMITS = Limits(ALLOWED[0], 0, ALLOWED[1], 0)
IDLE_S, PAUSE_S = 10, 0.02
GOAL = 2
Case = tuple[str, int]
"""What it is to them, and worker processes."""
CASES: tuple[Case, ...] = (("first", 1), ("again", 1), ("again", 2))
STATES = "SELECT count(*) FILTER (WHERE state = 'success'), count(*) FROM sync_run"


async def main() -> None:
    """All cases, on the same people."""
    now = dt.datetime.now(dt.UTC)
    first = now.date() - dt.timedelta(days=DAYS - 1)
    async with (
        deployment() as (pool, base),
        served(base["DATABASE_URL"], await make_person(pool)) as server,
    ):
        idle = await _idle(server)
        with simulator(first, now, dense=False) as (_, token):
            people = await connect(pool, Vault([base["ENCRYPTION_KEY"]]), token, PEOPLE)
        for case in CASES:
            with simulator(first, now, dense=False, limits=LIMITS) as (address, token):
                await warm(address, token)
                await _case(base | {"POLAR_API_URL": address}, people, case, server, idle)
    print(load())


async def _case(
    environment: dict[str, str], people: list[str], case: Case, server: Served, idle: float
) -> None:
    """So many workers sync everybody while somebody reads."""
    known = {name.lower(): value for name, value in environment.items()}
    settings = Settings.model_validate(known)
    with workers(environment, case[1]):
        async with (
            open_resources(settings, database_url=str(settings.database_url)) as resources,
            open_dispatch(settings) as dispatch,
        ):
            queued = await _due(resources, people)
            async with _reading(server) as took:
                began = time.perf_counter()
                await sent_and_done(resources.pool, dispatch, queued)
                seconds = time.perf_counter() - began
            await _tell(resources.pool, case, seconds, took, idle)


async def _due(resources: Resources, people: list[str]) -> list[uuid.UUID]:
    """What the timetable orders of people whose feeds were all brought six hours ago."""
    now, pool = resources.clock(), resources.pool
    then, moment = now - LATER, Moment(now=now, interval=INTERVAL)
    known = {feed.name: Standing(feed=feed.name, asked_at=then, brought_at=then) for feed in FEEDS}
    orders = [timetable.order(Wearer(user_id=who), known, moment) for who in people]
    planned = [told(order) for order in orders if order is not None]
    return await store.queue_planned(pool, planned, origin="schedule", now=now, due_at=None)


async def _idle(server: Served) -> float:
    """95th percentile of reads while nobody is synced, milliseconds."""
    async with _reading(server) as took:
        await asyncio.sleep(IDLE_S)
    return float(np.percentile(took, 95))


@asynccontextmanager
async def _reading(server: Served) -> AsyncIterator[list[float]]:
    """While the block lasts, somebody asks for nights; how long each answer took is in the list."""
    took: list[float] = []
    fresh = itertools.count()

    async def read(http: httpx.AsyncClient) -> None:
        while True:
            path = f"/api/v1/users/{PERSON}/sleep?days=30&fresh={next(fresh)}"
            began = time.perf_counter()
            (await http.get(path)).raise_for_status()
            took.append(1000 * (time.perf_counter() - began))
            await asyncio.sleep(PAUSE_S)

    headers = {"X-API-Key": server.secret}
    async with (
        httpx.AsyncClient(base_url=server.address, headers=headers, timeout=60) as http,
        asyncio.TaskGroup() as group,
    ):
        reader = group.create_task(read(http))
        yield took
        reader.cancel()


async def _tell(pool: Pool, case: Case, seconds: float, took: list[float], idle: float) -> None:
    what, many = case
    success, runs = await one(pool, STATES)
    p95 = float(np.percentile(took, 95))
    print(
        f"{KIND}, {PEOPLE:,} {what} by {many}: {seconds:.0f} s, {60 * PEOPLE / seconds:,.0f} a "
        f"minute; {success} of {runs} runs so far succeeded; reads' p95 {p95:.1f} ms, "
        f"{p95 / idle:.1f} x idle ({idle:.1f} ms; goal {GOAL})"
    )
    for window in await polar_budget(pool):
        print(f"  Polar's window of {window.span}: {window.used:,} of {window.allowed:,} requests")


if __name__ == "__main__":
    asyncio.run(main())
