"""One export, written by a worker from its beginning to its end."""

import asyncio
import datetime as dt
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from app.errors import UrsaError
from app.records.takeouts import TakeoutState
from app.resources import Resources
from app.settings import Settings
from app.store.takeouts import (
    ClaimedTakeout,
    TakeoutEnd,
    claim_takeout,
    finish_takeout,
    note_phase,
)
from app.takeout.writing import Told, write_takeout

KEPT = dt.timedelta(days=7)
MOST_TRIES = 5
BEAT_S = 5.0


def takeout_path(settings: Settings, run_id: uuid.UUID) -> Path:
    """Where the ZIP of an export lies."""
    return (settings.data_dir / "takeouts" / f"{run_id}.zip").absolute()


async def takeout_run(resources: Resources, run_id: uuid.UUID) -> TakeoutState | None:
    """Write an export; None when another process does, or when it is over.

    A worker that died has left nothing that counts: the next one begins anew. What goes wrong is
    raised and tried again, five times at most.
    """
    claimed = await claim_takeout(resources.pool, run_id, resources.clock())
    if claimed is None:
        return None
    path = takeout_path(resources.settings, run_id)
    try:
        told = await _write(resources, claimed, path)
    except (UrsaError, OSError) as error:
        if claimed.tries < MOST_TRIES:
            raise
        return await _failed(resources, claimed, error)
    size = (await asyncio.to_thread(path.stat)).st_size
    if not await _ready(resources, claimed, told, size):
        await asyncio.to_thread(path.unlink, missing_ok=True)  # Nobody is there any more.
        return None
    return TakeoutState.SUCCESS


async def _write(resources: Resources, claimed: ClaimedTakeout, path: Path) -> Told:
    phase = _Phase()
    async with _alive(resources, claimed.run_id, phase):
        return await write_takeout(
            resources.fresh_pool, claimed.user_id, path, resources.clock(), phase.set
        )


@dataclass(slots=True)
class _Phase:
    """What is being written."""

    name: str = "waiting"

    def set(self, name: str) -> None:
        """Something else is written from now on."""
        self.name = name


@asynccontextmanager
async def _alive(resources: Resources, run_id: uuid.UUID, phase: _Phase) -> AsyncIterator[None]:
    """Signs of life meanwhile, with what is being written."""

    async def beat() -> None:
        while True:
            await note_phase(resources.pool, run_id, phase.name, resources.clock())
            await asyncio.sleep(BEAT_S)

    beating = asyncio.create_task(beat())
    try:
        yield
    finally:
        beating.cancel()
        await asyncio.wait([beating])


async def _ready(resources: Resources, claimed: ClaimedTakeout, told: Told, size: int) -> bool:
    """Record that the ZIP lies ready; False when nobody waits for it any more."""
    now = resources.clock()
    end = TakeoutEnd(
        state=TakeoutState.SUCCESS,
        told_rows=told.rows,
        documents=told.documents,
        file_bytes=size,
        expires_at=now + KEPT,
    )
    return await finish_takeout(resources.pool, claimed.run_id, end, now)


async def _failed(
    resources: Resources, claimed: ClaimedTakeout, error: UrsaError | OSError
) -> TakeoutState:
    code = error.code if isinstance(error, UrsaError) else "file_unwritable"
    end = TakeoutEnd(state=TakeoutState.FAILED, error_code=code, error=str(error)[:1000])
    await finish_takeout(resources.pool, claimed.run_id, end, resources.clock())
    return end.state
