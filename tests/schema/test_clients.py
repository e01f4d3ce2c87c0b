"""Clients that front ends use run every example of GraphiQL against a running server."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from gql import Client, GraphQLRequest
from gql.transport.exceptions import TransportQueryError
from gql.transport.httpx import HTTPXAsyncTransport
from gql.transport.websockets import WebsocketsTransport

from app.store import write
from app.store.pool import Pool
from tests.schema.conftest import Node, end_run, queued_run
from tests.schema.year import NOW, TODAY

EXAMPLES = Path(__file__).parents[2] / "schema" / "web" / "examples"
Variables = dict[str, dict[str, str]]


@pytest.fixture
async def variables(pool: Pool, person: str, data: None) -> Variables:
    """What each example is asked with; the person is connected, and a run of theirs has ended."""
    assert data is None
    await write.execute(pool, "credential_keep", user_id=person, token=b"x", connected_at=NOW)
    run_id = await queued_run(pool, person)
    await end_run(pool, run_id)
    day, month_ago = TODAY.isoformat(), (TODAY - dt.timedelta(days=30)).isoformat()
    given: Variables = {path.stem: {"id": person} for path in EXAMPLES.glob("*.graphql")}
    return given | {
        "people": {},
        "team": {},
        "metrics": {},
        "one-night": {"id": person, "date": day},
        "heart-rate-of-a-day": {"id": person, "day": day},
        "normal": {"id": person, "then": month_ago},
        "trigger-sync": {"userId": person},
        "sync-progress": {"runId": str(run_id)},
    }


def operation(name: str, variables: Variables) -> GraphQLRequest:
    """An example, ready to be sent."""
    text = (EXAMPLES / f"{name}.graphql").read_text()
    return GraphQLRequest(text, variable_values=variables[name])


async def test_gql(address: str, key: str, variables: Variables) -> None:
    """The Python client gql reads the schema, checks the examples against it, and runs them."""
    transport = HTTPXAsyncTransport(url=f"{address}/graphql", headers={"X-API-Key": key})
    async with Client(transport=transport, fetch_schema_from_transport=True) as session:
        for name in sorted(variables.keys() - {"sync-progress"}):
            found: dict[str, Any] = await session.execute(operation(name, variables))
            assert all(value is not None for value in found.values()), name
        with pytest.raises(TransportQueryError, match="forbidden"):
            await session.execute(GraphQLRequest('{ person(id: "nobody") { userId } }'))


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


async def test_urql(address: str, node: Node, key: str, variables: Variables) -> None:
    """The client urql runs the examples, events included, reads error codes, and asks by GET."""
    given = json.dumps(variables)
    found = json.loads(await node("client.mjs", f"{address}/graphql", key, str(EXAMPLES), given))
    roots = {"people.graphql": ["people"], "metrics.graphql": ["metrics"]}
    roots |= {"team.graphql": ["people"]}
    roots |= {"sync-progress.graphql": ["syncProgress"], "trigger-sync.graphql": ["triggerSync"]}
    expected = {path.name: roots.get(path.name, ["person"]) for path in EXAMPLES.glob("*.graphql")}
    assert found == {"told": expected, "code": "forbidden", "metrics": 26}
