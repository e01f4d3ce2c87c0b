"""A whole server on the tests' database, its clock in the test's hands, and browsers."""

import datetime as dt
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace

import httpx
import pytest
from argon2 import PasswordHasher
from starlette.types import ASGIApp, Receive, Scope, Send

from app.auth import open_auth
from app.deeds import passwords
from app.main import create_app
from app.resources import Resources
from app.state import State
from app.store.pool import Pool
from tests.app.deeds.doubles import Workers

OWN = {"Origin": "http://127.0.0.1:8000", "Content-Type": "application/json"}
HOUSE = ("owner_account", "web_session", "one_time_link", "wrong_password")
PASSWORD = "correct horse battery"


@dataclass
class House:
    """The server, its clock, and who was queued for a sync."""

    state: State
    resources: Resources
    workers: Workers
    now: list[dt.datetime] = field(default_factory=list)

    def later(self, **span: float) -> None:
        """Time goes by."""
        self.now[0] += dt.timedelta(**span)


Browse = Callable[..., httpx.AsyncClient]


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords cost a millisecond: what they cost in earnest is Argon2's own matter."""
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", lambda: hasher)


@pytest.fixture
async def house(resources: Resources, pool: Pool) -> AsyncIterator[House]:
    """A house without an owner; its clock stands still."""
    await _empty(pool)
    now = [resources.clock()]
    known = replace(resources, clock=lambda: now[0])
    workers = Workers()
    async with open_auth(known.settings, pool, known.clock) as auth:
        state = State(resources=known, auth=auth, dispatch=workers)
        yield House(state, known, workers, now)
    await _empty(pool)


async def _empty(pool: Pool) -> None:
    """There is one owner in a database: the tests of a room take turns."""
    async with pool.connection() as connected:
        for relation in (*HOUSE, "connection_attempt", "setting"):
            await connected.execute(f"DELETE FROM {relation}")


@pytest.fixture
async def browse(house: House) -> AsyncIterator[Browse]:
    """Opens browsers, each with cookies of its own."""
    app = create_app(house.resources.settings, house.state)
    async with AsyncExitStack() as stack:
        lifespan = await stack.enter_async_context(app.router.lifespan_context(app))
        assert lifespan is not None

        def opened(address: str = "192.0.2.7") -> httpx.AsyncClient:
            transport = httpx.ASGITransport(with_state(app, house.state), client=(address, 5000))
            return httpx.AsyncClient(
                transport=transport, base_url="http://127.0.0.1:8000", headers=OWN
            )

        yield opened


def with_state(app: ASGIApp, state: State) -> ASGIApp:
    """The server with what its lifespan would have opened."""

    async def answering(scope: Scope, receive: Receive, send: Send) -> None:
        await app({**scope, "state": state}, receive, send)

    return answering


def unique(name: str) -> str:
    """A name that no other test has."""
    return f"{name}-{secrets.token_hex(4)}"
