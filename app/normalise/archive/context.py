"""What a document does not say itself: the person's zone, and what the file's name told."""

import datetime as dt
from collections.abc import MutableMapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

Spans = MutableMapping[dt.date, tuple[dt.datetime, dt.datetime]]
"""Nights on the wearer's clock: from falling asleep to waking up."""


@dataclass(frozen=True, slots=True)
class Context:
    """Handed to every normaliser."""

    zone: ZoneInfo | None = None
    """The account's zone: for local times that come without an offset."""
    day: str | None = None
    number: str | None = None
    spans: Spans = field(default_factory=dict)
    ppi: bool = False
    """Whether the intervals themselves are kept, too."""

    def offset_at(self, local: dt.datetime, told: int | None = None) -> int | None:
        """The wearer's clock minus UTC, minutes: as told, else as the account's zone has it."""
        if told is not None:
            return told
        if self.zone is None:
            return None
        found = local.replace(tzinfo=self.zone).utcoffset()
        return None if found is None else round(found.total_seconds() / 60)

    def absolute(self, local: dt.datetime, told: int | None = None) -> dt.datetime:
        """The absolute moment; where the offset is not known, the wall clock taken as UTC."""
        offset = self.offset_at(local, told)
        return (local - dt.timedelta(minutes=offset or 0)).replace(tzinfo=dt.UTC)
