"""Health and readiness, for everybody."""

from starlette.responses import Response

from app.reads import health as reads
from app.rest.endpoint import json
from app.rest.shapes.service import Health, Ready
from app.rest.state import State

UNAVAILABLE = 503


async def health(state: State) -> Response:
    """Whether the server and its database answer."""
    if await reads.alive(state["resources"].pool):
        return json(Health("healthy", "connected"))
    return json(Health("unhealthy", "disconnected"), UNAVAILABLE)


async def ready(state: State) -> Response:
    """Whether requests and syncs would be served now."""
    pool = state["resources"].pool
    if not await reads.alive(pool):
        return json(Ready("not_ready", "disconnected", "unknown", _workers(state)), UNAVAILABLE)
    migrations = "up_to_date" if await reads.migrated(pool) else "pending"
    workers = _workers(state)
    good = migrations == "up_to_date" and workers != "silent"
    words = "ready" if good else "not_ready"
    return json(Ready(words, "connected", migrations, workers), 200 if good else UNAVAILABLE)


def _workers(state: State) -> str:
    ask = state.get("workers_alive")
    if ask is None:
        return "unknown"
    return "alive" if ask() else "silent"
