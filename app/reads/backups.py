"""Where backups lie: one folder each, named by its moment; a whole one has a manifest."""

import datetime as dt
from pathlib import Path

PREFIX = "ursa-"
"""How the name of a backup begins; its moment follows, in UTC."""
MOMENT = "%Y%m%dT%H%M%SZ"
MANIFEST = "manifest.json"


def whole(place: Path) -> list[Path]:
    """Backups in a folder, the oldest first."""
    return sorted(path.parent for path in place.glob(f"{PREFIX}*/{MANIFEST}"))


def newest_at(place: Path) -> dt.datetime | None:
    """When the newest whole backup was begun; None without one."""
    found = whole(place)
    if not found:
        return None
    try:
        made = dt.datetime.strptime(found[-1].name, f"{PREFIX}{MOMENT}")  # noqa: DTZ007 -- the Z
    except ValueError:
        return None
    return made.replace(tzinfo=dt.UTC)
