"""A sync is watched over server-sent events and over graphql-transport-ws."""

import asyncio
import json
import uuid
from typing import Any

import httpx
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.typing import Subprotocol

from app.auth import Auth
from app.records.account import Scope
from app.records.sync import SyncFeed
from app.store import keys, runs
from app.store.pool import Pool
from tests.schema.conftest import Ask, end_run, make_key, queued_run
from tests.schema.year import NOW

WATCH = """subscription($id: ID!) { syncProgress(runId: $id) {
  final run { state runId } feeds { feed state rowsWritten } } }"""
PROTOCOL = [Subprotocol("graphql-transport-ws")]
SSE = {"Accept": "text/event-stream"}


@pytest.fixture
async def run_id(pool: Pool, person: str) -> uuid.UUID:
    """A queued run."""
    return await queued_run(pool, person)


async def work(pool: Pool, run_id: uuid.UUID) -> None:
    """What a worker does: one feed, then the end."""
    await runs.claim_run(pool, run_id, NOW)
    feed = SyncFeed(
        run_id=run_id, feed="sleep", state="success", rows_written=3, problems=[], ended_at=NOW
    )
    await runs.feed_done(pool, feed)
    await end_run(pool, run_id)


def events_of(text: str) -> list[tuple[str, Any]]:
    """Events with their data; comments are left out."""
    found = []
    for block in text.split("\n\n"):
        lines = dict(line.split(": ", 1) for line in block.split("\n") if ": " in line)
        if "event" in lines:
            found.append((lines["event"], json.loads(lines.get("data") or "null")))
    return found


async def test_server_sent_events(address: str, pool: Pool, key: str, run_id: uuid.UUID) -> None:
    """The run comes at once, then at its change, and the stream completes at its end."""
    asked = {"query": WATCH, "variables": {"id": str(run_id)}}
    async with (
        httpx.AsyncClient() as client,
        client.stream(
            "POST", f"{address}/graphql", json=asked, headers={**SSE, "X-API-Key": key}
        ) as answered,
    ):
        assert answered.headers["content-type"].startswith("text/event-stream")
        text, working = "", None
        async for chunk in answered.aiter_text():
            text += chunk
            working = working or asyncio.create_task(work(pool, run_id))
    assert working is not None
    await working
    events = events_of(text)
    assert [name for name, _ in events] == ["next", *["next"] * (len(events) - 2), "complete"]
    first, last = events[0][1]["data"]["syncProgress"], events[-2][1]["data"]["syncProgress"]
    assert first == {
        "final": False,
        "run": {"state": "QUEUED", "runId": str(run_id)},
        "feeds": [],
    }
    assert last == {
        "final": True,
        "run": {"state": "SUCCESS", "runId": str(run_id)},
        "feeds": [{"feed": "sleep", "state": "SUCCESS", "rowsWritten": 3}],
    }


async def test_queries_come_as_events_too(client: httpx.AsyncClient) -> None:
    """Who takes events gets a query's one answer as an event."""
    answered = await client.post("/graphql", json={"query": "{ __typename }"}, headers=SSE)
    (name, body), end = events_of(answered.text)
    assert (name, body["data"], end[0]) == ("next", {"__typename": "Query"}, "complete")


@pytest.mark.parametrize("word", ["x", str(uuid.uuid4())])
async def test_unknown_runs(client: httpx.AsyncClient, key: str, word: str) -> None:
    """An unknown run is told as an event with an error."""
    asked = {"query": WATCH, "variables": {"id": word}}
    answered = await client.post("/graphql", json=asked, headers={**SSE, "X-API-Key": key})
    name, body = events_of(answered.text)[0]
    assert name == "next"
    assert body["errors"][0]["extensions"]["code"] == "not_found"


async def test_other_peoples_runs_are_unknown(
    client: httpx.AsyncClient, pool: Pool, run_id: uuid.UUID
) -> None:
    """A key of somebody else can not tell the run from one that is not there."""
    from app.store import write  # noqa: PLC0415 -- for this test alone

    other = f"watcher-{uuid.uuid4().hex[:6]}"
    await write.execute(pool, "account_create", user_id=other)
    from app.records.account import Scope  # noqa: PLC0415

    secret = await make_key(pool, other, Scope.READ)
    asked = {"query": WATCH, "variables": {"id": str(run_id)}}
    answered = await client.post("/graphql", json=asked, headers={**SSE, "X-API-Key": secret})
    assert events_of(answered.text)[0][1]["errors"][0]["extensions"]["code"] == "not_found"


async def test_without_events_or_key(client: httpx.AsyncClient, key: str) -> None:
    """A subscription over plain JSON is not acceptable; without a key it is a 401."""
    asked = {"query": WATCH, "variables": {"id": "x"}}
    plain = await client.post("/graphql", json=asked, headers={"X-API-Key": key})
    assert plain.status_code == 406
    nobody = await client.post("/graphql", json=asked, headers=SSE)
    assert nobody.status_code == 401


async def tell(socket: ClientConnection, **message: object) -> None:
    """Send a message."""
    await socket.send(json.dumps(message))


async def hear(socket: ClientConnection) -> dict[str, Any]:
    """The next message."""
    message: dict[str, Any] = json.loads(await socket.recv())
    return message


def ws(address: str) -> str:
    """The address for sockets."""
    return address.replace("http:", "ws:") + "/graphql"


@pytest.mark.parametrize("name", ["X-API-Key", "apiKey", "Authorization"])
async def test_the_socket(address: str, pool: Pool, key: str, run_id: uuid.UUID, name: str) -> None:
    """The key comes with connection_init; the run is told until its end."""
    async with connect(ws(address), subprotocols=PROTOCOL) as socket:
        shown = f"Bearer {key}" if name == "Authorization" else key
        await tell(socket, type="connection_init", payload={name: shown})
        assert await hear(socket) == {"type": "connection_ack"}
        payload = {"query": WATCH, "variables": {"id": str(run_id)}}
        await tell(socket, type="subscribe", id="1", payload=payload)
        first = await hear(socket)
        assert first["payload"]["data"]["syncProgress"]["run"]["state"] == "QUEUED"
        await work(pool, run_id)
        last = await hear(socket)
        assert last["payload"]["data"]["syncProgress"]["final"] is True
        assert await hear(socket) == {"type": "complete", "id": "1"}


async def test_errors_on_the_socket(address: str, key: str) -> None:
    """Wrong documents are errors of their operation, and the connection goes on."""
    async with connect(ws(address), subprotocols=PROTOCOL) as socket:
        await tell(socket, type="connection_init", payload={"X-API-Key": key})
        await hear(socket)
        await tell(socket, type="subscribe", id="1", payload={"query": "subscription { no }"})
        wrong = await hear(socket)
        assert wrong["type"] == "error"
        assert wrong["payload"][0]["extensions"]["code"] == "graphql_invalid"
        await tell(socket, type="subscribe", id="2", payload={"query": "{ __typename }"})
        assert (await hear(socket))["payload"]["data"] == {"__typename": "Query"}


@pytest.mark.parametrize(
    ("messages", "code"),
    [
        ([{"type": "connection_init", "payload": {}}], 4403),
        ([{"type": "connection_init", "payload": {"X-API-Key": "wrong"}}], 4403),
        ([{"type": "subscribe", "id": "1", "payload": {"query": "{ __typename }"}}], 4401),
        ([{"type": "nonsense"}], 4400),
        (["{"], 4400),
        ([" " * 300_000], 4400),
    ],
)
async def test_wrong_conversations(address: str, messages: list[Any], code: int) -> None:
    """A connection without a key, without manners or with too long messages is closed."""
    async with connect(ws(address), subprotocols=PROTOCOL) as socket:
        for message in messages:
            await socket.send(message if isinstance(message, str) else json.dumps(message))
        with pytest.raises(ConnectionClosed) as closed:
            await socket.recv()
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == code


async def test_other_sites_and_protocols(address: str) -> None:
    """Pages of other sites can not open a socket, and the legacy protocol is not spoken."""
    with pytest.raises(InvalidStatus):
        await connect(ws(address), subprotocols=PROTOCOL, origin="https://evil.example")  # type: ignore[arg-type]
    async with connect(ws(address), subprotocols=[Subprotocol("graphql-ws")]) as socket:
        with pytest.raises(ConnectionClosed) as closed:
            await socket.recv()
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4406


async def test_a_revoked_key_ends_its_watch(
    address: str,
    auth: Auth,
    pool: Pool,
    person: str,
    run_id: uuid.UUID,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Who is let go while watching is told so, and sees nothing more."""
    monkeypatch.setattr("schema.subscription.KEY_EVERY", 2)
    made, secret = await keys.create_key(
        pool, user_id=person, label="brief", scopes=[Scope.READ], actor="test"
    )
    asked = {"query": WATCH, "variables": {"id": str(run_id)}}
    headers = {**SSE, "X-API-Key": secret}
    async with (
        httpx.AsyncClient() as client,
        client.stream("POST", f"{address}/graphql", json=asked, headers=headers) as answered,
    ):
        parts = answered.aiter_text()
        await anext(parts)
        await auth.revoke(made.key_id, "test")
        rest = "".join([part async for part in parts])
    (_, told), _ = events_of(rest)
    assert told["errors"][0]["extensions"]["code"] == "unauthenticated"


async def test_who_stops_reading_goes_away(
    address: str, ask: Ask, key: str, run_id: uuid.UUID
) -> None:
    """A watcher that hangs up leaves a server that answers."""
    async with httpx.AsyncClient() as client:
        asked = {"query": WATCH, "variables": {"id": str(run_id)}}
        headers = {**SSE, "X-API-Key": key}
        async with client.stream(
            "POST", f"{address}/graphql", json=asked, headers=headers
        ) as answered:
            await anext(answered.aiter_text())
    assert (await ask("{ __typename }"))["data"] == {"__typename": "Query"}
