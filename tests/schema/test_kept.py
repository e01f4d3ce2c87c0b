"""GETs about one person's data are kept by browsers, and a change is never missed."""

import json
from collections.abc import Awaitable, Callable

import httpx
import pytest

from app.records.account import Scope
from app.records.recharge import Recharge
from app.store import write
from app.store.pool import Pool
from tests.schema.conftest import MASTER, make_key
from tests.schema.year import TODAY

pytestmark = pytest.mark.usefixtures("data")

NIGHTS = """query($id: ID!) { __typename person(id: $id) { ...Shown } }
  fragment Shown on Person { id recharge(days: 3) { date hrvRmssdMs }
    exercises(first: 1) { nodes { id } } }"""
Seen = Callable[..., Awaitable[httpx.Response]]


@pytest.fixture
def seen(client: httpx.AsyncClient, person: str) -> Seen:
    """GET a document about the person, with the tag of what was seen before."""

    async def asking(
        query: str = NIGHTS, tag: str = "", secret: str = MASTER, accept: str = "application/json"
    ) -> httpx.Response:
        params = {"query": query, "variables": json.dumps({"id": person})}
        headers = {"X-API-Key": secret, "Accept": accept}
        headers |= {"If-None-Match": tag} if tag else {}
        return await client.get("/graphql", params=params, headers=headers)

    return asking


async def test_what_is_had_is_not_sent_again(seen: Seen) -> None:
    """While nothing has changed, the tag alone is answered, and one request is charged."""
    first = await seen()
    assert (first.status_code, first.headers["cache-control"]) == (200, "private, no-cache")
    assert first.json()["data"]["person"]["recharge"]
    again = await seen(tag=first.headers["etag"])
    assert (again.status_code, again.content) == (304, b"")
    for name in ("etag", "cache-control", "vary"):
        assert again.headers[name] == first.headers[name]
    left = [int(one.headers["x-ratelimit-remaining"]) for one in (first, again)]
    assert left[0] - left[1] == 1


async def test_a_change_is_never_missed(seen: Seen, pool: Pool, person: str) -> None:
    """After each change the answer has what was written, whatever tag is shown."""
    tag = ""
    for hrv in (41, 42, 43):
        await write.store_harvest(pool, person, [[Recharge(date=TODAY, hrv_rmssd_ms=hrv)]])
        answer = await seen(tag=tag)
        assert answer.json()["data"]["person"]["recharge"][0]["hrvRmssdMs"] == hrv
        assert answer.headers["etag"] != tag
        tag = answer.headers["etag"]


async def test_other_eyes_other_tags(seen: Seen, pool: Pool, person: str) -> None:
    """Another view, another media type and another document have tags of their own."""
    own = await make_key(pool, person, Scope.READ)
    answers = [
        await seen(),
        await seen(secret=own),
        await seen(accept="application/graphql-response+json"),
        await seen("query($id: ID!) { person(id: $id) { userId } }"),
        await seen("{ me { userId } }", secret=own),
    ]
    tags = [answer.headers["etag"] for answer in answers]
    assert len(set(tags)) == len(tags)


@pytest.mark.parametrize(
    "query",
    [
        "{ people { nodes { userId } } }",
        "{ apiKey { prefix } }",
        "query($id: ID!) { person(id: $id) { syncRuns { nodes { state } } } }",
        "query($id: ID!) { person(id: $id) { polarConnection { connectedAt } } }",
        "query($id: ID!) { ...Root } fragment Root on Query { person(id: $id) { userId } }",
        'query($id: ID!) { person(id: $id) { userId } other: person(id: "somebody") { userId } }',
        "query($id: ID!) { person(id: $id) { sleep(days: -1) { date } } }",
        "{ me { userId } }",
        'query($who: ID! = "nobody") { person(id: $who) { userId } }',
        '{ person(id: "nobody") { userId } }',
    ],
)
async def test_what_depends_on_more_has_no_tag(seen: Seen, query: str) -> None:
    """What changes by itself, is about several people or nobody, or has failed, is not kept."""
    answer = await seen(query)
    assert "etag" not in answer.headers
    assert answer.headers["cache-control"] == "no-store"


async def test_posts_are_not_kept(client: httpx.AsyncClient, person: str) -> None:
    """What is posted has no tag."""
    asked = {"query": NIGHTS, "variables": {"id": person}}
    answer = await client.post("/graphql", json=asked, headers={"X-API-Key": MASTER})
    assert "etag" not in answer.headers


async def test_a_tag_opens_nothing(seen: Seen, pool: Pool) -> None:
    """Who may not see the answer is refused, whatever tag they show."""
    tag = (await seen()).headers["etag"]
    stranger = await make_key(pool, None, Scope.SYNC)
    refused = await seen(tag=tag, secret=stranger)
    assert (refused.status_code, refused.json()["data"]) == (
        200,
        {"__typename": "Query", "person": None},
    )
    assert (await seen(tag=tag, secret="wrong")).status_code == 401
