"""Earlier versions of rows over GraphQL."""

import datetime as dt

from app.records.account import DataClass, Scope
from app.records.sleep import Night
from app.store import deletions, keys, write
from app.store.pool import Pool
from tests.schema.conftest import MASTER, Ask, queued_run

DAY = dt.date(2026, 1, 11)
HISTORY = """query($id: ID!, $relation: HistoryRelation!, $after: String) { person(id: $id) {
  history(relation: $relation, first: 1, after: $after) {
    nodes { historyId relation key what reason replacedAt runId run }
    pageInfo { hasNextPage endCursor }
  }
} }"""


async def _withdrawn(pool: Pool, person: str) -> str:
    """A night that Polar withdraws in a run, and that is deleted then; answers the run."""
    run = await queued_run(pool, person)
    first = Night(date=DAY, sleep_score=80, heart_rate_avg=50)
    await write.store_harvest(pool, person, [[first]])
    await write.store_harvest(pool, person, [[Night(date=DAY)]], write.Origin(run_id=run))
    await deletions.delete_night(pool, person, DAY, actor="test")
    return str(run)


async def test_a_withdrawn_night(ask: Ask, pool: Pool, person: str) -> None:
    """Its versions are told page by page, the newest first, with the run that took each away."""
    run = await _withdrawn(pool, person)
    found = await ask(HISTORY, secret=MASTER, id=person, relation="SLEEP")
    page = found["data"]["person"]["history"]
    (deleted,) = page["nodes"]
    assert (deleted["reason"], deleted["what"]["sleep_score"]) == ("DELETED", None)
    assert (deleted["runId"], deleted["run"]) == (None, None)
    assert page["pageInfo"]["hasNextPage"]
    more = await ask(
        HISTORY,
        secret=MASTER,
        id=person,
        relation="SLEEP",
        after=page["pageInfo"]["endCursor"],
    )
    (changed,) = more["data"]["person"]["history"]["nodes"]
    assert (changed["relation"], changed["key"]) == ("SLEEP", {"date": DAY.isoformat()})
    assert (changed["reason"], changed["what"]["sleep_score"]) == ("CHANGED", 80)
    assert changed["runId"] == run
    assert "extra" not in changed["what"]
    node = "query($id: ID!) { node(id: $id) { ... on SyncRun { runId } } }"
    assert (await ask(node, secret=MASTER, id=changed["run"]))["data"]["node"] == {"runId": run}


async def test_a_key_reads_the_history_of_its_classes(ask: Ask, pool: Pool, person: str) -> None:
    """A key of class sleep reads earlier nights without their heart rates, and nothing else."""
    await _withdrawn(pool, person)
    _, secret = await keys.create_key(
        pool,
        user_id=person,
        label="sleep",
        scopes=[Scope.READ],
        actor="test",
        rate_limit_per_minute=1_000,
        classes=[DataClass.SLEEP],
    )
    found = await ask(HISTORY, secret=secret, id=person, relation="SLEEP")
    (night,) = found["data"]["person"]["history"]["nodes"]
    assert "sleep_score" in night["what"]
    assert "heart_rate_avg" not in night["what"]
    for relation in ("NIGHTLY_RECHARGE", "CARDIO_LOAD", "EXERCISE", "ECG_TEST"):
        refused = await ask(HISTORY, secret=secret, id=person, relation=relation)
        assert refused["errors"][0]["extensions"]["code"] == "forbidden"
