"""Clients that front ends use run every example of GraphiQL against a running server."""

import asyncio
import datetime as dt
import json
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
from gql import Client, GraphQLRequest
from gql.transport.exceptions import TransportQueryError
from gql.transport.httpx import HTTPXAsyncTransport
from gql.transport.websockets import WebsocketsTransport

from app.records.account import Scope
from app.store import change
from app.store.data_versions import DAYS, raise_version
from app.store.pool import Pool, transaction
from tests.schema.conftest import Node, end_run, make_key, queued_run
from tests.schema.year import NOW, TODAY

EXAMPLES = Path(__file__).parents[2] / "schema" / "web" / "examples"
LIVE = {"sync-progress", "person-changed"}
"""Examples that are watched, not asked."""
Variables = dict[str, dict[str, str]]
Changing = Callable[[], Coroutine[Any, Any, None]]


@pytest.fixture
async def variables(pool: Pool, person: str, data: None) -> Variables:
    """What each example is asked with; the person is connected, and a run of theirs has ended."""
    assert data is None
    await change.execute(pool, "credential_keep", user_id=person, token=b"x", connected_at=NOW)
    run_id = await queued_run(pool, person)
    await end_run(pool, run_id)
    day, month_ago = TODAY.isoformat(), (TODAY - dt.timedelta(days=30)).isoformat()
    given: Variables = {path.stem: {"id": person} for path in EXAMPLES.glob("*.graphql")}
    return given | {
        **{name: {} for name in ("people", "team", "metrics", "house", "person-changed")},
        "one-night": {"id": person, "date": day},
        "heart-rate-of-a-day": {"id": person, "day": day},
        "normal": {"id": person, "then": month_ago},
        "trigger-sync": {"userId": person},
        "sync-progress": {"runId": str(run_id)},
    }


@pytest.fixture
async def owners_key(pool: Pool) -> str:
    """A key for everybody, which may look at the house."""
    return await make_key(pool, None, *Scope)


@pytest.fixture
def keys(key: str, owners_key: str) -> tuple[str, str]:
    """A person's key, and one for everybody."""
    return key, owners_key


@pytest.fixture
def changing(pool: Pool, person: str, looks: list[int]) -> Changing:
    """Another process changes something of the person's as soon as somebody watches them."""

    async def change() -> None:
        while len(looks) < 2:  # noqa: ASYNC110 -- the loop under test gives no event
            await asyncio.sleep(0.01)
        async with transaction(pool) as connected:
            await raise_version(connected, person, DAYS)

    return change


def operation(name: str, variables: Variables) -> GraphQLRequest:
    """An example, ready to be sent."""
    text = (EXAMPLES / f"{name}.graphql").read_text()
    return GraphQLRequest(text, variable_values=variables[name])


async def test_gql(address: str, key: str, variables: Variables) -> None:
    """The Python client gql reads the schema, checks the examples against it, and runs them."""
    transport = HTTPXAsyncTransport(url=f"{address}/graphql", headers={"X-API-Key": key})
    async with Client(transport=transport, fetch_schema_from_transport=True) as session:
        for name in sorted(variables.keys() - {"house", *LIVE}):
            found: dict[str, Any] = await session.execute(operation(name, variables))
            assert all(value is not None for value in found.values()), name
        with pytest.raises(TransportQueryError, match="forbidden"):
            await session.execute(GraphQLRequest('{ person(id: "nobody") { userId } }'))


async def test_gql_looks_at_the_house(address: str, owners_key: str, variables: Variables) -> None:
    """The same client is told of the house with a key for everybody."""
    transport = HTTPXAsyncTransport(url=f"{address}/graphql", headers={"X-API-Key": owners_key})
    async with Client(transport=transport, fetch_schema_from_transport=True) as session:
        found: dict[str, Any] = await session.execute(operation("house", variables))
    assert all(value is not None for value in found.values())
    assert found["server"]["database"]["sizeBytes"] > 0


async def test_gql_watches(address: str, key: str, variables: Variables) -> None:
    """The same client watches a sync over graphql-transport-ws."""
    transport = WebsocketsTransport(
        url=f"{address}/graphql".replace("http", "ws"),
        init_payload={"X-API-Key": key},
        subprotocols=[WebsocketsTransport.GRAPHQLWS_SUBPROTOCOL],
    )
    async with Client(transport=transport) as session:
        asked = operation("sync-progress", variables)
        events = [event async for event in session.subscribe(asked)]
    assert [event["syncProgress"]["final"] for event in events] == [True]


def roots() -> dict[str, list[str]]:
    """Root fields of each example."""
    named = {"people.graphql": ["people"], "metrics.graphql": ["metrics"]}
    named |= {"team.graphql": ["people"], "person-changed.graphql": ["personChanged"]}
    named |= {"house.graphql": ["server", "syncRuns", "auditLog"]}
    named |= {"sync-progress.graphql": ["syncProgress"], "trigger-sync.graphql": ["triggerSync"]}
    return {path.name: named.get(path.name, ["person"]) for path in EXAMPLES.glob("*.graphql")}


async def test_apollo(
    address: str, node: Node, keys: tuple[str, str], variables: Variables
) -> None:
    """The client Apollo runs the examples; a query that was sent once is a GET by its hash."""
    asked = (f"{address}/graphql", *keys, str(EXAMPLES), json.dumps(variables))
    found = json.loads(await node("apollo.mjs", *asked))
    expected = {name: fields for name, fields in roots().items() if name[:-8] not in LIVE}
    assert found == {
        "told": expected,
        "methods": ["GET", "POST", "GET"],
        "code": "forbidden",
        "kept": [True] * 5,
    }


async def test_urql(
    address: str, node: Node, keys: tuple[str, str], variables: Variables, changing: Changing
) -> None:
    """The client urql runs the examples, events included, reads error codes, and asks by GET."""
    asked = (f"{address}/graphql", *keys, str(EXAMPLES), json.dumps(variables))
    async with asyncio.TaskGroup() as both:
        printed = both.create_task(node("client.mjs", *asked))
        both.create_task(changing())
    found = json.loads(printed.result())
    assert found == {"told": roots(), "code": "forbidden", "metrics": 28}
