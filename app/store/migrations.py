"""Bring a database up to date, and refuse one that can not carry Ursa."""

import hashlib
import logging
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg.rows import scalar_row

from app.errors import ConfigurationError, DatabaseUnsuitable
from app.store.pool import Connection, Pool, connection
from app.store.queries import SQL, query

log = logging.getLogger(__name__)

OLDEST_POSTGRES = 16
OLDEST_TIMESCALE = (2, 20)
FROZEN = SQL / "migrations" / "frozen.txt"


@dataclass(frozen=True, slots=True)
class Migration:
    """One file of sql/migrations, run once and never changed after its release."""

    name: str
    path: Path

    @property
    def sha256(self) -> str:
        """Hash of the file's bytes."""
        return hashlib.sha256(self.path.read_bytes()).hexdigest()


def migrations() -> list[Migration]:
    """All migrations, in order."""
    return [Migration(p.stem, p) for p in sorted((SQL / "migrations").glob("*.sql"))]


async def migrate(pool: Pool) -> list[str]:
    """Run what has not run, then re-apply the views; answers the names of what ran.

    Safe to run from several places at once: an advisory lock lets one work and the others wait.
    Raises DatabaseUnsuitable, or ConfigurationError when a released migration was changed.
    """
    async with connection(pool) as connected:
        await _require_timescale(connected)
        await connected.execute(query("write/migration_lock"))
        try:
            await connected.execute(query("write/migration_table"))
            ran = [m.name for m in await _pending(connected) if await _run(connected, m)]
            await _apply_views(connected)
        finally:
            await connected.execute(query("write/migration_unlock"))
    return ran


async def check_database(pool: Pool) -> None:
    """Refuse a database without TimescaleDB community 2.20 or newer, or one not migrated."""
    async with connection(pool) as connected:
        await _require_timescale(connected)
        if await _pending(connected):
            raise DatabaseUnsuitable("The database is not up to date. Run `ursa migrate`.")


async def _require_timescale(connected: Connection) -> None:
    if connected.info.server_version < OLDEST_POSTGRES * 10_000:
        raise DatabaseUnsuitable(
            f"PostgreSQL {connected.info.server_version // 10_000} is too old: "
            f"Ursa needs {OLDEST_POSTGRES} or newer."
        )
    version = await _timescale_version(connected)
    if tuple(int(part) for part in version.split("-")[0].split(".")[:2]) < OLDEST_TIMESCALE:
        raise DatabaseUnsuitable(
            f"TimescaleDB {version} is too old: Ursa needs 2.20 or newer. "
            "Update the package, then run ALTER EXTENSION timescaledb UPDATE."
        )
    if await _scalar(connected, "read/timescale_license") != "timescale":
        raise DatabaseUnsuitable(
            "This is the Apache edition of TimescaleDB. Ursa needs the community edition: "
            "set timescaledb.license = 'timescale', or install the community package."
        )


async def _timescale_version(connected: Connection) -> str:
    try:
        await connected.execute(query("write/timescale_extension"))
    except psycopg.errors.Error as error:
        raise DatabaseUnsuitable(
            "The database has no TimescaleDB extension and it can not be created "
            f"({str(error).splitlines()[0]}). Use an image or package with TimescaleDB."
        ) from error
    return str(await _scalar(connected, "read/timescale_version"))


async def _scalar(connected: Connection, name: str) -> object:
    async with connected.cursor(row_factory=scalar_row) as cursor:
        await cursor.execute(query(name))
        return await cursor.fetchone()


async def _pending(connected: Connection) -> list[Migration]:
    if await _scalar(connected, "read/migration_table_there") is None:
        return migrations()
    cursor = await connected.execute(query("read/migrations"))
    done = {str(name): str(sha256) for name, sha256 in await cursor.fetchall()}
    changed = [m.name for m in migrations() if m.name in done and done[m.name] != m.sha256]
    if changed:
        raise ConfigurationError(
            f"Migration {changed[0]} is not the one that this database has run. "
            "A released migration must not change: restore the file."
        )
    return [m for m in migrations() if m.name not in done]


async def _run(connected: Connection, migration: Migration) -> bool:
    log.info("migration %s", migration.name)
    async with connected.transaction():
        await connected.execute(migration.path.read_bytes())
        await connected.execute(
            query("write/migration_done"), {"name": migration.name, "sha256": migration.sha256}
        )
    return True


async def _apply_views(connected: Connection) -> None:
    async with connected.transaction():
        for path in sorted((SQL / "views").glob("*.sql")):
            await connected.execute(path.read_bytes())
