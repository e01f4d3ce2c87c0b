"""One process at a time on a data directory."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from app.embedded.claim import claim, publish, running_url, withdraw
from app.errors import ConfigurationError

HOLD = "import fcntl,os,sys; d=os.open(sys.argv[1],os.O_RDWR); fcntl.flock(d,2); print(flush=True)"


async def test_second_claim(tmp_path: Path) -> None:
    """A second claim fails with one line that names the directory, the holder and the ways out."""
    async with claim(tmp_path):
        with pytest.raises(ConfigurationError) as caught:
            async with claim(tmp_path):
                pass
    assert str(caught.value) == (
        f"DATA_DIR {tmp_path} is in use by process {os.getpid()}: set DATABASE_URL or another "
        "DATA_DIR, or use `ursa psql` beside the running server"
    )


async def test_claim_after_a_claim(tmp_path: Path) -> None:
    """A directory is free again when its holder is done."""
    async with claim(tmp_path):
        pass
    async with claim(tmp_path):
        assert (tmp_path / "postgres.lock").read_text() == str(os.getpid())


async def test_claim_waits_for_a_dead_holders_child(tmp_path: Path) -> None:
    """When the holder is dead but its database still closes, the next one waits for it."""
    lock = tmp_path / "postgres.lock"
    lock.write_text("")
    code = HOLD + "; sys.stdin.readline()"
    with subprocess.Popen(  # noqa: ASYNC220 - Nothing else goes on meanwhile.
        [sys.executable, "-c", code, lock], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as orphan:
        assert orphan.stdout
        assert orphan.stdin
        orphan.stdout.readline()
        orphan.stdin.close()
        async with claim(tmp_path):
            assert orphan.wait(5) == 0


async def test_folder_is_private(tmp_path: Path) -> None:
    """The data directory is its owner's alone."""
    async with claim(tmp_path / "a" / "b"):
        assert stat.S_IMODE((tmp_path / "a" / "b").stat().st_mode) == 0o700


async def test_unusable_folder(tmp_path: Path) -> None:
    """A data directory that is a file is refused in one line."""
    (tmp_path / "file").touch()
    with pytest.raises(ConfigurationError, match="can not be used"):
        async with claim(tmp_path / "file"):
            pass


def test_connection_file(tmp_path: Path) -> None:
    """The connection file is private, and tells where the database answers until withdrawn."""
    publish(tmp_path, "postgresql://somewhere")
    assert stat.S_IMODE((tmp_path / "postgres.json").stat().st_mode) == 0o600
    assert running_url(tmp_path) == "postgresql://somewhere"
    withdraw(tmp_path)
    assert running_url(tmp_path) is None


def test_connection_file_of_a_dead_process(tmp_path: Path) -> None:
    """The file of a process that is gone names no database."""
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        gone.wait()
    (tmp_path / "postgres.json").write_text(json.dumps({"url": "x", "pid": gone.pid}))
    assert running_url(tmp_path) is None


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"url": "x", "pid": "y"}', '{"pid": null}'])
def test_broken_connection_file(tmp_path: Path, content: str) -> None:
    """A connection file that can not be read names no database."""
    (tmp_path / "postgres.json").write_text(content)
    assert running_url(tmp_path) is None
