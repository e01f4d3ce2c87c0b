"""What the protocol demands of a server, asked without a client that would smooth it over."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from app.records.account import Scope
from app.store import keys
from app.store.pool import Pool
from tests.app.mcp.conftest import House, NewKey
from tests.app.mcp.test_protocol import ACCEPT, CURRENT, LEGACY, asked, current

Ask = Callable[..., Awaitable[httpx.Response]]


@pytest.fixture
def ask(http: httpx.AsyncClient, new_key: NewKey) -> Ask:
    """Send one message of the current revision, with the headers that go with it."""

    async def asking(message: dict[str, Any], **headers: str) -> httpx.Response:
        told = {"MCP-Protocol-Version": CURRENT, "Mcp-Method": message["method"]}
        name = message.get("params", {}).get("name") or message.get("params", {}).get("uri")
        told |= {"Mcp-Name": name} if name else {}
        told |= {"Authorization": f"Bearer {await new_key()}"}
        sent = {**ACCEPT, **told, **headers}
        return await http.post("/mcp", json=message, headers=sent)

    return asking


@pytest.fixture
def ask_legacy(http: httpx.AsyncClient, new_key: NewKey) -> Ask:
    """Send one message as clients of the earlier era do: no headers of the protocol's."""

    async def asking(message: dict[str, Any], **headers: str) -> httpx.Response:
        sent = {**ACCEPT, "Authorization": f"Bearer {await new_key()}", **headers}
        return await http.post("/mcp", json=message, headers=sent)

    return asking


async def test_discovery(ask: Ask) -> None:
    """`server/discover` tells the revisions, may be cached, and every result says who answers."""
    answered = await ask(current("server/discover"))
    assert answered.status_code == 200
    told = answered.json()["result"]
    assert CURRENT in told["supportedVersions"]
    assert told["resultType"] == "complete"
    assert told["ttlMs"] >= 0
    assert told["cacheScope"] in {"public", "private"}
    assert told["_meta"]["io.modelcontextprotocol/serverInfo"]["name"] == "ursa"


@pytest.mark.parametrize("method", ["tools/list", "prompts/list", "resources/list"])
async def test_lists_may_be_cached(ask: Ask, method: str) -> None:
    """Each says for how long and for whom, and has the same order each time."""
    first, second = [(await ask(current(method))).json()["result"] for _ in range(2)]
    assert first == second
    assert first["ttlMs"] >= 0
    assert first["cacheScope"] in {"public", "private"}
    assert first["resultType"] == "complete"


async def test_what_is_read_may_be_cached(ask: Ask) -> None:
    """A resource that is a person's is cached for that person alone."""
    told = (await ask(current("resources/read", uri="ursa://week/me"))).json()["result"]
    assert told["ttlMs"] >= 0
    assert told["cacheScope"] == "private"


async def test_a_method_that_is_none(ask: Ask) -> None:
    """It is not found, by HTTP and by the protocol."""
    answered = await ask(current("tools/guess"))
    assert (answered.status_code, answered.json()["error"]["code"]) == (404, -32601)


@pytest.mark.parametrize("method", ["notifications/cancelled", "notifications/initialized"])
async def test_notifications(ask: Ask, ask_legacy: Ask, method: str) -> None:
    """They are taken, and answered with nothing, in both eras."""
    for asking in (ask, ask_legacy):
        message = {"jsonrpc": "2.0", "method": method, "params": current("x")["params"]}
        answered = await asking(message)
        assert (answered.status_code, answered.content) == (202, b"")


@pytest.mark.parametrize("version", [LEGACY, "2025-11-25", "2099-01-01"])
async def test_the_earlier_era_begins(ask_legacy: Ask, version: str) -> None:
    """`initialize` answers with a revision that it has, without a session or any header."""
    client = {"name": "test", "version": "1"}
    hello = asked("initialize", protocolVersion=version, capabilities={}, clientInfo=client)
    answered = await ask_legacy(hello)
    assert answered.status_code == 200
    assert "mcp-session-id" not in answered.headers
    told = answered.json()["result"]["protocolVersion"]
    assert told == version if version < CURRENT else told < CURRENT
    listed = await ask_legacy(asked("tools/list"))
    assert len(listed.json()["result"]["tools"]) == 12


async def test_a_call_is_told_as_text_too(ask: Ask) -> None:
    """Who does not read structured content reads a short text; the result says it is whole."""
    told = (await ask(current("tools/call", name="people", arguments={}))).json()["result"]
    assert told["resultType"] == "complete"
    assert not told.get("isError")
    assert told["structuredContent"]["count"] == 1
    assert [each["type"] for each in told["content"]] == ["text"]
    assert told["content"][0]["text"]


async def test_a_name_that_contradicts(ask: Ask) -> None:
    """`Mcp-Name` is the name in the body, or the request is refused."""
    answered = await ask(
        current("tools/call", name="people", arguments={}), **{"Mcp-Name": "today"}
    )
    assert (answered.status_code, answered.json()["error"]["code"]) == (400, -32020)


@pytest.mark.parametrize(
    "arguments",
    [{"days": "many"}, {"days": -1}, {"metric": 7}, {"person": ["x"]}, {"until": "2026-13-40"}],
)
async def test_input_is_looked_at(ask: Ask, arguments: dict[str, object]) -> None:
    """What is no argument is an error in words, and breaks nothing."""
    called = {"metric": "hrv_rmssd"} | arguments
    answered = await ask(current("tools/call", name="metric_trend", arguments=called))
    told = answered.json()
    assert answered.status_code < 500
    assert "error" in told or told["result"]["isError"]


async def test_a_token_in_the_address(http: httpx.AsyncClient, new_key: NewKey) -> None:
    """It opens nothing there: addresses are written down."""
    key = await new_key()
    for name in ("access_token", "token", "api_key"):
        answered = await http.post(f"/mcp?{name}={key}", json=asked("tools/list"), headers=ACCEPT)
        assert answered.status_code == 401


async def test_calls_are_counted(http: httpx.AsyncClient, house: House, pool: Pool) -> None:
    """A key's minute bounds its calls here as everywhere, and says when to come again."""
    _, secret = await keys.create_key(
        pool,
        user_id=house.person,
        label="hasty",
        scopes=(Scope.READ,),
        rate_limit_per_minute=2,
        actor="test",
    )
    sent = {**ACCEPT, "Authorization": f"Bearer {secret}"}
    answers = [await http.post("/mcp", json=asked("tools/list"), headers=sent) for _ in range(3)]
    assert [each.status_code for each in answers] == [200, 200, 429]
    assert int(answers[-1].headers["Retry-After"]) > 0
