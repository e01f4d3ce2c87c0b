"""Whose data changed: asked once a second for everybody who watches, whoever wrote it."""

import asyncio
from collections.abc import Mapping
from typing import Annotated

from app.store.pool import Pool
from app.store.read import fetch_columns

LOOK_BACK_S = 60
"""A transaction may become visible that much later than it took its time."""

Part = tuple[Annotated[str, "The person."], Annotated[str, "days, findings or sync."]]
Versions = Mapping[Part, str]
"""Names of what changed lately; another name is another change."""


async def changes(pool: Pool) -> Versions:
    """What changed in the last minute, and how far syncs have come that are under way."""
    columns = await fetch_columns(pool, "data_changes", seconds=LOOK_BACK_S)
    return {(user_id, part): version for user_id, part, version in zip(*columns, strict=True)}


class Changes:
    """What changed, for all watchers of a process in one statement a tick."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._tick = -1
        self._asked: asyncio.Task[Versions] | None = None

    async def at(self, tick: int) -> Versions:
        """What changed, as it was found at this tick or a later one."""
        if self._asked is None or tick > self._tick:
            self._tick, self._asked = tick, asyncio.create_task(changes(self._pool))
        # Who gives up waiting must not end it for the others.
        return await asyncio.shield(self._asked)
