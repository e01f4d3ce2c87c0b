"""Lists of the house's: people by name and sync, keys, runs and deeds of everybody."""

import datetime as dt
import secrets
import uuid

import pytest

from app.auth import Auth
from app.records.account import Scope
from app.records.sync import RunState
from app.store import change, keys, runs
from app.store.pool import Pool
from tests.schema.conftest import MASTER, Ask, end_run, make_key, queued_run
from tests.schema.year import NOW

PEOPLE = """query($search: String, $by: PeopleOrder!, $first: Int, $after: String,
    $last: Int, $before: String) {
  people(search: $search, orderBy: $by, first: $first, after: $after, last: $last,
      before: $before) {
    nodes { userId } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }"""


@pytest.fixture
async def family(pool: Pool) -> str:
    """A word that three people have in their names, who were synced one after the other."""
    word = f"fam{secrets.token_hex(4)}"
    for place, name in enumerate(("Zoe", None, "ada")):
        user_id = f"{word}-{place}"
        await change.execute(pool, "account_create", user_id=user_id)
        async with pool.connection() as connected:
            await connected.execute(
                "UPDATE account SET display_name = %s, synced_at = %s WHERE user_id = %s",
                [name, None if place == 0 else NOW - dt.timedelta(hours=place), user_id],
            )
    return word


@pytest.mark.parametrize(
    ("by", "places"), [("USER_ID", "012"), ("NAME", "210"), ("LAST_SYNC", "120")]
)
async def test_people_are_searched_and_ordered(ask: Ask, family: str, by: str, places: str) -> None:
    """Each order is walked page by page, forward and backward, over who was searched for."""
    asked = {"secret": MASTER, "search": family.upper(), "by": by}
    forward: list[str] = []
    page = (await ask(PEOPLE, **asked, first=2))["data"]["people"]
    forward += [row["userId"] for row in page["nodes"]]
    assert page["pageInfo"]["hasNextPage"]
    after = page["pageInfo"]["endCursor"]
    page = (await ask(PEOPLE, **asked, first=2, after=after))["data"]["people"]
    forward += [row["userId"] for row in page["nodes"]]
    wanted = [f"{family}-{place}" for place in places]
    assert forward == wanted
    page = (await ask(PEOPLE, **asked, last=2))["data"]["people"]
    assert [row["userId"] for row in page["nodes"]] == wanted[1:]
    assert page["pageInfo"]["hasPreviousPage"]
    before = page["pageInfo"]["startCursor"]
    page = (await ask(PEOPLE, **asked, last=2, before=before))["data"]["people"]
    assert [row["userId"] for row in page["nodes"]] == wanted[:1]


async def test_people_are_searched_by_what_they_are_called(ask: Ask, family: str) -> None:
    """Signs of patterns are letters like any other, and a personal key finds its own person."""
    asked = {"secret": MASTER, "by": "NAME"}
    assert (await ask(PEOPLE, **asked, search=f"{family}%"))["data"]["people"]["nodes"] == []
    found = (await ask(PEOPLE, **asked, search=f"{family}-2"))["data"]["people"]["nodes"]
    assert [row["userId"] for row in found] == [f"{family}-2"]
    assert (await ask(PEOPLE, search=family, by="NAME"))["data"]["people"]["nodes"] == []
    long = await ask(PEOPLE, **asked, search="x" * 101)
    assert long["errors"][0]["extensions"]["code"] == "invalid_input"


async def test_a_cursor_of_another_order_is_refused(ask: Ask, family: str) -> None:
    """Who changes the order starts anew."""
    asked = {"secret": MASTER, "search": family, "first": 1}
    page = (await ask(PEOPLE, **asked, by="NAME"))["data"]["people"]
    body = await ask(PEOPLE, **asked, by="LAST_SYNC", after=page["pageInfo"]["endCursor"])
    assert body["errors"][0]["extensions"]["code"] == "invalid_input"


KEYS = """query($user: ID, $state: ApiKeyState, $first: Int, $after: String) {
  apiKeys(userId: $user, state: $state, first: $first, after: $after) {
    nodes { label userId person { userId } lastUsedAt requestCount
      requestsByDay(days: 2) { day requests } }
    pageInfo { hasNextPage endCursor } } }"""


async def test_keys_that_work_and_keys_that_ended(ask: Ask, pool: Pool, person: str) -> None:
    """Each key is in one of the two lists, and both lists are paged."""
    worn, _ = await keys.create_key(
        pool, user_id=person, label="worn", scopes=[Scope.READ], actor="test"
    )
    await keys.revoke_key(pool, worn.key_id, "test")
    past = NOW - dt.timedelta(days=1)
    await keys.create_key(
        pool, user_id=person, label="old", scopes=[Scope.READ], actor="test", expires_at=past
    )
    ended = (await ask(KEYS, user=person, state="ENDED"))["data"]["apiKeys"]["nodes"]
    assert {row["label"] for row in ended} == {"worn", "old"}
    active = (await ask(KEYS, user=person, state="ACTIVE"))["data"]["apiKeys"]["nodes"]
    assert [row["label"] for row in active] == ["test"]
    labels: list[str] = []
    after = None
    for _ in range(3):
        page = (await ask(KEYS, user=person, first=1, after=after))["data"]["apiKeys"]
        labels += [row["label"] for row in page["nodes"]]
        after = page["pageInfo"]["endCursor"]
    assert sorted(labels) == ["old", "test", "worn"]
    assert not page["pageInfo"]["hasNextPage"]


async def test_keys_are_counted_by_day(ask: Ask, auth: Auth, person: str) -> None:
    """What was asked a moment ago is counted, on its day."""
    for _ in range(3):
        await ask("{ me { userId } }")
    (row,) = (await ask(KEYS, user=person))["data"]["apiKeys"]["nodes"]
    assert row["requestCount"] == 4
    assert row["requestsByDay"] == [{"day": NOW.date().isoformat(), "requests": 4}]
    assert row["person"] == {"userId": person} == {"userId": row["userId"]}
    await auth.flush()


async def test_lists_of_the_house_are_bound_to_the_key(ask: Ask, pool: Pool, person: str) -> None:
    """A personal key sees what is its person's; to ask about another is forbidden."""
    other = f"other-{secrets.token_hex(4)}"
    await change.execute(pool, "account_create", user_id=other)
    await make_key(pool, other, Scope.READ)
    await end_run(pool, await queued_run(pool, other))
    for lists in ("apiKeys", "syncRuns", "auditLog"):
        query = f"query($user: ID) {{ {lists}(userId: $user) {{ nodes {{ userId }} }} }}"
        own = (await ask(query))["data"][lists]["nodes"]
        assert {row["userId"] for row in own} <= {person}
        body = await ask(query, user=other)
        assert body["errors"][0]["extensions"]["code"] == "forbidden"
        theirs = (await ask(query, secret=MASTER, user=other))["data"][lists]["nodes"]
        assert {row["userId"] for row in theirs} == {other}


RUNS = """query($user: ID, $state: [RunState!], $first: Int, $after: String) {
  syncRuns(userId: $user, state: $state, first: $first, after: $after) {
    nodes { runId state userId person { displayName } } pageInfo { endCursor } } }"""


async def test_runs_of_everybody(ask: Ask, pool: Pool, person: str) -> None:
    """Runs are told by state, one or several, and page by page."""
    made = []
    for _ in range(3):
        run_id = await queued_run(pool, person)
        await end_run(pool, run_id)
        made.append(str(run_id))
    made.append(str(await queued_run(pool, person)))
    asked = {"secret": MASTER, "user": person}
    found: list[str] = []
    after = None
    for _ in range(2):
        page = (await ask(RUNS, **asked, first=2, after=after))["data"]["syncRuns"]
        found += [row["runId"] for row in page["nodes"]]
        after = page["pageInfo"]["endCursor"]
    assert sorted(found) == sorted(made)
    queued = (await ask(RUNS, **asked, state="QUEUED"))["data"]["syncRuns"]["nodes"]
    assert [row["runId"] for row in queued] == made[-1:]
    both = (await ask(RUNS, **asked, state=["QUEUED", "FAILED"]))["data"]["syncRuns"]["nodes"]
    assert both == queued
    assert queued[0]["person"] == {"displayName": None}
    everybody = (await ask(RUNS, secret=MASTER, state=["QUEUED"]))["data"]["syncRuns"]["nodes"]
    assert made[-1] in {row["runId"] for row in everybody}
    await runs.finish_run(
        pool,
        uuid.UUID(made[-1]),
        RunState.FAILED,
        now=NOW,
        request_count=0,
        error_code="x",
        error="x",
    )
    failed = (await ask(RUNS, **asked, state=["FAILED"]))["data"]["syncRuns"]["nodes"]
    assert [row["runId"] for row in failed] == made[-1:]


async def test_the_audit_log(ask: Ask, pool: Pool, person: str) -> None:
    """Deeds are told the newest first, by name where asked, with what is worth knowing."""
    await make_key(pool, person, Scope.READ)
    query = """query($user: ID!, $action: String) { auditLog(userId: $user, action: $action) {
      nodes { auditId happenedAt actor action userId details } } }"""
    found = (await ask(query, user=person, action="api_key"))["data"]["auditLog"]["nodes"]
    assert {row["action"] for row in found} == {"api_key.create"}
    assert found[0]["details"]["scopes"] == ["read"]
    numbers = [int(row["auditId"]) for row in found]
    assert numbers == sorted(numbers, reverse=True)
    none = (await ask(query, user=person, action="person"))["data"]["auditLog"]["nodes"]
    assert none == []
