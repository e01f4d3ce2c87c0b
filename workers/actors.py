"""The pieces of work, in a table, and how they become actors of a broker."""

import datetime as dt
import uuid
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from functools import partial
from typing import Any

import dramatiq
from dramatiq.middleware import CurrentMessage

from app.errors import BrokerUnavailable
from app.resources import Resources
from app.store.pool import Pool
from app.sync.runs import give_up, hand_over
from app.tracing import Kind, step
from workers.broker import QUEUE
from workers.dispatch import TRACE, Dispatch
from workers.ledger import on_record
from workers.letters import DeadLetters
from workers.loop import WorkerLoop
from workers.maintenance import forget, refresh, run_policies
from workers.middleware import NEVER_AGAIN


@dataclass(frozen=True, slots=True)
class UseCases:
    """What the actors set in motion."""

    sync_run: Callable[[Resources, uuid.UUID], Awaitable[object]]
    queue_due_runs: Callable[[Resources], Awaitable[list[uuid.UUID]]]
    waiting_runs: Callable[[Resources], Awaitable[list[uuid.UUID]]]
    """Runs that a worker is to be told of: cut off, or their message may be lost."""
    take_up_cut_off: Callable[..., Awaitable[int]]
    """Called with (pool, now, alone=…); alone: every unfinished run belongs to a dead process."""
    look_after_webhook: Callable[[Resources], Awaitable[object]]
    """Switches Polar's webhook on again where Polar switched it off."""
    whom_a_run_changed: Callable[[Resources, uuid.UUID], Awaitable[str | None]]
    analyse_user: Callable[[Resources, str], Awaitable[object]]
    import_run: Callable[[Resources, uuid.UUID], Awaitable[object]]
    imports_to_resend: Callable[[Pool, dt.datetime], Awaitable[list[uuid.UUID]]]
    whom_an_import_changed: Callable[[Resources, uuid.UUID], Awaitable[str | None]]
    takeout_run: Callable[[Resources, uuid.UUID], Awaitable[object]]
    takeouts_to_resend: Callable[[Pool, dt.datetime], Awaitable[list[uuid.UUID]]]
    forget_files: Callable[[Resources], Awaitable[object]]
    """Deletes uploads and exports that nobody needs any more."""
    renew_due: Callable[[Resources], Awaitable[list[str]]]
    """Renews the baselines of people for whom a new day has begun, and answers who they are."""
    back_up_when_due: Callable[[Resources], Awaitable[object]]
    """Writes a backup of the embedded database, and lets the oldest go."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What a piece of work has at hand."""

    resources: Resources
    dispatch: Dispatch
    uses: UseCases
    letters: DeadLetters


async def sync_user(tools: Tools, run_id: str) -> None:
    """Do one queued sync run, and have the person analysed when it brought anything new.

    A run that is not queued any more is left alone; a second try may still have to send the
    person on.
    """
    uses, resources, run = tools.uses, tools.resources, uuid.UUID(run_id)
    await uses.sync_run(resources, run)
    user_id = await uses.whom_a_run_changed(resources, run)
    if user_id is not None:
        await tools.dispatch.analyse(user_id)


async def import_archive(tools: Tools, run_id: str) -> None:
    """Work on an import, from where it stands, and have the person analysed.

    One that another process works on, or that is over, is left alone.
    """
    uses, resources, run = tools.uses, tools.resources, uuid.UUID(run_id)
    await uses.import_run(resources, run)
    user_id = await uses.whom_an_import_changed(resources, run)
    if user_id is not None:
        await tools.dispatch.analyse(user_id)


async def write_takeout(tools: Tools, run_id: str) -> None:
    """Write an export; one that another process writes, or that is over, is left alone."""
    await tools.uses.takeout_run(tools.resources, uuid.UUID(run_id))


async def analyse_user(tools: Tools, user_id: str) -> None:
    """Renew a person's baselines, patterns and forecasts."""
    await tools.uses.analyse_user(tools.resources, user_id)


async def analyse_due_users(tools: Tools) -> None:
    """Renew the baselines of everybody whose day has begun, and send them to be analysed."""
    async with on_record(tools.resources, "analyse_due_users"):
        for user_id in await tools.uses.renew_due(tools.resources):
            await tools.dispatch.analyse(user_id)


async def sync_due_users(tools: Tools) -> None:
    """Queue the runs that are due, and send them on their way.

    What the broker does not take is over, and due again at the next turn.
    """
    async with on_record(tools.resources, "sync_due_users"):
        due = iter(await tools.uses.queue_due_runs(tools.resources))
        try:
            for run_id in due:
                await hand_over(tools.resources, run_id, tools.dispatch.sync)
        except BrokerUnavailable as error:
            for run_id in due:
                await give_up(tools.resources, run_id, error)
            raise


async def sync_waiting(tools: Tools) -> None:
    """Send runs that can not wait: cut off by the end of their worker, or never heard of.

    What the broker does not take is sent at the next turn.
    """
    async with on_record(tools.resources, "sync_waiting"):
        for run_id in await tools.uses.waiting_runs(tools.resources):
            await tools.dispatch.sync(run_id)


async def keep_webhook(tools: Tools) -> None:
    """Look after Polar's webhook, where there is one."""
    async with on_record(tools.resources, "keep_webhook"):
        await tools.uses.look_after_webhook(tools.resources)


async def maintain(tools: Tools) -> None:
    """Write late letters, forget what is over, run the database's policies."""
    resources = tools.resources
    async with on_record(resources, "maintain"):
        for run_id in await tools.uses.imports_to_resend(resources.pool, resources.clock()):
            await tools.dispatch.import_archive(run_id)
        for run_id in await tools.uses.takeouts_to_resend(resources.pool, resources.clock()):
            await tools.dispatch.takeout(run_id)
        await tools.uses.forget_files(resources)
        await tools.letters.flush()
        await forget(resources)
        if resources.settings.embedded:
            await run_policies(resources)


async def refresh_aggregates(tools: Tools) -> None:
    """Bring hours, days, weeks and months of everybody up to what is stored, in one go."""
    async with on_record(tools.resources, "refresh_aggregates"):
        await refresh(tools.resources)


async def back_up(tools: Tools) -> None:
    """Write the embedded database's backup, when one is due."""
    async with on_record(tools.resources, "back_up"):
        await tools.uses.back_up_when_due(tools.resources)


@dataclass(frozen=True, slots=True)
class Work:
    """One piece of work and its limits; a message older than `max_age` is dropped."""

    do: Callable[..., Coroutine[Any, Any, None]]
    time_limit: dt.timedelta
    max_age: dt.timedelta | None = None


WORK = (
    Work(sync_user, time_limit=dt.timedelta(minutes=10)),
    # Ten years take minutes; an older machine takes longer.
    Work(import_archive, time_limit=dt.timedelta(hours=6)),
    Work(write_takeout, time_limit=dt.timedelta(hours=2)),
    Work(
        sync_due_users,
        time_limit=dt.timedelta(minutes=2),
        max_age=dt.timedelta(minutes=10),
    ),
    Work(
        sync_waiting,
        time_limit=dt.timedelta(minutes=1),
        max_age=dt.timedelta(minutes=1),
    ),
    Work(keep_webhook, time_limit=dt.timedelta(minutes=2), max_age=dt.timedelta(hours=1)),
    # Shorter than its interval: no two at once.
    Work(
        refresh_aggregates,
        time_limit=dt.timedelta(minutes=45),
        max_age=dt.timedelta(hours=1),
    ),
    Work(back_up, time_limit=dt.timedelta(hours=2), max_age=dt.timedelta(hours=1)),
    Work(maintain, time_limit=dt.timedelta(minutes=10), max_age=dt.timedelta(hours=1)),
    # Who was not reached is due again every hour: messages must not pile up.
    Work(analyse_user, time_limit=dt.timedelta(minutes=5), max_age=dt.timedelta(hours=2)),
    Work(
        analyse_due_users,
        time_limit=dt.timedelta(minutes=10),
        max_age=dt.timedelta(hours=1),
    ),
)


def declare_actors(
    broker: dramatiq.Broker,
    loop: WorkerLoop,
    uses: UseCases,
    letters: DeadLetters,
    work: tuple[Work, ...] = WORK,
) -> None:
    """Make an actor of each line of `work`; it runs in `loop` with the resources held there."""
    dispatch = Dispatch(broker)
    for line in work:
        make_actor = dramatiq.actor(
            actor_name=line.do.__name__, queue_name=QUEUE, broker=broker, **_options(line)
        )
        make_actor(partial(_perform, loop, dispatch, uses, letters, line))


def _perform(
    loop: WorkerLoop,
    dispatch: Dispatch,
    uses: UseCases,
    letters: DeadLetters,
    line: Work,
    **arguments: str,
) -> None:
    """What Dramatiq calls in a worker's thread: the work itself happens in the loop."""
    message = CurrentMessage.get_current_message()
    carrier = message.options.get(TRACE) if message is not None else None
    with step(line.do.__name__, Kind.CONSUMER, carrier):
        loop.run(line.do, Tools(loop.resources, dispatch, uses, letters), **arguments)


def _options(line: Work) -> dict[str, Any]:
    options = {"time_limit": _milliseconds(line.time_limit), "throws": NEVER_AGAIN}
    return options | ({"max_age": _milliseconds(line.max_age)} if line.max_age else {})


def _milliseconds(duration: dt.timedelta) -> int:
    return int(duration.total_seconds() * 1000)
