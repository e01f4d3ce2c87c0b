"""Doubles that the tests of the door share."""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import psycopg

from app.auth import Auth
from app.records.account import ApiKey
from app.store.pool import Connection, Pool

MASTER = "the-master-key"

Door = Callable[..., Awaitable[Auth]]
"""Opens an Auth with the given settings."""
MakeKey = Callable[..., Awaitable[tuple[ApiKey, str]]]
"""Makes a key as `create_key` does."""


class Watched:
    """A pool that counts statements, and that can be broken or held up."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        self.statements = 0
        self.broken = False
        self.used = asyncio.Event()
        self.answered = asyncio.Event()
        self.answers_leave = asyncio.Event()
        self.answers_leave.set()

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Connection]:
        """A connection for one statement; its answer is out when `answers_leave` is set."""
        self.statements += 1
        self.used.set()
        if self.broken:
            raise psycopg.OperationalError("the server is gone")
        async with self.pool.connection() as connected:
            yield connected
        self.answered.set()
        await self.answers_leave.wait()


class Hands:
    """A clock and a timer that move when the test says so."""

    def __init__(self) -> None:
        self.now = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
        self.seconds = 1_200.0

    def clock(self) -> dt.datetime:
        """The present moment."""
        return self.now

    def timer(self) -> float:
        """Seconds; 1200 is the start of a minute."""
        return self.seconds
