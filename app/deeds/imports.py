"""Imports of archives: received, queued, handed to the workers, taken back."""

import asyncio
import errno
import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from app.archive.container import Limits, open_archive
from app.auth import Caller, require, require_person
from app.errors import (
    ArchiveRefused,
    BrokerUnavailable,
    Conflict,
    DiskFull,
    Forbidden,
    ImportRunning,
    InvalidInput,
    NotFound,
)
from app.findings.readable import reading, require_classes
from app.reads.imports import import_run, imports
from app.records.account import DataClass, Scope
from app.records.imports import ImportRun, ImportState
from app.state import State
from app.store import imports as store
from app.store.accounts import create_account, existing_account
from app.turns import aside

GIB = 2**30


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveOrder:
    """Whose archive it is, and how it is read."""

    user_id: str
    origin: str
    foreign_owner: bool = False
    """Whether it is taken although it is another person's than the one before."""
    ppi: bool = False
    """Whether pulse intervals themselves are kept, too."""


async def import_file(house: State, caller: Caller, order: ArchiveOrder, path: Path) -> uuid.UUID:
    """Queue the import of a file of the caller's own, which stays where it is.

    Raises Forbidden, ArchiveRefused, ImportRunning, NotFound, BrokerUnavailable.
    """
    _allowed(caller, order)
    whole = await asyncio.to_thread(path.absolute)
    return await _start(house, caller, order, uuid.uuid4(), whole, kept=True)


async def import_upload(
    house: State, caller: Caller, order: ArchiveOrder, body: AsyncIterator[bytes]
) -> uuid.UUID:
    """Take an archive in, as it comes, and queue its import.

    Raises as `import_file` does, InvalidInput for one that is too large, DiskFull when there is
    no room, TooManyRequests while many of the caller's are being sent; then nothing is left of it.
    """
    _allowed(caller, order)
    if caller.user_id is not None:
        await existing_account(house["resources"].pool, order.user_id)
    await _free(house, order.user_id)
    with house["auth"].lasting.uploads.take(caller.family):
        return await _taken_in(house, caller, order, body)


async def _taken_in(
    house: State, caller: Caller, order: ArchiveOrder, body: AsyncIterator[bytes]
) -> uuid.UUID:
    """What is sent takes hours at times, and none of the turns in which questions are answered."""
    run_id = uuid.uuid4()
    folder = house["resources"].settings.data_dir / "archives"
    path = await asyncio.to_thread((folder / f"{run_id}.zip").absolute)
    try:
        most = int(house["resources"].settings.archive_max_gib * GIB)
        async with aside():
            await _receive(path, body, most)
        return await _start(house, caller, order, run_id, path, kept=False)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _allowed(caller: Caller, order: ArchiveOrder) -> None:
    require_person(caller, order.user_id, Scope.SYNC)
    if order.foreign_owner and caller.user_id is not None:
        raise Forbidden("Only who owns this Ursa may take another person's archive.")


async def _known(house: State, caller: Caller, user_id: str) -> None:
    """A caller who opens everybody makes an unknown person known, once the archive is one."""
    pool = house["resources"].pool
    if caller.user_id is not None:
        await existing_account(pool, user_id)
    else:
        await create_account(pool, user_id, actor=caller.actor)


async def _free(house: State, user_id: str) -> None:
    """Raise ImportRunning while another import of the person is under way."""
    for run in await imports(house["resources"].fresh_pool, user_id):
        if not ImportState(run.state).final:
            raise ImportRunning(
                f"An import of {user_id} is under way. Wait for it, then try again.", run.run_id
            )


async def _receive(path: Path, body: AsyncIterator[bytes], most: int) -> None:
    """Write what comes to the disk; never more than a chunk of it is in memory."""
    path.parent.mkdir(parents=True, exist_ok=True)
    size = 0
    try:
        with path.open("wb") as file:
            async for chunk in body:
                size += len(chunk)
                if size > most:
                    raise InvalidInput(
                        f"The archive is larger than {most / GIB:g} GiB (ARCHIVE_MAX_GIB).", "body"
                    )
                await asyncio.to_thread(_write, file, chunk)
    except OSError as error:
        if error.errno not in {errno.ENOSPC, errno.EDQUOT}:
            raise
        raise DiskFull(
            "There is no room on the disk for this archive. Nothing of it was kept; try again when "
            "there is."
        ) from error


def _write(file: BinaryIO, chunk: bytes) -> None:
    file.write(chunk)


async def _start(
    house: State, caller: Caller, order: ArchiveOrder, run_id: uuid.UUID, path: Path, *, kept: bool
) -> uuid.UUID:
    resources = house["resources"]
    size = await asyncio.to_thread(_look, path, resources.settings.archive_max_unpacked_gib)
    await _known(house, caller, order.user_id)
    queued = await store.queue_import(
        resources.pool,
        store.ImportOrder(
            run_id=run_id,
            user_id=order.user_id,
            origin=order.origin,
            file_path=str(path),
            file_kept=kept,
            file_bytes=size,
            foreign_owner_accepted=order.foreign_owner,
            with_ppi=order.ppi,
        ),
        resources.clock(),
        actor=caller.actor,
    )
    if not queued:
        await _free(house, order.user_id)
        raise NotFound(f"There is no person {order.user_id!r}.")
    await _hand_over(house, run_id)
    return run_id


def _look(path: Path, most_gib: int) -> int:
    """Size of a file, bytes; raises ArchiveRefused at once for what no worker would read."""
    if not path.is_file():
        raise ArchiveRefused(f"There is no file {path}.")
    with open_archive(path, Limits(archive_bytes=most_gib * GIB)):
        return path.stat().st_size


async def _hand_over(house: State, run_id: uuid.UUID) -> None:
    """Send the import to the workers; one that nobody takes ends, and holds up none."""
    try:
        await house["dispatch"].import_archive(run_id)
    except BrokerUnavailable as error:
        resources = house["resources"]
        state = ImportState.FAILED.value
        await store.finish_import(
            resources.pool,
            run_id,
            state,
            now=resources.clock(),
            error_code=error.code,
            error=error.message,
        )
        raise


async def undo(
    house: State, caller: Caller, run_id: uuid.UUID, *, of: str | None = None
) -> ImportRun:
    """Take back what an import brought, and only that; `of`: whose it must be.

    Rows of every class may be among it. Raises NotFound, Forbidden, or Conflict for one that is
    under way, or has later ones upon it.
    """
    require(caller, Scope.ADMIN)
    resources = house["resources"]
    require_classes(reading(resources.fresh_pool, caller.classes), tuple(DataClass))
    run = await import_run(resources.fresh_pool, run_id)
    if run is None or of not in {None, run.user_id}:
        raise NotFound("There is no such import. List the imports to see their ids.")
    require_person(caller, run.user_id, Scope.ADMIN)
    rows = await store.undo_import(
        resources.pool, run.user_id, run_id, resources.clock(), actor=caller.actor
    )
    if rows is None:
        raise Conflict(_WHY_NOT[ImportState(run.state)])
    undone = await import_run(resources.fresh_pool, run_id)
    if undone is None:
        raise NotFound("There is no such import any more.")
    return undone


_UNDER_WAY = "This import is under way. Undo it once it has ended."
_BENEATH = (
    "A later import of this person stands upon this one. Undo the latest first; the list of "
    "imports has them, newest first."
)
_WHY_NOT = {
    ImportState.QUEUED: _UNDER_WAY,
    ImportState.RUNNING: _UNDER_WAY,
    ImportState.SUCCESS: _BENEATH,
    ImportState.FAILED: _BENEATH,
    ImportState.UNDONE: "This import was undone before.",
}
