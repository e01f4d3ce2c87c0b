"""Processes that work: `ursa worker`, `ursa scheduler`, and the workers inside `ursa serve`."""

import asyncio
import logging
import signal
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from types import FrameType
from typing import Any

import httpx

from app.errors import ConfigurationError
from app.findings.analyse import analyse_user, renew_due, whom_a_run_changed
from app.imports.aside import import_run_aside
from app.imports.work import whom_an_import_changed
from app.keeping.work import back_up_when_due
from app.resources import Clock, Resources, open_resources, utc_now
from app.settings import Settings
from app.store.imports import imports_to_resend
from app.store.migrations import check_database
from app.store.runs import take_up_runs
from app.store.takeouts import takeouts_to_resend
from app.sync.due import queue_due_runs
from app.sync.waiting import waiting_runs
from app.sync.webhook import look
from app.sync.work import sync_run
from app.takeout.files import forget_files
from app.takeout.work import takeout_run
from workers.actors import UseCases
from workers.alive import show_life, sign
from workers.crew import Crew, Shape
from workers.dispatch import open_dispatch
from workers.schedule import TIMETABLE, Line, run_schedule

log = logging.getLogger(__name__)

USES = UseCases(
    sync_run=sync_run,
    queue_due_runs=queue_due_runs,
    waiting_runs=waiting_runs,
    take_up_cut_off=take_up_runs,
    look_after_webhook=look,
    whom_a_run_changed=whom_a_run_changed,
    analyse_user=analyse_user,
    import_run=import_run_aside,
    imports_to_resend=imports_to_resend,
    whom_an_import_changed=whom_an_import_changed,
    takeout_run=takeout_run,
    takeouts_to_resend=takeouts_to_resend,
    forget_files=forget_files,
    renew_due=renew_due,
    back_up_when_due=back_up_when_due,
)
INSIDE = Shape(threads=4)
OWN_PROCESS = Shape(threads=8)


@asynccontextmanager
async def in_process_workers(
    settings: Settings,
    *,
    database_url: str,
    clock: Clock = utc_now,
    transport: httpx.AsyncBaseTransport | None = None,
    uses: UseCases = USES,
    timetable: tuple[Line, ...] = TIMETABLE,
    shape: Shape = INSIDE,
) -> AsyncIterator[Crew]:
    """Workers and timetable in threads of this process, while the context is open.

    They open resources of their own at `database_url`, in an event loop of their own. Leaving
    waits for running work up to `shape.grace_s` seconds. An empty `timetable` sends nothing.
    """

    @asynccontextmanager
    async def opener() -> AsyncIterator[Resources]:
        async with open_resources(
            settings,
            database_url=database_url,
            pool_size=shape.threads,
            clock=clock,
            transport=transport,
        ) as resources:
            # The embedded database belongs to this process: nobody else can be at work on it.
            await uses.take_up_cut_off(resources.pool, clock(), alone=settings.embedded)
            yield resources

    crew = Crew(settings.model_copy(update={"broker_url": None}), opener, uses, shape=shape)
    await asyncio.to_thread(crew.start, timetable)
    try:
        yield crew
    finally:
        await asyncio.to_thread(crew.stop)


def run_worker(settings: Settings, *, uses: UseCases = USES, shape: Shape = OWN_PROCESS) -> None:
    """Work until SIGTERM or SIGINT; what runs then may end first, or goes back to the broker."""
    database_url = _several_processes(settings, "worker")

    @asynccontextmanager
    async def opener() -> AsyncIterator[Resources]:
        async with open_resources(
            settings, database_url=database_url, pool_size=shape.threads
        ) as resources:
            await check_database(resources.pool)
            yield resources

    crew = Crew(settings, opener, uses, shape=shape)
    with _called_to_end() as called:
        crew.start()
        log.info("worker: ready, %d threads", shape.threads)
        life = crew.loop.spawn(show_life(sign(settings, "worker")))
        called.wait()
        log.info("worker: ending, running work has %d seconds", shape.grace_s)
        life.cancel()
        crew.stop()


def run_scheduler(settings: Settings, *, timetable: tuple[Line, ...] = TIMETABLE) -> None:
    """Send the lines of the timetable when they are due, until SIGTERM or SIGINT."""
    database_url = _several_processes(settings, "scheduler")
    asyncio.run(_schedule(settings, database_url, timetable))


async def _schedule(settings: Settings, database_url: str, timetable: tuple[Line, ...]) -> None:
    async with (
        open_dispatch(settings) as dispatch,
        open_resources(settings, database_url=database_url, pool_size=2) as resources,
    ):
        await check_database(resources.pool)
        log.info("scheduler: ready, %d lines", len(timetable))
        both = asyncio.gather(
            run_schedule(resources, dispatch, timetable),
            show_life(sign(settings, "scheduler")),
        )
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, both.cancel)
        with suppress(asyncio.CancelledError):
            await both


def _several_processes(settings: Settings, command: str) -> str:
    """The database that several processes share; ConfigurationError names what is missing."""
    if settings.broker_url is None:
        raise ConfigurationError(
            f"BROKER_URL: not set, and `ursa {command}` needs Redis or RabbitMQ. "
            "Without one, `ursa serve` runs workers and timetable itself."
        )
    if settings.database_url is None:
        raise ConfigurationError(
            f"DATABASE_URL: not set, and `ursa {command}` needs a TimescaleDB server. "
            "The embedded database belongs to `ursa serve` alone."
        )
    return settings.database_url


@contextmanager
def _called_to_end() -> Iterator[threading.Event]:
    """An event that SIGTERM and SIGINT set; a second signal ends the process at once."""
    called = threading.Event()
    before: dict[signal.Signals, Any] = {}

    def end(_number: int, _frame: FrameType | None) -> None:
        called.set()
        for each in before:
            signal.signal(each, signal.SIG_DFL)

    for number in (signal.SIGTERM, signal.SIGINT):
        before[number] = signal.signal(number, end)
    try:
        yield called
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
