"""GraphQL alone on the tests' database, a person with a year of data, and keys."""

import asyncio
import os
import shutil
import socket
import sys
import uuid
from asyncio.subprocess import PIPE, STDOUT
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import httpx
import pytest
from cryptography.fernet import Fernet
from starlette.applications import Starlette
from starlette.types import ASGIApp, Receive, Scope, Send

from app.auth import Auth, open_auth
from app.modelling import Models
from app.reads import changes
from app.records.account import Scope as KeyScope
from app.records.sync import RunState
from app.resources import Resources
from app.settings import Settings
from app.state import State
from app.store import keys, runs
from app.store.aggregates import refresh_aggregates
from app.store.pool import Pool
from app.store.write import store_harvest
from app.vault import Vault
from schema.routes import graphql_routes
from tests.app.series import AFTER_ALL
from tests.app.sync.little_polar import LittlePolar
from tests.running import running
from tests.schema.year import NOW, year

NODE = Path(__file__).parent / "node"
DEAD_TOKEN = "a-token-that-polar-refuses"
MASTER = "the-master-key-of-the-tests"

Ask = Callable[..., Awaitable[dict[str, Any]]]


class Workers:
    """Stands for the workers: remembers runs."""

    def __init__(self) -> None:
        self.runs: list[uuid.UUID] = []

    async def takeout(self, run_id: uuid.UUID) -> None:
        """Take an export."""
        self.runs.append(run_id)

    async def import_archive(self, run_id: uuid.UUID) -> None:
        """Take an import."""
        self.runs.append(run_id)

    async def sync(self, run_id: uuid.UUID) -> None:
        """Take a run."""
        self.runs.append(run_id)


@pytest.fixture
def settings() -> Settings:
    """Settings with a master key."""
    return Settings.model_validate({"api_key": MASTER})


@pytest.fixture
def resources(pool: Pool, reading: Pool, settings: Settings, models: Models) -> Resources:
    """Resources whose Polar has no data, and refuses one token."""
    vault = Vault([Fernet.generate_key().decode()])
    polar = LittlePolar({}, dead={DEAD_TOKEN}).link()
    return Resources(settings, pool, reading, reading, polar, vault, lambda: NOW, models)


@pytest.fixture
async def auth(settings: Settings, pool: Pool) -> AsyncIterator[Auth]:
    """The door."""
    async with open_auth(settings, pool, lambda: NOW) as opened:
        yield opened


@pytest.fixture
def workers() -> Workers:
    """Workers that do nothing."""
    return Workers()


@pytest.fixture
def state(resources: Resources, auth: Auth, workers: Workers) -> State:
    """State as a lifespan would hand it in."""
    return {"resources": resources, "auth": auth, "dispatch": workers}


@pytest.fixture
def server(state: State) -> ASGIApp:
    """GraphQL alone."""
    return with_state(Starlette(routes=graphql_routes()), state)


def with_state(app: ASGIApp, state: State) -> ASGIApp:
    """The app, with this state on every request."""

    async def answering(scope: Scope, receive: Receive, send: Send) -> None:
        await app({**scope, "state": state}, receive, send)

    return answering


@pytest.fixture
async def client(server: ASGIApp) -> AsyncIterator[httpx.AsyncClient]:
    """A client without a key."""
    transport = httpx.ASGITransport(server)
    async with httpx.AsyncClient(transport=transport, base_url="http://ursa.test") as opened:
        yield opened


@pytest.fixture
async def key(pool: Pool, person: str) -> str:
    """The person's own key, for everything."""
    return await make_key(pool, person, *KeyScope)


async def make_key(pool: Pool, person: str | None, *scopes: KeyScope) -> str:
    """A key's secret."""
    _, secret = await keys.create_key(
        pool,
        user_id=person,
        label="test",
        scopes=scopes,
        actor="test",
        rate_limit_per_minute=1_000_000,
    )
    return secret


@pytest.fixture
def ask(client: httpx.AsyncClient, key: str) -> Ask:
    """Ask with the person's own key; answers the body."""

    async def asking(query: str, secret: str | None = None, **variables: object) -> dict[str, Any]:
        answered = await client.post(
            "/graphql",
            json={"query": query, "variables": variables},
            headers={
                "X-API-Key": secret or key,
                "Accept": "application/graphql-response+json",
            },
        )
        body: dict[str, Any] = answered.json()
        return body

    return asking


@pytest.fixture
async def data(pool: Pool, person: str) -> None:
    """Ninety days of everything."""
    await store_harvest(pool, person, year(90, samples=720))


@pytest.fixture
async def aggregates(pool: Pool, data: None) -> None:
    """The same, in hours, weeks and months as well."""
    assert data is None
    await refresh_aggregates(pool, AFTER_ALL)


@pytest.fixture
async def address(server: ASGIApp) -> AsyncIterator[str]:
    """The same server behind real HTTP on a free loopback port, in this loop."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        async with running(server, listener) as at:
            yield at


async def queued_run(pool: Pool, person: str) -> uuid.UUID:
    """A run that waits for a worker."""
    run_id = await runs.queue_run(
        pool, user_id=person, origin="graphql", days=7, token=b"x", now=NOW
    )
    assert run_id is not None
    return run_id


async def end_run(pool: Pool, run_id: uuid.UUID) -> None:
    """The end of a run, as a worker tells it."""
    await runs.finish_run(
        pool, run_id, RunState.SUCCESS, now=NOW, request_count=1, error_code=None, error=None
    )


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits a second, and nobody has looked before: ticks of another length are others."""
    monkeypatch.setattr("schema.subscription.TICK_S", 0.05)
    monkeypatch.setattr("schema.subscription._CHANGES", WeakKeyDictionary())


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch, quick: None) -> list[int]:
    """One entry for each look at the database."""
    assert quick is None
    found: list[int] = []
    look = changes.changes

    async def counted(pool: Pool) -> changes.Versions:
        seen = await look(pool)
        found.append(1)
        return seen

    monkeypatch.setattr("app.reads.changes.changes", counted)
    return found


Node = Callable[..., Coroutine[Any, Any, str]]


@pytest.fixture
def node() -> Node:
    """Run a script of tests/schema/node; answers what it prints."""
    path = os.pathsep.join([os.environ["PATH"], str(Path(sys.executable).parent)])
    program = shutil.which("node", path=path)
    if program is None or not (NODE / "node_modules").is_dir():
        pytest.skip("npm ci in tests/schema/node was not run")

    async def run(*arguments: str) -> str:
        process = await asyncio.create_subprocess_exec(
            program, *arguments, cwd=NODE, stdout=PIPE, stderr=STDOUT
        )
        printed, _ = await process.communicate()
        assert process.returncode == 0, printed.decode()
        return printed.decode()

    return run
