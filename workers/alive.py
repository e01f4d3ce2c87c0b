"""A sign of life that a container's health check can read: a file that is touched."""

import asyncio
import sys
import time
from pathlib import Path

from app.settings import Settings, read_settings

EVERY_S = 10.0
OLDEST_S = 60.0


def sign(settings: Settings, role: str) -> Path:
    """The file of a process with the role `worker` or `scheduler`."""
    return settings.data_dir / f"{role}.alive"


async def show_life(path: Path) -> None:
    """Touch `path` every ten seconds, from the event loop whose life it shows."""
    while True:
        _touch(path)
        await asyncio.sleep(EVERY_S)


def _touch(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.touch()


def alive(path: Path, now: float) -> bool:
    """Whether `path` was touched lately, seen from `now` in seconds since 1970."""
    try:
        return now - path.stat().st_mtime <= OLDEST_S
    except FileNotFoundError:
        return False


if __name__ == "__main__":  # python -m workers.alive worker
    sys.exit(0 if alive(sign(read_settings(), sys.argv[1]), time.time()) else 1)
