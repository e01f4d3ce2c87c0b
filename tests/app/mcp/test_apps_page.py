"""The code of docs/apps.md runs as it stands there; what a registry of servers reads is true."""

import asyncio
import json
import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest

from app import __version__
from tests.app.mcp.conftest import House
from tests.app.mcp.visiting import Visitor

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "apps.md").read_text()
BACK = "https://app.example/back"


def blocks(language: str) -> list[str]:
    """The page's code in a language, in order."""
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


async def run(command: list[str], folder: Path, **variables: str) -> str:
    """What a program prints; raises where it fails."""
    environment = {**os.environ, **variables}
    done = await asyncio.to_thread(
        subprocess.run, command, cwd=folder, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


async def test_with_curl(house: House, tmp_path: Path) -> None:
    """Registration, the address to open, the exchange, and a night."""
    before, after = blocks("sh")
    tell = 'printf "%s\\n" "$CLIENT_ID" "$VERIFIER"'
    url, client_id, verifier = (
        (await run(["bash", "-euc", f"{before}\n{tell}"], tmp_path, URSA=house.address))
        .strip()
        .splitlines()
    )
    told = await Visitor(house).allow(url)
    known = {"URSA": house.address, "PERSON": house.person, "CODE": told["code"]}
    known |= {"CLIENT_ID": client_id, "VERIFIER": verifier}
    (night,) = json.loads(await run(["bash", "-euc", after], tmp_path, **known))
    assert night["sleep_score"]


NODE = """
import {{ begin, finish, refresh }} from './page.mjs';
import {{ readFileSync, writeFileSync }} from 'node:fs';
const storage = {{
  setItem: (_, text) => writeFileSync('kept', text),
  getItem: () => readFileSync('kept', 'utf8'),
}};
const [ursa, client, back] = {known};
{line}
"""


async def node(folder: Path, known: list[str], line: str) -> str:
    """What a line of the page's user prints."""
    program = shutil.which("node", path=f"{ROOT / '.venv' / 'bin'}:{os.environ['PATH']}")
    assert program is not None
    (folder / "page.mjs").write_text(blocks("js")[0])
    (folder / "use.mjs").write_text(NODE.format(known=json.dumps(known), line=line))
    return (await run([program, "use.mjs"], folder)).strip()


async def test_a_page_of_its_own(house: House, tmp_path: Path) -> None:
    """The two functions of the page lead to tokens, and the third to the next ones."""
    async with httpx.AsyncClient(base_url=house.address) as http:
        made = (await http.post("/oauth/register", json={"redirect_uris": [BACK]})).json()
        known = [house.address, made["client_id"], BACK]
        url = await node(tmp_path, known, "console.log(await begin(ursa, client, back, storage));")
        told = httpx.QueryParams(await Visitor(house).allow(url))
        line = (
            f"const first = await finish(ursa, client, back, storage, '{BACK}?{told}');"
            "const next = await refresh(ursa, client, first.refresh_token);"
            "console.log(next.access_token);"
        )
        bearer = {"Authorization": f"Bearer {await node(tmp_path, known, line)}"}
        got = await http.get(f"/api/v1/users/{house.person}/sleep?days=1", headers=bearer)
    assert got.status_code == 200


async def test_a_server(house: House) -> None:
    """The three functions of a server's lead to a client that reads."""
    space: dict[str, Any] = {}
    exec(blocks("python")[0], space)  # noqa: S102 -- the page's own code
    kept: list[Mapping[str, Any]] = []

    async def keep(token: Mapping[str, Any], **_: object) -> None:
        kept.append(token)

    async with httpx.AsyncClient(base_url=house.address) as http:
        sent = {"redirect_uris": [BACK], "token_endpoint_auth_method": "client_secret_basic"}
        made = (await http.post("/oauth/register", json=sent)).json()
    client = space["client"](house.address, made["client_id"], made["client_secret"], keep)
    async with client as reader:
        url, _ = space["begin"](reader, house.address, "v" * 43)
        told = httpx.QueryParams(await Visitor(house).allow(url))
        await space["finish"](reader, f"{BACK}?{told}", "v" * 43)
        sleep = f"{house.address}/api/v1/users/{house.person}/sleep?days=1"
        reader.token["expires_at"] = 1
        assert (await reader.get(sleep)).status_code == 200
    assert len(kept) == 1


@pytest.mark.parametrize("field", ["$schema", "name", "description", "remotes"])
def test_what_a_registry_reads(field: str) -> None:
    """It names this version and the door."""
    told = json.loads((ROOT / "server.json").read_text())
    assert told[field]
    assert len(told["description"]) <= 100
    assert told["version"] == __version__
    assert told["remotes"][0]["url"].endswith("/mcp")
