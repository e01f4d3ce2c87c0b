"""The ZIP itself: what is in it, and what is not touched.

Nothing is ever unpacked to the disk: members are read where they lie, by their base names.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

from app.errors import ArchiveRefused

MOST_MEMBERS = 100_000
"""A real archive of eight years has 3,157."""
LARGEST_DIRECTORY = 64 * 2**20
LARGEST_MEMBER = 2**30
LARGEST_ARCHIVE = 20 * 2**30

_END = struct.Struct("<4s4H2LH")
_END_64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR = struct.Struct("<4sLQL")
_LONGEST_COMMENT = 2**16
_ENCRYPTED = 0x1


@dataclass(frozen=True, slots=True)
class Limits:
    """How much an archive may hold once it is unpacked, bytes."""

    member_bytes: int = LARGEST_MEMBER
    archive_bytes: int = LARGEST_ARCHIVE


@dataclass(frozen=True, slots=True)
class Member:
    """A file in the archive."""

    place: int
    """Where it stands in the archive's directory."""
    name: str
    """Its base name: one archive had all files in a folder."""
    size: int
    """Bytes, unpacked, as the directory has it; no more than these are ever read."""
    trouble: str | None = None
    """Why it is not read."""


class Archive:
    """An open archive: its members, and their bytes."""

    def __init__(self, opened: zipfile.ZipFile, limits: Limits) -> None:
        self._zip = opened
        self._limits = limits
        self._infos = opened.infolist()
        self.members = tuple(self._members())

    def _members(self) -> Iterator[Member]:
        for place, info in enumerate(self._infos):
            if not info.is_dir():
                name = PurePosixPath(info.filename.replace("\\", "/")).name
                trouble = _trouble(info, self._limits)
                yield Member(place, name, info.file_size, trouble)

    @contextmanager
    def open(self, member: Member) -> Iterator[BinaryIO]:
        """The member's bytes, unpacked as they are read.

        Raises ArchiveRefused where the ZIP is damaged or ends too early.
        """
        try:
            with self._zip.open(self._infos[member.place]) as stream:
                yield cast("BinaryIO", stream)
        except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
            raise ArchiveRefused(f"{member.name} can not be unpacked: {error}.") from error
        except zlib.error as error:
            raise ArchiveRefused(f"{member.name} is damaged: {error}.") from error


def _trouble(info: zipfile.ZipInfo, limits: Limits) -> str | None:
    """Why a member is left out."""
    parts = info.filename.replace("\\", "/").split("/")
    if ".." in parts or parts[0] == "" or ":" in parts[0]:
        return "its name is a path that leads out of the archive"
    if info.flag_bits & _ENCRYPTED:
        return "it is encrypted"
    if info.filename.lower().endswith(".zip"):
        return "it is an archive in the archive"
    if info.file_size > limits.member_bytes:
        return f"it is larger than {limits.member_bytes:,} bytes"
    return None


@contextmanager
def open_archive(path: Path, limits: Limits = Limits()) -> Iterator[Archive]:
    """The archive at `path`; raises ArchiveRefused for what is no ZIP, damaged, or too large."""
    with path.open("rb") as file:
        _count(file)
        try:
            opened = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise ArchiveRefused(NO_ZIP) from error
        with opened:
            _weigh(opened, limits)
            yield Archive(opened, limits)


NO_ZIP = "This is no whole ZIP file. Download the archive from Polar again, and send it as it came."


def _weigh(opened: zipfile.ZipFile, limits: Limits) -> None:
    total = sum(info.file_size for info in opened.infolist())
    if total > limits.archive_bytes:
        raise ArchiveRefused(
            f"Unpacked, the archive would have {total:,} bytes; {limits.archive_bytes:,} are "
            "allowed (ARCHIVE_MAX_UNPACKED_GIB)."
        )


def _count(file: BinaryIO) -> None:
    """Refuse a directory that is too long before anything of it is read."""
    size = file.seek(0, io.SEEK_END)
    file.seek(max(size - _END.size - _LONGEST_COMMENT, 0))
    tail = file.read()
    place = tail.rfind(b"PK\x05\x06")
    if place < 0 or len(tail) - place < _END.size:
        raise ArchiveRefused(NO_ZIP)
    count, length = _counted(file, tail, place)
    if count > MOST_MEMBERS or length > LARGEST_DIRECTORY:
        raise ArchiveRefused(
            f"The archive has {count:,} files; Ursa reads up to {MOST_MEMBERS:,}. Polar's have a "
            "few thousand."
        )


def _counted(file: BinaryIO, tail: bytes, place: int) -> tuple[int, int]:
    """Number of members and length of the directory, as the end of the file has them."""
    end = _END.unpack_from(tail, place)
    before = place - _LOCATOR.size
    if before < 0 or tail[before : before + 4] != b"PK\x06\x07":
        return int(end[4]), int(end[5])
    file.seek(_LOCATOR.unpack_from(tail, before)[2])
    large = file.read(_END_64.size)
    if len(large) < _END_64.size:
        raise ArchiveRefused(NO_ZIP)
    found = _END_64.unpack(large)
    return int(found[7]), int(found[8])
