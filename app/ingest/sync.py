"""One run: all feeds of one person, each stored by itself."""

import asyncio
import logging
import uuid
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

from app.days import Window, local_today
from app.errors import (
    DatabaseUnavailable,
    NotFound,
    PolarRateLimited,
    PolarUnauthorized,
    UrsaError,
)
from app.ingest.feeds import FEEDS, Ask, Feed
from app.normalise.values import Harvest
from app.records.sync import FeedState, RunState, SyncFeed
from app.resources import Resources
from app.store import runs, write
from app.store.aggregates import refresh_aggregates
from app.store.runs import ClaimedRun
from app.upstream.client import PolarSession
from app.upstream.parse import parse_rows

log = logging.getLogger(__name__)

AT_ONCE = 3
"""Requests to Polar at the same time for one person."""
SIGN_OF_LIFE_S = 10
LAST_WORDS_S, PATIENCE_S, PAUSE_S = 1.0, 15.0, 0.5
"""A process that has to end has a second; one that goes on waits for a database that restarts."""
TOLD_PROBLEMS = 20

Report = Callable[[SyncFeed], None]


@dataclass(frozen=True, slots=True)
class Haul:
    """What a feed brought: records to store, and what could not be read."""

    harvest: Harvest
    received: int
    rejected: int
    problems: list[str]
    problem_count: int


@dataclass(slots=True)
class Course:
    """How a run goes: the feeds so far, and the error that ends it early."""

    feeds: list[SyncFeed] = field(default_factory=list)
    stop: UrsaError | None = None
    authorised: bool = False


async def sync_run(
    resources: Resources, run_id: uuid.UUID, report: Report | None = None
) -> RunState | None:
    """Work on a queued run until its end; None when it is not queued any more.

    Feeds fail by themselves. What ends a run as a whole (a database that does not answer, or the
    end of this process) is raised, and the run is marked as interrupted: the next one heals it.
    """
    run = await runs.claim_run(resources.pool, run_id, resources.clock())
    if run is None:
        return None
    async with _alive(resources, run_id):
        try:
            return await _work(resources, run, report)
        except asyncio.CancelledError:
            await asyncio.shield(_interrupted(resources, run_id, LAST_WORDS_S))
            raise
        except Exception:
            await _interrupted(resources, run_id, PATIENCE_S)
            raise


async def _interrupted(resources: Resources, run_id: uuid.UUID, patience_s: float) -> None:
    """Say that the run was cut off, as soon as the database hears it; else its silence says so."""
    with suppress(TimeoutError):
        async with asyncio.timeout(patience_s):
            while not await _told(resources, run_id):  # noqa: ASYNC110 -- nobody sets an event
                await asyncio.sleep(PAUSE_S)


async def _told(resources: Resources, run_id: uuid.UUID) -> bool:
    try:
        await runs.finish_run(
            resources.pool,
            run_id,
            RunState.INTERRUPTED,
            now=resources.clock(),
            request_count=0,
            error_code="interrupted",
            error=runs.CUT_OFF,
        )
    except DatabaseUnavailable:
        return False
    return True


async def _work(resources: Resources, run: ClaimedRun, report: Report | None) -> RunState:
    try:
        session = _session(resources, run)
    except UrsaError as error:
        return await _finish(resources, run, Course(stop=error), requests=0)
    course = Course()
    await _run_feeds(resources, run, session, course, report)
    await _remember(resources, run, course)
    await _show(resources, run, course)
    return await _finish(resources, run, course, requests=session.requests)


def _session(resources: Resources, run: ClaimedRun) -> PolarSession:
    if run.token_encrypted is None:
        raise PolarUnauthorized(f"{run.user_id} is not connected to Polar. Connect again.")
    return resources.polar.session(resources.vault.open(run.token_encrypted))


async def _run_feeds(
    resources: Resources,
    run: ClaimedRun,
    session: PolarSession,
    course: Course,
    report: Report | None,
) -> None:
    """Ask for several feeds at once, store one after the other in the order of the table."""
    today = local_today(run.account, resources.clock())
    ask = Ask(
        Window.of(run.days, today), await runs.detailed_exercises(resources.pool, run.user_id)
    )
    async with _hauls(session, ask) as hauls:
        for feed, haul in zip(FEEDS, hauls, strict=True):
            done = await _settle(resources, run, feed, haul, course)
            course.feeds.append(done)
            await runs.feed_done(resources.pool, done)
            if report is not None:
                report(done)


@asynccontextmanager
async def _hauls(session: PolarSession, ask: Ask) -> AsyncIterator[Sequence["asyncio.Task[Haul]"]]:
    """Tasks that fetch and read, one per feed; what is left is cancelled at the end."""
    turns = asyncio.Semaphore(AT_ONCE)
    tasks = [asyncio.create_task(_haul(session, feed, ask, turns)) for feed in FEEDS]
    try:
        yield tasks
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _haul(session: PolarSession, feed: Feed, ask: Ask, turns: asyncio.Semaphore) -> Haul:
    async with turns:
        rows = await feed.fetch(session, ask)
    parsed = parse_rows(feed.model, rows)
    harvest = feed.normalise(parsed.rows)
    return Haul(
        harvest=harvest,
        received=_counted(feed, harvest, len(parsed.rows)),
        rejected=parsed.skipped,
        problems=[str(problem) for problem in parsed.problems[:TOLD_PROBLEMS]],
        problem_count=parsed.problem_count,
    )


def _counted(feed: Feed, harvest: Harvest, rows: int) -> int:
    if feed.counted is None:
        return rows
    return sum(
        len(part)
        for part in harvest
        if isinstance(part, list) and part and isinstance(part[0], feed.counted)
    )


async def _settle(
    resources: Resources,
    run: ClaimedRun,
    feed: Feed,
    haul: "asyncio.Task[Haul]",
    course: Course,
) -> SyncFeed:
    """Store what a feed brought, or say why there is nothing to store."""
    if course.stop is not None:
        return _skipped(resources, run, feed, course.stop)
    try:
        brought = await haul
        course.authorised = True
        written = await write.store_harvest(resources.pool, run.user_id, brought.harvest)
        return _brought(resources, run, feed, brought, written)
    except DatabaseUnavailable:
        raise
    except (NotFound, PolarUnauthorized, PolarRateLimited) as error:
        course.stop = error
        return _failed(resources, run, feed, error)
    except UrsaError as error:
        return _failed(resources, run, feed, error)
    except Exception:
        log.exception("feed %s of %s failed unexpectedly", feed.name, run.user_id)
        return _failed(resources, run, feed, UrsaError(_UNEXPECTED))


_UNEXPECTED = "Ursa failed on this feed by a fault of its own; the log has the details."


def _brought(
    resources: Resources, run: ClaimedRun, feed: Feed, haul: Haul, written: int
) -> SyncFeed:
    whole = haul.problem_count == 0
    return SyncFeed(
        run_id=run.run_id,
        feed=feed.name,
        state=(FeedState.SUCCESS if whole else FeedState.PARTIAL).value,
        rows_received=haul.received,
        rows_written=written,
        rows_rejected=haul.rejected,
        error_code=None if whole else "polar_bad_answer",
        error=None if whole else _in_words(haul),
        problems=haul.problems,
        ended_at=resources.clock(),
    )


def _in_words(haul: Haul) -> str:
    more = f" ({haul.problem_count - 1} more)" if haul.problem_count > 1 else ""
    return (
        f"{haul.problems[0]}{more}. All the rest was stored. Nothing needs to be done: "
        "the next sync asks again; report it if it stays."
    )


def _failed(resources: Resources, run: ClaimedRun, feed: Feed, error: UrsaError) -> SyncFeed:
    return _without_rows(resources, run, feed, FeedState.FAILED, error)


def _skipped(resources: Resources, run: ClaimedRun, feed: Feed, error: UrsaError) -> SyncFeed:
    return _without_rows(resources, run, feed, FeedState.SKIPPED, error)


def _without_rows(
    resources: Resources, run: ClaimedRun, feed: Feed, state: FeedState, error: UrsaError
) -> SyncFeed:
    return SyncFeed(
        run_id=run.run_id,
        feed=feed.name,
        state=state.value,
        error_code=error.code,
        error=error.message,
        problems=[],
        ended_at=resources.clock(),
    )


_DEAD_ENDS = (PolarUnauthorized, NotFound)
"""After these a token is of no use; after all others Polar takes it again."""


async def _remember(resources: Resources, run: ClaimedRun, course: Course) -> None:
    """Keep a token that works, mark one that does not, and note when data last came."""
    pool, now = resources.pool, resources.clock()
    if course.authorised:
        await write.execute(pool, "account_synced", user_id=run.user_id, synced_at=now)
    if isinstance(course.stop, PolarUnauthorized) and not run.token_handed_in:
        await write.execute(
            pool,
            "credential_refused",
            user_id=run.user_id,
            token=run.token_encrypted,
            refused_at=now,
        )
    elif course.authorised and run.token_handed_in and not isinstance(course.stop, _DEAD_ENDS):
        await write.execute(pool, "run_token_keep", run_id=run.run_id, connected_at=now)


async def _show(resources: Resources, run: ClaimedRun, course: Course) -> None:
    """Let the aggregates tell of what is new; the timetable does it where this fails."""
    if not any(feed.rows_written for feed in course.feeds):
        return
    try:
        await refresh_aggregates(resources.pool, resources.clock().date())
    except Exception as error:  # noqa: BLE001 -- Whatever it is, what was stored is stored.
        log.warning("run %s: aggregates wait for the timetable: %s", run.run_id, error)


async def _finish(
    resources: Resources, run: ClaimedRun, course: Course, *, requests: int
) -> RunState:
    state = _state(course)
    await runs.finish_run(
        resources.pool,
        run.run_id,
        state,
        now=resources.clock(),
        request_count=requests,
        error_code=course.stop.code if course.stop else None,
        error=course.stop.message if course.stop else None,
    )
    return state


def _state(course: Course) -> RunState:
    states = {feed.state for feed in course.feeds}
    if states == {FeedState.SUCCESS.value}:
        return RunState.SUCCESS
    stored = {FeedState.SUCCESS.value, FeedState.PARTIAL.value} & states
    return RunState.PARTIAL if stored else RunState.FAILED


@asynccontextmanager
async def _alive(resources: Resources, run_id: uuid.UUID) -> AsyncIterator[None]:
    """Signs of life while the run is worked on, so that others see when its process dies."""

    async def beat() -> None:
        while True:
            await asyncio.sleep(SIGN_OF_LIFE_S)
            with suppress(Exception):  # The next sign may be heard.
                await write.execute(resources.pool, "run_alive", run_id=run_id)

    task = asyncio.create_task(beat())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
