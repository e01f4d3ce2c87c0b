"""Every code block of docs/graphql.md runs."""

import json
import re
from pathlib import Path

import pytest

from app.store.pool import Pool
from tests.schema.conftest import NODE, Ask, Node, queued_run

SCHEMA = Path(__file__).parents[2] / "schema" / "schema.graphql"
TEXT = (Path(__file__).parents[2] / "docs" / "graphql.md").read_text()
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
GRAPHQL = [block for kind, block in BLOCKS if kind == "graphql"]
SCRIPTS = [block for kind, block in BLOCKS if kind == "js"]
PRINTED = ["8", "9000", "8 nights", "[ 'RUNNING', 'RUNNING' ]", '"state":"QUEUED"']


def test_every_block_is_run() -> None:
    """There are no other kinds of blocks."""
    assert {kind for kind, _ in BLOCKS} == {"graphql", "js"}
    assert (len(GRAPHQL), len(SCRIPTS)) == (8, 5)


@pytest.mark.usefixtures("data")
@pytest.mark.parametrize("block", GRAPHQL)
async def test_documents(ask: Ask, person: str, block: str) -> None:
    """Each document is answered without errors."""
    body = await ask(block, id=person)
    assert "errors" not in body
    assert body["data"]


@pytest.mark.usefixtures("data")
@pytest.mark.parametrize(
    ("block", "printed"),
    list(zip(SCRIPTS, PRINTED, strict=True)),
    ids=["fetch", "urql", "apollo", "relay", "events"],
)
async def test_scripts(
    address: str,
    node: Node,
    pool: Pool,
    key: str,
    person: str,
    block: str,
    printed: str,
    tmp_path: Path,
) -> None:
    """Each script runs against a server and prints what it should."""
    run_id = await queued_run(pool, person)
    given = {"BASE": address, "KEY": key, "PERSON": person, "RUN": str(run_id)}
    constants = "".join(f"const {name} = {value!r};\n" for name, value in given.items())
    if "graphql`" in block:
        block = await compiled(node, tmp_path, block)
    imports = "".join(re.findall(r"^import .*\n", block, re.MULTILINE))
    rest = re.sub(r"^import .*\n", "", block, flags=re.MULTILINE)
    script = imports + constants + rest
    assert printed in await node("--input-type=module", "--eval", script)


async def compiled(node: Node, folder: Path, block: str) -> str:
    """What a bundler makes of a file with Relay's `graphql` tags: relay-compiler, then Babel."""
    source, made = folder / "src" / "exercises.js", folder / "made"
    source.parent.mkdir()
    made.mkdir()
    source.write_text(block)
    config = json.loads((NODE / "relay.config.json").read_text()) | {
        "src": str(source.parent),
        "schema": str(SCHEMA),
        "language": "javascript",
        "artifactDirectory": str(made),
    }
    (folder / "relay.config.json").write_text(json.dumps(config))
    await node(str(NODE / "node_modules/relay-compiler/cli.js"), str(folder / "relay.config.json"))
    (made / "package.json").write_text('{"type": "module"}')
    code = await node("relay.mjs", str(source), str(made))
    return re.sub(r'"\.\./made/([^"]*)"', rf'"{made.as_uri()}/\1.js"', code)
