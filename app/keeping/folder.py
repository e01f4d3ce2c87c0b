"""Folders of backups: written, looked for, deleted."""

import datetime as dt
import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.errors import ConfigurationError, DiskFull, InvalidInput
from app.reads.backups import MANIFEST, MOMENT, PREFIX, whole

_PARTIAL = ".partial"


@contextmanager
def new_backup(place: Path, now: dt.datetime) -> Iterator[Path]:
    """A folder to write a backup to, which appears under its name when the block ends well.

    Raises DiskFull when there is no room, ConfigurationError when it can not be written there;
    nothing of a backup that failed is left.
    """
    partial = place / f"{PREFIX}{now:{MOMENT}}{_PARTIAL}"
    try:
        _sweep(place)
        partial.mkdir(mode=0o700, parents=True)
        yield partial
        _flush(partial)
        partial.rename(partial.with_suffix(""))
    except OSError as error:
        raise _failure(place, error) from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _failure(place: Path, error: OSError) -> Exception:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        free = shutil.disk_usage(place).free // 2**20 if place.exists() else 0
        return DiskFull(
            f"The disk of {place} is full ({free} MB free): no backup was written. "
            "Make room there, or back up to another disk."
        )
    return ConfigurationError(
        f"{place}: no backup can be written there ({error.strerror or error})."
    )


def _sweep(place: Path) -> None:
    """Take away what a backup left that was killed."""
    for left in place.glob(f"{PREFIX}*{_PARTIAL}"):
        shutil.rmtree(left, ignore_errors=True)


def _flush(folder: Path) -> None:
    """A backup that says it is whole is on the disk, not on its way there."""
    for path in [*folder.rglob("*"), folder]:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def size_of(folder: Path) -> int:
    """Bytes of everything in a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def newest(place: Path) -> Path:
    """A backup itself, or the newest of a folder; InvalidInput when there is none."""
    if (place / MANIFEST).is_file():
        return place
    found = whole(place)
    if not found:
        raise InvalidInput(f"{place} holds no backup. Name a folder that `ursa backup` wrote to.")
    return found[-1]


def rotate(place: Path, keep: int) -> list[Path]:
    """Delete all whole backups but the newest `keep`; answers those that went."""
    gone = whole(place)[:-keep] if keep else []
    for path in gone:
        (path / MANIFEST).unlink()  # From here on it is none.
        shutil.rmtree(path)
    return gone
