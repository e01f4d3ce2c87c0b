"""Notices of Polar's webhook on the disk, for as long as the database takes none."""

import datetime as dt
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One notice; `digest` is its body's, in hex."""

    digest: str
    polar_user_id: int
    event: str
    first_day: dt.date | None
    told_at: dt.datetime | None
    arrived_at: dt.datetime


_NOTICES = TypeAdapter(list[Notice])


class Spool:
    """Files of notices in a folder, each of them whole."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def write(self, notices: Sequence[Notice]) -> None:
        """Keep notices: when this returns, they outlive the process. Raises OSError.

        Nothing waits for the platter: a busy disk may be why the database is slow, and for what a
        power cut takes there is the timetable.
        """
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = self._folder / f"{time.time_ns()}-{secrets.token_hex(4)}.part"
        try:
            part.write_bytes(_NOTICES.dump_json([*notices]))
            part.rename(part.with_suffix(".json"))
        except OSError:
            part.unlink(missing_ok=True)
            raise

    def files(self) -> list[Path]:
        """What lies there, the oldest first."""
        return sorted(self._folder.glob("*.json"))


def notices_in(file: Path) -> list[Notice]:
    """What a file of a spool holds. Raises OSError, ValueError."""
    return _NOTICES.validate_json(file.read_bytes())
