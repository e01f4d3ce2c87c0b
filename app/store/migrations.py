"""Bring a database up to date, and refuse one that can not carry Ursa."""

import hashlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import dropwhile
from pathlib import Path

import psycopg
from psycopg.errors import UniqueViolation
from psycopg.rows import scalar_row

from app.errors import ConfigurationError, DatabaseUnsuitable
from app.store.patience import with_locks
from app.store.pool import Connection, Pool, connection
from app.store.queries import SQL, query

log = logging.getLogger(__name__)

OLDEST_POSTGRES = 16
OLDEST_TIMESCALE = (2, 20)
FROZEN = SQL / "migrations" / "frozen.txt"
DRAFTS = SQL / "migrations" / "drafts.txt"


@dataclass(frozen=True, slots=True)
class Script:
    """A file of sql/migrations or sql/views; a database remembers by its hash what it has run."""

    name: str
    path: Path

    @property
    def sha256(self) -> str:
        """Hash of the file's bytes."""
        return hashlib.sha256(self.path.read_bytes()).hexdigest()


def migrations() -> list[Script]:
    """Files that are run once and never changed after their release, in order."""
    return _scripts("migrations")


def views() -> list[Script]:
    """Files that stand in the database as they are here, in order."""
    return _scripts("views")


def _scripts(folder: str) -> list[Script]:
    return [Script(path.stem, path) for path in sorted((SQL / folder).glob("*.sql"))]


async def migrate(pool: Pool) -> list[str]:
    """Run what has not run, then what is new of the views; answers the names of what ran.

    All of it or nothing, so that nobody meets a half. Safe to run from several places at once: a
    lock on the list of migrations lets one work and the others wait. Raises DatabaseUnsuitable,
    ConfigurationError when a released migration was changed, or Timeout.
    """
    with _refused():
        async with connection(pool) as connected:
            await _make_extension(connected)
            await _require_timescale(connected)
            await _make_lists(connected)
        return await with_locks(pool, _bring_up_to_date)


@contextmanager
def _refused() -> Iterator[None]:
    """A role that may not do it is told what it needs."""
    try:
        yield
    except psycopg.errors.InsufficientPrivilege as error:
        raise ConfigurationError(
            f"The role of DATABASE_URL may not bring the database up to date "
            f"({str(error).splitlines()[0]}). Let it own the database: ALTER DATABASE … OWNER TO …"
        ) from error


async def _make_lists(connected: Connection) -> None:
    for name in ("migration_table", "migration_view_table"):
        with suppress(UniqueViolation):  # Another process has made it just now.
            await _do(connected, name)


async def _bring_up_to_date(connected: Connection) -> list[str]:
    await _do(connected, "migration_turn")
    pending = await _pending(connected)
    if pending:
        await _do(connected, "migration_views_let_go")
        await _do(connected, "migration_views_forget")
    for migration in pending:
        log.info("migration %s", migration.name)
        await _run(connected, migration, "migration_done")
    await _apply_views(connected)
    return [migration.name for migration in pending]


async def _apply_views(connected: Connection) -> None:
    for view in await _stale_views(connected):
        await _run(connected, view, "migration_view_done")
    await _do(connected, "migration_close")  # An update of TimescaleDB opens it anew.


async def _do(connected: Connection, name: str, /, **parameters: str) -> None:
    await connected.execute(query(f"write/{name}"), parameters)


async def _run(connected: Connection, script: Script, done: str) -> None:
    await connected.execute(script.path.read_bytes())
    await _do(connected, done, name=script.name, sha256=script.sha256)


async def check_database(pool: Pool) -> None:
    """Refuse a database without TimescaleDB community 2.20 or newer, or one not migrated."""
    async with connection(pool) as connected:
        await _require_timescale(connected)
        if await _pending(connected) or await _stale_views(connected):
            raise DatabaseUnsuitable("The database is not up to date. Run `ursa migrate`.")


async def _require_timescale(connected: Connection) -> None:
    if connected.info.server_version < OLDEST_POSTGRES * 10_000:
        raise DatabaseUnsuitable(
            f"PostgreSQL {connected.info.server_version // 10_000} is too old: "
            f"Ursa needs {OLDEST_POSTGRES} or newer."
        )
    version = await _scalar(connected, "read/timescale_version")
    if version is None:
        raise DatabaseUnsuitable("The database has no TimescaleDB extension. Run `ursa migrate`.")
    if tuple(int(part) for part in str(version).split("-")[0].split(".")[:2]) < OLDEST_TIMESCALE:
        raise DatabaseUnsuitable(
            f"TimescaleDB {version} is too old: Ursa needs 2.20 or newer. "
            "Update the package, then run ALTER EXTENSION timescaledb UPDATE."
        )
    if await _scalar(connected, "read/timescale_license") != "timescale":
        raise DatabaseUnsuitable(
            "This is the Apache edition of TimescaleDB. Ursa needs the community edition: "
            "set timescaledb.license = 'timescale', or install the community package."
        )


async def _make_extension(connected: Connection) -> None:
    try:
        with suppress(UniqueViolation):  # Another process has made it just now.
            await _do(connected, "timescale_extension")
    except psycopg.errors.Error as error:
        raise DatabaseUnsuitable(
            "The database has no TimescaleDB extension and it can not be created "
            f"({str(error).splitlines()[0]}). Use an image or package with TimescaleDB."
        ) from error


async def _scalar(connected: Connection, name: str) -> object:
    async with connected.cursor(row_factory=scalar_row) as cursor:
        await cursor.execute(query(name))
        return await cursor.fetchone()


async def _pending(connected: Connection) -> list[Script]:
    """Migrations that have not run, and drafts' final texts.

    Raises ConfigurationError when a released one was changed.
    """
    if await _scalar(connected, "read/migration_table_there") is None:
        return migrations()
    done, drafts = await _hashes(connected, "read/migrations"), _drafts()
    pending = [m for m in migrations() if m.name not in done or done[m.name] in drafts]
    changed = [m.name for m in migrations() if m not in pending and done[m.name] != m.sha256]
    if changed:
        raise ConfigurationError(
            f"Migration {changed[0]} is not the one that this database has run. "
            "A released migration must not change: restore the file."
        )
    return pending


async def _stale_views(connected: Connection) -> list[Script]:
    """From the first file on that is not as the database has it: later ones build on earlier."""
    done = await _hashes(connected, "read/migration_views")
    return list(dropwhile(lambda view: done.get(view.name) == view.sha256, views()))


async def _hashes(connected: Connection, name: str) -> dict[str, str]:
    cursor = await connected.execute(query(name))
    return {str(name): str(sha256) for name, sha256 in await cursor.fetchall()}


def _drafts() -> frozenset[str]:
    """Hashes of texts that ran somewhere before the release; the released text runs after them."""
    return frozenset(line.split()[1] for line in DRAFTS.read_text().splitlines() if line.strip())
