"""Unexpected errors are masked and logged once; nothing that is sent breaks the server."""

import logging

import psycopg
import pytest

from app.errors import DatabaseUnavailable
from app.patterns import NAMES
from app.records.physical_info import PhysicalInfo
from app.store.pool import translated
from tests.schema.conftest import Ask
from tests.schema.year import NOW


async def test_the_unexpected_is_masked_and_logged_once(
    ask: Ask, person: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A client learns a number, the log learns everything, once; the other fields are answered."""

    async def broken(*_: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("app.reads.physical_info.fetch_lists", broken)
    with caplog.at_level(logging.ERROR, "schema.errors"):
        body = await ask(
            "query($id: ID!) { a: person(id: $id) { physicalInfo { gender } } "
            "b: person(id: $id) { userId } }",
            id=person,
        )
    (error,) = body["errors"]
    assert error["extensions"]["code"] == "internal_error"
    assert error["path"] == ["a", "physicalInfo"]
    assert "secret detail" not in str(body)
    assert body["data"] == {"a": {"physicalInfo": None}, "b": {"userId": person}}
    (record,) = caplog.records
    assert error["extensions"]["requestId"] in record.getMessage()


async def test_our_own_errors_are_told(
    ask: Ask, person: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An expected error of the database has its code and its advice."""

    async def away(*_: object) -> None:
        raise DatabaseUnavailable("The database does not answer. Check that it runs.")

    monkeypatch.setattr("app.reads.physical_info.fetch_lists", away)
    body = await ask("query($id: ID!) { person(id: $id) { physicalInfo { gender } } }", id=person)
    assert body["errors"][0]["message"] == "The database does not answer. Check that it runs."
    assert body["errors"][0]["extensions"] == {"code": "database_unavailable"}


TWICE = """query($id: ID!) {
  a: person(id: $id) { sleep(days: 2) { date } patterns { score } recordCounts(days: 0) { sleep } }
  b: person(id: $id) { sleep(days: 2) { date } patterns { score } }
}"""


async def test_a_failed_field_leaves_the_others_alone(ask: Ask, person: str, data: None) -> None:
    """What two parts of a document ask for together is answered, though one of them fails."""
    assert data is None
    body = await ask(TWICE, id=person)
    assert body["data"]["a"]["recordCounts"] is None
    for each in body["data"].values():
        assert len(each["sleep"]) == 3
        assert len(each["patterns"]) == len(NAMES)
    assert {error["extensions"]["code"] for error in body["errors"]} == {"invalid_input"}


async def test_a_value_that_can_not_be_told_is_our_fault(
    ask: Ask, person: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A NaN where a number belongs is masked and logged, and not put down to the client."""

    async def broken(*_: object) -> dict[str, list[PhysicalInfo]]:
        return {person: [PhysicalInfo(modified_at=NOW, weight_kg=float("nan"))]}

    monkeypatch.setattr("app.reads.physical_info.fetch_lists", broken)
    query = "query($id: ID!) { person(id: $id) { physicalInfo { weightKg } } }"
    with caplog.at_level(logging.ERROR, "schema.errors"):
        body = await ask(query, id=person)
    assert body["errors"][0]["extensions"]["code"] == "internal_error"
    assert len(caplog.records) == 1


async def test_where_the_database_is_stays_inside(
    ask: Ask, person: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The driver's line goes to the log; clients are told that it does not answer."""

    async def away(*_: object) -> None:
        async with translated():
            raise psycopg.OperationalError('connection to "10.0.0.7" failed')

    monkeypatch.setattr("app.reads.physical_info.fetch_lists", away)
    with caplog.at_level(logging.WARNING, "schema.errors"):
        body = await ask(
            "query($id: ID!) { person(id: $id) { physicalInfo { gender } } }", id=person
        )
    assert body["errors"][0]["extensions"]["code"] == "database_unavailable"
    assert "10.0.0.7" not in str(body)
    assert "10.0.0.7" in caplog.text


async def test_a_wrong_date_is_found(ask: Ask) -> None:
    """Of several dates the wrong one is pointed at."""
    body = await ask('{ me { sleep(from: "2026-01-01", to: "0000-00-00") { date } } }')
    (error,) = body["errors"]
    assert error["locations"] == [{"line": 1, "column": 38}]
    assert "written YYYY-MM-DD" in error["message"]


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("baselines(metrics: [STEPS]) { check(value: 1e999) { isAnomaly } }", "finite"),
        ("forecasts(metrics: [STEPS]) { reason }", "STEPS is not forecast. Ask for HRV_RMSSD, "),
    ],
)
async def test_what_can_not_be_asked(ask: Ask, person: str, field: str, words: str) -> None:
    """It is told as an argument's fault, and the person is there all the same."""
    body = await ask(f"query($id: ID!) {{ person(id: $id) {{ userId {field} }} }}", id=person)
    assert body["errors"][0]["extensions"]["code"] == "invalid_input"
    assert words in body["errors"][0]["message"]
    assert body["data"]["person"]["userId"] == person
