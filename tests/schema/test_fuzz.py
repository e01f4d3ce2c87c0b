"""schemathesis asks every root field wild things: never a 5xx, never an unexpected error."""

from typing import Any

import httpx
import pytest
import schemathesis
from graphql import introspection_from_schema
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis_graphql import nodes

from schema.build import build_schema
from tests.schema.conftest import MASTER

schemathesis.graphql.scalar("Date", st.dates().map(str).map(nodes.String))
schemathesis.graphql.scalar(
    "DateTime", st.datetimes().map(lambda moment: nodes.String(f"{moment.isoformat()}Z"))
)
schemathesis.graphql.scalar(
    "LocalDateTime", st.datetimes().map(lambda moment: nodes.String(moment.isoformat()))
)
schemathesis.graphql.scalar("JSON", st.just("x").map(nodes.String))

CORE = build_schema()._schema
SCHEMA = schemathesis.graphql.from_dict(dict(introspection_from_schema(CORE)))
OPERATIONS = [
    (root, name)
    for root in (CORE.query_type, CORE.mutation_type)
    if root is not None
    for name in root.fields
]


def documents(root: str, field: str) -> list[str]:
    """Documents that ask for a root field with wild arguments."""
    found: list[str] = []

    @settings(
        max_examples=12, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(SCHEMA[root][field].as_strategy())
    def collect(case: Any) -> None:  # noqa: ANN401 -- schemathesis makes it
        found.append(case.body)

    collect()
    return found


@pytest.mark.parametrize(("root", "field"), OPERATIONS, ids=str)
async def test_wild_questions(
    client: httpx.AsyncClient, key: str, root: object, field: str
) -> None:
    """Whatever is asked, by a person's key or by one for everybody, is answered in order."""
    for place, document in enumerate(documents(str(root), field)):
        secret = MASTER if place % 2 and str(root) == "Query" else key
        headers = {"X-API-Key": secret, "Accept": "application/graphql-response+json"}
        answered = await client.post("/graphql", json={"query": document}, headers=headers)
        assert answered.status_code in {200, 400}, document
        codes = [e["extensions"]["code"] for e in answered.json().get("errors", ())]
        assert "internal_error" not in codes, document
