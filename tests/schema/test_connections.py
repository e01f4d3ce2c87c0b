"""Pages stay in their place."""

from typing import Any

import pytest

from schema import ids
from tests.schema.conftest import Ask

pytestmark = pytest.mark.usefixtures("data")

PAGE = """query($id: ID!, $first: Int, $after: String, $last: Int, $before: String) {
  person(id: $id) { %s(first: $first, after: $after, last: $last, before: $before) {
    edges { cursor node { id } } nodes { id }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } }"""


async def page(ask: Ask, person: str, field: str, **arguments: object) -> dict[str, Any]:
    """One page."""
    body = await ask(PAGE % field, id=person, **arguments)
    assert "errors" not in body, body["errors"]
    found: dict[str, Any] = body["data"]["person"][field]
    return found


@pytest.mark.parametrize(
    ("field", "count"), [("exercises", 30), ("spo2Tests", 13), ("ecgTests", 7)]
)
async def test_walking_forward_and_backward(ask: Ask, person: str, field: str, count: int) -> None:
    """Page after page gives every row once, and the way back gives the same rows."""
    whole = [node["id"] for node in (await page(ask, person, field, first=100))["nodes"]]
    assert len(set(whole)) == count
    ahead: list[str] = []
    after = None
    for _ in range(count // 4 + 1):
        one = await page(ask, person, field, first=4, after=after)
        ahead += [edge["node"]["id"] for edge in one["edges"]]
        after = one["pageInfo"]["endCursor"]
        assert one["pageInfo"]["hasNextPage"] == (len(ahead) < count)
    assert ahead == whole
    back = await page(ask, person, field, last=3, before=after)
    assert [edge["node"]["id"] for edge in back["edges"]] == whole[-4:-1]
    assert back["pageInfo"]["hasPreviousPage"] is True


async def test_an_empty_page(ask: Ask, person: str) -> None:
    """None asked for is none given, and what is after is told."""
    none = await page(ask, person, "exercises", first=0)
    assert none["edges"] == []
    assert none["pageInfo"] == {
        "hasNextPage": True,
        "hasPreviousPage": False,
        "startCursor": None,
        "endCursor": None,
    }


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"first": 101}, "first must be from 0 to 100."),
        ({"first": -1}, "first must be from 0 to 100."),
        ({"last": 1000}, "last must be from 0 to 100."),
        ({"first": 1, "last": 1}, "not with both"),
        ({"after": "nonsense"}, "after is no cursor of this list."),
        ({"after": ""}, "after is no cursor of this list."),
        ({"after": ids.opaque("spo2", "2026-01-01T00:00:00", 1)}, "after is no cursor"),
        ({"before": ids.opaque("exercises", "2026-01-01T00:00:00+00:00", 1)}, "before is no"),
        ({"before": ids.opaque("exercises", "2026-01-01T00:00:00", 2**64 - 1)}, "before is no"),
        ({"before": "A" * 10_000}, "before is no cursor"),
    ],
)
async def test_wrong_pages(ask: Ask, person: str, arguments: dict[str, object], words: str) -> None:
    """A wrong size and a cursor that this list has not given are told as such."""
    body = await ask(PAGE % "exercises", id=person, **arguments)
    assert body["errors"][0]["extensions"]["code"] == "invalid_input"
    assert words in body["errors"][0]["message"]


async def test_pages_of_days(ask: Ask, person: str) -> None:
    """A list can be narrowed to days."""
    query = """query($id: ID!) { person(id: $id) { exercises(first: 50, from: "2026-01-01",
      to: "2026-01-08") { nodes { startLocal } } } }"""
    body = await ask(query, id=person)
    starts = [node["startLocal"] for node in body["data"]["person"]["exercises"]["nodes"]]
    assert starts == ["2026-01-08T17:00:00", "2026-01-05T17:00:00", "2026-01-02T17:00:00"]
