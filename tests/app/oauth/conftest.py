"""Somebody signed in, an application that registered, and the way through the consent."""

import base64
import hashlib
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import httpx
import pytest
from starlette.applications import Starlette

from app.deeds import sessions
from app.records.session import Browser, Role
from app.state import State
from app.store.pool import Pool
from tests.app.series import new_person
from tests.app.web.conftest import OWN, Browse, House, browse, cheap, house, with_state

__all__ = ["browse", "cheap", "house"]

PUBLIC = "http://127.0.0.1:8000"
MCP = f"{PUBLIC}/mcp"
BACK = "https://app.example/back"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
JSON = {"Content-Type": "application/json"}


@dataclass
class Flow:
    """One application, in the hands of a test, and a browser in which somebody is signed in."""

    app: httpx.AsyncClient
    browser: httpx.AsyncClient
    client_id: str
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48))

    def asked(self, **other: str | None) -> dict[str, str]:
        """The request, with other parameters; None leaves one out."""
        sha256 = hashlib.sha256(self.verifier.encode()).digest()
        usual = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": BACK,
            "state": "of the app",
            "code_challenge": base64.urlsafe_b64encode(sha256).decode().rstrip("="),
            "code_challenge_method": "S256",
            "scope": "read",
        }
        return {name: value for name, value in (usual | other).items() if value is not None}

    async def shown(self, **other: str | None) -> dict[str, Any]:
        """What the consent page is told."""
        sent = {"query": urlencode(self.asked(**other))}
        answer = await self.browser.post("/oauth/consent/request", json=sent)
        assert answer.status_code == 200, answer.text
        told: dict[str, Any] = answer.json()
        return told

    async def decided(
        self,
        sent: Mapping[str, object] | None = None,
        /,
        *,
        user_id: str | None,
        **other: str | None,
    ) -> httpx.Response:
        """The answer to a decision, yes unless it says something else."""
        decision: dict[str, object] = {
            "query": urlencode(self.asked(**other)),
            "allow": True,
            "user_id": user_id,
            "scopes": self.asked(**other)["scope"].split(),
            "days": 30,
        }
        return await self.browser.post("/oauth/consent", json=decision | dict(sent or {}))

    async def code(self, user_id: str | None, **other: str | None) -> str:
        """The code of a yes."""
        answer = await self.decided(user_id=user_id, **other)
        assert answer.status_code == 200, answer.text
        return back(answer.json()["leads_to"])["code"]

    async def token(self, **fields: str | None) -> httpx.Response:
        """What the token endpoint answers."""
        usual = {"client_id": self.client_id}
        sent = {name: value for name, value in (usual | fields).items() if value is not None}
        return await self.app.post("/oauth/token", data=sent, headers=FORM)

    async def exchanged(self, given: str, /, **other: str | None) -> httpx.Response:
        """What a code is exchanged for."""
        usual: dict[str, str | None] = {
            "grant_type": "authorization_code",
            "code": given,
            "redirect_uri": BACK,
            "code_verifier": self.verifier,
        }
        return await self.token(**(usual | other))

    async def refreshed(self, given: str, /, **other: str | None) -> httpx.Response:
        """What a refresh token is exchanged for."""
        return await self.token(grant_type="refresh_token", refresh_token=given, **other)

    async def tokens(self, user_id: str | None, **other: str | None) -> dict[str, Any]:
        """The whole way, to the first tokens."""
        answer = await self.exchanged(await self.code(user_id, **other))
        assert answer.status_code == 200, answer.text
        told: dict[str, Any] = answer.json()
        return told


Begin = Callable[..., Awaitable[Flow]]


def back(url: str) -> dict[str, str]:
    """What an application is told at its redirect_uri."""
    return dict(parse_qsl(urlsplit(url).query))


async def signed_in(house: House, browser: httpx.AsyncClient, user_id: str | None) -> None:
    """The owner, or a person."""
    role = Role.OWNER if user_id is None else Role.PERSON
    here = Browser(address="192.0.2.7")
    begun = await sessions.begin(house.state, here, role, how="test", user_id=user_id)
    browser.cookies.set("ursa_session", begun.secret)


@asynccontextmanager
async def served(app: Starlette, state: State) -> AsyncIterator[httpx.AsyncClient]:
    """A browser at a server with other settings."""
    transport = httpx.ASGITransport(with_state(app, state))
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url=PUBLIC, headers=OWN) as http,
    ):
        yield http


@pytest.fixture
async def person(pool: Pool) -> str:
    """Somebody whom applications ask for."""
    return await new_person(pool)


@pytest.fixture
def begin(house: House, browse: Browse, person: str) -> Begin:
    """Registers an application and signs the person in, or the owner."""

    async def begun(*, owner: bool = False, **told: object) -> Flow:
        app, browser = browse(), browse()
        app.headers.pop("Content-Type")
        sent = {"client_name": "Morning", "redirect_uris": [BACK], **told}
        answer = await app.post("/oauth/register", json=sent)
        assert answer.status_code == 201, answer.text
        await signed_in(house, browser, None if owner else person)
        return Flow(app, browser, answer.json()["client_id"])

    return begun
