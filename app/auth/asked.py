"""What applications asked for, and which tools were called: noted in memory, written in batches."""

import asyncio
import datetime as dt

from app.auth.caller import Caller
from app.auth.flushing import Flushing
from app.resources import Clock
from app.store.apps import Called, Read, add_reads
from app.store.pool import Pool

MOST_WAITING = 50_000
"""Calls that wait for a database that is away; later ones are not told."""


class AskedFor(Flushing):
    """What was asked since the last flush; at most that is lost when the process is killed."""

    def __init__(self, pool: Pool, clock: Clock) -> None:
        super().__init__("what applications read")
        self._pool = pool
        self._clock = clock
        self._reads: dict[Read, tuple[int, dt.datetime]] = {}
        self._called: list[Called] = []
        self._writing = asyncio.Lock()

    def read(self, caller: Caller | None, what: str) -> None:
        """A request of an application; nothing is awaited. Keys and people are not followed."""
        if caller is not None and caller.app and caller.key_id is not None:
            times, _ = self._reads.get((caller.key_id, what), (0, None))
            self._reads[caller.key_id, what] = (times + 1, self._clock())

    def call(self, caller: Caller, action: str, user_id: str | None, **details: object) -> None:
        """A call of a tool by anybody: a line of the audit log."""
        if len(self._called) < MOST_WAITING:
            at = self._clock()
            self._called.append(
                Called(actor=caller.actor, action=action, user_id=user_id, details=details, at=at)
            )

    async def flush(self) -> None:
        """Write all in one statement; what could not be written waits for the next try."""
        async with self._writing:
            reads, self._reads = self._reads, {}
            called, self._called = self._called, []
            if not (reads or called):
                return
            try:
                await add_reads(self._pool, reads, called)
            except BaseException:
                self._reads = {**reads, **self._reads}
                self._called = called + self._called
                raise
