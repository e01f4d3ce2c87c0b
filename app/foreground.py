"""Deeds without a server: what they need, with the workers' part done here and now."""

import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from rich.console import Console

from app.auth import open_auth
from app.imports.work import import_run
from app.progress import feed_progress, import_progress
from app.records.imports import ImportState
from app.records.sync import RunState
from app.resources import Resources
from app.state import State
from app.sync.feeds import FEEDS
from app.sync.work import sync_run
from app.takeout.work import takeout_run


class Foreground:
    """Stands for the workers: a run is worked on at once, with a progress display."""

    def __init__(self, resources: Resources, screen: Console) -> None:
        self._resources = resources
        self._screen = screen
        self.state: RunState | None = None
        self.imported: ImportState | None = None

    async def sync(self, run_id: uuid.UUID) -> None:
        """Work on the run until it has ended."""
        with feed_progress(self._screen, "Sync", len(FEEDS)) as report:
            self.state = await sync_run(self._resources, run_id, report)

    async def import_archive(self, run_id: uuid.UUID) -> None:
        """Work on the import until it has ended."""
        with import_progress(self._screen) as watch:
            self.imported = await import_run(self._resources, run_id, watch)

    async def takeout(self, run_id: uuid.UUID) -> None:
        """Write the export."""
        await takeout_run(self._resources, run_id)


@asynccontextmanager
async def open_house(
    resources: Resources, screen: Console
) -> AsyncIterator[tuple[State, Foreground]]:
    """What deeds need, and where the last run's end can be seen."""
    foreground = Foreground(resources, screen)
    async with open_auth(resources.settings, resources.pool, resources.clock) as auth:
        yield State(resources=resources, auth=auth, dispatch=foreground), foreground
