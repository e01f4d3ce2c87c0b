"""The port: who takes nothing of an answer is let go."""

import asyncio
import socket
import sys
from collections.abc import AsyncIterator

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import StreamingResponse
from starlette.routing import Route

from app import serving
from app.errors import ConfigurationError
from app.settings import Settings
from tests.running import running

LOCAL = Settings.model_validate({"host": "127.0.0.1", "port": 0})


class Endless:
    """An answer without end, and what became of it."""

    def __init__(self) -> None:
        self.sent = 0
        self.ended = asyncio.Event()

    async def chunks(self) -> AsyncIterator[bytes]:
        """Blanks, as long as somebody takes them."""
        try:
            while True:
                yield b" " * 65_536
                self.sent += 65_536
                await asyncio.sleep(0)  # As who waits for a database does.
        finally:
            self.ended.set()

    async def answer(self, _: Request) -> StreamingResponse:
        """The endpoint."""
        return StreamingResponse(self.chunks())


@pytest.mark.skipif(sys.platform != "linux", reason="the limit is Linux's")
async def test_who_stops_reading_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer that nobody takes ends after a while, and what was kept for it is freed."""
    monkeypatch.setattr(serving, "STALLED_MS", 1_000)
    endless = Endless()
    app = Starlette(routes=[Route("/", endless.answer)])
    with serving.bind(LOCAL) as listener, socket.socket() as client:
        async with running(app, listener), asyncio.timeout(30):
            await asyncio.to_thread(client.connect, listener.getsockname())
            client.sendall(b"GET / HTTP/1.1\r\nHost: ursa\r\n\r\n")
            await endless.ended.wait()
    assert endless.sent < 2**24, "more was kept for them than sockets hold"


def test_a_port_in_use_is_told() -> None:
    """Who holds the port is to be stopped, or another port set."""
    with serving.bind(LOCAL) as listener:
        taken = LOCAL.model_copy(update={"port": listener.getsockname()[1]})
        listener.listen()
        with pytest.raises(ConfigurationError, match="Stop what uses the port, or set PORT"):
            serving.bind(taken)


async def test_what_gets_ready_ends_with_the_server() -> None:
    """Who stops the server while the demo is being seeded does not wait for the seeding."""
    waiting, ended = asyncio.Event(), asyncio.Event()

    async def ready() -> None:
        try:
            waiting.set()
            await asyncio.Event().wait()
        finally:
            ended.set()

    server = uvicorn.Server(uvicorn.Config(Starlette(), log_config=None, lifespan="off"))
    with serving.bind(LOCAL) as listener:
        async with asyncio.timeout(30):
            task = asyncio.create_task(serving._serving(server, listener, ready))
            await waiting.wait()
            server.should_exit = True
            await task
    assert ended.is_set()


async def test_a_server_without_a_demo_serves() -> None:
    """Nothing has to get ready."""
    server = uvicorn.Server(uvicorn.Config(Starlette(), log_config=None, lifespan="off"))
    with serving.bind(LOCAL) as listener:
        async with asyncio.timeout(30):
            task = asyncio.create_task(serving._serving(server, listener, None))
            await serving._started(server)
            assert server.started
            server.should_exit = True
            await task
