"""Dumps of a server's database, by PostgreSQL's own programs."""

import asyncio
import re
import shutil
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import Callable
from pathlib import Path

from app.errors import ConfigurationError, DatabaseUnavailable, DiskFull
from app.store import keeping
from app.store.keeping import Kept, Snapshot
from app.store.pool import Pool

FOLDER = "dump"
_DUMP = ("--format=directory", "--compress=3", "--no-owner", "--no-password")
_RESTORE = ("--no-owner", "--no-password")
_NO_ROOM = "No space left on device"
_UNKNOWN_SETTING = "unrecognized configuration parameter"


async def dump(pool: Pool, url: str, folder: Path, server_version: str) -> list[Kept]:
    """Write everything to `folder`, as of one moment, while others work; answers what it holds.

    Raises ConfigurationError when pg_dump is missing or older than the server.
    """
    program, _ = await _program("pg_dump", server_version)
    async with keeping.snapshot(pool) as moment:
        await _run(program, *_DUMP, *_where(folder, moment), url=url)
    return moment.kept


def _where(folder: Path, moment: Snapshot) -> tuple[str, ...]:
    return f"--file={folder}", f"--snapshot={moment.name}"


async def restore(
    pool: Pool, url: str, folder: Path, versions: tuple[str, str], roles: list[str]
) -> list[str]:
    """Put a dump into an empty database; answers roles whose grants could not come along.

    `versions` are PostgreSQL's here and TimescaleDB's in the dump. Raises ConfigurationError for
    a server that can not take it.
    """
    program, is_newer = await _program("pg_restore", versions[0])
    missing = await keeping.make_roles(pool, roles)
    await keeping.begin_restore(pool, versions[1])
    try:
        await _restored(program, folder, url, is_newer=is_newer)
    except ConfigurationError as error:
        raise ConfigurationError(
            f"{error} Drop this database, and restore into a new one."
        ) from error
    await keeping.end_restore(pool)
    strangers = [role for role in missing if role.role_name != "ursa_analyst"]
    for role in strangers:
        await keeping.end_role(pool, role)
    return [role.role_name for role in strangers]


async def _restored(program: str, folder: Path, url: str, *, is_newer: bool) -> None:
    """Run pg_restore until its first error; a newer one goes on where it only sets too much."""
    arguments = (*_RESTORE, "--dbname=", str(folder))
    if is_newer:
        await _run(program, *arguments, url=url, forgives=_only_unknown_settings)
    else:
        await _run(program, "--exit-on-error", *arguments, url=url)


def _only_unknown_settings(complaint: str) -> bool:
    """Whether nothing failed but settings that an older server does not know."""
    errors = [line for line in complaint.splitlines() if "pg_restore: error:" in line]
    return bool(errors) and all(_UNKNOWN_SETTING in error for error in errors)


async def _program(name: str, server_version: str) -> tuple[str, bool]:
    """Where the program is, of the server's major version or newer, and whether it is newer."""
    path = shutil.which(name)
    if path is None:
        raise ConfigurationError(
            f"{name} is not installed. Install PostgreSQL's client programs, of version "
            f"{_major(server_version)} or newer."
        )
    told = await _run(path, "--version")
    if _major(told) < _major(server_version):
        raise ConfigurationError(
            f"{path} is of PostgreSQL {_major(told)} and the server of {_major(server_version)}: "
            "put the programs of that version or a newer one first in PATH."
        )
    return path, _major(told) > _major(server_version)


def _major(version: str) -> int:
    found = re.search(r"\d+", version)
    return int(found[0]) if found else 0


async def _run(
    program: str,
    *arguments: str,
    url: str | None = None,
    forgives: Callable[[str], bool] = lambda _: False,
) -> str:
    """Run a program to its end; what it complains of, and is not forgiven, is an error of ours."""
    surroundings = {"PATH": str(Path(program).parent), "LC_ALL": "C"}
    process = await asyncio.create_subprocess_exec(
        program,
        *arguments,
        stdin=DEVNULL,
        stdout=PIPE,
        stderr=PIPE,
        env=surroundings | (keeping.environment(url) if url else {}),
    )
    try:
        said, complained = await process.communicate()
    except asyncio.CancelledError:
        process.kill()
        raise
    complaint = complained.decode(errors="replace")
    if process.returncode and not forgives(complaint):
        raise _failure(Path(program).name, complaint)
    return said.decode(errors="replace")


def _failure(name: str, complaint: str) -> Exception:
    lines = complaint.strip().splitlines() or ["it said nothing"]
    if _NO_ROOM in complaint:
        return DiskFull(f"The disk is full: {name} could not finish. Make room and try again.")
    if "connection to server" in complaint:
        return DatabaseUnavailable("The database does not answer. Try again soon.", lines[0])
    return ConfigurationError(f"{name} failed: {lines[0].rstrip('.')}.")
