"""The timetable: who sends which line when."""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from app.errors import DatabaseUnavailable
from app.resources import Resources, open_resources
from app.settings import Settings
from app.store.pool import Pool
from workers.actors import WORK
from workers.dispatch import Dispatch
from workers.schedule import TIMETABLE, Line, enter_lines, run_schedule, send_due

START = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)
LINES = (
    Line("often", every=MINUTE, first=MINUTE * 0),
    Line("late", every=MINUTE * 5, first=MINUTE),
)


class Hands(Dispatch):
    """A dispatch that notes what it sends, and fails as often as it is told to."""

    def __init__(self, failures: int = 0) -> None:
        self.sent: list[str] = []
        self.failures = failures
        self.enough = asyncio.Event()

    async def send(self, actor: str, **arguments: str) -> None:
        """Note the actor."""
        assert arguments == {}
        if self.failures:
            self.failures -= 1
            raise DatabaseUnavailable("The broker takes no work.")
        self.sent.append(actor)
        self.enough.set()


@pytest.fixture
async def resources(settings: Settings, jobs: Pool) -> AsyncIterator[Resources]:
    """Resources whose clock stands at START, and an empty `job` table."""
    assert jobs is not None
    assert settings.database_url is not None
    async with open_resources(
        settings, database_url=settings.database_url, pool_size=4, clock=lambda: START
    ) as opened:
        yield opened


def at(resources: Resources, minutes: float) -> Resources:
    """The same resources, minutes later."""
    return replace(resources, clock=lambda: START + MINUTE * minutes)


async def test_each_line_is_sent_when_it_is_due_and_not_before(resources: Resources) -> None:
    """First after `first`, then after every `every`."""
    hands = Hands()
    await enter_lines(resources, LINES)
    assert await send_due(resources, hands, LINES) == ["often"]
    assert await send_due(at(resources, 0.99), hands, LINES) == []
    assert sorted(await send_due(at(resources, 1), hands, LINES)) == ["late", "often"]
    assert await send_due(at(resources, 2), hands, LINES) == ["often"]
    assert await send_due(at(resources, 5.9), hands, LINES) == ["often"]
    assert await send_due(at(resources, 6), hands, LINES) == ["late"]
    assert hands.sent[0] == "often"
    assert len(hands.sent) == 6


async def test_of_many_schedulers_one_sends_a_line(resources: Resources) -> None:
    """Twenty claims at the same moment send every line exactly once."""
    hands = Hands()
    await asyncio.gather(*(enter_lines(resources, LINES) for _ in range(5)))
    later = at(resources, 1)
    claimed = await asyncio.gather(*(send_due(later, hands, LINES) for _ in range(20)))
    assert sorted(hands.sent) == ["late", "often"]
    assert sum(len(each) for each in claimed) == 2


async def test_a_start_changes_nothing_about_lines_that_are_there(resources: Resources) -> None:
    """A second scheduler, or a restart, does not send a line early or put it off."""
    hands = Hands()
    await enter_lines(resources, LINES)
    await send_due(at(resources, 0.5), hands, LINES)
    await enter_lines(at(resources, 0.6), LINES)
    assert await send_due(at(resources, 0.9), hands, LINES) == []
    assert await send_due(at(resources, 1.49), hands, LINES) == ["late"]
    assert await send_due(at(resources, 1.5), hands, LINES) == ["often"]


async def test_a_line_that_was_set_too_far_off_is_pulled_in(resources: Resources) -> None:
    """When a line's period was shortened, or a clock ran ahead, it is due as a new one is."""
    hands = Hands()
    await enter_lines(at(resources, 60 * 24 * 365), LINES)
    await enter_lines(resources, LINES)
    assert await send_due(resources, hands, LINES) == ["often"]
    assert sorted(await send_due(at(resources, 1), hands, LINES)) == ["late", "often"]


async def test_a_clock_that_ran_ahead_leaves_no_line_behind(resources: Resources) -> None:
    """Lines that were sent 40 days ahead are sent again when the clock is back."""
    hands = Hands()
    await enter_lines(resources, LINES)
    assert len(await send_due(at(resources, 60 * 24 * 40), hands, LINES)) == len(LINES)
    hands.enough.clear()
    loop = asyncio.create_task(run_schedule(at(resources, 1), hands, LINES, tick_s=0.001))
    await asyncio.wait_for(hands.enough.wait(), 20)
    loop.cancel()
    assert hands.sent[len(LINES) :] == ["often"]


async def test_after_a_long_absence_a_line_is_sent_once(resources: Resources) -> None:
    """Missed turns are not made up for."""
    hands = Hands()
    await enter_lines(resources, LINES)
    assert sorted(await send_due(at(resources, 999), hands, LINES)) == ["late", "often"]
    assert await send_due(at(resources, 999), hands, LINES) == []


async def test_the_loop_outlives_a_broker_that_is_away(resources: Resources) -> None:
    """A line that could not be sent comes again with its next turn."""
    hands, moment = Hands(failures=3), [START]

    def clock() -> dt.datetime:
        moment[0] += MINUTE
        return moment[0]

    ticking = replace(resources, clock=clock)
    loop = asyncio.create_task(run_schedule(ticking, hands, LINES[:1], tick_s=0.001))
    await asyncio.wait_for(hands.enough.wait(), 20)
    loop.cancel()
    assert hands.sent[0] == "often"
    assert hands.failures == 0


async def test_the_loop_outlives_a_database_that_is_away(resources: Resources) -> None:
    """It tries again at every tick, and starts when the database is there."""
    asked: list[int] = []
    hands = Hands()

    def clock() -> dt.datetime:
        asked.append(1)
        if len(asked) < 4:
            raise DatabaseUnavailable("The database does not answer.")
        return START

    loop = asyncio.create_task(
        run_schedule(replace(resources, clock=clock), hands, LINES, tick_s=0.001)
    )
    await asyncio.wait_for(hands.enough.wait(), 20)
    loop.cancel()
    assert hands.sent == ["often"]


def test_every_line_names_a_piece_of_work_that_needs_no_arguments() -> None:
    """What the timetable sends exists, and its messages live longer than one of its periods."""
    work = {line.do.__name__: line for line in WORK}
    for line in TIMETABLE:
        max_age = work[line.actor].max_age
        assert max_age is not None
        assert line.every <= max_age
