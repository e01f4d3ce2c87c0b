"""Clients that front ends use, against a running server."""

import json

import pytest

from tests.schema.conftest import Node


@pytest.mark.usefixtures("data")
async def test_urql(address: str, node: Node, key: str, person: str) -> None:
    """The client urql asks with variables, reads error codes, and asks by GET."""
    assert json.loads(await node("client.mjs", f"{address}/graphql", key, person)) == {
        "nights": [
            {"date": "2026-01-11", "sleepScore": 80},
            {"date": "2026-01-10", "sleepScore": 82},
        ],
        "code": "forbidden",
        "metrics": 26,
    }
