"""One process at a time on a data directory, and the file by which others find that process."""

import asyncio
import fcntl
import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from app.errors import ConfigurationError

_LOCK = "postgres.lock"
_CONNECTION = "postgres.json"
_PRIVATE_FOLDER = 0o700
_PRIVATE_FILE = 0o600

# A killed server's database closes its data by itself and holds the lock until it has done so.
_CLOSING_SECONDS = 15.0
_LOOK_AGAIN_SECONDS = 0.1


@asynccontextmanager
async def claim(data_dir: Path) -> AsyncIterator[int]:
    """Hold `data_dir` for this process; yields the lock's descriptor, for a child to hold it too.

    The kernel lets go of the lock when the last holder is gone, however it went. Raises
    ConfigurationError when another process holds it or the directory can not be used.
    """
    descriptor = _open_lock(data_dir)
    try:
        await _lock(descriptor, data_dir)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        yield descriptor
    finally:
        os.close(descriptor)


def _open_lock(data_dir: Path) -> int:
    try:
        data_dir.mkdir(mode=_PRIVATE_FOLDER, parents=True, exist_ok=True)
        data_dir.chmod(_PRIVATE_FOLDER)
        return os.open(data_dir / _LOCK, os.O_RDWR | os.O_CREAT, _PRIVATE_FILE)
    except OSError as error:
        raise ConfigurationError(
            f"DATA_DIR {data_dir} can not be used ({error.strerror}): set DATA_DIR to a folder "
            "of your own, or set DATABASE_URL"
        ) from error


async def _lock(descriptor: int, data_dir: Path) -> None:
    deadline = asyncio.get_running_loop().time() + _CLOSING_SECONDS
    while not _locked(descriptor):
        holder = _holder(descriptor)
        if _is_alive(holder) or asyncio.get_running_loop().time() > deadline:
            raise ConfigurationError(
                f"DATA_DIR {data_dir} is in use by process {holder}: set DATABASE_URL or another "
                "DATA_DIR, or use `ursa psql` beside the running server"
            )
        await asyncio.sleep(_LOOK_AGAIN_SECONDS)


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _holder(descriptor: int) -> int:
    """Return the process that wrote itself into the lock, 0 when it has not got to that yet."""
    written = os.pread(descriptor, 20, 0)
    return int(written) if written.isdigit() else 0


def _is_alive(pid: int) -> bool:
    if pid <= 0:
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def publish(data_dir: Path, url: str) -> None:
    """Write the connection file, readable by its owner only: the one place of the password."""
    draft = data_dir / f"{_CONNECTION}.new"
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE_FILE)
    with os.fdopen(descriptor, "w") as file:
        json.dump({"url": url, "pid": os.getpid()}, file)
    draft.rename(data_dir / _CONNECTION)


def withdraw(data_dir: Path) -> None:
    """Remove the connection file."""
    with suppress(OSError):
        (data_dir / _CONNECTION).unlink()


def running_url(data_dir: Path) -> str | None:
    """Return where the database of a server that runs on `data_dir` answers, None without one."""
    try:
        found = json.loads((data_dir / _CONNECTION).read_text())
        return str(found["url"]) if _is_alive(int(found["pid"])) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None
