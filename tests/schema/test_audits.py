import json

from tests.schema.conftest import Node


async def test_every_server_audit_of_graphql_http_passes(address: str, node: Node) -> None:
    """GraphQL over HTTP is spoken to the letter: 61 of 61 audits, warnings counted as failures."""
    results = json.loads(await node("audit.mjs", f"{address}/graphql"))
    assert [one for one in results if one["status"] != "ok"] == []
    assert len(results) == 61
