"""A key opens its person and nothing else, on every way in."""

from typing import Any

import pytest

from app.records.account import Scope
from app.store import write
from app.store.pool import Pool
from app.store.write import store_harvest
from schema import ids
from tests.schema.conftest import MASTER, Ask, make_key
from tests.schema.year import NOW, year

NODE = "query($id: ID!) { node(id: $id) { __typename id } }"
NODES = """query($id: ID!) { person(id: $id) { id exercises(first: 1) { nodes { id } }
  ecgTests(first: 1) { nodes { id } } spo2Tests(first: 1) { nodes { id } }
  syncRuns { nodes { id } } } }"""


@pytest.fixture
async def other(pool: Pool) -> str:
    """Somebody else, with data and a run."""
    user_id = f"other-{ids.opaque(NOW)[:9]}"
    await write.execute(pool, "account_create", user_id=user_id)
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
            "extensions": {"cost": {"requested": 3, "budget": 100_000, "requests": 1}},
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


async def test_the_global_id_of_a_person_is_an_id(ask: Ask, person: str) -> None:
    """`person` takes what `Person.id` gave."""
    body = await ask(
        "query($id: ID!) { person(id: $id) { userId } }", id=ids.opaque("Person", person)
    )
    assert body["data"]["person"]["userId"] == person


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
