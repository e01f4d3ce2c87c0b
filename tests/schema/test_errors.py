"""Unexpected errors are masked and logged once; nothing that is sent breaks the server."""

import logging

import httpx
import pytest
from graphql import print_schema
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis_graphql import from_schema, nodes

from app.errors import DatabaseUnavailable
from schema.build import build_schema
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


async def test_documents_of_a_fuzzer(client: httpx.AsyncClient, key: str) -> None:
    """Valid documents with wild arguments are answered, and never with an unexpected error."""
    documents: list[str] = []

    @settings(
        max_examples=60,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(_documents())
    def collect(document: str) -> None:
        documents.append(document)

    collect()
    headers = {"X-API-Key": key, "Accept": "application/graphql-response+json"}
    for document in documents:
        answered = await client.post("/graphql", json={"query": document}, headers=headers)
        assert answered.status_code in {200, 400}, document
        codes = [e["extensions"]["code"] for e in answered.json().get("errors", ())]
        assert "internal_error" not in codes, document


def _documents() -> st.SearchStrategy[str]:
    """Valid documents with wild arguments."""
    return from_schema(
        print_schema(build_schema()._schema),
        custom_scalars={
            "Date": st.dates().map(str).map(nodes.String),
            "DateTime": st.datetimes().map(lambda m: nodes.String(m.isoformat() + "Z")),
            "LocalDateTime": st.datetimes().map(lambda m: nodes.String(m.isoformat())),
        },
    )
