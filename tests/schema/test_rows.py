"""Every row of a person has a name of its own among the rows of everybody."""

import pytest
from graphql import GraphQLObjectType

from app.store.aggregates import refresh_aggregates
from app.store.pool import Pool
from app.store.write import store_harvest
from schema.build import build_schema
from schema.publish import leaves
from schema.rows import Identity, Owned, Rows
from tests.app.series import AFTER_ALL, new_person
from tests.schema.conftest import MASTER, Ask
from tests.schema.year import year

LISTS = (
    "sleep",
    "recharge",
    "activity",
    "steps",
    "cardioLoad",
    "heartRate",
    "skinTemperature",
    "bodyTemperature",
    "skinContact",
    "alertnessPeriods",
    "alertness",
    "bedtimes",
)
ROWS = " ".join(f"{name}(days: 3) {{ id __typename }}" for name in LISTS)
EVERY_ROW = f"query($id: ID!) {{ person(id: $id) {{ {ROWS} physicalInfo {{ id __typename }} }} }}"


async def ids_of(ask: Ask, person: str) -> list[str]:
    """The ids of all rows of three days."""
    body = await ask(EVERY_ROW, secret=MASTER, id=person)
    assert "errors" not in body, body["errors"]
    kinds = body["data"]["person"]
    assert [name for name, rows in kinds.items() if not rows] == []
    return [row["id"] for rows in kinds.values() for row in rows]


@pytest.mark.usefixtures("data")
async def test_no_two_rows_share_an_id(ask: Ask, pool: Pool, person: str) -> None:
    """Rows of one day, of other days, of other kinds and of other people are told apart."""
    other = await new_person(pool)
    await store_harvest(pool, other, year(4))
    await refresh_aggregates(pool, AFTER_ALL)
    found = [*await ids_of(ask, person), *await ids_of(ask, other)]
    assert len(set(found)) == len(found)


@pytest.mark.usefixtures("data")
async def test_a_row_is_called_the_same_everywhere(ask: Ask, person: str) -> None:
    """A night in a list and the same night by itself have one id, asked again too."""
    asked = (
        "query($id: ID!) { person(id: $id) { sleep(days: 0) { id } recharge(days: 0) { id } "
        'activity(days: 0) { id } night(date: "2026-01-11") { id sleep { id } recharge { id } } '
        'day(date: "2026-01-11") { id activity { id } } } }'
    )
    first, again = [(await ask(asked, id=person))["data"]["person"] for _ in range(2)]
    assert first == again
    assert first["sleep"] == [first["night"]["sleep"]]
    assert first["recharge"] == [first["night"]["recharge"]]
    assert first["activity"] == [first["day"]["activity"]]
    assert first["night"]["id"] != first["day"]["id"]


def test_every_row_of_days_has_a_key() -> None:
    """Each type that a list of days answers has an id made of the row's own key."""
    types = build_schema()._schema.type_map
    person = types["Person"]
    assert isinstance(person, GraphQLObjectType)
    for name in (*LISTS, "physicalInfo"):
        row = types[str(person.fields[name].type).strip("[]!")]
        assert isinstance(row, GraphQLObjectType)
        assert isinstance(leaves(row)["id"], Identity), row.name


def test_rows_are_owned_only_where_it_matters() -> None:
    """Rows are the records themselves; owned ones read like their record and say whose it is."""
    rows = Rows("me", [1 + 2j])
    assert rows == [1 + 2j]
    assert rows.first() == Owned("me", 1 + 2j)
    assert [(one.user_id, one.imag) for one in rows.owned() if one] == [("me", 2.0)]
    assert Rows[int]("me", []).first() is None
