"""A key opens its person and nothing else, on every way in."""

import re
from typing import Any

import httpx
import pytest
from graphql import GraphQLField, GraphQLInterfaceType, get_named_type

from app.records.account import Scope
from app.store import change, keys
from app.store.pool import Pool
from app.store.write import store_harvest
from schema import ids
from schema.build import build_schema
from tests.schema.conftest import MASTER, Ask, end_run, make_key, queued_run
from tests.schema.year import NOW, year

NODE = "query($id: ID!) { node(id: $id) { __typename id } }"
NODES = """query($id: ID!) { person(id: $id) { id exercises(first: 1) { nodes { id } }
  ecgTests(first: 1) { nodes { id } } spo2Tests(first: 1) { nodes { id } }
  syncRuns { nodes { id } } } }"""


@pytest.fixture
async def other(pool: Pool) -> str:
    """Somebody else, with data and a run."""
    user_id = f"other-{ids.opaque(NOW)[:9]}"
    await change.execute(pool, "account_create", user_id=user_id)
    await store_harvest(pool, user_id, year(3))
    return user_id


async def codes(ask: Ask, query: str, secret: str | None = None, **variables: Any) -> list[str]:  # noqa: ANN401 -- JSON
    """Codes of an answer's errors."""
    body = await ask(query, secret=secret, **variables)
    return [error["extensions"]["code"] for error in body.get("errors", ())]


async def ids_of(ask: Ask, person: str, secret: str) -> list[str]:
    """Global ids of a person and of one of each of their things."""
    found = (await ask(NODES, secret=secret, id=person))["data"]["person"]
    lists = (value["nodes"] for value in found.values() if isinstance(value, dict))
    return [found["id"], *(node["id"] for nodes in lists for node in nodes)]


async def test_nodes_of_the_own_person(ask: Ask, data: None, person: str, key: str) -> None:
    """Every global id leads back to its thing."""
    assert data is None
    known = await ids_of(ask, person, key)
    assert len(known) == 4
    for one in known:
        body = await ask(NODE, id=one)
        assert body["data"]["node"]["id"] == one
    names = [(await ask(NODE, id=one))["data"]["node"]["__typename"] for one in known]
    assert names == ["Person", "Exercise", "EcgTest", "Spo2Test"]


async def test_nodes_of_others_are_unknown(ask: Ask, other: str) -> None:
    """Another person's ids are answered like ids that nobody has."""
    theirs = await ids_of(ask, other, MASTER)
    assert len(theirs) == 4
    for one in theirs:
        assert await ask(NODE, id=one) == {
            "data": {"node": None},
            "extensions": {"cost": {"requested": 12, "budget": 100_000, "requests": 1}},
        }


@pytest.mark.parametrize(
    "word",
    [
        "",
        "nonsense",
        "A" * 5000,
        ids.opaque("Person"),
        ids.opaque("Person", 3),
        ids.opaque("Person", "\x00"),
        ids.opaque("Exercise", "x", "y"),
        ids.opaque("Exercise", "x", -1),
        ids.opaque("Exercise", "x", 2**64 - 1),
        ids.opaque("EcgTest", "x", "2026-13-01"),
        ids.opaque("EcgTest", "x", "0001-01-01T00:00:00+14:00"),
        ids.opaque("Spo2Test", "x", "0001-01-01T00:00:00+00:00"),
        ids.opaque("Spo2Test", "x", "9999-12-31T23:59:59+00:00"),
        ids.opaque("SyncRun", "x", "not a uuid"),
        ids.opaque("Nothing", "x", 1),
        ids.opaque("Person", "x") + "=",
        "'; DROP TABLE account; --",
    ],
)
async def test_invalid_ids(ask: Ask, word: str) -> None:
    """What is no id of ours leads nowhere, for every key."""
    for secret in (None, MASTER):
        body = await ask(NODE, secret=secret, id=word)
        assert body["data"] == {"node": None}
        assert "errors" not in body


@pytest.mark.parametrize("id", ["\x00", "nobody", "", "ä", "x" * 500])
async def test_unknown_people(ask: Ask, id: str) -> None:  # noqa: A002 -- the argument's name
    """A person whom nobody knows is not found; a key of one person is told no more than that."""
    query = "query($id: ID!) { person(id: $id) { userId } }"
    assert await codes(ask, query, secret=MASTER, id=id) == ["not_found"]
    assert await codes(ask, query, id=id) == ["forbidden"]


async def test_other_people(ask: Ask, other: str) -> None:
    """Another person is forbidden, by user id and by global id."""
    query = "query($id: ID!) { person(id: $id) { userId } }"
    assert await codes(ask, query, id=other) == ["forbidden"]
    assert await codes(ask, query, id=ids.opaque("Person", other)) == ["forbidden"]


async def test_me_and_people(ask: Ask, person: str, other: str) -> None:
    """A person's key sees that person alone; a key for everybody is nobody."""
    query = "{ me { userId } people(first: 100) { nodes { userId } } }"
    body = await ask(query)
    assert body["data"] == {"me": {"userId": person}, "people": {"nodes": [{"userId": person}]}}
    everybody = (await ask(query, secret=MASTER))["data"]
    assert everybody["me"] is None
    users = "query($after: String) { people(first: 100, after: $after) { nodes { userId } } }"
    start = ids.opaque("people", other[:-1])
    found = (await ask(users, secret=MASTER, after=start))["data"]["people"]["nodes"]
    assert found[0] == {"userId": other}


async def test_the_own_key(ask: Ask, pool: Pool, person: str) -> None:
    """A key tells what it may do, whatever that is; the master key is none."""
    secret = await make_key(pool, person, Scope.SYNC)
    query = "{ apiKey { prefix scopes expiresAt } }"
    assert (await ask(query, secret=secret))["data"]["apiKey"] == {
        "prefix": secret[:12],
        "scopes": ["SYNC"],
        "expiresAt": None,
    }
    assert (await ask(query, secret=MASTER))["data"] == {"apiKey": None}


async def test_the_global_id_of_a_person_is_an_id(ask: Ask, person: str) -> None:
    """`person` takes what `Person.id` gave."""
    body = await ask(
        "query($id: ID!) { person(id: $id) { userId } }", id=ids.opaque("Person", person)
    )
    assert body["data"]["person"]["userId"] == person


WAYS = {
    "me": "{ me { sleep { date } } }",
    "person": "query($id: ID!) { person(id: $id) { sleep { date } } }",
    "people": "{ people { nodes { sleep { date } } } }",
    "node": "query($node: ID!) { node(id: $node) { ... on Person { sleep { date } } } }",
    "calculateBaselines": """mutation($id: ID!) { calculateBaselines(input: { userId: $id }) {
      person { sleep { date } } baselines { median } } }""",
    "detectPatterns": """mutation($id: ID!) { detectPatterns(input: { userId: $id }) {
      person { sleep { date } } patterns { score } } }""",
    "setPreferences": """mutation($id: ID!) { setPreferences(input: { userId: $id }) {
      person { sleep { date } } } }""",
    "triggerSync": """mutation($id: ID!) { triggerSync(input: { userId: $id, polarToken: "x" }) {
      run { person { sleep { date } } } } }""",
    "syncRuns": "query($id: ID!) { syncRuns(userId: $id) { nodes { person { sleep { date } } } } }",
    "apiKey": "{ apiKey { person { sleep { date } } } }",
    "apiKeys": "query($id: ID!) { apiKeys(userId: $id) { nodes { person { sleep { date } } } } }",
    "createApiKey": """mutation($id: ID!) { createApiKey(input: {
      userId: $id, label: "x", scopes: [SYNC] }) { key { person { sleep { date } } } } }""",
    "regenerateApiKey": """mutation($key: ID!) { regenerateApiKey(input: { keyId: $key }) {
      key { person { sleep { date } } } } }""",
    "revokeApiKey": """mutation($key: ID!) { revokeApiKey(input: { keyId: $key }) {
      key { person { sleep { date } } } } }""",
    "syncProgress": """subscription($run: ID!) { syncProgress(runId: $run) {
      run { person { sleep { date } } } } }""",
    "personChanged": """subscription($id: ID!) { personChanged(userId: $id) {
      person { sleep { date } } } }""",
    "finishConnection": """mutation { finishConnection(input: { state: "s", code: "c" }) {
      person { sleep { date } } } }""",
}
"""Every way to a person's data."""


def test_every_way_is_known() -> None:
    """A root field that leads to a person is among those that need the scope READ."""
    schema = build_schema()._schema
    roots = filter(None, (schema.query_type, schema.mutation_type, schema.subscription_type))
    found = {name for of in roots for name, field in of.fields.items() if _leads_there(field)}
    assert found == set(WAYS)


def _leads_there(field: GraphQLField) -> bool:
    seen, todo = set(), [get_named_type(field.type)]
    while todo:
        named = todo.pop()
        if named.name not in seen:
            seen.add(named.name)
            todo += [get_named_type(each.type) for each in getattr(named, "fields", {}).values()]
            if isinstance(named, GraphQLInterfaceType):
                todo += build_schema()._schema.get_possible_types(named)
    return "Person" in seen


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("opens", ["person", "everybody"])
async def test_without_read_nothing_is_read(
    client: httpx.AsyncClient, pool: Pool, data: None, person: str, way: str, opens: str
) -> None:
    """A key that may sync and administer, of a person or for everybody, gets nobody's data."""
    assert data is None
    personal = opens == "person"
    secret = await make_key(pool, person if personal else None, Scope.SYNC, Scope.ADMIN)
    kind = "text/event-stream" if "subscription" in WAYS[way] else "application/json"
    asked = {"query": WAYS[way], "variables": await _asked(pool, person)}
    headers = {"X-API-Key": secret, "Accept": kind}
    answered = await client.post("/graphql", json=asked, headers=headers)
    assert '"date"' not in answered.text
    codes = set(re.findall(r'"code": ?"(\w+)"', answered.text))
    hidden = way == "node" or (way in {"me", "apiKey"} and not personal)
    assert codes == (set() if hidden else {"forbidden"})


async def _asked(pool: Pool, person: str) -> dict[str, str]:
    """A person with a run and a weak key, by their names."""
    run_id = await queued_run(pool, person)
    await end_run(pool, run_id)
    weak, _ = await keys.create_key(
        pool, user_id=person, label="weak", scopes=[Scope.SYNC], actor="test"
    )
    node = ids.opaque("Person", person)
    return {"id": person, "node": node, "run": str(run_id), "key": str(weak.key_id)}


async def test_people_of_a_personal_key_are_paged(ask: Ask, person: str) -> None:
    """The page after the only person is empty, so that who pages comes to an end."""
    query = """query($after: String) { people(first: 1, after: $after) {
      nodes { userId } pageInfo { endCursor } } }"""
    first = (await ask(query))["data"]["people"]
    assert first["nodes"] == [{"userId": person}]
    then = (await ask(query, after=first["pageInfo"]["endCursor"]))["data"]["people"]
    assert then["nodes"] == []


async def test_scopes_rule(ask: Ask, pool: Pool, person: str) -> None:
    """A key without a scope can neither read, sync nor administer."""
    read = await make_key(pool, person, Scope.READ)
    sync = await make_key(pool, person, Scope.SYNC)
    me = "{ me { apiKeys { label } } }"
    assert await codes(ask, me, secret=read) == ["forbidden"]
    assert await codes(ask, me, secret=sync) == ["forbidden"]
    trigger = "mutation($id: ID!) { triggerSync(input: { userId: $id }) { run { id } } }"
    assert await codes(ask, trigger, secret=read, id=person) == ["forbidden"]
    create = """mutation($id: ID) { createApiKey(input: { userId: $id, label: "x", scopes: [READ] })
      { secret } }"""
    assert await codes(ask, create, secret=sync, id=person) == ["forbidden"]
