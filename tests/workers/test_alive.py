"""The sign of life that a container's health check reads."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path

from app.settings import Settings
from workers.alive import alive, show_life, sign

ROOT = Path(__file__).parents[2]


async def test_a_process_that_lives_touches_its_file(tmp_path: Path) -> None:
    """The file is young, seen from a minute later, and too old seen from after that."""
    path = sign(Settings(data_dir=tmp_path / "new"), "worker")
    task = asyncio.create_task(show_life(path))
    while not path.exists():  # noqa: ASYNC110 -- the file is what is waited for
        await asyncio.sleep(0)
    task.cancel()
    touched = path.stat().st_mtime
    assert alive(path, touched + 60)
    assert not alive(path, touched + 61)


def test_the_health_check_ends_with_a_status(tmp_path: Path) -> None:
    """0 beside a young file, 1 without one."""
    (tmp_path / "worker.alive").touch()
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), "PYTHONPATH": str(ROOT)}
    for role, status in (("worker", 0), ("scheduler", 1)):
        done = subprocess.run(
            [sys.executable, "-m", "workers.alive", role], env=environment, check=False
        )
        assert done.returncode == status
