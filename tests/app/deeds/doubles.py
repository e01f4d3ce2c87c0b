"""The owner of a house, and a house around a test's resources."""

import time
import uuid
from dataclasses import dataclass, field

from app.auth import Auth, owner
from app.auth.rates import MemoryCounter, RateLimits
from app.resources import Resources
from app.state import State

OWNER = owner("test-actor")


@dataclass
class Workers:
    """Stands for the workers: remembers runs."""

    runs: list[uuid.UUID] = field(default_factory=list)
    imports: list[uuid.UUID] = field(default_factory=list)
    takeouts: list[uuid.UUID] = field(default_factory=list)

    async def sync(self, run_id: uuid.UUID) -> None:
        """Take a run."""
        self.runs.append(run_id)

    async def takeout(self, run_id: uuid.UUID) -> None:
        """Take an export."""
        self.takeouts.append(run_id)

    async def import_archive(self, run_id: uuid.UUID) -> None:
        """Take an import."""
        self.imports.append(run_id)


def house(resources: Resources, workers: Workers | None = None) -> State:
    """What deeds need."""
    limits = RateLimits(MemoryCounter(), time.time)
    auth = Auth(resources.settings, resources.pool, resources.clock, limits, time.time)
    return State(resources=resources, auth=auth, dispatch=workers or Workers())
