"""Embedded databases that restores moved aside: they stay until somebody says that they may go."""

import datetime as dt
import shutil
from pathlib import Path

from app.keeping.folder import size_of

PGDATA = "pgdata"
"""The folder of the embedded database in DATA_DIR."""
_BEFORE = f"{PGDATA}.before-"


def aside(data_dir: Path, now: dt.datetime) -> Path:
    """Where a database is moved to that is replaced now."""
    return data_dir / f"{_BEFORE}{now:%Y%m%dT%H%M%SZ}"


def replaced(data_dir: Path) -> list[Path]:
    """What was moved aside, the oldest first."""
    return sorted(path for path in data_dir.glob(f"{_BEFORE}*") if path.is_dir())


def weighed(data_dir: Path) -> str:
    """How many there are and how large, in words; empty where there is none."""
    found = replaced(data_dir)
    megabytes = sum(map(size_of, found)) / 2**20
    return f"{len(found)} in {data_dir}, {megabytes:,.0f} MB" if found else ""


def forget(data_dir: Path, keep: int) -> list[Path]:
    """Delete all but the newest `keep` of them; answers those that went."""
    found = replaced(data_dir)
    gone = found[: max(len(found) - keep, 0)]
    for path in gone:
        shutil.rmtree(path)
    return gone
