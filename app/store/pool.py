"""The pool of connections, and the border at which the driver's errors become ours."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from typing import Any, Self

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.errors import DeadlockDetected, QueryCanceled
from psycopg.errors import DiskFull as DatabaseDiskFull
from psycopg.rows import TupleRow
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from app.errors import Collided, DatabaseUnavailable, DiskFull, Timeout
from app.store import arrays
from app.store.queries import name_of, query
from app.tracing import Kind, is_on, step

Connection = psycopg.AsyncConnection[TupleRow]
Pool = AsyncConnectionPool[Connection]


Options = Mapping[str, str]
"""Settings of the server's that hold from a connection's start."""

IN_UTC = {"TimeZone": "UTC"}
"""Answers are in UTC wherever the server stands."""
READ_ONLY = {"default_transaction_read_only": "on"}
"""The server refuses whatever would change something."""
WRITING = {"enable_bitmapscan": "off"}
"""A bitmap scan of a chunk that is packed in part misses rows that its own DELETE unpacks, or ends
the server (migration 0183)."""
READING_FAST = {"enable_bitmapscan": "on"}
"""Whoever changes nothing may scan as the planner likes."""


async def _configure(connection: Connection) -> None:
    """Numpy columns can be sent."""
    arrays.register(connection.adapters)


async def _configure_lent(connection: Connection) -> None:
    """The zone is what a pooler keeps for each of its clients."""
    await _configure(connection)
    await connection.execute(query("write/session_utc"))


async def _configure_reading(connection: Connection) -> None:
    """Every transaction says anew that it does not write."""
    await _configure_lent(connection)
    await connection.commit()
    await connection.set_read_only(True)


@asynccontextmanager
async def open_pool(
    url: str, *, size: int, prepare: bool = True, options: Options | None = None
) -> AsyncIterator[Pool]:
    """Pool of up to `size` autocommitting connections; `prepare` keeps plans on the server.

    Behind a pooler that lends sessions for a transaction (pgbouncer) nothing is prepared, and
    what is read is read in transactions that may not write.
    """
    wanted = IN_UTC | dict(WRITING if options is None else options)
    with _unanswered():
        held = await _knock(_with_options(url, wanted), wanted)
    pool = _lasting(url, size, wanted, prepare=prepare) if held else _lent(url, size, wanted)
    try:
        with _unanswered():
            await pool.open(wait=True, timeout=15)
        yield pool
    finally:
        await pool.close()


def _lasting(url: str, size: int, wanted: Options, *, prepare: bool) -> Pool:
    """Sessions of our own, with their settings from the start."""
    settings: dict[str, Any] = {"autocommit": True} | ({} if prepare else _UNPREPARED)
    return _pool(_with_options(url, wanted), size, settings, _configure)


def _lent(url: str, size: int, wanted: Options) -> Pool:
    """Sessions that a pooler lends, each for a transaction."""
    reading = READ_ONLY.items() <= wanted.items()
    settings = {"autocommit": not reading} | _UNPREPARED
    return _pool(url, size, settings, _configure_reading if reading else _configure_lent)


_UNPREPARED: dict[str, Any] = {"prepare_threshold": None}


def _pool(
    address: str,
    size: int,
    settings: Mapping[str, Any],
    configure: Callable[[Connection], Awaitable[None]],
) -> Pool:
    return AsyncConnectionPool(
        address,
        kwargs={"application_name": "ursa", "cursor_factory": _cursors(), **settings},
        configure=configure,
        min_size=1,
        max_size=size,
        timeout=10,
        open=False,
        name="ursa",
    )


POSTGRESQL = {"db.system.name": "postgresql"}


class _Traced(psycopg.AsyncCursor[Any]):
    """Each statement is a step of a trace, by the name of its file."""

    async def execute(self, query: Any, *args: Any, **options: Any) -> Self:  # noqa: ANN401
        with step(name_of(query), Kind.CLIENT, about=POSTGRESQL):
            return await super().execute(query, *args, **options)


def _cursors() -> type[psycopg.AsyncCursor[Any]]:
    return _Traced if is_on() else psycopg.AsyncCursor


@contextmanager
def _unanswered() -> Iterator[None]:
    """A database that is not there at the start is told with what to look at."""
    try:
        yield
    except FAULTS as error:
        raise DatabaseUnavailable(
            f"The database does not answer ({_line(error)}). Check DATABASE_URL and that it runs."
        ) from error


def _with_options(url: str, options: Options) -> str:
    """The address with start-up options after those that it has."""
    given = str(conninfo_to_dict(url).get("options") or "")
    ours = (f"-c {name}={value}" for name, value in options.items())
    return make_conninfo(url, options=" ".join((given, *ours)).strip())


async def _knock(address: str, wanted: Options) -> bool:
    """Whether sessions keep what they are opened with; a pooler refuses it, or takes no notice.

    A server that is not there fails at once, with its own words, where the pool would try again.
    """
    try:
        connected = await psycopg.AsyncConnection.connect(address, connect_timeout=5)
    except psycopg.OperationalError as error:
        if "unsupported startup parameter" in str(error):
            return False
        raise
    asked = {name: value for name, value in wanted.items() if name in IN_UTC | READ_ONLY}
    async with connected:
        cursor = await connected.execute(query("read/session_settings"), {"names": [*asked]})
        return dict(await cursor.fetchall()) == asked


FAULTS = (psycopg.OperationalError, psycopg.InterfaceError, PoolTimeout)
_AWAY = ("08", "57P", "53", "28")
"""SQLSTATEs of a database that is away, going, full, or lets us in no more; one that was not even
reached has none. Locks that are not to be had are a statement's own."""


@asynccontextmanager
async def translated() -> AsyncIterator[None]:
    """A database that can not be reached, or takes too long, is an error of ours.

    Where it is, is for the log.
    """
    try:
        yield
    except QueryCanceled as error:
        raise Timeout(
            "The database has worked on this for too long and was stopped. Ask for fewer days, or "
            "for less at once."
        ) from error
    except DatabaseDiskFull as error:
        raise DiskFull(
            "The disk of the database is full, and nothing of this was written. Make room there; "
            "Ursa goes on by itself.",
            _line(error),
        ) from error
    except DeadlockDetected as error:
        raise Collided(
            "Something else wrote to the same place at the same moment, and nothing of this was "
            "written. Try again."
        ) from error
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
