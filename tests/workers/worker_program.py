"""A worker process for tests: a run writes `<run>.begun`, waits for `go`, writes `<run>.done`.

Arguments: the folder for these files. Settings come from the environment.
"""

import asyncio
import sys
import uuid
from dataclasses import replace
from pathlib import Path

from app.resources import Resources
from app.settings import read_settings
from workers.crew import Shape
from workers.process import USES, run_worker


def main(folder: Path) -> None:
    """Work until a signal comes."""

    async def sync_run(resources: Resources, run_id: uuid.UUID) -> None:
        assert resources is not None
        (folder / f"{run_id}.begun").touch()
        while not (folder / "go").exists():  # noqa: ASYNC110 -- another process says when
            await asyncio.sleep(0.02)
        (folder / f"{run_id}.done").touch()

    uses = replace(USES, sync_run=sync_run)
    run_worker(
        read_settings(),
        uses=uses,
        shape=Shape(threads=1, grace_s=20, backoff_ms=20, dead_worker_ms=1500),
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
