"""Work that needs locks: tried again while others hold them, and told who does."""

import asyncio
import datetime as dt
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import TypeVar

from psycopg.errors import LockNotAvailable

from app.errors import Collided, Timeout
from app.store.pool import Connection, Pool, transaction
from app.store.queries import query
from app.store.read import fetch_all

log = logging.getLogger(__name__)

R = TypeVar("R")

LOCK_TIMEOUT = "3s"
"""Whoever needs a relation waits behind us while we wait for it: then they go first."""
PAUSE_S = 1.0
PATIENCE_S = 600.0
LOOK_S = 1.0


@dataclass(frozen=True, slots=True)
class LockHolder:
    """A process that keeps another one waiting; None is what our role may not see."""

    pid: int
    role: str | None
    application: str | None
    since: dt.datetime | None
    statement: str | None

    def __str__(self) -> str:
        words = [f"process {self.pid} of {self.role or 'the server itself'}"]
        words += [f"({self.application})"] if self.application else []
        words += [f"since {self.since:%Y-%m-%d %H:%M:%S} UTC"] if self.since else []
        words += [f"with: {' '.join(self.statement.split())}"] if self.statement else []
        return " ".join(words)


async def with_locks(pool: Pool, work: Callable[[Connection], Awaitable[R]]) -> R:
    """What `work` does in one transaction, begun again while others hold what it needs.

    From the second try on, the log names who holds it. Raises Timeout after ten minutes.
    """
    end, look_on = time.monotonic() + PATIENCE_S, False
    while time.monotonic() < end:
        with suppress(LockNotAvailable, Collided):
            return await _try(pool, work, look_on=look_on)
        look_on = True
        await asyncio.sleep(PAUSE_S)
    raise Timeout(
        f"Others have held what is needed for {PATIENCE_S / 60:.0f} minutes; the log says who. "
        "End them, or try again later."
    )


async def _try(pool: Pool, work: Callable[[Connection], Awaitable[R]], *, look_on: bool) -> R:
    async with transaction(pool) as connected:
        limits = query("write/migration_limits")
        await connected.execute(limits, {"lock_timeout": LOCK_TIMEOUT})
        if not look_on:
            return await work(connected)
        async with _telling(pool, connected.info.backend_pid):
            return await work(connected)


@asynccontextmanager
async def _telling(pool: Pool, pid: int) -> AsyncIterator[None]:
    """Meanwhile another connection looks at whom this one waits for."""
    task = asyncio.create_task(_tell(pool, pid))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task])


async def _tell(pool: Pool, pid: int) -> None:
    told: set[LockHolder] = set()
    while True:
        await asyncio.sleep(LOOK_S)
        holders = await fetch_all(pool, LockHolder, "lock_holders", pid=pid)
        for holder in set(holders) - told:
            log.warning("waits for %s", holder)
        told.update(holders)
