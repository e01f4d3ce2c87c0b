"""One run: all feeds of one person, each stored by itself."""

import asyncio
import logging
import uuid
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

from app.days import Window, local_today
from app.embedded.room import require_room
from app.errors import (
    DatabaseUnavailable,
    DiskFull,
    NotFound,
    PolarRateLimited,
    PolarUnauthorized,
    PolarWrongAddress,
    UrsaError,
)
from app.naming import named
from app.reads import sync as reads
from app.records.sync import STORED, FeedState, RunState, SyncFeed
from app.resources import Resources
from app.store import owed, runs
from app.store.accounts import note_synced
from app.store.backfills import tell_error
from app.store.runs import ClaimedRun
from app.store.spending import keep_budget
from app.sync import backfill
from app.sync.back import backwards
from app.sync.due import set_next_due
from app.sync.feeds import FEEDS, Feed
from app.sync.haul import Haul, bring
from app.sync.keep import keep_unread, note_debts, settle_debts, store
from app.sync.notices import settle_notices
from app.sync.requests import FeedRequest, Fetched
from app.sync.shares import share_of
from app.tracing import step
from app.upstream.client import PolarSession

log = logging.getLogger(__name__)

AT_ONCE = 3
"""Requests to Polar at the same time for one person."""
SIGN_OF_LIFE_S = 5
LAST_WORDS_S, PATIENCE_S, PAUSE_S = 1.0, 15.0, 0.5
"""A process that has to end has a second; one that goes on waits for a database that restarts."""

Report = Callable[[SyncFeed], None]


@dataclass(slots=True)
class SyncProgress:
    """How a run goes: the feeds so far, and the error that ends it early.

    `proven`: what answers is AccessLink, and takes the token.
    """

    feeds: list[SyncFeed] = field(default_factory=list)
    stop: UrsaError | None = None
    proven: bool = False
    elsewhere: PolarWrongAddress | None = None
    """That no list is where POLAR_API_URL points; it ends a run in which nothing else answered."""

    def take_in(self, fetched: Fetched) -> None:
        """Learn what the answers of a feed say about the whole run."""
        self.proven |= fetched.proven
        self.stop = self.stop or fetched.ending
        errors = (each.error for each in fetched.missing)
        wrong = (error for error in errors if isinstance(error, PolarWrongAddress))
        self.elsewhere = self.elsewhere or next(wrong, None)

    @property
    def end(self) -> UrsaError | None:
        """What ended the run early, or made it worthless."""
        return self.stop or (None if self.proven else self.elsewhere)


async def sync_run(
    resources: Resources, run_id: uuid.UUID, report: Report | None = None
) -> RunState | None:
    """Work on a queued run until its end; None when it is not queued any more.

    Feeds fail by themselves. What ends a run as a whole (a database that does not answer, or the
    end of this process) is raised, and the run is given back: the next worker goes on with the
    feed that it had reached. Who loses a run to another worker leaves it alone, and answers None.
    """
    run = await runs.claim_run(resources.pool, run_id, resources.clock())
    if run is None:
        return None
    async with _alive(resources, run) as life:
        try:
            with named(run_id=run_id, user_id=run.user_id), step("sync"):
                return await _work(resources, run, report)
        except asyncio.CancelledError:
            if life.taken_away():
                return None
            await asyncio.shield(_given_back(resources, run, LAST_WORDS_S))
            raise
        except Exception:
            await _given_back(resources, run, PATIENCE_S)
            raise


async def _given_back(resources: Resources, run: ClaimedRun, patience_s: float) -> None:
    """Give the run back, as soon as the database hears it; else its silence does."""
    with suppress(TimeoutError):
        async with asyncio.timeout(patience_s):
            while not await _let_go(resources, run):  # noqa: ASYNC110 -- nobody sets an event
                await asyncio.sleep(PAUSE_S)


async def _let_go(resources: Resources, run: ClaimedRun) -> bool:
    try:
        await runs.let_go(resources.pool, run, resources.clock())
    except (DatabaseUnavailable, DiskFull):
        return False
    return True


async def _work(resources: Resources, run: ClaimedRun, report: Report | None) -> RunState:
    try:
        session = _session(resources, run)
    except UrsaError as error:
        return await _finish(resources, run, SyncProgress(stop=error), requests=0)
    progress = SyncProgress()
    await _go_on(resources, run, progress)
    await _run_feeds(resources, run, session, progress, report)
    await _remember(resources, run, progress)
    await keep_budget(resources.pool, resources.polar.limits.usage(), resources.clock())
    return await _finish(resources, run, progress, requests=session.requests)


async def _go_on(resources: Resources, run: ClaimedRun, progress: SyncProgress) -> None:
    """Take over what an earlier worker did before it was cut off."""
    if run.attempts == 1:
        return
    progress.feeds += await reads.feeds(resources.pool, run.run_id)
    progress.proven = any(feed.state in STORED for feed in progress.feeds)


def _session(resources: Resources, run: ClaimedRun) -> PolarSession:
    if run.token_encrypted is None:
        raise PolarUnauthorized(f"{run.user_id} is not connected to Polar. Connect again.")
    spend = share_of(resources, run.spender)
    return resources.polar.session(resources.vault.open(run.token_encrypted), spend)


async def _run_feeds(
    resources: Resources,
    run: ClaimedRun,
    session: PolarSession,
    progress: SyncProgress,
    report: Report | None,
) -> None:
    """Ask for several feeds at once, store one after the other in the order of the table."""
    there = {done.feed for done in progress.feeds}
    feeds = [e for e in FEEDS if run.days_of(e.name) is not None and e.name not in there]
    async with _hauls(session, await _asked(resources, run, feeds)) as hauls:
        for feed, haul in hauls:
            with step(f"store {feed.name}"):
                done = await _settle(resources, run, feed, haul, progress)
            progress.feeds.append(done)
            await _note_feed(resources, run, feed, done)
            if report is not None:
                report(done)


async def _note_feed(resources: Resources, run: ClaimedRun, feed: Feed, done: SyncFeed) -> None:
    """Record what a feed did, and whether it was asked for all that Polar shows."""
    far = (run.days_of(feed.name) or 0) >= feed.cadence.reach
    await runs.feed_done(resources.pool, done, whole=far, reached=far)


Requests = list[tuple[Feed, FeedRequest]]
Fetching = tuple[Feed, "asyncio.Task[Haul]"]


async def _asked(resources: Resources, run: ClaimedRun, feeds: Sequence[Feed]) -> Requests:
    """Feeds, and what each is asked for; a backfill's may be done, or stopped, meanwhile."""
    if run.origin != backfill.ORIGIN:
        return [*zip(feeds, await _requests(resources, run, feeds), strict=True)]
    slices = [await backfill.slice_request(resources, run, feed.name) for feed in feeds]
    return [(backwards(f), each) for f, each in zip(feeds, slices, strict=True) if each]


async def _requests(
    resources: Resources, run: ClaimedRun, feeds: Sequence[Feed]
) -> list[FeedRequest]:
    """What each feed is asked for: its days, and what it still owes."""
    pool, now = resources.pool, resources.clock()
    today = local_today(run.account, now)
    exercises = await owed.stored_exercises(pool, run.user_id, now)
    days = await owed.owed_days(pool, run.user_id, now)
    return [
        FeedRequest(
            Window.of(run.days_of(feed.name) or run.days, today),
            owed=tuple(each for each in days if each.feed == feed.name),
            exercises=exercises,
        )
        for feed in feeds
    ]


@asynccontextmanager
async def _hauls(session: PolarSession, asked: Requests) -> AsyncIterator[list[Fetching]]:
    """Feeds with tasks that fetch and read them; what is left is cancelled at the end."""
    turns = asyncio.Semaphore(AT_ONCE)
    hauls = [
        (feed, asyncio.create_task(bring(session, feed, request, turns))) for feed, request in asked
    ]
    tasks = [task for _, task in hauls]
    try:
        yield hauls
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _settle(
    resources: Resources,
    run: ClaimedRun,
    feed: Feed,
    task: "asyncio.Task[Haul]",
    progress: SyncProgress,
) -> SyncFeed:
    """Store what a feed brought, or say why there is nothing to store."""
    if isinstance(progress.stop, NotFound):
        return _without_rows(resources, run, feed, FeedState.SKIPPED, progress.stop)
    try:
        haul = await task
        await _require_room(resources)
        return await _stored(resources, run, feed, haul, progress)
    except DatabaseUnavailable:
        raise
    except (NotFound, DiskFull) as error:
        progress.stop = error
        return _without_rows(resources, run, feed, FeedState.FAILED, error)
    except UrsaError as error:
        return _without_rows(resources, run, feed, FeedState.FAILED, error)
    except Exception:
        log.exception("feed %s of %s failed unexpectedly", feed.name, run.user_id)
        return _without_rows(resources, run, feed, FeedState.FAILED, UrsaError(_UNEXPECTED))


async def _require_room(resources: Resources) -> None:
    """Where the disk is nearly full nothing is stored, so that the run can still say so."""
    if resources.settings.embedded:
        await asyncio.to_thread(require_room, resources.settings.data_dir)


async def _stored(
    resources: Resources, run: ClaimedRun, feed: Feed, haul: Haul, progress: SyncProgress
) -> SyncFeed:
    """What came is stored, and what did not is remembered, whatever ended the asking."""
    stopped = progress.stop
    progress.take_in(haul.fetched)
    if run.origin != backfill.ORIGIN:
        await note_debts(resources, run, feed, haul)
    if haul.fetched.pages or not haul.fetched.missing:
        written = await store(resources, run, feed, haul)
        await keep_unread(resources, run, feed, haul)
        await _keep_account(resources, run, feed, haul)
        return _brought(resources, run, feed, haul, written)
    await _keep_account(resources, run, feed, haul)
    if stopped is not None:
        return _without_rows(resources, run, feed, FeedState.SKIPPED, stopped, haul)
    error = haul.fetched.missing[0].error
    return _without_rows(resources, run, feed, FeedState.FAILED, error, haul)


async def _keep_account(resources: Resources, run: ClaimedRun, feed: Feed, haul: Haul) -> None:
    """Forget what is owed no more, or remember how far a backfill got."""
    if run.origin == backfill.ORIGIN:
        await backfill.advance(resources, run, feed.name, haul)
    else:
        await settle_debts(resources, run, feed, haul)


_UNEXPECTED = "Ursa failed on this feed by a fault of its own; the log has the details."


def _brought(
    resources: Resources, run: ClaimedRun, feed: Feed, haul: Haul, written: int
) -> SyncFeed:
    whole = haul.problem_count == 0
    missing = haul.fetched.missing
    return SyncFeed(
        run_id=run.run_id,
        feed=feed.name,
        state=(FeedState.SUCCESS if whole else FeedState.PARTIAL).value,
        rows_received=haul.received,
        rows_written=written,
        rows_rejected=haul.rejected,
        days_asked=haul.fetched.asked,
        days_answered=None if haul.fetched.asked is None else haul.fetched.answered,
        first_day=haul.first_day,
        last_day=haul.last_day,
        error_code=None if whole else missing[0].error.code if missing else "polar_bad_answer",
        error=None if whole else _in_words(haul),
        problems=haul.problems,
        notes=haul.notes,
        ended_at=resources.clock(),
    )


def _in_words(haul: Haul) -> str:
    more = f" ({haul.problem_count - 1} more)" if haul.problem_count > 1 else ""
    return (
        f"{haul.problems[0].rstrip('.')}{more}. All the rest was stored. Nothing needs to be done: "
        "the next sync asks again; report it if it stays."
    )


def _without_rows(
    resources: Resources,
    run: ClaimedRun,
    feed: Feed,
    state: FeedState,
    error: UrsaError,
    haul: Haul | None = None,
) -> SyncFeed:
    asked = haul.fetched.asked if haul else None
    return SyncFeed(
        run_id=run.run_id,
        feed=feed.name,
        state=state.value,
        days_asked=asked,
        days_answered=None if asked is None else 0,
        error_code=error.code,
        error=error.message,
        problems=[],
        ended_at=resources.clock(),
    )


_DEAD_ENDS = (PolarUnauthorized, NotFound)
"""After these a token is of no use; after all others Polar takes it again."""


async def _remember(resources: Resources, run: ClaimedRun, progress: SyncProgress) -> None:
    """Keep a token that works, mark one that does not, and note when data last came."""
    pool, now = resources.pool, resources.clock()
    past = run.origin == backfill.ORIGIN
    if progress.proven and not past:
        await note_synced(pool, run.user_id, now)
    if isinstance(progress.stop, PolarUnauthorized) and not run.token_handed_in:
        await runs.refuse_token(pool, run, now)
    elif progress.proven and run.token_handed_in and not isinstance(progress.stop, _DEAD_ENDS):
        await runs.keep_token(pool, run, now)


async def _finish(
    resources: Resources, run: ClaimedRun, progress: SyncProgress, *, requests: int
) -> RunState:
    state = _state(progress)
    await runs.finish_run(
        resources.pool,
        run.run_id,
        state,
        now=resources.clock(),
        request_count=requests,
        error_code=progress.end.code if progress.end else None,
        error=progress.end.message if progress.end else None,
        attempt=run.attempts,
    )
    await _tell_who_waits(resources, run, progress)
    wait_s = progress.end.retry_after_s if isinstance(progress.end, PolarRateLimited) else 0
    await set_next_due(resources, run.user_id, wait_s)
    return state


async def _tell_who_waits(resources: Resources, run: ClaimedRun, progress: SyncProgress) -> None:
    """What notices told of has come, or a backfill's slice; or it is told why not."""
    if run.origin == backfill.ORIGIN:
        error = progress.end.message if progress.end else None
        await tell_error(resources.pool, run.user_id, error)
    else:
        today = local_today(run.account, resources.clock())
        await settle_notices(resources, run, progress.feeds, today)


def _state(progress: SyncProgress) -> RunState:
    states = {feed.state for feed in progress.feeds}
    if not states and progress.end is None:
        return RunState.SUCCESS  # There was nothing left to do.
    if states == {FeedState.SUCCESS.value}:
        return RunState.SUCCESS
    stored = states & STORED
    return RunState.PARTIAL if stored and progress.proven else RunState.FAILED


class Life:
    """Whether a run is still this worker's."""

    def __init__(self, worker: "asyncio.Task[object] | None") -> None:
        self._worker = worker
        self._lost = False

    def lose(self) -> None:
        """Another worker has the run, or its person was deleted: stop working on it."""
        self._lost = True
        if self._worker is not None:
            self._worker.cancel()

    def taken_away(self) -> bool:
        """Whether the worker was stopped for that reason, and by nobody else."""
        return self._lost and self._worker is not None and self._worker.uncancel() == 0


@asynccontextmanager
async def _alive(resources: Resources, run: ClaimedRun) -> AsyncIterator[Life]:
    """Signs of life while the run is worked on, so that others see when its process dies."""
    life = Life(asyncio.current_task())

    async def beat() -> None:
        while True:
            await asyncio.sleep(SIGN_OF_LIFE_S)
            with suppress(Exception):  # The next sign may be heard.
                if not await runs.say_alive(resources.pool, run):
                    return life.lose()

    task = asyncio.create_task(beat())
    try:
        yield life
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
