"""Automatic persisted queries, beside trusted documents."""

import hashlib
import json
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from websockets.asyncio.client import connect

from app.metrics import Metric
from app.state import State
from schema import documents
from schema.documents import Documents, GraphQLRequest, UnknownDocumentError
from schema.engine import Options
from schema.routes import graphql_routes
from tests.schema.conftest import with_state

TEXT = "{ me { userId } }"
NAMES = "{ metrics { key } }"


def hashed(text: str) -> str:
    """The hash of a document."""
    return hashlib.sha256(text.encode()).hexdigest()


def named(text: str, **more: object) -> dict[str, Any]:
    """A request as clients of automatic persisted queries send it first: the hash alone."""
    return {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": hashed(text)}}, **more}


async def post(
    client: httpx.AsyncClient, body: object, key: str | None = None, accept: str | None = None
) -> httpx.Response:
    """The answer to a request."""
    headers = {"Accept": accept or "application/graphql-response+json"}
    return await client.post(
        "/graphql", json=body, headers=headers | ({"X-API-Key": key} if key else {})
    )


async def test_a_document_is_sent_once(client: httpx.AsyncClient, person: str, key: str) -> None:
    """The hash alone is not known at first; sent with the text it is from then on, by GET too."""
    first = await post(client, named(TEXT), key)
    assert first.json()["errors"] == [
        {
            "message": "PersistedQueryNotFound",
            "extensions": {"code": "PERSISTED_QUERY_NOT_FOUND"},
        }
    ]
    told = await post(client, named(TEXT, query=TEXT), key)
    again = await post(client, named(TEXT), key)
    url = {"extensions": json.dumps(named(TEXT)["extensions"])}
    got = await client.get("/graphql", params=url, headers={"X-API-Key": key})
    for answered in (told, again, got):
        assert answered.json()["data"] == {"me": {"userId": person}}


async def test_a_miss_has_the_status_that_clients_expect(
    client: httpx.AsyncClient, key: str
) -> None:
    """Clients of plain JSON read it with status 200, those of the newer media type with 400."""
    plain = await post(client, named(NAMES), key, "application/json")
    newer = await post(client, named(NAMES), key)
    assert (plain.status_code, newer.status_code) == (200, 400)


async def test_a_wrong_hash_is_refused(client: httpx.AsyncClient, key: str) -> None:
    """Nobody puts a text under the hash of another."""
    answered = await post(client, named(NAMES, query=TEXT), key)
    assert answered.json()["errors"][0]["extensions"]["code"] == "document_mismatch"
    missing = await post(client, named(NAMES), key)
    assert missing.json()["errors"][0]["message"] == "PersistedQueryNotFound"


async def test_strangers_and_wrong_documents_are_not_kept(
    client: httpx.AsyncClient, key: str
) -> None:
    """What is remembered was good, and was sent with a key."""
    assert "data" in (await post(client, named(NAMES, query=NAMES))).json()
    wrong = "{ nothing }"
    await post(client, named(wrong, query=wrong), key)
    for text in (NAMES, wrong):
        missing = await post(client, named(text), key)
        assert missing.json()["errors"][0]["message"] == "PersistedQueryNotFound"


@pytest.mark.parametrize(
    "persisted",
    [
        "x",
        {"version": 2, "sha256Hash": hashed(TEXT)},
        {"version": 1},
        {"version": 1, "sha256Hash": 3},
        {"version": 1, "sha256Hash": "sha256:" + hashed(TEXT)},
    ],
)
async def test_what_is_no_hash(client: httpx.AsyncClient, key: str, persisted: object) -> None:
    """An extension that can not be read is a bad request, with or without the text."""
    for more in ({}, {"query": TEXT}):
        body = {"extensions": {"persistedQuery": persisted}, **more}
        answered = await post(client, body, key)
        assert answered.status_code == 400
        assert answered.json()["errors"][0]["extensions"]["code"] == "bad_request"


async def test_trusted_documents_are_known_by_hash_too(state: State) -> None:
    """Where only trusted documents are answered, a hash leads to them and to nothing else."""
    options = Options(documents={hashed(NAMES): NAMES}, only_trusted=True)
    server = with_state(Starlette(routes=graphql_routes(options)), state)
    transport = httpx.ASGITransport(server)
    async with httpx.AsyncClient(transport=transport, base_url="http://ursa.test") as client:
        trusted = await post(client, named(NAMES))
        other = await post(client, named("{ __typename }", query="{ __typename }"))
    assert len(trusted.json()["data"]["metrics"]) == len(Metric)
    assert other.json()["errors"][0]["extensions"]["code"] == "untrusted"


async def test_over_websocket(address: str, person: str, key: str) -> None:
    """A socket knows documents by their hash as HTTP does."""
    url = address.replace("http:", "ws:") + "/graphql"
    async with connect(url, subprotocols=["graphql-transport-ws"]) as socket:  # type: ignore[list-item]

        async def ask(number: str, payload: dict[str, Any]) -> dict[str, Any]:
            message = {"type": "subscribe", "id": number, "payload": payload}
            await socket.send(json.dumps(message))
            while (heard := json.loads(await socket.recv()))["type"] == "complete":
                pass
            answered: dict[str, Any] = heard
            return answered

        await socket.send(json.dumps({"type": "connection_init", "payload": {"apiKey": key}}))
        assert json.loads(await socket.recv())["type"] == "connection_ack"
        missing = await ask("1", named(TEXT))
        assert missing["payload"][0]["message"] == "PersistedQueryNotFound"
        await ask("2", named(TEXT, query=TEXT))
        known = await ask("3", named(TEXT))
        assert known["payload"]["data"] == {"me": {"userId": person}}


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """The document that was asked for longest ago makes room."""
    monkeypatch.setattr(documents, "MOST_KEPT_BYTES", 3)
    kept = Documents({}, only_trusted=False)
    for text in ("a", "b", "c"):
        kept.keep(GraphQLRequest(query=text, persisted=hashed(text)))
    assert kept.text(GraphQLRequest(persisted=hashed("a"))) == "a"
    kept.keep(GraphQLRequest(query="d", persisted=hashed("d")))
    assert kept.text(GraphQLRequest(persisted=hashed("a"))) == "a"
    with pytest.raises(UnknownDocumentError, match=documents.NOT_FOUND):
        kept.text(GraphQLRequest(persisted=hashed("b")))
