"""Sync runs in the database: queued, claimed, kept alive, finished."""

import datetime as dt
import uuid
from dataclasses import asdict, dataclass

from psycopg.rows import class_row

from app.records.account import Account
from app.records.sync import RunState, SyncFeed
from app.store.accounts import meet
from app.store.change import execute, returned
from app.store.pool import Pool, transaction
from app.store.queries import query
from app.store.read import fetch_value

CUT_OFF = (
    "The sync was cut off when its process ended. What had been stored is whole; "
    "the next sync brings the rest."
)
"""The words of a run whose process died or had to stop."""
MOST_ATTEMPTS = 5
"""Workers that begin a run until it is given up."""
SUPERSEDED = "Somebody asked for a sync before a worker began with this one: that one was done."


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimedRun:
    """A run that this process works on, with what it needs to know of the person."""

    run_id: uuid.UUID
    user_id: str
    origin: str
    days: int
    feeds: list[str] | None
    """None: all."""
    feed_days: list[int] | None
    """How many days back each of them; None: `days`."""
    attempts: int
    """This worker's own number."""
    began_at: dt.datetime
    token_encrypted: bytes | None
    token_handed_in: bool
    spender: str | None
    time_zone: str | None
    utc_offset_minutes: int | None

    def days_of(self, feed: str) -> int | None:
        """How many days back a feed is to be asked for; None when it is not."""
        if self.feeds is None:
            return self.days
        days = dict(zip(self.feeds, self.feed_days or [], strict=False))
        return days.get(feed, self.days) if feed in self.feeds else None

    @property
    def account(self) -> Account:
        """The person."""
        return Account(
            user_id=self.user_id,
            time_zone=self.time_zone,
            utc_offset_minutes=self.utc_offset_minutes,
        )


async def queue_run(
    pool: Pool,
    *,
    user_id: str,
    origin: str,
    days: int,
    token: bytes | None,
    now: dt.datetime,
    met_by: str | None = None,
    spender: str | None = None,
) -> uuid.UUID | None:
    """Queue a run; None while another run of the person is under way or the person is unknown.

    `met_by` makes an unknown person known, and is told to the audit log; None: nobody does.
    """
    async with transaction(pool) as connected:
        if met_by is not None:
            await meet(connected, user_id, met_by)
        dead = {"user_id": user_id, "now": now, "error": CUT_OFF}
        await connected.execute(query("write/run_interrupt"), dead)
        superseded = {"user_id": user_id, "now": now, "error": SUPERSEDED}
        await connected.execute(query("write/run_supersede"), superseded)
        order = {"user_id": user_id, "origin": origin, "days": days}
        order |= {"token": token, "spender": spender, "now": now}
        found = await (await connected.execute(query("write/run_queue"), order)).fetchone()
    return found[0] if found else None


async def resend_runs(pool: Pool, now: dt.datetime) -> list[uuid.UUID]:
    """Queued runs that nobody began for so long that their message may be lost."""
    return await returned(pool, "run_resend", now=now)


async def claim_run(pool: Pool, run_id: uuid.UUID, now: dt.datetime) -> ClaimedRun | None:
    """Begin a queued run; None when somebody else did, or when it is over."""
    async with (
        transaction(pool) as connected,
        connected.cursor(row_factory=class_row(ClaimedRun)) as cursor,
    ):
        await cursor.execute(query("write/run_claim"), {"run_id": run_id, "now": now})
        return await cursor.fetchone()


async def feed_done(
    pool: Pool, feed: SyncFeed, *, whole: bool = False, reached: bool = False
) -> None:
    """Record what a feed did; `whole`: it was asked for all that Polar shows, or that was tried."""
    async with transaction(pool) as connected:
        told = asdict(feed) | {"whole": whole, "reached": reached}
        await connected.execute(query("write/feed_done"), told)


async def take_up_runs(pool: Pool, now: dt.datetime, *, alone: bool) -> int:
    """Queue again the runs whose process died; `alone`: no other process can be working on any."""
    return await execute(
        pool, "run_take_up", now=now, alone=alone, error=CUT_OFF, attempts=MOST_ATTEMPTS
    )


async def let_go(pool: Pool, run: ClaimedRun, now: dt.datetime) -> None:
    """Give back a run that this worker can not end."""
    await execute(
        pool,
        "run_let_go",
        run_id=run.run_id,
        attempt=run.attempts,
        attempts=MOST_ATTEMPTS,
        now=now,
        error=CUT_OFF,
    )


async def say_alive(pool: Pool, run: ClaimedRun) -> bool:
    """A sign of life; False when the run is not this worker's any more."""
    said = await execute(pool, "run_alive", run_id=run.run_id, attempt=run.attempts)
    return said > 0


async def keep_token(pool: Pool, run: ClaimedRun, now: dt.datetime) -> None:
    """Keep the token that was handed in for a run, and that Polar has accepted."""
    await execute(pool, "run_token_keep", run_id=run.run_id, connected_at=now)


async def refuse_token(pool: Pool, run: ClaimedRun, now: dt.datetime) -> None:
    """Note that Polar refuses the stored token of a run; one that was stored since then is left."""
    await execute(
        pool,
        "credential_refused",
        user_id=run.user_id,
        token=run.token_encrypted,
        refused_at=now,
    )


async def run_under_way(pool: Pool, user_id: str) -> uuid.UUID | None:
    """The run of a person that is under way, or None."""
    run_id: uuid.UUID | None = await fetch_value(pool, "run_under_way", user_id=user_id)
    return run_id


async def give_up(
    pool: Pool, run_id: uuid.UUID, *, error_code: str, error: str, now: dt.datetime
) -> None:
    """End a run that waits for a worker; one that a worker has begun all the same goes on."""
    await execute(pool, "run_give_up", run_id=run_id, now=now, error_code=error_code, error=error)


async def finish_run(
    pool: Pool,
    run_id: uuid.UUID,
    state: RunState,
    *,
    now: dt.datetime,
    request_count: int,
    error_code: str | None,
    error: str | None,
    attempt: int | None = None,
) -> None:
    """Record how a run ended; an `attempt` that another worker has overtaken records nothing."""
    async with transaction(pool) as connected:
        parameters = {
            "run_id": run_id,
            "state": state.value,
            "now": now,
            "request_count": request_count,
            "error_code": error_code,
            "error": error,
            "attempt": attempt,
        }
        await connected.execute(query("write/run_finish"), parameters)


async def forget_tokens(pool: Pool) -> None:
    """Forget tokens of runs that ended without removing theirs: their workers died."""
    await execute(pool, "run_forget_tokens")


async def forget_runs(pool: Pool, before: dt.datetime) -> None:
    """Forget runs that were asked for before then; each person's newest one stays."""
    await execute(pool, "run_forget", before=before)
