"""Ids that lines of the log carry, and what a client may call its request."""

import io
import logging
import re

import httpx
import orjson
import pytest
from prometheus_client import CollectorRegistry, generate_latest
from starlette.types import Receive, Scope, Send

from app import logs
from app.http.counting import OPERATION, Counting, operation_seconds, request_seconds
from app.naming import named, names, request_id


def test_names_hold_within_their_block() -> None:
    """Inner ones come on top, and go again."""
    with named(request_id="r"), named(run_id=1):
        assert names() == {"request_id": "r", "run_id": "1"}
    assert names() == {}


@pytest.mark.parametrize("sent", [None, "short", "x" * 65, "a b c d e f g", "{injected}", "é" * 10])
def test_what_is_no_name_is_replaced(sent: str | None) -> None:
    """A client's words get into the log only where they are an id."""
    assert re.fullmatch(r"[0-9a-f]{32}", request_id(sent))
    assert request_id("a-client.s_id-1") == "a-client.s_id-1"


async def test_an_answer_and_its_lines_have_one_id() -> None:
    """The middleware gives it, the log has it; operations beyond the bound are counted together."""
    screen = io.StringIO()
    handler = logging.StreamHandler(screen)
    handler.setFormatter(logs._AsJson())
    registry = CollectorRegistry()

    async def app(scope: Scope, _: Receive, send: Send) -> None:
        record = logging.LogRecord("a", logging.INFO, "", 0, "here", None, None)
        handler.emit(record)
        scope[OPERATION] = scope["path"].strip("/")
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body"})

    counting = Counting(app, request_seconds(registry), operation_seconds(registry))
    transport = httpx.ASGITransport(counting)
    async with httpx.AsyncClient(transport=transport, base_url="http://ursa.test") as client:
        answer = await client.get("/first", headers={"X-Request-ID": "of-the-client"})
        for number in range(120):
            await client.get(f"/name{number}")
    assert answer.headers["X-Request-ID"] == "of-the-client"
    first = orjson.loads(screen.getvalue().splitlines()[0])
    assert first["request_id"] == "of-the-client"
    told = set(re.findall(r'operation="(\w+)"', generate_latest(registry).decode()))
    assert len(told) == 101
    assert "other" in told
