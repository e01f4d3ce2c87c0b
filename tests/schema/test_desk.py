"""Everybody on a page is asked about in one statement for each field group."""

import secrets
from collections.abc import Iterator

import pytest

from app.store import change
from app.store.pool import Pool
from app.store.queries import query
from app.store.write import store_harvest
from schema import ids
from tests.schema.conftest import MASTER, Ask
from tests.schema.year import year

SELECTIONS = [
    ("sleep(days: 3) { date sleepScore }", 1),
    ("sleep(days: 3) { date } recharge(days: 3) { date } heartRate(days: 3) { hrMean }", 3),
    ("activity(days: 3) { steps } steps { date } cardioLoad { strain } bedtimes { quality }", 4),
    ("skinTemperature { date } bodyTemperature { startAt } alertness(days: 1) { startAt }", 3),
    ("a: sleep(days: 3) { date } b: sleep(days: 3) { sleepScore }", 1),
    ("series(metrics: [STEPS, HRV_RMSSD], days: 30) { values }", 1),
    ("series(metrics: [STEPS], days: 60, resolution: WEEK) { values median }", 1),
    ("series(metrics: [STEPS], days: 3, resolution: HOUR) { values }", 1),
    ("series(metrics: [HRV_RMSSD], days: 3, resolution: RAW) { values }", 1),
    ("exercises(first: 2) { nodes { sport zones { zoneIndex } } }", 2),
    ("exercises(first: 2) { nodes { samples { heartRate } route { latitude } } }", 3),
    ("exercises(first: 2) { nodes { rrIntervalMs } }", 2),
    ("ecgTests(first: 2) { nodes { waveform { amplitudeMv } } }", 2),
    ("spo2Tests(last: 1) { nodes { bloodOxygenPercent } }", 1),
    ("syncRuns(first: 1) { nodes { state feeds { feed } } }", 1),
    ('night(date: "2026-01-11") { sleep { date } hypnogram { values } hrv { values } }', 3),
    ("night { date }", 1),
    ('day(date: "2026-01-11") { steps { values } zones { values } inactivityAlerts }', 3),
    ("physicalInfo { weightKg } recordCounts { sleep } polarConnection { connectedAt }", 3),
    ("baselines { median } anomalies { metric }", 2),
    ("analyticsStatus { minDataDays }", 1),
    ("baselines { median } insights { status } anomalies { metric } patterns { score }", 3),
]
QUERY = """query($after: String) {
  people(first: 3, after: $after) { nodes { userId %s } }
}"""


@pytest.fixture
async def team(pool: Pool) -> list[str]:
    """Three people in a row, with data of their own."""
    prefix = f"team-{secrets.token_hex(6)}"
    people = [f"{prefix}-{place}" for place in range(3)]
    for place, user_id in enumerate(people):
        await change.execute(pool, "account_create", user_id=user_id)
        await store_harvest(pool, user_id, year(30 + place))
    return people


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Names of the statements that are sent."""
    names: list[str] = []

    def counting(name: str) -> bytes:
        names.append(name)
        return query(name)

    monkeypatch.setattr("app.store.read.query", counting)
    yield names
    monkeypatch.undo()


@pytest.mark.parametrize(("selection", "statements"), SELECTIONS)
async def test_one_statement_for_everybody(
    ask: Ask, team: list[str], asked: list[str], selection: str, statements: int
) -> None:
    """Three people cost as many statements as one, and each gets their own rows."""
    after = ids.opaque("people", f"{team[0]}"[:-1])
    # What is stored on the way is there when it is asked for again.
    first = await ask(QUERY % selection, secret=MASTER, after=after)
    assert "errors" not in first, first["errors"]
    asked.clear()
    body = await ask(QUERY % selection, secret=MASTER, after=after)
    rows = body["data"]["people"]["nodes"]
    assert [row["userId"] for row in rows] == team
    assert len(asked) == 1 + statements, asked
    alone = "query($id: ID!) { person(id: $id) { userId %s } }" % selection  # noqa: UP031 -- braces
    for row in rows:
        single = await ask(alone, secret=MASTER, id=row["userId"])
        assert single["data"]["person"] == row
