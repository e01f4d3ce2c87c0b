"""What one document may ask for."""

import datetime as dt
import hashlib
from collections.abc import Mapping

import httpx
import pytest
from graphql import OperationDefinitionNode, get_introspection_query, parse
from graphql.execution.values import get_variable_values
from hypothesis import example, given
from hypothesis import strategies as st
from starlette.applications import Starlette

from app.auth import open_auth
from app.metrics import Metric
from app.patterns import NAMES
from app.records.account import Scope
from app.settings import Settings
from app.state import State
from app.store import keys, write
from app.store.pool import Pool
from schema.build import build_schema
from schema.engine import LONGEST_OF_STRANGERS, Options
from schema.limits import Limits, cost_of
from schema.routes import graphql_routes
from tests.app.series import night
from tests.schema.conftest import Ask, with_state
from tests.schema.year import NOW

PERSON = "query($id: ID!) { person(id: $id) { %s } }"


def first_code(body: dict[str, object]) -> str:
    """The first error's code."""
    found: str = body["errors"][0]["extensions"]["code"]  # type: ignore[index]
    return found


EIGHT = "date sleepScore totalHours deepHours remHours continuity sleepCycles heartRateAvg"


async def sleep_for(pool: Pool, person: str, nights: int) -> None:
    """So many nights until today."""
    days = [NOW.date() - dt.timedelta(days=back) for back in range(nights)]
    await write.store_harvest(pool, person, [[night(day, 80) for day in days]])


async def test_cost_counts_rows_and_fields(ask: Ask, pool: Pool, person: str) -> None:
    """Eight fields of 365 nights cost 10 and one for each field of each row."""
    await sleep_for(pool, person, 365)
    body = await ask(PERSON % f"sleep(days: 364) {{ {EIGHT} }}", id=person)
    units = 1 + 10 + 365 * 8
    cost = {"requested": units, "budget": 100_000, "found": units, "requests": 3}
    assert body["extensions"]["cost"] == cost


async def test_what_is_not_there_is_not_paid(ask: Ask, pool: Pool, person: str) -> None:
    """Who asks for a year and has ten nights pays for ten nights."""
    await sleep_for(pool, person, 10)
    selection = f"...A }} }} fragment A on Person {{ n: sleep(days: 364) {{ a: date {EIGHT} "
    cost = (await ask(PERSON % selection, id=person))["extensions"]["cost"]
    assert (cost["requested"], cost["found"]) == (1 + 10 + 365 * 9, 1 + 10 + 10 * 9)
    assert cost["requests"] == 1


async def test_three_people_are_paid_for_as_three(ask: Ask, pool: Pool, person: str) -> None:
    """Lists inside of lists are paid for by the rows of each."""
    await sleep_for(pool, person, 4)
    text = "{ people(first: 50) { nodes { userId exercises { nodes { sport } } sleep { date } } } }"
    body = await ask(text)
    people = body["data"]["people"]["nodes"]
    rows = sum(len(each["sleep"]) + len(each["exercises"]["nodes"]) for each in people)
    found = body["extensions"]["cost"]["found"]
    assert found == 10 + 1 + len(people) * (1 + (10 + 1) + 10) + rows
    assert found < body["extensions"]["cost"]["requested"]


@pytest.mark.parametrize(
    ("selection", "cost"),
    [
        ("sleep { date }", 1 + 10 + 31),
        ('sleep(from: "2026-01-01", to: "2026-01-10") { date }', 1 + 10 + 10),
        ('sleep(from: "2026-01-02") { date }', 1 + 10 + 10),
        ("alertness(days: 1) { startAt }", 1 + 10 + 48),
        ("exercises(first: 7) { nodes { sport } }", 1 + 10 + 7 * 2),
        ("exercises { nodes { samples { heartRate } } }", 1 + 10 + 20 * (1 + 510 + 1)),
        ("series(metrics: [STEPS], days: 99) { values }", 1 + 10 + 10 + 1),
        ("series(metrics: [HR_MEAN], days: 9, resolution: HOUR) { values }", 1 + 10 + 24 + 1),
        ("series(metrics: [STEPS], days: 0, resolution: RAW) { values }", 1 + 10 + 500 + 1),
        ("baselines(metrics: [STEPS, STRAIN]) { median metric }", 1 + 10 + 2 * 2),
        ("patterns { score findings { effect } }", 1 + 210 + len(NAMES) * (1 + 5)),
        ("insights { status observations { fact } }", 1 + 230 + 1 + 10),
        (
            "exercises(first: 1) { nodes { samples(maxPoints: 200) { heartRate } } }",
            1 + 10 + 1 + 111,
        ),
        ("...F ...F } } fragment F on Person { x: sleep(days: 4) { date ", 1 + 15 * 2),
    ],
)
async def test_costs(ask: Ask, person: str, selection: str, cost: int) -> None:
    """The cost knows days, sizes, resolutions and nesting."""
    body = await ask(PERSON % selection, id=person)
    assert body["extensions"]["cost"]["requested"] == cost


@pytest.mark.parametrize(
    ("selection", "cost"),
    [
        ("sleep @skip(if: true) { date }", 1),
        ("... @include(if: false) { sleep { date } }", 1),
        ("...F @skip(if: true) } } fragment F on Person { x: sleep(days: 4) { date ", 1),
        ("sleep @include(if: true) { date }", 1 + 10 + 31),
        ('sleep(from: "1990-01-01") { date }', 1 + 10),
        ("series(metrics: [HR_MEAN], days: 90, resolution: RAW) { values }", 1 + 10 + 1),
    ],
)
async def test_what_is_not_answered_costs_little(
    ask: Ask, person: str, selection: str, cost: int
) -> None:
    """Skipped fields cost nothing, windows that will be refused the asking."""
    assert (await ask(PERSON % selection, id=person))["extensions"]["cost"]["requested"] == cost


WHOLE = st.integers(-(2**31), 2**31 - 1)


@given(WHOLE, WHOLE, WHOLE, WHOLE)
@example(-(2**31), -(2**31), -(2**31), -(2**31))
def test_no_argument_makes_the_rest_cheaper(points: int, versions: int, days: int, n: int) -> None:
    """Whatever stands beside it, a year of nights costs what it costs."""
    text = """query($p: Int!, $v: Int!, $d: Int!, $n: Int!) { person(id: "x") {
      sleep(days: 365) { date }
      series(metrics: [HR_MEAN], days: $d, resolution: RAW, maxPoints: $p) { values }
      physicalInfo(versions: $v) { gender }
      exercises(first: $n) { nodes { samples(maxPoints: $p) { heartRate } } } } }"""
    schema, document = build_schema()._schema, parse(text)
    (operation,) = document.definitions
    assert isinstance(operation, OperationDefinitionNode)
    given_values = {"p": points, "v": versions, "d": days, "n": n}
    values = get_variable_values(schema, operation.variable_definitions or (), given_values)
    cost = cost_of(schema, document, operation, values, dt.date(2026, 1, 11))
    assert cost.units >= 376


async def test_the_dearest_field_is_named(ask: Ask) -> None:
    """It is the field that is dear by itself, not the list around it."""
    body = await ask(
        "{ people(first: 99) { nodes { series(metrics: [STEPS], resolution: RAW) { values } } } }"
    )
    assert "are in people.nodes.series (" in body["errors"][0]["message"]


async def test_much_costs_the_keys_minute(
    client: httpx.AsyncClient, pool: Pool, person: str
) -> None:
    """A dear document counts as several requests, and one that does not fit takes nothing."""
    await sleep_for(pool, person, 365)
    _, secret = await keys.create_key(
        pool,
        user_id=person,
        label="small",
        scopes=[Scope.READ],
        actor="test",
        rate_limit_per_minute=12,
    )
    dear = {"query": PERSON % f"sleep(days: 364) {{ {EIGHT} }}", "variables": {"id": person}}
    headers = {"X-API-Key": secret, "Accept": "application/graphql-response+json"}

    async def left(asked: Mapping[str, object]) -> tuple[int, str]:
        answered = await client.post("/graphql", json=asked, headers=headers)
        return answered.status_code, answered.headers["x-ratelimit-remaining"]

    assert [await left(dear) for _ in range(3)] == [(200, "9"), (200, "6"), (200, "3")]
    assert await left({"query": "{ __typename }"}) == (200, "2")
    late = await client.post("/graphql", json=dear, headers=headers)
    assert late.status_code == 429
    assert "This counts as 3 requests, and 2 of" in late.json()["errors"][0]["message"]
    assert 1 <= int(late.headers["retry-after"]) <= 60


async def test_a_key_is_refused_what_its_minute_can_never_hold(
    client: httpx.AsyncClient, pool: Pool, person: str
) -> None:
    """The budget of a document is no larger than the whole minute of the key."""
    _, secret = await keys.create_key(
        pool,
        user_id=person,
        label="tiny",
        scopes=[Scope.READ],
        actor="test",
        rate_limit_per_minute=2,
    )
    query = PERSON % "sleep(days: 3000) { date }"
    asked = {"query": query, "variables": {"id": person}}
    headers = {"X-API-Key": secret, "Accept": "application/graphql-response+json"}
    answered = await client.post("/graphql", json=asked, headers=headers)
    assert first_code(answered.json()) == "too_costly"
    assert answered.json()["errors"][0]["extensions"]["budget"] == 2000


async def test_a_million_rows_are_refused(ask: Ask, person: str) -> None:
    """What is too dear is not asked for, and the answer tells the dearest part."""
    aliases = " ".join(f"a{n}: alertness(days: 3660) {{ startAt grade }}" for n in range(12))
    body = await ask(PERSON % aliases, id=person)
    assert "data" not in body
    assert first_code(body) == "too_costly"
    assert "person.alertness (175738): ask for fewer days" in body["errors"][0]["message"]


async def test_too_many_people_at_once_are_refused(ask: Ask) -> None:
    """Lists inside of lists multiply."""
    body = await ask(
        "{ people(first: 100) { nodes { sleep(days: 365) { date totalHours remHours } } } }"
    )
    assert first_code(body) == "too_costly"


async def test_deep_documents(ask: Ask) -> None:
    """Eleven fields inside of each other are too deep; introspection is not counted."""
    body = await ask("{ a: metrics { " + "... { " * 20 + "key" + " }" * 20 + " } }")
    assert "errors" not in body
    limits = Limits(depth=2)
    assert limits.depth == 2


async def test_many_aliases(ask: Ask) -> None:
    """Fifty-one aliases are too many, in fragments, too."""
    aliases = " ".join(f"a{n}: __typename" for n in range(51))
    assert first_code(await ask(f"{{ {aliases} }}")) == "too_many_aliases"
    inside = f"{{ ...F }} fragment F on Query {{ {aliases} }}"
    assert first_code(await ask(inside)) == "too_many_aliases"


async def test_many_tokens(ask: Ask) -> None:
    """A document of more than 4,000 tokens is not parsed to its end."""
    body = await ask("{ " + "__typename " * 4000 + "}")
    assert first_code(body) == "graphql_syntax"


@pytest.mark.parametrize(
    "text",
    [
        "{ " * 3000,
        "{ a(b: " + "[" * 3000,
        "query { ...A } "
        + " ".join(
            f"fragment {chr(65 + n)} on Query {{ ...{chr(66 + n)} ...{chr(66 + n)} }}"
            for n in range(25)
        )
        + " fragment Z on Query { __typename }",
        "query { ...A } fragment A on Query { ...B } fragment B on Query { ...A }",
        "{ me { " + "... on Person { " * 500 + "id" + " }" * 500 + " } }",
    ],
    ids=["deep", "values", "doubling", "circle", "inline"],
)
async def test_hostile_documents(ask: Ask, text: str) -> None:
    """Nesting, doubling and circling documents are answered at once, and never with a crash."""
    body = await ask(text)
    assert all(e["extensions"]["code"] != "internal_error" for e in body.get("errors", ()))


def app(state: State, **options: object) -> httpx.AsyncClient:
    """A client of a server with these options."""
    routes = graphql_routes(Options(**options))  # type: ignore[arg-type]
    transport = httpx.ASGITransport(with_state(Starlette(routes=routes), state))
    headers = {"Accept": "application/graphql-response+json"}
    return httpx.AsyncClient(transport=transport, base_url="http://ursa.test", headers=headers)


async def test_depth(state: State) -> None:
    """A document deeper than allowed tells how deep it is."""
    async with app(state, limits=Limits(depth=1)) as client:
        answered = await client.post("/graphql", json={"query": "{ metrics { key } }"})
    assert answered.json()["errors"][0]["message"].startswith("The document is 2 fields deep; 1")


async def test_introspection_and_suggestions_can_be_off(state: State) -> None:
    """Then the schema is not told, and no name is guessed."""
    async with app(state, introspection=False, suggestions=False) as client:
        schema = await client.post("/graphql", json={"query": "{ __schema { types { name } } }"})
        guess = await client.post("/graphql", json={"query": "{ metric { key } }"})
    assert schema.status_code == 400
    assert "Did you mean" not in guess.text


REPEATED = [
    "{ " + "metrics { key } " * 700 + "}",
    "{ " + "metrics { ... on MetricDefinition { key } } " * 400 + "}",
    "{ "
    + " ".join(f"...F{n}" for n in range(280))
    + " }"
    + " ".join(f" fragment F{n} on Query {{ metrics {{ key }} }}" for n in range(280)),
]


@pytest.mark.parametrize("text", REPEATED, ids=["fields", "inline", "fragments"])
async def test_what_is_long_to_check_is_not_checked(ask: Ask, text: str) -> None:
    """Comparing fields with each other has an end, and the answer says what to do."""
    body = await ask(text)
    assert first_code(body) == "too_complex"
    assert body["errors"][0]["message"].endswith("Split it.")


async def ask_as_a_stranger(state: State, query: str) -> httpx.Response:
    """Without a key."""
    async with app(state) as client:
        return await client.post("/graphql", json={"query": query})


async def test_strangers_get_the_schema(state: State) -> None:
    """Tools introspect without a key; the answer is all there."""
    answered = await ask_as_a_stranger(state, get_introspection_query())
    types = answered.json()["data"]["__schema"]["types"]
    assert len(types) == len(build_schema()._schema.type_map)


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("{ " + "metrics { key } " * 300 + "}", 401, "unauthenticated"),
        (
            "{ "
            + " ".join(
                f"a{n}: __schema {{ types {{ fields {{ type {{ fields {{ name }} }} }} }} }}"
                for n in range(50)
            )
            + " }",
            400,
            "too_costly",
        ),
        (
            "{ "
            + " ".join(f'a{n}: __type(name: "Person") {{ ...A }}' for n in range(50))
            + " } fragment A on __Type { fields { type { ofType { ofType { ofType { fields {"
            " name description type { name kind } args { name description type { name } } } } }"
            " } } } }",
            401,
            "unauthenticated",
        ),
        (
            "{ __schema { types { fields { "
            + " ".join(f"t{n}: type {{ ofType {{ fields {{ name }} }} }}" for n in range(40))
            + " } } } }",
            400,
            "too_costly",
        ),
    ],
    ids=["long", "often", "named", "wide"],
)
async def test_strangers_get_little(state: State, query: str, status: int, code: str) -> None:
    """Without a key, neither long documents nor the schema many times over."""
    answered = await ask_as_a_stranger(state, query)
    assert (answered.status_code, first_code(answered.json())) == (status, code)


async def test_strangers_get_the_schema_at_whatever_length(state: State) -> None:
    """Introspection of every tool is longer than what strangers may ask otherwise."""
    longest = get_introspection_query(
        schema_description=True, specified_by_url=True, input_value_deprecation=True
    )
    assert len(longest) > LONGEST_OF_STRANGERS
    assert "data" in (await ask_as_a_stranger(state, longest)).json()
    hidden = f"{longest} query B {{ metrics {{ key }} }}"
    assert first_code((await ask_as_a_stranger(state, hidden)).json()) == "unauthenticated"


@pytest.mark.parametrize("wrong", ["unknown ", "{ ", "metrics { key } "])
async def test_refused_documents_cost_by_their_length(
    client: httpx.AsyncClient, pool: Pool, person: str, wrong: str
) -> None:
    """Reading and checking were work: whoever sends such documents has soon sent enough."""
    _, secret = await keys.create_key(
        pool,
        user_id=person,
        label="wrong",
        scopes=[Scope.READ],
        actor="test",
        rate_limit_per_minute=100,
    )
    headers = {"X-API-Key": secret, "Accept": "application/graphql-response+json"}
    query = "{ " + wrong * (2_000 // len(wrong.split())) + "}"
    refused = await client.post("/graphql", json={"query": query}, headers=headers)
    assert refused.status_code == 400
    asked = await client.post("/graphql", json={"query": "{ __typename }"}, headers=headers)
    assert int(asked.headers["x-ratelimit-remaining"]) <= 100 - 2 - 10


async def test_strangers_share_a_minute(
    state: State, settings: Settings, pool: Pool, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who asks for much without a key uses up more of it; keys go on."""
    monkeypatch.setattr("app.auth.auth.STRANGERS_PER_MINUTE", 9)
    async with open_auth(settings, pool, lambda: NOW, timer=lambda: 1000.0) as auth:
        state = {**state, "auth": auth}
        asked = ["{ __typename }", get_introspection_query(), get_introspection_query()]
        codes = [(await ask_as_a_stranger(state, query)).status_code for query in asked]
        async with app(state) as client:
            headers = {"X-API-Key": key}
            known = await client.post("/graphql", json={"query": asked[1]}, headers=headers)
    assert codes == [200, 200, 429]
    assert known.status_code == 200


@pytest.mark.parametrize("name", ["skip", "include"])
async def test_a_condition_without_a_value_is_told(ask: Ask, name: str) -> None:
    """A null where a truth belongs is the document's fault, and no crash of the weighing."""
    query = f"query($v: Boolean = true) {{ metrics @{name}(if: $v) {{ title }} }}"
    body = await ask(query, v=None)
    assert first_code(body) == "graphql_invalid"


async def test_a_screen_of_many_fragments_is_answered(ask: Ask, person: str) -> None:
    """Forty components that ask for their parts of one person are no abuse."""
    part = "sleep { date sleepScore } recharge { date hrvRmssdMs } exercises { nodes { id } }"
    text = "query($id: ID!) { person(id: $id) { " + " ".join(f"...F{n}" for n in range(40)) + " } }"
    text += "".join(f" fragment F{n} on Person {{ userId {part} }}" for n in range(40))
    assert "errors" not in await ask(text, id=person)


async def test_a_wrong_key_is_looked_at_first(ask: Ask) -> None:
    """Nothing is parsed for who shows a key that opens nothing."""
    assert first_code(await ask("{ not a document", secret="ursa_wrong")) == "unauthenticated"


async def test_errors_have_an_end(ask: Ask, person: str) -> None:
    """Neither thousands of wrong values nor long names are sent back."""
    query = "query($id: ID!, $m: [Metric!]!) { person(id: $id) { series(metrics: $m) { values } } }"
    body = await ask(query, id=person, m=["STEP"] * 5000)
    assert len(body["errors"]) <= 21
    long = await ask("{ " + "a" * 100_000 + " }")
    assert len(long["errors"][0]["message"]) < 600


TRUSTED = "{ metrics { key } }"
NAME = hashlib.sha256(TRUSTED.encode()).hexdigest()


async def test_trusted_documents(state: State) -> None:
    """A trusted document is known by its hash, with and without the prefix, by GET and POST."""
    async with app(state, documents={NAME: TRUSTED}) as client:
        posted = await client.post("/graphql", json={"documentId": f"sha256:{NAME}"})
        got = await client.get("/graphql", params={"documentId": NAME})
        both = await client.post("/graphql", json={"documentId": NAME, "query": TRUSTED})
        free = await client.post("/graphql", json={"query": "{ __typename }"})
    assert posted.json() == got.json()
    assert len(posted.json()["data"]["metrics"]) == len(Metric)
    assert (both.status_code, free.status_code) == (400, 200)


async def test_only_trusted_documents(state: State) -> None:
    """Then others are forbidden, and a trusted one may also be sent whole."""
    async with app(state, documents={NAME: TRUSTED}, only_trusted=True) as client:
        free = await client.post("/graphql", json={"query": "{ __typename }"})
        whole = await client.post("/graphql", json={"query": TRUSTED})
    assert (free.status_code, whole.status_code) == (403, 200)
    assert first_code(free.json()) == "untrusted"
