"""The files of the embedded database, copied while it works, and put back."""

import asyncio
import fcntl
import hashlib
import os
import shutil
import sys
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from app.errors import Conflict, InvalidInput
from app.store import keeping
from app.store.keeping import Kept
from app.store.pool import Pool

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

ARCHIVE = "base.tar.zst"
_CONTROL = "global/pg_control"
_LOG = "pg_wal"
_LEFT_OUT = ("postmaster.pid", "backup_label", "pgsql_tmp")
_EMPTIED = (
    *(_LOG, "pg_replslot", "pg_stat_tmp", "pg_dynshmem", "pg_notify"),
    *("pg_serial", "pg_snapshots", "pg_subtrans"),
)
_BLOCK = 2**20


async def copy(pool: Pool, pgdata: Path, archive: Path) -> list[Kept]:
    """Write an archive of the files to `archive`, while others write; answers what it holds.

    Memory is bounded by a block. Raises Conflict when a backup is under way already.
    """
    with _alone(pgdata.parent), _packed(archive) as packed:
        try:
            await keeping.begin_files(pool)
            await asyncio.to_thread(_add_files, packed, pgdata)
            end, kept = await keeping.end_files(pool)
            await asyncio.to_thread(_add_rest, packed, pgdata, end)
        finally:
            await keeping.let_go(pool)
    return kept


@contextmanager
def _alone(data_dir: Path) -> Iterator[None]:
    """Two copies at once would end each other's."""
    with (data_dir / "backup.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Conflict("A backup is under way. Wait for its end.") from None
        yield


@contextmanager
def _packed(archive: Path) -> Iterator[tarfile.TarFile]:
    with (
        zstd.open(archive, "wb", level=3) as compressed,
        tarfile.open(fileobj=compressed, mode="w|", bufsize=_BLOCK) as packed,
    ):
        yield packed


def _add_files(packed: tarfile.TarFile, pgdata: Path) -> None:
    """All but the log, which comes when it is whole; the control file last, as it names the log."""
    for folder, names, files in os.walk(pgdata):
        here = Path(folder)
        for name in (*names, *files):
            inside = (here / name).relative_to(pgdata).as_posix()
            if inside != _CONTROL and not _is_left_out(inside):
                _add(packed, here / name, inside)
    _add(packed, pgdata / _CONTROL, _CONTROL)


def _is_left_out(inside: str) -> bool:
    first, *rest = inside.split("/")
    return bool(rest and first in _EMPTIED) or any(part in _LEFT_OUT for part in inside.split("/"))


def _add(packed: tarfile.TarFile, path: Path, inside: str) -> None:
    """One file or folder; one that went meanwhile is none that the backup needs."""
    with suppress(FileNotFoundError):
        entry = packed.gettarinfo(str(path), inside)
        entry.uid = entry.gid = 0
        entry.uname = entry.gname = ""
        if not entry.isfile():
            packed.addfile(entry)
            return
        with path.open("rb") as file:
            packed.addfile(entry, _AsLong(file))


class _AsLong:
    """A file that is as long as it was when it was looked at: one that shrinks is filled up.

    The log cuts it again when the backup is put back.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def read(self, size: int = -1, /) -> bytes:
        """`size` bytes, zeros behind the file's end."""
        return self._file.read(size).ljust(max(size, 0), b"\0")


def _add_rest(packed: tarfile.TarFile, pgdata: Path, end: keeping.FilesEnd) -> None:
    """The log from the begin to the end of the copy, and the label that tells where to begin."""
    for path in sorted((pgdata / _LOG).iterdir()):
        if path.is_file() and path.name <= end.last_segment:
            _add(packed, path, f"{_LOG}/{path.name}")
    label = tarfile.TarInfo("backup_label")
    text = end.labelfile.encode()
    label.size, label.mode = len(text), 0o600
    packed.addfile(label, _AsText(text))


class _AsText:
    def __init__(self, text: bytes) -> None:
        self._text = text

    def read(self, size: int = -1, /) -> bytes:
        """The first bytes: a label is shorter than a block."""
        return self._text[:size]


def digest(archive: Path) -> str:
    """SHA-256 of a file, block by block."""
    with archive.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def unpack(archive: Path, sha256: str | None, target: Path) -> None:
    """Make `target` of an archive: whole, or not at all; InvalidInput for one that is damaged."""
    if sha256 != digest(archive):
        raise InvalidInput(
            f"{archive} is damaged: it is not what the manifest tells. Take another."
        )
    draft = target.with_name(f"{target.name}.restored")
    shutil.rmtree(draft, ignore_errors=True)
    try:
        _extract(archive, draft)
        draft.rename(target)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _extract(archive: Path, folder: Path) -> None:
    try:
        with zstd.open(archive) as plain, tarfile.open(fileobj=plain, mode="r|") as packed:
            packed.extractall(folder, filter="data")
    except (tarfile.TarError, zstd.ZstdError, EOFError) as error:
        raise InvalidInput(f"{archive} is damaged ({error}). Take another backup.") from error
    folder.chmod(0o700)
