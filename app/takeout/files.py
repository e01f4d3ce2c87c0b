"""Uploads and exports on the disk: those that nobody needs any more are deleted."""

import asyncio
import datetime as dt
import shutil
import uuid
from collections.abc import Collection, Iterator
from pathlib import Path

from app.resources import Resources
from app.store.takeouts import files_wanted, forget_takeouts

FOLDERS = ("archives", "takeouts")
"""Of DATA_DIR; what is in them is named by its import or export."""
UNTOUCHED = dt.timedelta(hours=1)
"""What is being written, or came a moment ago, is not looked at: its row may not be there yet."""


async def forget_files(resources: Resources) -> int:
    """Delete exports that are over, and what nobody needs any more; answers how many went."""
    now = resources.clock()
    await forget_takeouts(resources.pool, now)
    found = await asyncio.to_thread(
        _old, resources.settings.data_dir, (now - UNTOUCHED).timestamp()
    )
    wanted = await files_wanted(resources.pool, [*found])
    gone = found.keys() - set(wanted)
    await delete_files(resources.settings.data_dir, gone)
    return len(gone)


async def delete_files(data_dir: Path, run_ids: Collection[uuid.UUID]) -> None:
    """Delete all that lies on the disk of these imports and exports."""
    await asyncio.to_thread(_delete, data_dir, set(run_ids))


def _delete(data_dir: Path, run_ids: set[uuid.UUID]) -> None:
    for run_id, path in _named(data_dir):
        if run_id not in run_ids:
            continue
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _old(data_dir: Path, before: float) -> dict[uuid.UUID, Path]:
    return {run_id: path for run_id, path in _named(data_dir) if _written(path) < before}


def _written(path: Path) -> float:
    """When something was last written to it; one that is gone meanwhile is as new as can be."""
    try:
        return path.stat().st_mtime
    except OSError:
        return float("inf")


def _named(data_dir: Path) -> Iterator[tuple[uuid.UUID, Path]]:
    """What lies there of imports and exports; other things are not ours."""
    for folder in FOLDERS:
        for path in (data_dir / folder).glob("*.zip*"):
            try:
                yield uuid.UUID(path.name.partition(".")[0]), path
            except ValueError:
                continue
