"""Health and readiness, for everybody."""

import datetime as dt
from collections.abc import Awaitable, Callable
from functools import partial

from starlette.responses import Response

from app.reads import health as reads
from app.reads import server
from app.reads.desk import Pool
from app.resources import Resources
from app.rest.endpoint import json
from app.rest.shapes.service import Health, Ready
from app.state import State

UNAVAILABLE = 503
SILENT_AFTER = dt.timedelta(minutes=5)
"""The timetable's shortest line is one minute."""


async def health(state: State) -> Response:
    """Whether the server and its database answer."""
    if await _probed(state, "alive", reads.alive):
        return json(Health("healthy", "connected"))
    return json(Health("unhealthy", "disconnected"), UNAVAILABLE)


async def ready(state: State) -> Response:
    """Whether requests and syncs would be served now."""
    broker = await _broker(state)
    if not await _probed(state, "alive", reads.alive):
        workers = "silent" if _own_workers(state) is False else "unknown"
        return json(Ready("not_ready", "disconnected", "unknown", broker, workers), UNAVAILABLE)
    migrations = "up_to_date" if await _probed(state, "migrated", reads.migrated) else "pending"
    workers = await _workers(state, migrations)
    good = migrations == "up_to_date" and workers != "silent" and broker != "silent"
    words = "ready" if good else "not_ready"
    status = 200 if good else UNAVAILABLE
    return json(Ready(words, "connected", migrations, broker, workers), status)


async def _broker(state: State) -> str:
    """Strangers' many questions are one, as those to the database."""
    ask = state.get("broker_alive")
    if ask is None:
        return "none"
    return "alive" if await state["resources"].probes.join("broker", ask) else "silent"


async def _probed(state: State, name: str, probe: Callable[[Pool], Awaitable[bool]]) -> bool:
    """What a probe of the database says; who asks while one is under way joins it."""
    resources = state["resources"]

    async def probing() -> bool:
        return await probe(resources.fresh_pool)

    return await resources.probes.join(name, probing)


def _own_workers(state: State) -> bool | None:
    ask = state.get("workers_alive")
    return None if ask is None else ask()


async def _workers(state: State, migrations: str) -> str:
    """Of workers elsewhere the timetable tells, which has something for them every minute."""
    own = _own_workers(state)
    if own is not None:
        return "alive" if own else "silent"
    if migrations != "up_to_date":
        return "unknown"
    resources = state["resources"]
    last = await resources.works.join("last", partial(_last_work, resources))
    if last is None:
        return "unknown"
    return "alive" if resources.clock() - last < SILENT_AFTER else "silent"


async def _last_work(resources: Resources) -> dt.datetime | None:
    queue = await server.queue(resources.fresh_pool)
    return None if queue is None else queue.last_work_at
