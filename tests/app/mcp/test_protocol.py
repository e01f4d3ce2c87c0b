"""The protocol itself: both eras on one URL, and the door before them."""

import hashlib
from typing import Any

import httpx
import pytest

from app.records.account import Scope
from tests.app.mcp.conftest import Connect, House, NewKey

LEGACY, CURRENT = "2025-06-18", "2026-07-28"
ACCEPT = {"Accept": "application/json, text/event-stream", "Content-Type": "application/json"}


def asked(method: str, **params: Any) -> dict[str, Any]:  # noqa: ANN401 -- JSON
    """A request of the protocol."""
    return {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}


def current(method: str, **params: Any) -> dict[str, Any]:  # noqa: ANN401 -- JSON
    """A request as the current revision wants it."""
    meta = {
        "io.modelcontextprotocol/protocolVersion": CURRENT,
        "io.modelcontextprotocol/clientCapabilities": {},
        "io.modelcontextprotocol/clientInfo": {"name": "test", "version": "1"},
    }
    return asked(method, **params, _meta=meta)


@pytest.mark.parametrize("mode", ["legacy", CURRENT, "auto"])
async def test_both_eras(connect: Connect, mode: str) -> None:
    """The official client lists twelve tools that say what they do to the world, and calls one."""
    async with connect(mode=mode) as client:
        tools = {each.name: each for each in (await client.list_tools()).tools}
        found = await client.call_tool("people", {})
        prompts = (await client.list_prompts()).prompts
        read = await client.read_resource("ursa://metrics")
        week = await client.read_resource("ursa://week/me")
    assert len(tools) == 12
    for name, each in tools.items():
        assert each.annotations is not None
        assert each.annotations.read_only_hint is (name != "sync")
        assert each.description
        assert each.output_schema
    assert found.structured_content is not None
    assert found.structured_content["count"] == 1
    assert {each.name for each in prompts} == {"weekly_review", "why_was_hrv_low"}
    assert "hrv_rmssd" in str(read.contents[0])
    assert "Sleep score" in str(week.contents[0])


async def test_the_card(connect: Connect) -> None:
    """`today` names a card that needs nothing of the network."""
    async with connect() as client:
        (tool,) = [each for each in (await client.list_tools()).tools if each.name == "today"]
        assert tool.meta is not None
        card = await client.read_resource(tool.meta["ui"]["resourceUri"])
    text = card.contents[0].model_dump()["text"]
    assert "ui/initialize" in text
    assert "http" not in text.replace("http://www.w3.org/2000/svg", "")


async def test_without_a_key(http: httpx.AsyncClient) -> None:
    """A stranger is told where the document is that says how to be let in."""
    answered = await http.post("/mcp", json=asked("tools/list"), headers=ACCEPT)
    assert answered.status_code == 401
    challenge = answered.headers["WWW-Authenticate"]
    assert challenge.startswith('Bearer resource_metadata="')
    told = await http.get("/.well-known/oauth-protected-resource/mcp")
    assert told.json()["resource"].endswith("/mcp")
    whole = await http.get("/.well-known/oauth-protected-resource")
    assert told.json()["resource"] == f"{whole.json()['resource']}/mcp"


@pytest.mark.parametrize(
    ("host", "status"), [("evil.example", 403), ("localhost", 200), (None, 403)]
)
async def test_pages_of_elsewhere(
    http: httpx.AsyncClient, new_key: NewKey, host: str | None, status: int
) -> None:
    """A foreign page is refused, whatever key it brings, and whatever name it gave this address."""
    headers = {**ACCEPT, "Authorization": f"Bearer {await new_key()}"}
    headers["Origin"] = f"http://{host or 'evil.example'}"
    headers |= {} if host is None else {"Host": host}
    answered = await http.post("/mcp", json=asked("tools/list"), headers=headers)
    assert answered.status_code == status


@pytest.mark.parametrize("version", [CURRENT, "2025-11-25", "2025-06-18", None])
@pytest.mark.parametrize("method", ["GET", "DELETE"])
async def test_there_are_no_sessions(
    http: httpx.AsyncClient, new_key: NewKey, method: str, version: str | None
) -> None:
    """There is no stream to listen to, and no session to end, in either era."""
    headers = {**ACCEPT, "Authorization": f"Bearer {await new_key()}"}
    headers |= {} if version is None else {"MCP-Protocol-Version": version}
    answered = await http.request(method, "/mcp", headers=headers)
    assert (answered.status_code, answered.headers["Allow"]) == (405, "POST")


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({"Mcp-Method": "tools/call"}, -32020),
        ({"Mcp-Method": "tools/list", "MCP-Protocol-Version": "1999-01-01"}, -32022),
    ],
    ids=["contradiction", "revision"],
)
async def test_headers_that_contradict(
    http: httpx.AsyncClient, new_key: NewKey, headers: dict[str, str], code: int
) -> None:
    """Headers say what the body says, in a revision that is known, or the request is refused."""
    body = current("tools/list")
    version = headers.get("MCP-Protocol-Version", CURRENT)
    body["params"]["_meta"]["io.modelcontextprotocol/protocolVersion"] = version
    sent = {**ACCEPT, "MCP-Protocol-Version": version, **headers}
    sent["Authorization"] = f"Bearer {await new_key()}"
    answered = await http.post("/mcp", json=body, headers=sent)
    assert answered.status_code == 400
    assert answered.json()["error"]["code"] == code


async def test_large_bodies(http: httpx.AsyncClient, new_key: NewKey) -> None:
    """A body of a megabyte is refused before it is read to its end."""
    headers = {**ACCEPT, "Authorization": f"Bearer {await new_key()}"}
    answered = await http.post("/mcp", content=b"x" * 2**20, headers=headers)
    assert answered.status_code == 413


async def test_a_key_that_may_only_sync(connect: Connect, new_key: NewKey) -> None:
    """Who may not read is told so by every tool that reads."""
    async with connect(await new_key(Scope.SYNC)) as client:
        for name in ("today", "people"):
            assert (await client.call_tool(name, {})).is_error


async def test_each_call_is_a_line_of_the_audit_log(
    connect: Connect, house: House, new_key: NewKey
) -> None:
    """Who called which tool about whom, and whether it failed; no argument beside the person."""
    secret = await new_key()
    async with connect(secret) as client:
        await client.call_tool("people", {})
        await client.call_tool("sleep", {"person": "some\u0000body"})
        await client.call_tool("sync", {"person": house.person})
    await house.auth.flush()
    async with house.resources.pool.connection() as connected:
        cursor = await connected.execute(
            """SELECT action, user_id, details FROM audit_log
            WHERE action LIKE 'mcp.%%'
                AND actor IN (SELECT key_id::text FROM api_key WHERE secret_sha256 = %s)
            ORDER BY audit_id""",
            [hashlib.sha256(secret.encode()).digest()],
        )
        told = await cursor.fetchall()
    forbidden = {"error": "forbidden"}
    assert told == [
        ("mcp.people", house.person, {}),
        ("mcp.sleep", house.person, forbidden),
        ("mcp.sync", house.person, forbidden),
    ]
