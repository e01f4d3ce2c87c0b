"""A disk without room: named in one line, nothing acknowledged is lost, and it comes back."""

import asyncio
import logging
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.embedded import room
from app.embedded.server import EmbeddedDatabase, Options, open_embedded
from app.errors import DatabaseUnavailable, DiskFull
from app.store.pool import Pool, open_pool, transaction

SIZE_MB = 150


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own that is small; where we may mount none, there is no test."""
    place = tmp_path / "disk"
    place.mkdir()
    mount: list[str | Path] = ["mount", "-t", "tmpfs", "-o", f"size={SIZE_MB}m", "tmpfs", place]
    try:
        done = subprocess.run(mount, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        pytest.skip("there is no mount here")
    if done.returncode:
        pytest.skip(f"no disk can be mounted here: {done.stderr.strip()}")
    yield place
    subprocess.run(["umount", "--lazy", place], check=True)


def fill(disk: Path, left: int) -> Path:
    """Leave so many bytes; answers what to delete for room."""
    ballast = disk / "ballast"
    with ballast.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(shutil.disk_usage(disk).free - left, 1))
    return ballast


async def _write(pool: Pool, text: str) -> None:
    async with transaction(pool) as connected:
        await connected.execute("INSERT INTO kept VALUES (%s)", [text])


async def _until_full(pool: Pool) -> int:
    """Write until there is no room; answers how much was acknowledged."""
    for written in range(10_000):
        try:
            await _write(pool, f"{written} {'x' * 100_000}")
        except DiskFull:
            return written
    return pytest.fail("the disk never was full")


async def _back(database: EmbeddedDatabase, pool: Pool, before: int) -> None:
    """Wait for the database that follows the killed one."""
    for _ in range(600):
        await asyncio.sleep(0.05)
        if database.pid != before:
            try:
                return await _write(pool, "again")
            except (DatabaseUnavailable, DiskFull):
                continue
    pytest.fail("the database did not come back")


async def test_full_while_it_works(
    small_disk: Path, data_dir: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Writes are refused, one line names the disk, a kill waits for room, no row is missing."""
    shutil.move(data_dir, small_disk / "data")
    caplog.set_level(logging.INFO)
    async with (
        open_embedded(small_disk / "data", Options(relaxed=True)) as database,
        open_pool(database.url, size=2, prepare=False) as pool,
    ):
        async with pool.connection() as connected:
            await connected.execute("CREATE TABLE kept (text text)")
            await connected.execute("ALTER TABLE kept ALTER text SET STORAGE EXTERNAL")
        ballast = fill(small_disk, 4_000_000)
        written = await _until_full(pool)
        assert written > 0
        before = database.pid
        os.kill(before, signal.SIGKILL)
        await asyncio.sleep(0.5)
        assert database.pid == before
        ballast.unlink()
        await _back(database, pool, before)
        assert database.failure is None
        async with pool.connection() as connected:
            cursor = await connected.execute("SELECT count(*) FROM kept WHERE text <> 'again'")
            assert await cursor.fetchone() == (written,)
    named = [line for line in caplog.messages if str(small_disk / "data") in line]
    assert len(named) == 2, named
    assert "is full" in named[0]
    assert "has room again" in named[1]


async def test_full_at_the_start(small_disk: Path, data_dir: Path) -> None:
    """Neither a new database nor an old one begins what it could not end; room is all it takes."""
    ballast = fill(small_disk, 1_000_000)
    for folder in ("new", "old"):
        if folder == "old":
            ballast.unlink()
            shutil.move(data_dir, small_disk / folder)
            ballast = fill(small_disk, 1_000_000)
        with pytest.raises(DiskFull, match=str(small_disk / folder)):
            async with open_embedded(small_disk / folder):
                pass
    ballast.unlink()
    async with open_embedded(small_disk / "old", Options(relaxed=True)):
        pass


async def test_full_in_what_the_block_does(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A migration that met a full disk names it, too."""
    monkeypatch.setattr(room, "free_bytes", lambda _: room.NEW_BYTES)
    with pytest.raises(DiskFull) as told:
        async with open_embedded(data_dir, Options(relaxed=True)):
            raise DiskFull("The disk of the database is full.")
    assert str(data_dir) in str(told.value)
    assert str(data_dir) not in told.value.message
