"""Compression: what is sent in one piece is smaller, and nothing waits for it."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import Message

from app.http.compression import Compression

LONG = "Aino slept well. " * 100


async def _text(_: Request) -> Response:
    return PlainTextResponse(LONG)


async def _short(_: Request) -> Response:
    return JSONResponse({"status": "healthy"})


async def _packed(_: Request) -> Response:
    return Response(b"x" * 5_000, headers={"Content-Encoding": "br"}, media_type="text/plain")


async def _unchanged(_: Request) -> Response:
    return Response(status_code=304, headers={"ETag": 'W/"1"'})


async def _stream(_: Request) -> Response:
    async def pieces() -> AsyncIterator[str]:
        yield LONG
        yield LONG

    return StreamingResponse(pieces(), media_type="text/plain")


async def _events(_: Request) -> Response:
    return Response(LONG, media_type="text/event-stream")


APP = Starlette(
    routes=[
        Route("/text", _text),
        Route("/short", _short),
        Route("/packed", _packed),
        Route("/unchanged", _unchanged),
        Route("/stream", _stream),
        Route("/events", _events),
    ],
    middleware=[Middleware(Compression)],
)


async def ask(path: str, accept: str) -> httpx.Response:
    """One request with this `Accept-Encoding`."""
    transport = httpx.ASGITransport(APP)
    async with httpx.AsyncClient(transport=transport, base_url="http://ursa.test") as client:
        return await client.get(path, headers={"Accept-Encoding": accept})


async def test_a_text_is_smaller() -> None:
    """Its length is that of what goes over the wire, and caches know that clients differ."""
    answer = await ask("/text", "gzip")
    assert answer.text == LONG
    assert answer.headers["content-encoding"] == "gzip"
    assert int(answer.headers["content-length"]) < len(LONG) / 10
    assert answer.headers["vary"] == "Accept-Encoding"


async def test_as_it_is_for_who_takes_nothing_else() -> None:
    """Then, too, caches know that clients differ."""
    answer = await ask("/text", "identity")
    assert answer.content == LONG.encode()
    assert "content-encoding" not in answer.headers
    assert answer.headers["vary"] == "Accept-Encoding"


@pytest.mark.parametrize("path", ["/short", "/unchanged", "/stream", "/events"])
async def test_what_stays_as_it_is(path: str) -> None:
    """Small answers, answers without a body, and streams of any kind."""
    answer = await ask(path, "gzip, zstd")
    assert "content-encoding" not in answer.headers


async def test_what_is_packed_is_not_packed_again() -> None:
    """Whoever encoded it before said how."""
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    scope = {
        "type": "http", "method": "GET", "path": "/packed", "query_string": b"",
        "headers": [(b"accept-encoding", b"gzip, br")],
    }  # fmt: skip
    await APP(scope, receive, send)
    assert dict(sent[0]["headers"])[b"content-encoding"] == b"br"
    assert sent[1]["body"] == b"x" * 5_000


async def test_events_are_sent_as_they_come() -> None:
    """The start of a stream is not held back until its end."""
    order: list[str] = []

    async def pieces() -> AsyncIterator[str]:
        yield "event: next\n\n"
        order.append("second piece")
        yield "event: complete\n\n"

    async def send(message: Message) -> None:
        order.append(message["type"].removeprefix("http.response."))

    async def receive() -> Message:
        raise AssertionError("nobody is asked")

    async def app(*asgi: Any) -> None:  # noqa: ANN401 -- scope, receive, send
        await StreamingResponse(pieces(), media_type="text/event-stream").stream_response(asgi[2])

    scope = {"type": "http", "method": "GET", "path": "/", "headers": []}
    await Compression(app)(scope, receive, send)
    assert order == ["start", "body", "second piece", "body", "body"]
