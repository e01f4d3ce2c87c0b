"""Unexpected errors are masked and logged once; nothing that is sent breaks the server."""

import logging

import pytest

from app.errors import DatabaseUnavailable
from tests.schema.conftest import Ask


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
    assert body["data"] == {"a": None, "b": {"userId": person}}
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
