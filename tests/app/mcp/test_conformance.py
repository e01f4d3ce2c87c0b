"""The protocol's own instruments: its conformance suite, and the inspector's command line."""

import re
import sys
from asyncio.subprocess import PIPE, STDOUT, create_subprocess_exec
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from starlette.types import Receive, Scope, Send

from app import serving
from app.main import create_app
from tests.app.mcp.conftest import LOOPBACK, House, NewKey
from tests.running import running

PACKAGES = Path(__file__).parents[2] / "schema" / "node" / "node_modules" / "@modelcontextprotocol"
NODE = Path(sys.executable).with_name("node")
"""The suite needs a newer Node than some machines have: the one that Ursa brings."""

PASSED = {
    "server-initialize",
    "ping",
    "tools-list",
    "tools-call-simple-text",
    "tools-call-error",
    "resources-list",
    "prompts-list",
    "server-sse-polling",
    "server-sse-multiple-streams",
    "dns-rebinding-protection",
}
OFFERED = re.compile(r"logging-|completion-|resources-(un)?subscribe")
"""What a server may leave out, and Ursa does: it says so when it is asked what it can do."""
OF_ITS_OWN = re.compile(
    r"tools-call-|json-schema-|elicitation-|resources-(read|templates)-|prompts-get-"
)
"""What only the suite's own example server has: tools, resources and prompts by their names."""

SCORE = re.compile(r"^[^\w\n]* ([a-z0-9-]+): \d+ passed, (\d+) failed", re.MULTILINE)


@pytest.fixture
async def keyed(house: House, new_key: NewKey) -> AsyncIterator[str]:
    """The house behind a door that shows a key for everybody: the suite has none."""
    app = create_app(house.resources.settings, house.state)
    shown = (b"authorization", f"Bearer {await new_key()}".encode())

    async def with_key(scope: Scope, receive: Receive, send: Send) -> None:
        headers = [*scope["headers"], shown]
        await app({**scope, "headers": headers, "state": house.state}, receive, send)

    with serving.bind(LOOPBACK) as listener:
        async with app.router.lifespan_context(app), running(with_key, listener) as address:
            yield address


async def run(*command: str) -> str:
    """What a program of Node's prints."""
    process = await create_subprocess_exec(str(NODE), *command, stdout=PIPE, stderr=STDOUT)
    told, _ = await process.communicate()
    return told.decode()


@pytest.mark.skipif(not PACKAGES.is_dir(), reason="npm ci in tests/schema/node was not run")
async def test_the_conformance_suite(keyed: str, tmp_path: Path) -> None:
    """What the suite asks of any server holds; docs/musts.md has the score."""
    program = str(PACKAGES / "conformance" / "dist" / "index.js")
    more = ("--suite", "all", "-o", str(tmp_path))
    told = await run(program, "server", "--url", f"{keyed}/mcp", *more)
    scores = dict(
        re.findall(r"^[^\w\n]* ([a-z0-9-]+): \d+ passed, (\d+) failed", told, re.MULTILINE)
    )
    passed = {name for name, failed in scores.items() if failed == "0"}
    assert passed == PASSED, told
    for name in scores.keys() - passed:
        assert OFFERED.match(name) or OF_ITS_OWN.match(name), name


async def inspected(house: House, secret: str, *asked: str) -> Any:  # noqa: ANN401 -- JSON
    """What the inspector prints of an answer."""
    program = str(PACKAGES / "inspector" / "clients" / "launcher" / "build" / "index.js")
    at = ("--cli", f"{house.address}/mcp", "--transport", "http")
    header = ("--header", f"Authorization: Bearer {secret}")
    return orjson.loads(await run(program, *at, *asked, *header))


@pytest.mark.skipif(not PACKAGES.is_dir(), reason="npm ci in tests/schema/node was not run")
async def test_the_inspector(house: House, new_key: NewKey) -> None:
    """Its command line lists what there is, and holds answers against their schemas."""
    secret = await new_key()
    tools = await inspected(house, secret, "--method", "tools/list")
    assert {"today", "sleep", "metric_trend"} <= {each["name"] for each in tools["tools"]}
    for method, what in (("resources/list", "resources"), ("prompts/list", "prompts")):
        assert (await inspected(house, secret, "--method", method))[what]
    for tool, given in (("today", ()), ("sleep", ("days=3",)), ("find_exercises", ("days=60",))):
        arguments = ("--tool-arg", *given) if given else ()
        called = ("--method", "tools/call", "--tool-name", tool, *arguments)
        answer = await inspected(house, secret, *called)
        assert answer["structuredContent"]["person"] == house.person
