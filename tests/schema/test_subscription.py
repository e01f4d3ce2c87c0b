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
from app.errors import Unauthenticated
from app.records.account import Scope
from app.records.sync import SyncFeed
from app.store import change, keys, runs
from app.store.pool import Pool
from app.turns import Places
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


@pytest.mark.parametrize("word", ["x", str(uuid.uuid4())], ids=["no id", "unknown"])
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
    other = f"watcher-{uuid.uuid4().hex[:6]}"
    await change.execute(pool, "account_create", user_id=other)
    secret = await make_key(pool, other, Scope.READ)
    asked = {"query": WATCH, "variables": {"id": str(run_id)}}
    answered = await client.post("/graphql", json=asked, headers={**SSE, "X-API-Key": secret})
    assert events_of(answered.text)[0][1]["errors"][0]["extensions"]["code"] == "not_found"


async def test_a_key_that_may_not_read_watches_nobody(
    client: httpx.AsyncClient, pool: Pool, person: str, run_id: uuid.UUID
) -> None:
    """Without the scope READ, a run of one's own and an unknown one are refused alike."""
    for owner in (person, None):
        secret = await make_key(pool, owner, Scope.SYNC, Scope.ADMIN)
        for word in (str(run_id), str(uuid.uuid4()), "x"):
            asked = {"query": WATCH, "variables": {"id": word}}
            answered = await client.post(
                "/graphql", json=asked, headers={**SSE, "X-API-Key": secret}
            )
            (name, body), end = events_of(answered.text)
            assert (name, body["data"], end[0]) == ("next", None, "complete")
            assert body["errors"][0]["extensions"]["code"] == "forbidden"


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
        last = first
        while not last["payload"]["data"]["syncProgress"]["final"]:
            last = await hear(socket)
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
        (["[1]"], 4400),
        (["null"], 4400),
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
        await keys.revoke_key(pool, made.key_id, "test")
        auth.forget(made.key_id)
        rest = "".join([part async for part in parts])
    (_, told), _ = events_of(rest)
    assert told["errors"][0]["extensions"]["code"] == "unauthenticated"


async def test_a_renewed_key_ends_its_watch(auth: Auth, pool: Pool, person: str) -> None:
    """The old secret is dead for who watches with it, too."""
    made, secret = await keys.create_key(
        pool, user_id=person, label="old", scopes=[Scope.READ], actor="test"
    )
    caller = await auth.authenticate({"x-api-key": secret})
    await auth.check_still_valid(caller)
    await keys.regenerate_key(pool, made.key_id, "test")
    with pytest.raises(Unauthenticated):
        await auth.check_still_valid(caller)


async def test_a_key_watches_few_runs_at_a_time(
    address: str, key: str, run_id: uuid.UUID, auth: Auth
) -> None:
    """One more is refused, and a place is free again as soon as somebody leaves."""
    auth.lasting.watches = Places(1, "subscriptions are open.")
    watch = {"query": WATCH, "variables": {"id": str(run_id)}}
    async with connect(ws(address), subprotocols=PROTOCOL) as socket:
        await tell(socket, type="connection_init", payload={"X-API-Key": key})
        await hear(socket)
        await tell(socket, type="subscribe", id="1", payload=watch)
        assert (await hear(socket))["type"] == "next"
        await tell(socket, type="subscribe", id="2", payload=watch)
        refused = (await hear(socket))["payload"]["errors"][0]
        assert refused["extensions"]["code"] == "too_many_requests"
        assert await hear(socket) == {"type": "complete", "id": "2"}
        await tell(socket, type="complete", id="1")
        await tell(socket, type="subscribe", id="3", payload=watch)
        assert (await hear(socket))["payload"]["data"]["syncProgress"]["final"] is False


async def test_a_family_has_few_sockets(address: str, key: str, auth: Auth) -> None:
    """One more is closed with a word, and a place is free again as soon as one was closed."""
    auth.lasting.sockets = Places(1, "socket is open. Close it first.")

    async def answered(socket: ClientConnection) -> str:
        await tell(socket, type="connection_init", payload={"X-API-Key": key})
        return str((await hear(socket))["type"])

    async with connect(ws(address), subprotocols=PROTOCOL) as first:
        assert await answered(first) == "connection_ack"
        async with connect(ws(address), subprotocols=PROTOCOL) as second:
            with pytest.raises(ConnectionClosed) as closed:
                await answered(second)
            assert closed.value.rcvd is not None
            assert closed.value.rcvd.code == 1013
            assert closed.value.rcvd.reason == "1 socket is open. Close it first."
    async with asyncio.timeout(5):
        while auth.lasting.sockets.taken:  # noqa: ASYNC110 -- the server learns of the end later
            await asyncio.sleep(0)
    async with connect(ws(address), subprotocols=PROTOCOL) as third:
        assert await answered(third) == "connection_ack"


async def test_sockets_that_show_no_key_are_few(address: str, key: str, auth: Auth) -> None:
    """Silence takes the places of silent ones alone: a shown key leaves its place to the next."""
    auth.lasting.knocking = Places(1, "sockets are silent.")
    async with connect(ws(address), subprotocols=PROTOCOL) as silent:
        async with connect(ws(address), subprotocols=PROTOCOL) as refused:
            with pytest.raises(ConnectionClosed):
                await hear(refused)
        await tell(silent, type="connection_init", payload={"X-API-Key": key})
        await hear(silent)
        async with connect(ws(address), subprotocols=PROTOCOL) as next_one:
            await tell(next_one, type="connection_init", payload={"X-API-Key": key})
            assert (await hear(next_one))["type"] == "connection_ack"


async def test_each_event_is_asked_anew(
    client: httpx.AsyncClient, pool: Pool, person: str, key: str, run_id: uuid.UUID, auth: Auth
) -> None:
    """What hangs below the run changes with it, and at its end the person is known anew."""
    query = """subscription($id: ID!) { syncProgress(runId: $id) {
      final feeds { feed } run { feeds { feed } } } }"""
    caller = await auth.authenticate({"x-api-key": key})
    assert (await auth.account_for(caller, person, Scope.READ)).synced_at is None
    working = asyncio.create_task(_work_slowly(pool, person, run_id))
    asked = {"query": query, "variables": {"id": str(run_id)}}
    answered = await client.post("/graphql", json=asked, headers={**SSE, "X-API-Key": key})
    await working
    told = [body["data"]["syncProgress"] for name, body in events_of(answered.text) if body]
    assert [len(each["feeds"]) for each in told][-1] == 2
    assert [each["run"]["feeds"] for each in told] == [each["feeds"] for each in told]
    assert (await auth.account_for(caller, person, Scope.READ)).synced_at == NOW


async def _work_slowly(pool: Pool, person: str, run_id: uuid.UUID) -> None:
    await runs.claim_run(pool, run_id, NOW)
    for name in ("sleep", "activity"):
        await asyncio.sleep(0.3)
        await runs.feed_done(
            pool,
            SyncFeed(run_id=run_id, feed=name, state="success", problems=[], ended_at=NOW),
        )
    await change.execute(pool, "account_synced", user_id=person, synced_at=NOW)
    await end_run(pool, run_id)


TOGETHER = """query($id: ID!) {
  a: person(id: $id) { sleep(days: 2) { date } recordCounts(days: 0) { sleep } }
  b: person(id: $id) { sleep(days: 2) { date } } }"""


@pytest.mark.usefixtures("data")
async def test_failed_fields_do_not_silence_an_operation(
    address: str, client: httpx.AsyncClient, person: str, key: str
) -> None:
    """A field's error leaves what others wait for alone, over events and sockets, too."""
    asked = {"query": TOGETHER, "variables": {"id": person}}
    answered = await client.post("/graphql", json=asked, headers={**SSE, "X-API-Key": key})
    (_, told), (end, _) = events_of(answered.text)
    assert end == "complete"
    async with connect(ws(address), subprotocols=PROTOCOL) as socket:
        await tell(socket, type="connection_init", payload={"X-API-Key": key})
        await hear(socket)
        await tell(socket, type="subscribe", id="1", payload=asked)
        over_socket = (await hear(socket))["payload"]
        assert await hear(socket) == {"type": "complete", "id": "1"}
    for body in (told, over_socket):
        assert body["data"]["a"]["recordCounts"] is None
        assert len(body["data"]["b"]["sleep"]) == 3


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
