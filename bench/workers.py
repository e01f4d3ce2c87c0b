"""Syncs by one worker process and by two, with a Polar that answers at once and after 50 ms.

Real processes and a real Redis; for each case as many people are new, and are synced once more when
all of them were; the cases take turns. Two should never be slower than one, with 50 ms an answer at
least 1.3 times as fast, at no more than 1.1 times the processor time for each person. Database,
simulated Polar and workers share the machine: where first syncs keep all of its cores busy with one
worker, a second one can add nothing.
"""

import asyncio
import datetime as dt
import os
import secrets
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from cryptography.fernet import Fernet

from app.resources import Resources, open_resources
from app.settings import Settings
from app.store.pool import Pool
from app.sync import runs
from bench.brokers import Redis
from bench.database import KIND, open_migrated
from bench.killing import ended, one, running
from bench.serving import TICKS, load
from bench.sync import DAYS, simulator, warm
from workers.dispatch import Dispatch, open_dispatch

PEOPLE = int(os.environ.get("PEOPLE", "16"))
TURNS = int(os.environ.get("TURNS", "2"))
DELAYS_MS = (0, 50)
ROUNDS = ("first", "again")
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
    """Everybody new is synced, and then once more."""
    async with (
        open_resources(settings, database_url=str(settings.database_url)) as resources,
        open_dispatch(settings) as dispatch,
    ):
        return tuple([await _together(resources, dispatch, name, token, pids) for _ in ROUNDS])


async def _together(
    resources: Resources, dispatch: Dispatch, name: str, token: str, pids: list[int]
) -> Took:
    """All of them: queued, sent, waited for."""
    queued = [
        await runs.queue_run(
            resources,
            user_id=f"{name}-{number}",
            days=28,
            origin="bench",
            token=token,
            met_by="bench",
        )
        for number in range(PEOPLE)
    ]
    before, all_before, began = sum(map(cpu_s, pids)), machine_s(), time.perf_counter()
    for run_id in queued:
        await dispatch.sync(run_id)
    await _all_done(resources.pool)
    took = time.perf_counter() - began
    busy = (machine_s() - all_before) / took / (os.cpu_count() or 1)
    return Took(took, (sum(map(cpu_s, pids)) - before) / PEOPLE, busy)


async def _all_done(pool: Pool) -> None:
    """Wait until no run is left."""
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


async def main() -> None:
    """All cases in turns, then their ratios."""
    now, key = dt.datetime.now(dt.UTC), Fernet.generate_key().decode()
    took: Told = {(delay, many): [] for delay in DELAYS_MS for many in (1, 2)}
    async with open_migrated() as (url, _):
        with (
            tempfile.TemporaryDirectory() as folder,
            ended(Redis(Path(folder), appends=False)) as broker,
        ):
            base = {
                "DATABASE_URL": url,
                "BROKER_URL": broker.url,
                "DATA_DIR": folder,
                "ENCRYPTION_KEY": key,
            }
            for (delay, many), those in [*took.items()] * TURNS:
                those.append(await case(base, now, delay, many))
    tell(took)


def tell(took: Told) -> None:
    """Seconds and ratios."""
    for place, name in enumerate(ROUNDS):
        for delay in DELAYS_MS:
            one, two = ([each[place] for each in took[delay, many]] for many in (1, 2))
            print(
                f"{KIND}, {PEOPLE} {name} syncs, {delay} ms an answer: {_compared(one, two, delay)}"
            )
    print(load())


def _compared(one: list[Took], two: list[Took], delay: int) -> str:
    seconds, more_s = (median(each.seconds for each in those) for those in (one, two))
    cpu, more_cpu = (median(each.cpu_s for each in those) for those in (one, two))
    busy = median(each.busy for each in one)
    return (
        f"one worker {seconds:.1f} s ({busy:.0%} of the cores busy), two {more_s:.1f} s: "
        f"{seconds / more_s:.2f} times as fast (at least {GOAL_FASTER if delay else 1}); processor "
        f"time a person {cpu:.2f} s and {more_cpu:.2f} s: {more_cpu / cpu:.2f} x "
        f"(at most {GOAL_CPU})"
    )


if __name__ == "__main__":
    asyncio.run(main())
