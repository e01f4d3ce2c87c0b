"""GraphQL over HTTP: statuses, media types, bounds."""

import json
from collections.abc import AsyncIterator

import httpx
import pytest

from app.store.pool import Pool
from tests.schema.conftest import MASTER

ACCEPT = {"Accept": "application/graphql-response+json"}


def code(answered: httpx.Response) -> str:
    """The first error's code."""
    found: str = answered.json()["errors"][0]["extensions"]["code"]
    return found


@pytest.mark.parametrize(
    ("body", "status", "expected"),
    [
        ({"query": "{ me { userId "}, 400, "graphql_syntax"),
        ({"query": "{ nothing }"}, 400, "graphql_invalid"),
        ({"query": "query A { __typename } query B { __typename }"}, 400, "operation_unknown"),
        ({"query": "query A { __typename }", "operationName": "B"}, 400, "operation_unknown"),
        ({"query": "query($x: Date!) { __typename me { night(date: $x) { date } } }"}, 401, None),
        ({"query": "{ me { userId } }"}, 401, "unauthenticated"),
        ({"query": "{ ...Q } fragment Q on Query { me { userId } }"}, 401, "unauthenticated"),
        ({"documentId": "sha256:" + "0" * 64}, 400, "document_unknown"),
        ({"variables": {}}, 400, "bad_request"),
        ({"query": 3}, 400, "bad_request"),
        ({"query": "{ __typename }", "variables": []}, 400, "bad_request"),
        ([{"query": "{ __typename }"}], 400, "bad_request"),
        ("text", 400, "bad_request"),
    ],
)
async def test_wrong_requests(
    client: httpx.AsyncClient, body: object, status: int, expected: str | None
) -> None:
    """Each wrong request has its status and its code, and no data."""
    answered = await client.post("/graphql", json=body, headers=ACCEPT)
    assert answered.status_code == status
    assert answered.headers["content-type"] == "application/graphql-response+json; charset=utf-8"
    assert "data" not in answered.json()
    if expected:
        assert code(answered) == expected


async def test_a_wrong_variable_is_a_bad_request(client: httpx.AsyncClient) -> None:
    """Variables of the wrong type are refused before anything is asked."""
    query = "query($d: Date!) { me { night(date: $d) { date } } }"
    answered = await client.post(
        "/graphql",
        json={"query": query, "variables": {"d": "2026-02-30"}},
        headers={**ACCEPT, "X-API-Key": MASTER},
    )
    assert answered.status_code == 400
    assert "written YYYY-MM-DD" in answered.json()["errors"][0]["message"]


async def test_the_public_part_needs_no_key(client: httpx.AsyncClient) -> None:
    """Type names, the schema and the metrics are for everybody."""
    query = "{ __typename __schema { queryType { name } } metrics { key } }"
    answered = await client.post("/graphql", json={"query": query})
    assert answered.status_code == 200
    assert answered.json()["data"]["metrics"][0] == {"key": "hrv_rmssd"}


async def test_a_wrong_key_is_refused_even_for_the_public_part(client: httpx.AsyncClient) -> None:
    """Who shows a key learns that it is wrong."""
    answered = await client.post(
        "/graphql", json={"query": "{ __typename }"}, headers={"X-API-Key": "wrong"}
    )
    assert answered.status_code == 401
    assert "ApiKey" in answered.headers["www-authenticate"]


async def test_gets_ask_and_do_not_do(client: httpx.AsyncClient) -> None:
    """A query may come by GET; a mutation by GET is not allowed, and says how."""
    asked = await client.get("/graphql", params={"query": "{ __typename }"})
    assert asked.json()["data"] == {"__typename": "Query"}
    mutation = 'mutation { revokeApiKey(input: { keyId: "x" }) { key { label } } }'
    done = await client.get("/graphql", params={"query": mutation})
    assert (done.status_code, done.headers["allow"]) == (405, "POST")
    assert (await client.delete("/graphql")).status_code == 405


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("text/plain", 415),
        ("multipart/form-data; boundary=x", 415),
        ("application/json; charset=latin-1", 415),
        ("application/json; charset=utf-8", 200),
        ("", 415),
    ],
)
async def test_content_types(client: httpx.AsyncClient, kind: str, status: int) -> None:
    """Only JSON in UTF-8 is read."""
    body = json.dumps({"query": "{ __typename }"})
    answered = await client.post("/graphql", content=body, headers={"Content-Type": kind})
    assert answered.status_code == status


@pytest.mark.parametrize(
    ("accept", "status", "kind"),
    [
        ("application/json", 200, "application/json"),
        ("*/*", 200, "application/json"),
        ("application/json;q=0.5, application/graphql-response+json", 200, "graphql-response"),
        ("application/graphql-response+json;q=0, application/json", 200, "application/json"),
        ("image/png", 406, "graphql-response"),
    ],
)
async def test_negotiation(client: httpx.AsyncClient, accept: str, status: int, kind: str) -> None:
    """The client's best media type that we have is answered."""
    answered = await client.post(
        "/graphql", json={"query": "{ __typename }"}, headers={"Accept": accept}
    )
    assert answered.status_code == status
    assert kind in answered.headers["content-type"]


async def test_old_clients_get_their_200(client: httpx.AsyncClient) -> None:
    """Clients of application/json alone get 200 for a wrong document, as the standard asks."""
    answered = await client.post(
        "/graphql", json={"query": "{ nothing }"}, headers={"Accept": "application/json"}
    )
    assert (answered.status_code, "data" in answered.json()) == (200, False)


async def test_large_bodies_are_not_read(client: httpx.AsyncClient) -> None:
    """A document of 5 MB is refused with 413, however it is sent."""
    read = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal read
        for _ in range(80):
            read += 65_536
            yield b" " * 65_536

    headers = {"Content-Type": "application/json"}
    answered = await client.post("/graphql", content=endless(), headers=headers)
    assert (answered.status_code, code(answered)) == (413, "too_large")
    assert read <= 65_536 * 80


async def test_large_bodies_over_http(address: str, key: str) -> None:
    """The same over a real connection, with its length told; the next request is answered."""
    asked = {"query": "{ " + "me " * 1_800_000 + "}"}
    headers = {"X-API-Key": key}
    async with httpx.AsyncClient(headers=headers, timeout=20) as client:
        refused = await client.post(f"{address}/graphql", json=asked)
        answered = await client.post(f"{address}/graphql", json={"query": "{ __typename }"})
    assert (refused.status_code, code(refused)) == (413, "too_large")
    assert answered.json()["data"] == {"__typename": "Query"}


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b'{"query": "\xff"}', b"[" * 5000])
async def test_broken_json(client: httpx.AsyncClient, body: bytes) -> None:
    """What is no JSON is a bad request for every client."""
    answered = await client.post(
        "/graphql", content=body, headers={"Content-Type": "application/json"}
    )
    assert (answered.status_code, code(answered)) == (400, "bad_request")


async def test_rates_are_told(client: httpx.AsyncClient, key: str) -> None:
    """Answers to a key tell what is left of its minute."""
    answered = await client.post(
        "/graphql", json={"query": "{ __typename }"}, headers={"X-API-Key": key}
    )
    assert answered.headers["x-ratelimit-limit"] == "1000000"
    assert answered.headers["cache-control"] == "no-store"


async def test_a_used_up_key_waits(client: httpx.AsyncClient, pool: Pool, person: str) -> None:
    """A key over its rate gets 429 and when to come again."""
    from app.records.account import Scope  # noqa: PLC0415 -- for this test alone
    from app.store import keys  # noqa: PLC0415

    _, secret = await keys.create_key(
        pool, user_id=person, label="slow", scopes=[Scope.READ], actor="t", rate_limit_per_minute=1
    )
    asked = {"json": {"query": "{ __typename }"}, "headers": {"X-API-Key": secret}}
    answered = [await client.post("/graphql", **asked) for _ in range(3)]  # type: ignore[arg-type]
    late = answered[-1]
    assert (late.status_code, code(late)) == (429, "too_many_requests")
    assert 1 <= int(late.headers["retry-after"]) <= 60


async def test_the_schema_is_published(client: httpx.AsyncClient) -> None:
    """The SDL needs no key."""
    answered = await client.get("/graphql/schema.graphql")
    assert "type Person implements Node {" in answered.text


async def test_browsers_get_a_page(client: httpx.AsyncClient) -> None:
    """A browser gets GraphiQL under a strict policy; files outside of its folder are not served."""
    answered = await client.get("/graphql", headers={"Accept": "text/html,*/*;q=0.8"})
    policy = answered.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-eval" not in policy
    assert (await client.get("/graphql/assets/..%2Findex.html")).status_code == 404
