"""A person with two months of simulated data, and Ursa served for assistants."""

import secrets
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import httpx
import httpx2
import pytest
from mcp import Client
from mcp.client.streamable_http import streamable_http_client
from starlette.types import ASGIApp, Receive, Scope, Send

from app import serving
from app.auth import Auth, open_auth
from app.main import create_app
from app.modelling import Models
from app.records.account import DataClass
from app.records.account import Scope as KeyScope
from app.resources import Resources
from app.settings import Settings
from app.simulator.people import people
from app.simulator.world import World
from app.state import State
from app.store import keys
from app.store.pool import Pool
from app.sync import runs, work
from tests.app.conftest import NOW, simulated, token_of
from tests.running import running

LOOPBACK = Settings.model_validate({"host": "127.0.0.1", "port": 0})
DAYS = 60


@dataclass(frozen=True)
class House:
    """Ursa on a loopback port, and somebody in it."""

    address: str
    person: str
    state: State

    @property
    def resources(self) -> Resources:
        """The server's."""
        return self.state["resources"]

    @property
    def auth(self) -> Auth:
        """The server's."""
        return self.state["auth"]


Connect = Callable[..., AbstractAsyncContextManager[Client]]
NewKey = Callable[..., Awaitable[str]]


class OwnWorkers:
    """Does runs on the spot."""

    def __init__(self, resources: Resources) -> None:
        self._resources = resources

    async def takeout(self, run_id: uuid.UUID) -> None:
        """Take an export."""

    async def import_archive(self, run_id: uuid.UUID) -> None:
        """Take an import."""

    async def sync(self, run_id: uuid.UUID) -> None:
        """Sync now."""
        await work.sync_run(self._resources, run_id, lambda _: None)


@pytest.fixture(scope="module")
async def house(
    database_url: str, pool: Pool, tmp_path_factory: pytest.TempPathFactory, models: Models
) -> AsyncIterator[House]:
    """Everything of Ursa behind HTTP, with a person who was synced."""
    assert pool  # It has migrated the database.
    world = World(people(3, NOW.date().replace(year=2025, month=9), seed=7), now=NOW)
    folder: Path = tmp_path_factory.mktemp("mcp")
    async with simulated(database_url, world, folder, models) as resources:
        person = f"mcp-{secrets.token_hex(4)}"
        await _synced(resources, person, token_of(world, 1003, days=DAYS))
        async with served(resources) as (address, state):
            yield House(address, person, state)


async def _synced(resources: Resources, person: str, token: str) -> None:
    run_id = await runs.queue_run(
        resources,
        user_id=person,
        days=DAYS,
        origin="test",
        token=token,
        met_by="test",
    )
    await work.sync_run(resources, run_id, lambda _: None)


@asynccontextmanager
async def served(resources: Resources) -> AsyncIterator[tuple[str, State]]:
    """A server that knows its own address: tokens are bound to it."""
    async with AsyncExitStack() as stack:
        listener = stack.enter_context(serving.bind(LOOPBACK))
        here = f"http://127.0.0.1:{listener.getsockname()[1]}"
        settings = resources.settings.model_copy(update={"base_url": here})
        known = replace(resources, settings=settings)
        auth = await stack.enter_async_context(open_auth(settings, known.pool, known.clock))
        state = State(resources=known, auth=auth, dispatch=OwnWorkers(known))
        app = create_app(settings, state)
        await stack.enter_async_context(app.router.lifespan_context(app))
        yield await stack.enter_async_context(running(_with_state(app, state), listener)), state


def _with_state(app: ASGIApp, state: State) -> ASGIApp:
    async def answering(scope: Scope, receive: Receive, send: Send) -> None:
        await app({**scope, "state": state}, receive, send)

    return answering


@pytest.fixture
def new_key(pool: Pool, house: House) -> NewKey:
    """Makes keys of the person."""

    async def made(*scopes: KeyScope, classes: set[DataClass] | None = None) -> str:
        _, secret = await keys.create_key(
            pool,
            user_id=house.person,
            label="assistant",
            scopes=scopes or (KeyScope.READ,),
            actor="test",
            classes=classes,
        )
        return secret

    return made


@pytest.fixture
def connect(house: House, new_key: NewKey) -> Connect:
    """The SDK's own client, in the era of the protocol that is asked for."""

    @asynccontextmanager
    async def connected(secret: str | None = None, mode: str = "auto") -> AsyncIterator[Client]:
        headers = {"Authorization": f"Bearer {secret or await new_key()}"}
        async with httpx2.AsyncClient(headers=headers, timeout=120) as http:
            transport = streamable_http_client(f"{house.address}/mcp", http_client=http)
            async with Client(transport, mode=mode) as client:
                yield client

    return connected


@pytest.fixture
async def http(house: House) -> AsyncIterator[httpx.AsyncClient]:
    """A client that speaks no protocol by itself."""
    async with httpx.AsyncClient(base_url=house.address) as opened:
        yield opened
