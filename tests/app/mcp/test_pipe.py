"""`ursa mcp`: the same protocol, line by line."""

import io
import json

from app.mcp.pipe import pipe
from tests.app.mcp.conftest import House, NewKey
from tests.app.mcp.test_protocol import asked, current


async def test_lines_go_through(house: House, new_key: NewKey) -> None:
    """Requests of both eras are answered in order, and notifications not at all."""
    initialize = asked(
        "initialize",
        protocolVersion="2025-06-18",
        capabilities={},
        clientInfo={"name": "test", "version": "1"},
    )
    notified = {"jsonrpc": "2.0", "method": "notifications/initialized"}
    call = current("tools/call", name="people", arguments={})
    source = io.StringIO("\n".join(map(json.dumps, (initialize, notified, call))) + "\n\n")
    sink = io.StringIO()
    await pipe(house.address, await new_key(), source, sink)
    first, second = map(json.loads, sink.getvalue().splitlines())
    assert first["result"]["protocolVersion"] == "2025-06-18"
    assert second["result"]["structuredContent"]["people"][0]["person"] == house.person


async def test_wrong_keys_and_no_server(house: House) -> None:
    """What is wrong is an error of the protocol that says what to do."""
    line = json.dumps(asked("tools/list")) + "\n"
    for url, advice in ((house.address, "ask for a new one"), ("http://127.0.0.1:9", "ursa serve")):
        sink = io.StringIO()
        await pipe(url, "no-such-key", io.StringIO(line), sink)
        assert advice in json.loads(sink.getvalue())["error"]["message"]
