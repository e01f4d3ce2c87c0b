"""An ASGI app behind real HTTP, in the loop of the test."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from starlette.types import ASGIApp

from app.protocol import Bounds, bounded

UNHURRIED = Bounds()


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@asynccontextmanager
async def running(
    app: ASGIApp, listener: socket.socket, bounds: Bounds = UNHURRIED
) -> AsyncIterator[str]:
    """Address of the app behind this bound socket; it has stopped when the block ends."""
    server = uvicorn.Server(
        uvicorn.Config(app, log_config=None, lifespan="off", http=bounded(bounds))
    )
    listener.listen()
    task = asyncio.create_task(server._serve([listener]))
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        await task
