"""Room on the disk of the embedded database: too little is told by the disk's name."""

import errno
import logging
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.errors import DiskFull

log = logging.getLogger(__name__)

MEGABYTE = 2**20
NEW_BYTES = 64 * MEGABYTE
"""A new database has 40 MB before anybody is in it."""
START_BYTES = 16 * MEGABYTE
"""With less an existing one is not started: it writes while it recovers."""
WORK_BYTES = 64 * MEGABYTE
"""With less nothing new is fetched: what is left is for the words about it."""
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})


def free_bytes(place: Path) -> int:
    """What may still be written there; the folder itself need not exist yet."""
    there = next(each for each in (place, *place.absolute().parents) if each.exists())
    return shutil.disk_usage(there).free


def full(place: Path, needed: int = WORK_BYTES) -> DiskFull:
    """The error of a disk without room, in words."""
    return DiskFull(
        f"The disk of the database is full: {free_bytes(place) // MEGABYTE} MB are free, "
        f"{needed // MEGABYTE} MB are needed. Make room there, and Ursa goes on by itself; what "
        "it had acknowledged is kept.",
        f"DATA_DIR {place}",
    )


def require_room(data_dir: Path, needed: int = WORK_BYTES) -> None:
    """Raise DiskFull where less is free."""
    if free_bytes(data_dir) < needed:
        raise full(data_dir, needed)


def require_room_to_start(data_dir: Path) -> None:
    """Raise DiskFull where a start would not come to its end."""
    new = not (data_dir / "pgdata" / "PG_VERSION").exists()
    require_room(data_dir, NEW_BYTES if new else START_BYTES)


@contextmanager
def named(data_dir: Path) -> Iterator[None]:
    """A disk that is full is told by its name, whoever met it."""
    try:
        yield
    except DiskFull as error:
        raise full(data_dir) from error
    except OSError as error:
        if error.errno not in NO_ROOM:
            raise
        raise full(data_dir) from error


class RoomWatch:
    """Says once that room is getting short, and once that there is some again."""

    def __init__(self, data_dir: Path) -> None:
        self._data_dir = data_dir
        self._short = False

    def is_short(self) -> bool:
        """Look; what has changed is one line in the log."""
        short = free_bytes(self._data_dir) < WORK_BYTES
        if short and not self._short:
            log.error("%s", full(self._data_dir))
        if self._short and not short:
            log.info("the disk of DATA_DIR %s has room again", self._data_dir)
        self._short = short
        return short
