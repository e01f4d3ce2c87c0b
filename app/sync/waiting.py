"""What can not wait for the timetable's minute: cut-off runs, notices, slices of the past."""

import uuid

from app.resources import Resources
from app.sync.backfill import queue_slices
from app.sync.notices import queue_noticed_runs
from app.sync.runs import lost_runs


async def waiting_runs(resources: Resources) -> list[uuid.UUID]:
    """Runs that a worker is to be told of now; what was noticed comes first."""
    return [
        *await queue_noticed_runs(resources),
        *await lost_runs(resources),
        *await queue_slices(resources),
    ]
