"""Price and scope of a field stand at the field, and say what is so."""

import datetime as dt
from collections.abc import AsyncIterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

import pytest
import strawberry
from graphql import GraphQLSchema

from app.records.account import Scope
from app.store.pool import Pool, transaction
from schema import ids
from schema.build import FieldTerms, public_fields, terms
from schema.fields import field, leaf
from schema.prices import ADMIN, ANY_KEY, AS_A_ROW, READ, ROW, SYNC, flat
from schema.publish import Made, check_terms
from tests.schema.conftest import MASTER, Ask, make_key


def schema_with(**members: Made) -> GraphQLSchema:
    """A schema of these root fields."""
    return strawberry.Schema(strawberry.type(type("Query", (), members), name="Query"))._schema


def number() -> int:
    """A number."""
    return 1


def test_a_resolver_without_a_price_stops_the_build() -> None:
    """Whoever adds a field says what it costs."""
    with pytest.raises(TypeError, match=r"Query\.cheap has a resolver and no price"):
        check_terms(schema_with(cheap=strawberry.field(resolver=number)))
    check_terms(schema_with(dear=field(price=flat(9), scope=ANY_KEY)(number)))


def test_below_the_start_a_price_is_asked_for_too() -> None:
    """Fields of every type are looked at, and what is read off its row needs no price."""

    @strawberry.type
    class Row:
        """A row."""

        @leaf
        def size(self) -> int:
            """Its size."""
            return 1

        @strawberry.field
        def cheap(self) -> int:
            """Something."""
            return 1

    def row() -> Row:
        """A row."""
        return Row()

    made = schema_with(row=field(price=AS_A_ROW, scope=ANY_KEY)(row))
    with pytest.raises(TypeError, match=r"Row\.cheap has a resolver and no price"):
        check_terms(made)


def test_a_start_without_a_scope_stops_the_build() -> None:
    """Whoever adds a root field says what a key needs, or that none is needed."""
    with pytest.raises(TypeError, match=r"Query\.open says not what a key needs"):
        check_terms(schema_with(open=field(price=AS_A_ROW)(number)))
    check_terms(schema_with(open=field(price=AS_A_ROW, public=True)(number)))


def test_the_surface_is_listed() -> None:
    """Every field with terms is listed with its price and its scopes."""
    listed = {(one.of, one.name): one.terms for one in terms()}
    assert listed["Person", "apiKeys"].scope == ADMIN
    assert listed["Mutation", "detectPatterns"].scope == READ | SYNC
    today = dt.date(2026, 1, 11)
    assert listed["Person", "sleep"].price({"days": 9}, today) == (10, 10)
    assert listed["Query", "me"].price({}, today) == (ROW, 1)
    assert public_fields() == {"__typename", "__schema", "__type", "metrics", "sentences"}


class Of(Enum):
    """Whose keys may ask for a root field at all."""

    PERSON = "a person"
    HOUSE = "who opens everybody"
    OWNER = "who owns the house"


@dataclass(frozen=True, slots=True)
class Way:
    """A document for a root field, whose key opens it, and whether a key that may not is told."""

    document: str
    silent: bool = False
    of: Of = Of.PERSON


WAYS = {
    "me": Way("{ me { userId } }"),
    "apiKey": Way("{ apiKey { prefix } }"),
    "person": Way("query($id: ID!) { person(id: $id) { userId } }"),
    "people": Way("{ people { nodes { userId } } }"),
    "node": Way("query($node: ID!) { node(id: $node) { id } }", silent=True),
    "metrics": Way("{ metrics { key } }"),
    "sentences": Way("{ sentences { key } }"),
    "apiKeys": Way("query($id: ID!) { apiKeys(userId: $id) { nodes { prefix } } }"),
    "syncRuns": Way("query($id: ID!) { syncRuns(userId: $id) { nodes { state } } }"),
    "auditLog": Way("query($id: ID!) { auditLog(userId: $id) { nodes { action } } }"),
    "connectedApps": Way("query($id: ID!) { connectedApps(userId: $id) { name } }"),
    "server": Way("{ server { version } }"),
    "sessions": Way("{ sessions { sessionId } }"),
    "polarClient": Way("{ polarClient { redirectUrl } }"),
    "joiningOpen": Way("{ joiningOpen }"),
    "deletePolarWebhook": Way("mutation { deletePolarWebhook { deleted } }", of=Of.HOUSE),
}
ALONE = {
    **dict.fromkeys(("setPolarClient", "setJoining", "invitePerson"), Of.HOUSE),
    "createPolarWebhook": Of.HOUSE,
    **dict.fromkeys(("createOwner", "setOwnerPassword"), Of.OWNER),
}
"""Deeds that no person's key may do."""
for _name, _asked in {
    "triggerSync": "userId: $id",
    "calculateBaselines": "userId: $id",
    "detectPatterns": "userId: $id",
    "startConnection": "userId: $id",
    "finishConnection": 'state: "s", code: "c"',
    "disconnectPerson": "userId: $id",
    "deletePerson": "userId: $id",
    "setPreferences": "userId: $id",
    "undoImport": 'runId: "7b0f4b3e-6a3e-4a53-9a1c-0c3b1c1c9b55"',
    "startTakeout": "userId: $id",
    "deleteExercise": 'userId: $id, exerciseId: "1"',
    "deleteNight": 'userId: $id, date: "2026-01-11"',
    "deleteSpo2Test": 'userId: $id, testAt: "2026-01-11T00:00:00Z"',
    "deleteEcgTest": 'userId: $id, testAt: "2026-01-11T00:00:00Z"',
    "deleteOrthostaticTest": 'userId: $id, testAt: "2026-01-11T00:00:00Z"',
    "deleteFitnessTest": 'userId: $id, testAt: "2026-01-11T00:00:00Z"',
    "createApiKey": 'userId: $id, label: "x", scopes: []',
    "regenerateApiKey": "keyId: $id",
    "revokeApiKey": "keyId: $id",
    "endSession": "sessionId: $id",
    "disconnectApp": "appId: $id",
    "startBackfill": 'userId: $id, until: "2025-01-01"',
    "stopBackfill": "userId: $id",
    "setPolarClient": 'clientId: "", clientSecret: ""',
    "setJoining": "joining: CLOSED",
    "invitePerson": 'label: "\\u0007"',
    "createPolarWebhook": 'url: "no address"',
    "createOwner": 'name: "", password: ""',
    "setOwnerPassword": 'password: ""',
}.items():
    head = "mutation($id: ID!)" if "$id" in _asked else "mutation"
    document = f"{head} {{ {_name}(input: {{ {_asked} }}) {{ __typename }} }}"
    WAYS[_name] = Way(document, of=ALONE.get(_name, Of.PERSON))


def starts() -> list[FieldTerms]:
    """Root fields that are asked once; who may subscribe is tested with the subscription."""
    return [one for one in terms() if one.of in {"Query", "Mutation"}]


def test_every_start_is_walked() -> None:
    """No root field is left out below."""
    assert {one.name for one in starts()} == set(WAYS)


@pytest.fixture
async def untold(pool: Pool) -> AsyncIterator[None]:
    """What the house was told here is forgotten: the vaults of other tests can not read it."""
    yield
    async with transaction(pool) as connected:
        await connected.execute("DELETE FROM setting")


async def key_of(pool: Pool, person: str, of: Of, *scopes: Scope) -> str:
    """A key with these scopes; who owns the house has the master key, which has all."""
    if of is Of.OWNER:
        return MASTER
    return await make_key(pool, person if of is Of.PERSON else None, *scopes)


async def refused(ask: Ask, way: Way, secret: str, person: str) -> bool:
    """Whether a key is told that it may not, or gets nothing where it is not told."""
    asked: dict[str, Any] = {"id": person, "node": ids.opaque("Person", person)}
    body = await ask(way.document, secret=secret, **asked)
    codes = [error["extensions"]["code"] for error in body.get("errors", ())]
    return (way.silent and body["data"] == {"node": None}) or codes == ["forbidden"]


@pytest.mark.usefixtures("untold")
@pytest.mark.parametrize("one", starts(), ids=lambda one: one.name)
async def test_the_scope_at_a_field_is_what_it_takes(
    ask: Ask, pool: Pool, person: str, one: FieldTerms
) -> None:
    """With every other scope a key is refused, with these it is not."""
    needed, way = one.terms.scope or frozenset(), WAYS[one.name]
    for scope in needed:
        for whom in (person, None) if way.of is not Of.PERSON else (person,):
            others = await make_key(pool, whom, *(set(Scope) - {scope}))
            assert await refused(ask, way, others, person)
    for enough in [needed] if needed else [{scope} for scope in Scope]:
        secret = await key_of(pool, person, way.of, *enough)
        assert not await refused(ask, way, secret, person)


@pytest.mark.parametrize("name", [name for name, way in WAYS.items() if way.of is not Of.PERSON])
async def test_what_is_the_house_s_is_no_person_s(
    ask: Ask, pool: Pool, person: str, name: str
) -> None:
    """A person's key with every scope may not do it; the owner's alone, nor one for everybody."""
    way = WAYS[name]
    for whom in (person, None) if way.of is Of.OWNER else (person,):
        secret = await make_key(pool, whom, *Scope)
        assert await refused(ask, way, secret, person)
