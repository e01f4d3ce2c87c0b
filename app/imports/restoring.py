"""An export of Ursa's own, taken back: the same rows, where they are not there yet."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

from app.archive.container import Archive, Member
from app.errors import ArchiveRefused
from app.takeout.tables import read_table
from app.takeout.writing import MANIFEST, RELATIONS, VERSION

Rows = list[dict[str, Any]]


def is_export(archive: Archive) -> bool:
    """Whether the archive is an export of Ursa's own."""
    return any(member.name == MANIFEST for member in archive.members)


def tables(archive: Archive) -> dict[str, Member]:
    """The files of relations that Ursa knows, in the order in which they are taken back.

    Raises ArchiveRefused for an export of a later kind.
    """
    members = {member.name: member for member in archive.members if member.trouble is None}
    with archive.open(members[MANIFEST]) as stream:
        manifest = orjson.loads(stream.read(2**20))
    if manifest.get("version") != VERSION:
        raise ArchiveRefused("This export is of a later Ursa. Bring this one up to date first.")
    return {name: members[f"{name}.parquet"] for name in RELATIONS if f"{name}.parquet" in members}


def pieces(archive: Archive, member: Member) -> Iterator[Rows]:
    """Rows of a table, some at a time."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.parquet"
        with archive.open(member) as stream, path.open("wb") as file:
            shutil.copyfileobj(stream, file)
        yield from read_table(path)
