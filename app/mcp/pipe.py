"""`ursa mcp`: the protocol over a pipe, for assistants on this machine, from a running Ursa."""

import json
import sys
from collections.abc import AsyncIterator
from typing import TextIO

import anyio
import httpx

from app.mcp.door import PATH

PATIENCE_S = 130.0
NO_SERVER = "Ursa does not answer at {url}. Start it with `ursa serve`, or set BASE_URL."
NO_ANSWER = -32603
"""JSON-RPC's internal error."""


async def pipe(url: str, key: str, source: TextIO = sys.stdin, sink: TextIO = sys.stdout) -> None:
    """Hand each line to the server, and its answer back, until the pipe is closed."""
    headers = {"Authorization": f"Bearer {key}", "Accept": "application/json, text/event-stream"}
    async with httpx.AsyncClient(base_url=url, headers=headers, timeout=PATIENCE_S) as http:
        async for line in _lines(source):
            answer = await _answer(http, line)
            if answer:
                await anyio.to_thread.run_sync(_write, sink, answer)


async def _lines(source: TextIO) -> AsyncIterator[str]:
    while line := await anyio.to_thread.run_sync(source.readline):
        if line.strip():
            yield line


def _write(sink: TextIO, answer: str) -> None:
    sink.write(answer.strip() + "\n")
    sink.flush()


async def _answer(http: httpx.AsyncClient, line: str) -> str:
    """What the server says; where it says nothing of the protocol, an error of it."""
    asked = _read(line)
    try:
        got = await http.post(PATH, content=line.encode(), headers=_headers(asked))
    except httpx.HTTPError:
        return _error(asked, NO_SERVER.format(url=http.base_url))
    if got.headers.get("content-type", "").startswith("application/json") or not got.content:
        return got.text
    return _error(asked, _detail(got))


def _headers(asked: dict[str, object]) -> dict[str, str]:
    """What the newer era of the protocol wants said in headers, too."""
    headers = {"Content-Type": "application/json"}
    params = _table(asked.get("params"))
    version = _table(params.get("_meta")).get("io.modelcontextprotocol/protocolVersion")
    if version is None:
        return headers
    headers |= {"MCP-Protocol-Version": str(version), "Mcp-Method": str(asked.get("method"))}
    name = params.get("name") or params.get("uri")
    return headers | ({"Mcp-Name": str(name)} if name else {})


def _read(line: str) -> dict[str, object]:
    try:
        asked = json.loads(line)
    except ValueError:
        return {}
    return _table(asked)


def _table(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}


def _detail(got: httpx.Response) -> str:
    try:
        return str(got.json()["detail"])
    except (ValueError, KeyError, TypeError):
        return f"Ursa answered {got.status_code}."


def _error(asked: dict[str, object], message: str) -> str:
    """An answer to a request; a notification gets none."""
    if "id" not in asked:
        return ""
    told = {"jsonrpc": "2.0", "id": asked["id"], "error": {"code": NO_ANSWER, "message": message}}
    return json.dumps(told)
