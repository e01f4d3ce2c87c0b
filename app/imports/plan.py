"""What is in an archive, whose it is, and in which order it is read."""

import datetime as dt
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.archive.container import Archive, Member
from app.archive.decoding import whole
from app.archive.kinds import Kind, Named, named
from app.archive.said import Said
from app.errors import ArchiveRefused
from app.imports.report import Report


@dataclass(frozen=True, slots=True)
class File:
    """A file that is to be read."""

    member: Member
    named: Named


@dataclass(frozen=True, slots=True)
class Plan:
    """The files in the order in which they are read, the same whenever it is made."""

    files: tuple[File, ...]
    flow_id: str | None
    """Polar Flow's number of the person, as the files' names have it."""
    username_sha256: bytes | None
    time_zone: str | None
    display_name: str | None
    newest_day: dt.date | None
    """The last day of which there is a file: it was not over when the archive was made."""


ORDER = {kind: place for place, kind in enumerate(Kind)}


def planned(archive: Archive, report: Report) -> Plan:
    """The plan of an archive; what is left out is counted.

    Raises ArchiveRefused for one without a file of Polar's, or with those of several people.
    """
    files = sorted(_files(archive, report), key=lambda f: (ORDER[f.named.kind], f.member.name))
    if not files:
        raise ArchiveRefused(
            "This ZIP has no file of Polar's archive. Send the one that Polar's mail led to."
        )
    account = _account(archive, files)
    return Plan(
        tuple(files),
        _owner(files),
        _digest(account.text("username")),
        _zone(account.said("settings").text("timeZone")),
        _name(account),
        max((day for file in files if (day := _day(file)) is not None), default=None),
    )


def _files(archive: Archive, report: Report) -> Iterator[File]:
    for member in archive.members:
        found = named(member.name)
        kind = found.kind.key if found else "unknown"
        report.file(kind)
        reason = member.trouble or (found.kind.value.left_out if found else "its kind is not known")
        if reason is not None or found is None:
            report.leave(kind, reason or "")
        else:
            yield File(member, found)


def _owner(files: list[File]) -> str | None:
    owners = {file.named.owner for file in files} - {None}
    if len(owners) > 1:
        raise ArchiveRefused("This ZIP has files of several people; import one person's alone.")
    return next(iter(owners), None)


def _account(archive: Archive, files: list[File]) -> Said:
    for file in files:
        if file.named.kind is Kind.ACCOUNT:
            with archive.open(file.member) as stream:
                return Said(whole(stream, file.member.size))
    return Said(None)


def _digest(username: str | None) -> bytes | None:
    return None if username is None else hashlib.sha256(username.lower().encode()).digest()


def _zone(name: str | None) -> str | None:
    try:
        return None if name is None else ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _name(account: Said) -> str | None:
    names = (account.text("firstName"), account.text("lastName"))
    return " ".join(name for name in names if name)[:200] or None


def _day(file: File) -> dt.date | None:
    """The day in a file's name, of days that were lived."""
    if file.named.kind not in {Kind.ACTIVITY, Kind.SESSION} or file.named.day is None:
        return None
    try:
        return dt.date.fromisoformat(file.named.day)
    except ValueError:
        return None
