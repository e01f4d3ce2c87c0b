"""Syncs by one worker process and by two, with a Polar that answers at once and after 50 ms.

Real processes and a real Redis. For each case as many people are new, are synced once more when all
of them were, and then have what the timetable orders of them six hours later, as often as a day has
such hours: what workers do all day. The cases take turns. Two should never be slower than one, with
50 ms an answer at least 1.3 times as fast, at no more than 1.1 times the processor time for each
person. Database, simulated Polar and workers share the machine: where one worker keeps its cores
busy already, a second one can add no more than what is idle, which is printed with it.
"""

import asyncio
import datetime as dt
import os
import secrets
import tempfile
import time
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from cryptography.fernet import Fernet

from app.resources import Resources, open_resources
from app.settings import Settings
from app.store import timetable as store
from app.store.pool import Pool
from app.store.timetable import Wearer
from app.sync import runs, timetable
from app.sync.due import told
from app.sync.timetable import Moment
from bench.brokers import Redis
from bench.database import KIND, open_migrated
from bench.killing import ended, one, running
from bench.serving import TICKS, load
from bench.sync import DAYS, simulator, warm
from workers.dispatch import Dispatch, open_dispatch

PEOPLE = int(os.environ.get("PEOPLE", "16"))
TURNS = int(os.environ.get("TURNS", "2"))
DELAYS_MS = (0, 50)
ROUNDS = ("first", "again", *4 * ("planned",))
LATER, INTERVAL = dt.timedelta(hours=6), dt.timedelta(hours=1)
GOAL_FASTER, GOAL_CPU = 1.3, 1.1
LEFT = "SELECT count(*) FROM sync_run WHERE state IN ('queued', 'running')"
Case = tuple[int, int]
"""Milliseconds of an answer, and processes."""


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds of all syncs together, and processor time of the workers for each person."""

    seconds: float
    cpu_s: float
    busy: float
    """Share of the machine's cores that were at work."""


Told = dict[Case, list[tuple[Took, ...]]]
"""Each turn of each case, by its rounds."""


def cpu_s(pid: int) -> float:
    """Seconds that a process and its children have computed."""
    found = 0.0
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            name, told = path.parent.name, path.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # It has ended meanwhile.
        if name == str(pid) or told[1] == str(pid):
            found += (int(told[11]) + int(told[12])) / TICKS
    return found


@contextmanager
def workers(environment: dict[str, str], many: int) -> Iterator[list[int]]:
    """So many `ursa worker`, each in a folder of its own, when all of them are ready."""
    with ExitStack() as stack:
        pids = []
        for number in range(many):
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            process = stack.enter_context(
                running("worker", environment | {"DATA_DIR": str(folder)})
            )
            while not (folder / "worker.alive").exists():
                if process.poll() is not None:
                    raise RuntimeError(f"worker {number}: {(folder / 'worker.log').read_text()}")
                time.sleep(0.1)
            pids.append(process.pid)
        yield pids


def machine_s() -> float:
    """Seconds that all cores together have computed."""
    user, nice, system = Path("/proc/stat").read_text().split()[1:4]
    return (int(user) + int(nice) + int(system)) / TICKS


async def syncs(settings: Settings, name: str, token: str, pids: list[int]) -> tuple[Took, ...]:
    """Everybody new is synced, then once more, then as the timetable says."""
    people = [f"{name}-{number}" for number in range(PEOPLE)]
    async with (
        open_resources(settings, database_url=str(settings.database_url)) as resources,
        open_dispatch(settings) as dispatch,
    ):
        took = []
        for each in ROUNDS:
            if each == "planned":
                queued = await _planned(resources, people)
            else:
                queued = [await _triggered(resources, who, token) for who in people]
            took.append(await _together(resources.pool, dispatch, queued, pids))
        return tuple(took)


async def _triggered(resources: Resources, user_id: str, token: str) -> uuid.UUID:
    """All feeds of the last 28 days."""
    asked = {"user_id": user_id, "token": token, "met_by": "bench"}
    return await runs.queue_run(resources, days=28, origin="bench", **asked)


async def _planned(resources: Resources, people: list[str]) -> list[uuid.UUID]:
    """What the timetable would order of everybody later on."""
    pool, now = resources.pool, resources.clock()
    known, later = await store.standings(pool, people), Moment(now=now + LATER, interval=INTERVAL)
    orders = (timetable.order(Wearer(user_id=who), known[who], later) for who in people)
    planned = [told(order) for order in orders if order is not None]
    return await store.queue_planned(pool, planned, origin="schedule", now=now, due_at=None)


async def _together(
    pool: Pool, dispatch: Dispatch, queued: list[uuid.UUID], pids: list[int]
) -> Took:
    """All of them: sent, waited for."""
    if len(queued) != PEOPLE:
        raise RuntimeError(f"{len(queued)} runs of {PEOPLE} people were queued")
    before, all_before, began = sum(map(cpu_s, pids)), machine_s(), time.perf_counter()
    await sent_and_done(pool, dispatch, queued)
    took = time.perf_counter() - began
    busy = (machine_s() - all_before) / took / (os.cpu_count() or 1)
    return Took(took, (sum(map(cpu_s, pids)) - before) / PEOPLE, busy)


async def sent_and_done(pool: Pool, dispatch: Dispatch, queued: list[uuid.UUID]) -> None:
    """Give the runs to the workers, and wait until none is left."""
    for run_id in queued:
        await dispatch.sync(run_id)
    left: object = 1
    while left:
        await asyncio.sleep(0.1)
        (left,) = await one(pool, LEFT)


async def case(
    base: dict[str, str], moment: dt.datetime, delay: int, many: int
) -> tuple[Took, ...]:
    """So many workers at a Polar that is so far away; everybody is new."""
    first = moment.date() - dt.timedelta(days=DAYS - 1)
    with simulator(first, moment, delay_ms=delay) as (address, token):
        await warm(address, token)
        environment = base | {"POLAR_API_URL": address}
        known = {name.lower(): value for name, value in environment.items()}
        with workers(environment, many) as pids:
            return await syncs(
                Settings.model_validate(known), f"w-{secrets.token_hex(4)}", token, pids
            )


@asynccontextmanager
async def deployment() -> AsyncIterator[tuple[Pool, dict[str, str]]]:
    """An empty database and a real Redis, with the environment of workers on them."""
    async with open_migrated() as (url, pool):
        with (
            tempfile.TemporaryDirectory() as folder,
            ended(Redis(Path(folder), appends=False)) as broker,
        ):
            yield (
                pool,
                {
                    "DATABASE_URL": url,
                    "BROKER_URL": broker.url,
                    "DATA_DIR": folder,
                    "ENCRYPTION_KEY": Fernet.generate_key().decode(),
                },
            )


async def main() -> None:
    """All cases in turns, then their ratios."""
    now = dt.datetime.now(dt.UTC)
    took: Told = {(delay, many): [] for delay in DELAYS_MS for many in (1, 2)}
    async with deployment() as (_, base):
        for (delay, many), those in [*took.items()] * TURNS:
            those.append(await case(base, now, delay, many))
    tell(took)


def tell(took: Told) -> None:
    """Seconds and ratios."""
    for name in dict.fromkeys(ROUNDS):
        for delay in DELAYS_MS:
            one, two = (_rounds(took[delay, many], name) for many in (1, 2))
            print(
                f"{KIND}, {PEOPLE} {name} syncs, {delay} ms an answer: {_compared(one, two, delay)}"
            )
    print(load())


def _rounds(turns: list[tuple[Took, ...]], name: str) -> list[Took]:
    """What the rounds of that name took, in all turns."""
    return [took for each in turns for took, of in zip(each, ROUNDS, strict=True) if of == name]


def _compared(one: list[Took], two: list[Took], delay: int) -> str:
    seconds, more_s = (median(each.seconds for each in those) for those in (one, two))
    cpu, more_cpu = (median(each.cpu_s for each in those) for those in (one, two))
    busy = median(each.busy for each in one)
    goal = GOAL_FASTER if delay else 1
    return (
        f"one worker {seconds:.1f} s, two {more_s:.1f} s: {seconds / more_s:.2f} times as fast "
        f"(at least {goal}; idle cores leave {1 / busy:.2f}); processor time a person {cpu:.2f} s "
        f"and {more_cpu:.2f} s: {more_cpu / cpu:.2f} x (at most {GOAL_CPU})"
    )


if __name__ == "__main__":
    asyncio.run(main())
