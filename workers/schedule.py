"""The timetable, and the loop that sends each of its lines when it is due."""

import asyncio
import datetime as dt
import logging
from dataclasses import dataclass

from app.resources import Resources
from app.store import jobs
from workers.dispatch import Dispatch
from workers.ledger import one_line

log = logging.getLogger(__name__)

TICK_S = 5.0


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the timetable; `first` counts from the first start on a new database."""

    actor: str
    every: dt.timedelta
    first: dt.timedelta


TIMETABLE = (
    Line("sync_due_users", every=dt.timedelta(minutes=1), first=dt.timedelta(seconds=10)),
    # A run that was cut off is taken up again within a minute: 40 s of silence, and this.
    Line("sync_waiting", every=dt.timedelta(seconds=10), first=dt.timedelta(seconds=5)),
    # Every hour a night ends somewhere: people are analysed when their own day has begun.
    Line("analyse_due_users", every=dt.timedelta(hours=1), first=dt.timedelta(minutes=2)),
    # One for everybody; nobody waits for it, because people's questions know what is late.
    Line("refresh_aggregates", every=dt.timedelta(hours=1), first=dt.timedelta(minutes=4)),
    Line("keep_webhook", every=dt.timedelta(hours=1), first=dt.timedelta(minutes=3)),
    # Looks whether a backup is due; BACKUP_HOURS says how often one is.
    Line("back_up", every=dt.timedelta(hours=1), first=dt.timedelta(minutes=30)),
    Line("maintain", every=dt.timedelta(minutes=5), first=dt.timedelta(minutes=1)),
)


async def enter_lines(resources: Resources, timetable: tuple[Line, ...] = TIMETABLE) -> None:
    """Write lines that are new, and pull in those that an older timetable set too far off."""
    now = resources.clock()
    await jobs.enter_lines(
        resources.pool,
        first_at={line.actor: now + line.first for line in timetable},
        latest_at={line.actor: now + line.every for line in timetable},
    )


async def send_due(
    resources: Resources, dispatch: Dispatch, timetable: tuple[Line, ...] = TIMETABLE
) -> list[str]:
    """Claim the lines that are due and send them; answers their actors.

    Of any number of schedulers exactly one gets a line. One that can not be sent comes again
    with its next turn.
    """
    now = resources.clock()
    next_at = {line.actor: now + line.every for line in timetable}
    actors = await jobs.claim_lines(resources.pool, next_at, now)
    for actor in actors:
        await dispatch.send(actor)
    return actors


async def run_schedule(
    resources: Resources,
    dispatch: Dispatch,
    timetable: tuple[Line, ...] = TIMETABLE,
    tick_s: float = TICK_S,
) -> None:
    """Send lines when they are due, until cancelled; outlives every fault on its way."""
    while True:
        try:
            # Every time: a clock that ran ahead for a minute leaves no line in the far future.
            await enter_lines(resources, timetable)
            await send_due(resources, dispatch, timetable)
        except Exception as error:  # noqa: BLE001 -- the next tick may find better weather
            log.warning("timetable: %s", one_line(error))
        await asyncio.sleep(tick_s)
