"""Workers in this process: a real broker, real threads, made-up use cases."""

import asyncio
import datetime as dt
import threading
import uuid
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import pytest
from psycopg.rows import dict_row

from app.errors import BrokerUnavailable, DatabaseUnavailable
from app.resources import Resources, utc_now
from app.settings import Settings
from app.store.pool import Pool
from tests.schema.conftest import queued_run
from workers.actors import Tools, Work, sync_due_users
from workers.broker import InProcessBroker
from workers.crew import Crew, Shape
from workers.schedule import Line

from .conftest import QUICK, Hire, Office, happens

RUN = uuid.UUID("11111111-2222-3333-4444-555555555555")
SOON = dt.timedelta(0)


async def dead_letter(pool: Pool) -> dict[str, object]:
    """The one dead letter, as soon as it is there."""
    async with pool.connection() as connected, connected.cursor(row_factory=dict_row) as cursor:
        for _ in range(600):
            await cursor.execute("SELECT * FROM job WHERE state = 'dead'")
            if rows := await cursor.fetchall():
                assert len(rows) == 1
                return rows[0]
            await asyncio.sleep(0.05)
    pytest.fail("no dead letter was written")


async def test_a_run_goes_end_to_end_through_the_in_process_broker(
    hire: Hire, office: Office
) -> None:
    """A dispatched run is done in the worker's own loop, with the worker's own resources."""
    async with hire() as crew:
        await crew.dispatch.sync(RUN)
        assert await happens(office.called)
        assert isinstance(crew.broker, InProcessBroker)
        assert office.runs == [RUN]
        assert office.thread is not threading.current_thread()
        assert office.resources is crew.loop.resources


async def test_two_crews_work_side_by_side_in_one_process(hire: Hire, office: Office) -> None:
    """Crews share nothing: the second's end does not disturb the first."""
    async with hire() as first:
        async with hire():
            pass
        await first.dispatch.sync(RUN)
        assert await happens(office.called)


async def test_a_message_is_tried_four_times_and_then_kept_as_a_dead_letter(
    hire: Hire, office: Office, jobs: Pool
) -> None:
    """Three retries follow the first try; the row names actor, ids, tries and error."""
    tries: list[uuid.UUID] = []

    async def sync_run(resources: Resources, run_id: uuid.UUID) -> None:
        assert resources is not None
        tries.append(run_id)
        raise DatabaseUnavailable("The database does not answer (x). Check it.\nMore.")

    uses = replace(office.uses, sync_run=sync_run)
    async with hire(uses=uses) as crew:
        await crew.dispatch.sync(RUN)
        letter = await dead_letter(jobs)
    assert tries == [RUN] * 4
    assert letter["actor"] == "sync_user"
    assert letter["arguments"] == {"run_id": str(RUN)}
    assert letter["attempts"] == 4
    assert letter["error"] == "The database does not answer (x). Check it."


async def test_a_retry_that_works_leaves_no_dead_letter(
    hire: Hire, office: Office, jobs: Pool
) -> None:
    """A fault that passes is healed by the next try."""
    done = threading.Event()
    tries: list[int] = []

    async def sync_run(resources: Resources, run_id: uuid.UUID) -> None:
        assert (resources, run_id) is not None
        tries.append(1)
        if len(tries) < 3:
            raise DatabaseUnavailable("Away for a moment.")
        done.set()

    async with hire(uses=replace(office.uses, sync_run=sync_run)) as c:
        await c.dispatch.sync(RUN)
        assert await happens(done)
    async with jobs.connection() as connected:
        rows = await (
            await connected.execute("SELECT count(*) FROM job WHERE state = 'dead'")
        ).fetchone()
    assert rows == (0,)
    assert len(tries) == 3


async def test_an_unknown_actor_becomes_a_dead_letter(hire: Hire, jobs: Pool) -> None:
    """A message of another release is not lost without a trace."""
    async with hire() as crew:
        await crew.dispatch.send("no_such_actor", some_id="7")
        letter = await dead_letter(jobs)
    assert letter["attempts"] == 0
    assert letter["arguments"] == {"some_id": "7"}
    assert letter["error"] == "ActorNotFound: no_such_actor"


async def test_work_beyond_its_time_limit_is_cancelled_and_not_tried_again(
    hire: Hire, jobs: Pool
) -> None:
    """The coroutine is cancelled in its loop, and the message is dead after one try."""
    ends: list[str] = []

    async def endless(tools: object) -> None:
        assert tools is not None
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            ends.append("cancelled")
            raise

    work = (Work(endless, time_limit=dt.timedelta(milliseconds=50)),)
    async with hire(work=work) as crew:
        await crew.dispatch.send("endless")
        letter = await dead_letter(jobs)
    assert ends == ["cancelled"]
    assert letter["attempts"] == 1
    assert letter["error"] == "TimeLimitExceeded"


async def test_a_message_that_grew_too_old_is_dropped_without_a_letter(
    hire: Hire, office: Office, jobs: Pool
) -> None:
    """The timetable's next message has overtaken it."""

    async def late(tools: object) -> None:
        assert tools is not None
        office.marked.append(True)

    async def after(tools: object) -> None:
        assert tools is not None
        office.called.set()

    minute = dt.timedelta(minutes=1)
    # A limit of a microsecond would be none at all in milliseconds; a negative one always holds.
    work = (Work(late, minute, max_age=-minute), Work(after, minute))
    async with hire(work=work, shape=Shape(threads=1, backoff_ms=20)) as crew:
        await crew.dispatch.send("late")
        await crew.dispatch.send("after")
        assert await happens(office.called)
    async with jobs.connection() as connected:
        rows = await (
            await connected.execute("SELECT count(*) FROM job WHERE state = 'dead'")
        ).fetchone()
    assert rows == (0,)
    assert office.marked == []


async def test_the_end_waits_for_running_work(hire: Hire, office: Office) -> None:
    """A run that is under way when the crew is stopped is done to its end."""
    begun, go, ends = threading.Event(), threading.Event(), []

    async def sync_run(resources: Resources, run_id: uuid.UUID) -> None:
        assert (resources, run_id) is not None
        begun.set()
        await asyncio.to_thread(go.wait, 30)
        ends.append("done")

    uses = replace(office.uses, sync_run=sync_run)
    async with hire(uses=uses) as crew:
        await crew.dispatch.sync(RUN)
        assert await happens(begun)
        asyncio.get_running_loop().call_later(0.3, go.set)
    assert ends == ["done"]


async def test_work_that_outlasts_the_grace_is_cancelled(hire: Hire, office: Office) -> None:
    """After the grace the run is interrupted, has a moment to clean up, and the crew ends."""
    begun, ends = threading.Event(), []

    async def sync_run(resources: Resources, run_id: uuid.UUID) -> None:
        assert (resources, run_id) is not None
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            ends.append("cancelled")

    uses = replace(office.uses, sync_run=sync_run)
    async with hire(uses=uses, shape=Shape(threads=1, grace_s=0.1)) as crew:
        await crew.dispatch.sync(RUN)
        assert await happens(begun)
    assert ends == ["cancelled"]


async def test_the_timetable_of_a_crew_queues_due_runs_and_does_them(
    hire: Hire, office: Office, jobs: Pool
) -> None:
    """sync_due_users turns every due run into a message, and its line says that it is done."""
    office.due = [RUN]
    lines = (Line("sync_due_users", every=dt.timedelta(hours=1), first=SOON),)
    async with hire(timetable=lines):
        assert await happens(office.called)
    assert office.runs == [RUN]
    async with jobs.connection() as connected:
        cursor = await connected.execute(
            "SELECT job_id, state, attempts, error, ended_at >= started_at FROM job"
        )
        assert await cursor.fetchall() == [("sync_due_users", "done", 1, None, True)]


async def test_due_runs_that_can_not_be_sent_are_over(
    office: Office, settings: Settings, pool: Pool, person: str
) -> None:
    """A broker that is away leaves no run waiting, whoever's it is."""
    resources = cast("Any", SimpleNamespace(pool=pool, clock=utc_now, settings=settings))
    run_id = await queued_run(pool, person)
    office.due = [run_id]

    class Away:
        """A dispatch without a broker."""

        async def sync(self, _: uuid.UUID) -> None:
            """Never."""
            raise BrokerUnavailable("The broker takes no work.")

    tools = Tools(resources, cast("Any", Away()), office.uses, cast("Any", None))
    with pytest.raises(BrokerUnavailable):
        await sync_due_users(tools)
    async with pool.connection() as connected:
        cursor = await connected.execute(
            "SELECT state, error_code FROM sync_run WHERE run_id = %s", [run_id]
        )
        assert await cursor.fetchall() == [("failed", "broker_unavailable")]


async def test_the_line_of_failed_work_says_why(hire: Hire, office: Office, jobs: Pool) -> None:
    """Its state is `failed`, with the error in one line."""

    async def queue_due_runs(resources: Resources) -> list[uuid.UUID]:
        assert resources is not None
        raise ValueError("a fault\nof several lines")

    uses = replace(office.uses, queue_due_runs=queue_due_runs)
    lines = (Line("sync_due_users", every=dt.timedelta(hours=1), first=SOON),)
    async with hire(uses=uses, timetable=lines):
        await dead_letter(jobs)
    async with jobs.connection() as connected:
        cursor = await connected.execute(
            "SELECT state, attempts, error FROM job WHERE job_id = 'sync_due_users'"
        )
        assert await cursor.fetchall() == [("failed", 4, "ValueError: a fault")]


async def test_a_run_that_brought_something_is_followed_by_an_analysis(
    hire: Hire, office: Office
) -> None:
    """The person whose data changed is analysed, in a message of its own."""
    office.changed = "1001"
    async with hire() as crew:
        await crew.dispatch.sync(RUN)
        assert await happens(office.looked)
    assert (office.runs, office.analysed) == ([RUN], ["1001"])


async def test_everybody_whose_day_has_begun_is_analysed(hire: Hire, office: Office) -> None:
    """analyse_due_users sends one message for each of them."""
    office.waiting = ["1001"]
    lines = (Line("analyse_due_users", every=dt.timedelta(hours=1), first=SOON),)
    async with hire(timetable=lines):
        assert await happens(office.looked)
    assert office.analysed == ["1001"]


async def test_what_waits_is_sent(hire: Hire, office: Office) -> None:
    """Runs that were cut off, or never heard of, reach a worker within seconds."""
    office.cut_off = [uuid.uuid4()]
    lines = (Line("sync_waiting", every=dt.timedelta(hours=1), first=SOON),)
    async with hire(timetable=lines):
        assert await happens(office.called)
    assert office.runs == office.cut_off


async def test_a_database_that_is_away_stops_the_start_with_its_own_error(
    settings: Settings, office: Office
) -> None:
    """The error of opening comes out as it is, and no thread stays behind."""
    before = set(threading.enumerate())

    def opener() -> object:
        raise DatabaseUnavailable("The database does not answer.")

    crew = Crew(settings, opener, office.uses, shape=QUICK)  # type: ignore[arg-type]
    with pytest.raises(DatabaseUnavailable, match=r"^The database does not answer\.$"):
        await asyncio.to_thread(crew.start)
    left = [t for t in set(threading.enumerate()) - before if "EventLoop" in type(t).__name__]
    assert left == []
