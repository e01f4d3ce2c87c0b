"""The pool of connections, and the border at which the driver's errors become ours."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import psycopg
from psycopg.rows import TupleRow
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from app.errors import DatabaseUnavailable
from app.store import arrays

Connection = psycopg.AsyncConnection[TupleRow]
Pool = AsyncConnectionPool[Connection]


async def _configure(connection: Connection) -> None:
    """Answers are in UTC wherever the server stands, and numpy columns can be sent."""
    await connection.execute("SET TIME ZONE 'UTC'")
    arrays.register(connection.adapters)


@asynccontextmanager
async def open_pool(url: str, *, size: int, prepare: bool = True) -> AsyncIterator[Pool]:
    """Pool of up to `size` autocommitting connections; `prepare` keeps plans on the server."""
    settings: dict[str, Any] = {"autocommit": True, "application_name": "ursa"}
    if not prepare:
        settings["prepare_threshold"] = None
    pool: Pool = AsyncConnectionPool(
        url,
        kwargs=settings,
        configure=_configure,
        min_size=1,
        max_size=size,
        timeout=10,
        open=False,
        name="ursa",
    )
    try:
        try:
            await _knock(url)
            await pool.open(wait=True, timeout=15)
        except FAULTS as error:
            raise DatabaseUnavailable(
                f"The database does not answer ({_line(error)}). Check DATABASE_URL and that it "
                "runs."
            ) from error
        yield pool
    finally:
        await pool.close()


async def _knock(url: str) -> None:
    """Fail at once, with the server's own words, where the pool would try again and again."""
    connected = await psycopg.AsyncConnection.connect(url, connect_timeout=5)
    await connected.close()


FAULTS = (psycopg.OperationalError, psycopg.InterfaceError, PoolTimeout)
_AWAY = ("08", "57P", "53", "28")
"""SQLSTATEs of a database that is away, going, full, or lets us in no more; one that was not even
reached has none. Deadlocks, locks and cancelled statements are a statement's own."""


@asynccontextmanager
async def translated() -> AsyncIterator[None]:
    """A database that can not be reached is an error of ours; where it is, is for the log."""
    try:
        yield
    except FAULTS as error:
        state = getattr(error, "sqlstate", None)
        if state is not None and not state.startswith(_AWAY):
            raise
        raise DatabaseUnavailable(
            "The database does not answer. Try again soon; who runs Ursa finds more in its log.",
            _line(error),
        ) from error


def _line(error: BaseException) -> str:
    """What the driver says, in one line."""
    said = str(error).strip()
    return said.splitlines()[0] if said else type(error).__name__


@asynccontextmanager
async def connection(pool: Pool) -> AsyncIterator[Connection]:
    """One connection for one statement, committed by itself."""
    async with translated(), pool.connection() as connected:
        yield connected


@asynccontextmanager
async def transaction(pool: Pool) -> AsyncIterator[Connection]:
    """One connection in a transaction: all of it or nothing."""
    async with connection(pool) as connected, connected.transaction():
        yield connected
