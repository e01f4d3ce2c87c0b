"""Clients of other makers find their way in, use every tool, refresh, and are sent away."""

import base64
import hashlib
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import httpx2
import pytest
from authlib.integrations.httpx_client import AsyncOAuth2Client
from fastmcp.client import Client as FastClient
from fastmcp.client.auth import OAuth as FastOAuth
from mcp import Client
from mcp.client.auth import OAuthClientProvider
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.auth import AuthorizationCodeResult, OAuthClientMetadata
from mcp.types import CallToolResult
from oauthlib.oauth2 import WebApplicationClient

from app.auth import owner
from app.deeds import apps
from tests.app.mcp.conftest import House
from tests.app.mcp.test_tools import CALLS
from tests.app.mcp.visiting import BACK, Kept, Visitor

CURRENT = "2026-07-28"
EVERY = dict(CALLS) | {"exercise": {}}


def provider(house: House, kept: Kept, visitor: Visitor, scope: str | None = None) -> Any:  # noqa: ANN401 -- the SDK's
    """The official SDK's own way in."""
    told = {"client_name": "The SDK", "redirect_uris": [BACK], "scope": scope}
    return OAuthClientProvider(
        server_url=f"{house.address}/mcp",
        client_metadata=OAuthClientMetadata.model_validate(told),
        storage=kept,
        redirect_handler=visitor.redirect,
        callback_handler=visitor.called_back,
    )


@asynccontextmanager
async def sdk(house: House, auth: Any, mode: str) -> AsyncIterator[Client]:  # noqa: ANN401 -- as above
    """The official client, let in or on its way."""
    async with httpx2.AsyncClient(auth=auth, timeout=120) as http:
        transport = streamable_http_client(f"{house.address}/mcp", http_client=http)
        async with Client(transport, mode=mode) as client:
            yield client


async def every_tool(client: Any) -> None:  # noqa: ANN401 -- either client
    """Each answers, `exercise` about the session that `find_exercises` told."""
    for name in EVERY:
        arguments = dict(EVERY[name])
        if name == "exercise":
            listed = await client.call_tool("find_exercises", {"days": 60})
            arguments["identifier"] = listed.structured_content["sessions"][0]["id"]
        found = await client.call_tool(name, arguments)
        assert not _failed(found), (name, found)


def _failed(found: CallToolResult | Any) -> bool:  # noqa: ANN401 -- either client's
    return bool(getattr(found, "is_error", False))


@pytest.mark.parametrize("mode", ["legacy", CURRENT])
async def test_the_official_client(house: House, mode: str) -> None:
    """Discovery, registration, consent, every tool, refresh, step up, the end; in both eras."""
    kept, visitor = Kept(), Visitor(house)
    auth = provider(house, kept, visitor)
    async with sdk(house, auth, mode) as client:
        await every_tool(client)
        auth.context.token_expiry_time = 1  # To the SDK its access token has ended.
        await client.call_tool("people", {})
    (asked,) = visitor.seen
    query = dict(parse_qsl(urlsplit(asked).query))
    assert query["resource"] == f"{house.address}/mcp"
    assert query["code_challenge_method"] == "S256"
    first, second = kept.given
    assert first.access_token != second.access_token

    assert kept.client is not None
    sent = {"client_id": kept.client.client_id, "token": second.refresh_token}
    async with httpx.AsyncClient(base_url=house.address) as http:
        assert (await http.post("/oauth/revoke", data=sent)).status_code == 200
        bearer = {"Authorization": f"Bearer {second.access_token}"}
        assert (await http.post("/mcp", json={}, headers=bearer)).status_code == 401


async def test_more_is_asked_for_where_it_is_needed(house: House) -> None:
    """A client of the newer era whose token does not reach asks the person again, for more."""
    kept, visitor = Kept(), Visitor(house)
    async with sdk(house, provider(house, kept, visitor), CURRENT) as client:
        await client.call_tool("people", {})
        assert kept.given[-1].scope == "read"
        found = await client.call_tool("sync", {})
    assert not _failed(found)
    assert kept.given[-1].scope == "read sync"
    assert len(visitor.seen) == 2


@pytest.mark.filterwarnings("ignore:Using in-memory token storage")
async def test_fastmcp(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its client goes the same way, with its own registration and storage."""
    visitor = Visitor(house)

    async def redirect(_: FastOAuth, authorization_url: str) -> None:
        await visitor.redirect(authorization_url)

    async def called_back(_: FastOAuth) -> AuthorizationCodeResult:
        return await visitor.called_back()

    monkeypatch.setattr(FastOAuth, "redirect_handler", redirect)
    monkeypatch.setattr(FastOAuth, "callback_handler", called_back)
    async with FastClient(f"{house.address}/mcp", auth="oauth") as client:
        await every_tool(client)
    listed = await apps.connected(house.state, owner("test"), house.person)
    assert "FastMCP" in listed[0].name
    assert {"mcp today", "mcp exercise"} <= set(listed[0].read)
    await apps.end(house.state, owner("test"), str(listed[0].app_id))


async def registered(house: House, **told: object) -> dict[str, Any]:
    """An application that registered."""
    async with httpx.AsyncClient(base_url=house.address) as http:
        sent = {"client_name": "An app", "redirect_uris": [BACK], **told}
        made: dict[str, Any] = (await http.post("/oauth/register", json=sent)).json()
    return made


async def test_authlib(house: House) -> None:
    """Authlib's client passes the app flow with a secret: PKCE, exchange, refresh, revocation."""
    made = await registered(house, token_endpoint_auth_method="client_secret_basic")
    endpoint = f"{house.address}/oauth"
    async with AsyncOAuth2Client(
        made["client_id"],
        made["client_secret"],
        scope="read sync",
        redirect_uri=BACK,
        code_challenge_method="S256",
        token_endpoint=f"{endpoint}/token",
        update_token=_nothing,
    ) as client:
        verifier = secrets.token_urlsafe(48)
        url, state = client.create_authorization_url(
            f"{endpoint}/authorize", code_verifier=verifier
        )
        told = await Visitor(house).allow(url)
        assert told["state"] == state
        back = f"{BACK}?code={told['code']}&state={told['state']}"
        token = await client.fetch_token(authorization_response=back, code_verifier=verifier)
        assert token["scope"] == "read sync"
        sleep = f"{house.address}/api/v1/users/{house.person}/sleep?days=1"
        assert (await client.get(sleep)).status_code == 200
        client.token["expires_at"] = 1
        assert (await client.get(sleep)).status_code == 200
        assert client.token["access_token"] != token["access_token"]
        refresh = client.token["refresh_token"]
        await client.revoke_token(f"{endpoint}/revoke", token=refresh)  # type: ignore[no-untyped-call]
        assert (await client.get(sleep)).status_code == 401


async def _nothing(*_: object, **__: object) -> None:
    """Where a program would keep its new token."""


async def test_oauthlib(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """The client of oauthlib parses every answer of the app flow, without a secret."""
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")  # It stands on loopback here.
    made = await registered(house)
    client = WebApplicationClient(made["client_id"])
    verifier = secrets.token_urlsafe(48)
    sha256 = hashlib.sha256(verifier.encode()).digest()
    url = client.prepare_request_uri(
        f"{house.address}/oauth/authorize",
        redirect_uri=BACK,
        scope="read",
        state="s",
        code_challenge=base64.urlsafe_b64encode(sha256).decode().rstrip("="),
        code_challenge_method="S256",
    )
    told = await Visitor(house).allow(url)
    client.parse_request_uri_response(
        f"https://app.example/?code={told['code']}&state=s", state="s"
    )
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    async with httpx.AsyncClient(base_url=house.address, headers=form) as http:
        body = client.prepare_request_body(redirect_uri=BACK, code_verifier=verifier)
        client.parse_request_body_response((await http.post("/oauth/token", content=body)).text)
        body = client.prepare_refresh_body(refresh_token=client.refresh_token)
        answer = await http.post("/oauth/token", content=f"{body}&client_id={made['client_id']}")
        client.parse_request_body_response(answer.text)
        uri, headers, _ = client.add_token(f"{house.address}/api/v1/users/{house.person}/sleep")
        assert (await http.get(uri, headers=headers)).status_code == 200
