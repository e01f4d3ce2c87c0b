"""Backup and restore, the database's side: what must come back, and how a copy begins and ends."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import pq
from psycopg.errors import ObjectNotInPrerequisiteState

from app.errors import ConfigurationError
from app.store.pool import Connection, Pool, connection, transaction
from app.store.queries import query
from app.store.read import fetch_all, fetch_value


@dataclass(frozen=True, slots=True)
class Kept:
    """One thing that must come back: a table or an aggregate with its rows, or a policy."""

    kind: str
    name: str
    counted: int


@dataclass(frozen=True, slots=True)
class FilesEnd:
    """The end of a copy of files: the last piece of the log that it needs, and its label."""

    last_segment: str
    labelfile: str


@dataclass(frozen=True, slots=True)
class MissingRole:
    """A role that grants name and the server does not know, with the statements about it."""

    role_name: str
    makes: str
    lets_go: str
    ends: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A moment of the database that several programs see alike."""

    name: str
    kept: list[Kept]


async def kept(pool: Pool) -> list[Kept]:
    """Tables and aggregates with their rows, counted, and policies, of one moment."""
    return await fetch_all(pool, Kept, "kept")


async def some_token(pool: Pool) -> bytes | None:
    """One sealed token of Polar's, or None where nobody is connected."""
    found: bytes | None = await fetch_value(pool, "kept_token")
    return found


async def named_roles(pool: Pool) -> list[str]:
    """Roles that something in the database is granted to, or belongs to."""
    async with connection(pool) as connected:
        return [str(name) for (name,) in await _rows(connected, "read/kept_roles")]


async def postgres_version(pool: Pool) -> str:
    """Version of the server."""
    return str(await fetch_value(pool, "postgres_version"))


async def timescale_version(pool: Pool) -> str | None:
    """Version of TimescaleDB in this database, or None where it is not made."""
    version: str | None = await fetch_value(pool, "timescale_version")
    return version


async def is_empty(pool: Pool) -> bool:
    """Whether nothing is in the database yet."""
    return int(await fetch_value(pool, "restore_empty")) == 0


async def _rows(connected: Connection, name: str, /, **parameters: object) -> list[tuple[Any, ...]]:
    cursor = await connected.execute(query(name), parameters)
    return await cursor.fetchall() if cursor.description else []


# The files of the embedded database, which is one session: begin and end may be any connection's.


async def begin_files(pool: Pool) -> None:
    """From now on a copy of the files and the log until the end are a backup."""
    async with connection(pool) as connected:
        await _rows(connected, "write/backup_let_go")
        with suppress(ObjectNotInPrerequisiteState):  # The last one was cut off.
            await _rows(connected, "write/backup_end")
        await _rows(connected, "write/backup_hold")
        await _rows(connected, "write/backup_begin")


async def end_files(pool: Pool) -> tuple[FilesEnd, list[Kept]]:
    """End it, and count what the copy holds: nobody else writes between the two."""
    async with transaction(pool) as connected:
        counted = await _rows(connected, "read/kept")
        ended = await _rows(connected, "write/backup_end")
    return FilesEnd(*map(str, ended[0])), [Kept(*row) for row in counted]


async def let_go(pool: Pool) -> None:
    """The log need not be kept any longer."""
    async with connection(pool) as connected:
        with suppress(ObjectNotInPrerequisiteState):
            await _rows(connected, "write/backup_end")
        await _rows(connected, "write/backup_let_go")


# Dumps of a server.


@asynccontextmanager
async def snapshot(pool: Pool) -> AsyncIterator[Snapshot]:
    """A moment of the database, as long as the block lasts, for pg_dump to read the same one."""
    async with connection(pool) as connected, _one_moment(connected):
        ((name,),) = await _rows(connected, "write/snapshot_export")
        counted = await _rows(connected, "read/kept")
        yield Snapshot(str(name), [Kept(*row) for row in counted])


@asynccontextmanager
async def _one_moment(connected: Connection) -> AsyncIterator[None]:
    """A transaction whose statements all see one moment."""
    await connected.set_isolation_level(psycopg.IsolationLevel.REPEATABLE_READ)
    try:
        async with connected.transaction():
            yield
    finally:
        await connected.set_isolation_level(None)


async def begin_restore(pool: Pool, version: str) -> None:
    """TimescaleDB in just this version, ready for a dump; ConfigurationError where it is not."""
    makes = await fetch_value(pool, "restore_version", version=version)
    if makes is None:
        raise ConfigurationError(
            f"The dump is of TimescaleDB {version}, which this server does not have. Restore into "
            "a server with that version, then update it there: ALTER EXTENSION timescaledb UPDATE."
        )
    with _refused("TimescaleDB can not be made in this database"):
        async with connection(pool) as connected:
            await connected.execute(str(makes).encode())
            await _rows(connected, "write/restore_begin")
    if (there := await timescale_version(pool)) != version:
        raise ConfigurationError(
            f"The dump is of TimescaleDB {version} and the database has {there}, as its template "
            "did. Run DROP EXTENSION timescaledb there, and restore again."
        )


async def end_restore(pool: Pool) -> None:
    """TimescaleDB works as ever, and grants of roles that are not here are forgotten."""
    async with connection(pool) as connected:
        await _rows(connected, "write/restore_end")


async def forget_strangers(pool: Pool) -> None:
    """Grants of analysts whose roles are another server's."""
    async with connection(pool) as connected:
        await _rows(connected, "write/restore_grants")


async def make_roles(pool: Pool, names: list[str]) -> list[MissingRole]:
    """Make the roles that a dump's grants name; answers those that were not there."""
    missing = await fetch_all(pool, MissingRole, "restore_roles", names=names)
    for role in missing:
        with _refused(f"The role {role.role_name}, which the dump names, is missing"):
            async with connection(pool) as connected:
                await connected.execute(role.makes.encode())
    return missing


async def end_role(pool: Pool, role: MissingRole) -> None:
    """A role that was made for the dump's grants alone goes again."""
    async with connection(pool) as connected:
        await connected.execute(role.lets_go.encode())
        await connected.execute(role.ends.encode())


@contextmanager
def _refused(what: str) -> Iterator[None]:
    """What the role that we connect as may not do is told in one line."""
    try:
        yield
    except psycopg.errors.InsufficientPrivilege as error:
        said = str(error).splitlines()[0]
        raise ConfigurationError(f"{what} ({said}). Restore as a superuser.") from error


def environment(url: str) -> dict[str, str]:
    """The address as variables of PostgreSQL's own programs: a command line is seen by others."""
    return {
        option.envvar.decode(): option.val.decode()
        for option in pq.Conninfo.parse(url.encode())
        if option.envvar and option.val
    }
