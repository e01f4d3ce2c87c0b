"""Health and readiness when not all is well."""

import asyncio
import datetime as dt

import httpx
import pytest
from starlette.applications import Starlette

from app.auth import Auth
from app.reads import health, server
from app.records.server import Queue
from app.resources import Resources
from app.rest.routes import rest_routes
from app.state import State
from tests.app.rest.conftest import Workers, with_state


async def no(*_: object) -> bool:
    """No."""
    return False


async def test_ready(client: httpx.AsyncClient) -> None:
    """A migrated database is ready; there is no broker, and no other workers have worked yet."""
    answer = await client.get("/ready")
    assert (answer.status_code, answer.json()) == (
        200,
        {
            "status": "ready",
            "database": "connected",
            "migrations": "up_to_date",
            "broker": "none",
            "workers": answer.json()["workers"],
        },
    )


@pytest.mark.parametrize("path", ["/health", "/api/v1/health"])
async def test_no_database(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    """Without its database the server is unhealthy."""
    monkeypatch.setattr(health, "alive", no)
    answer = await client.get(path)
    assert answer.status_code == 503
    assert answer.json() == {"status": "unhealthy", "database": "disconnected"}
    assert (await client.get("/ready")).json()["database"] == "disconnected"


async def test_many_ask_at_once(client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many ask, the database is asked once at a time, and everybody is answered."""
    asked, go_on = 0, asyncio.Event()

    async def slowly(*_: object) -> bool:
        nonlocal asked
        asked += 1
        await go_on.wait()
        return True

    monkeypatch.setattr(health, "alive", slowly)
    many = [asyncio.create_task(client.get("/health")) for _ in range(20)]
    for _ in range(50):
        await asyncio.sleep(0)
    assert asked == 1
    go_on.set()
    assert {each.status_code for each in await asyncio.gather(*many)} == {200}


async def test_pending_migrations(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A database that is not up to date is not ready."""
    monkeypatch.setattr(health, "migrated", no)
    answer = await client.get("/ready")
    assert (answer.status_code, answer.json()["migrations"]) == (503, "pending")


@pytest.mark.parametrize(
    ("alive", "status", "word"), [(True, 200, "alive"), (False, 503, "silent")]
)
async def test_the_workers_of_the_own_process(
    resources: Resources,
    auth: Auth,
    workers: Workers,
    alive: bool,  # noqa: FBT001 -- a case's
    status: int,
    word: str,
) -> None:
    """Where they are in this process, a crew that has died is seen."""
    state = State(resources=resources, auth=auth, dispatch=workers, workers_alive=lambda: alive)
    app = with_state(Starlette(routes=rest_routes()), state)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://ursa.test") as client:
        answer = await client.get("/ready")
    assert (answer.status_code, answer.json()["workers"]) == (status, word)


@pytest.mark.parametrize(
    ("alive", "status", "word"), [(True, 200, "alive"), (False, 503, "silent")]
)
async def test_the_broker(
    resources: Resources,
    auth: Auth,
    workers: Workers,
    alive: bool,  # noqa: FBT001 -- a case's
    status: int,
    word: str,
) -> None:
    """A broker that does not answer takes no work: the server is not ready."""

    async def ask() -> bool:
        return alive

    state = State(
        resources=resources,
        auth=auth,
        dispatch=workers,
        broker_alive=ask,
        workers_alive=lambda: True,
    )
    answer = await _ready(state)
    assert (answer.status_code, answer.json()["broker"]) == (status, word)


@pytest.mark.parametrize(
    ("ago", "status", "word"),
    [(None, 200, "unknown"), (60, 200, "alive"), (600, 503, "silent")],
)
async def test_workers_elsewhere(
    resources: Resources,
    auth: Auth,
    workers: Workers,
    monkeypatch: pytest.MonkeyPatch,
    ago: int | None,
    status: int,
    word: str,
) -> None:
    """Their last work tells: the timetable has something for them every minute."""
    last = None if ago is None else resources.clock() - dt.timedelta(seconds=ago)

    async def queue(_: object) -> Queue:
        return Queue(
            queued=0, running=0, oldest_queued_at=None, dead=0, failed=0, last_work_at=last
        )

    monkeypatch.setattr(server, "queue", queue)
    answer = await _ready(State(resources=resources, auth=auth, dispatch=workers))
    assert (answer.status_code, answer.json()["workers"]) == (status, word)


async def _ready(state: State) -> httpx.Response:
    transport = httpx.ASGITransport(with_state(Starlette(routes=rest_routes()), state))
    async with httpx.AsyncClient(transport=transport, base_url="http://ursa.test") as client:
        return await client.get("/ready")
