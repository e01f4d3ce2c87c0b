"""Running the server: the port, the signals, and what happens between them."""

import asyncio
import gc
import logging
import signal
import socket
from collections.abc import Awaitable, Callable
from functools import partial

import uvicorn

from app.errors import ConfigurationError
from app.main import create_app, open_state
from app.protocol import bounded, bounds
from app.records.server import Check
from app.resources import Clock, utc_now
from app.settings import Settings
from app.state import State

log = logging.getLogger(__name__)

STALLED_MS = 60_000
"""A client that takes nothing of its answer for so long is let go, with what was kept for it."""

Examine = Callable[[Settings], Awaitable[list[Check]]]
Ready = Callable[[State, str], Awaitable[None]]


def bind(settings: Settings) -> socket.socket:
    """The listening socket; raises ConfigurationError when the port is taken."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    # asyncio sends without delay only on sockets that name their protocol.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if hasattr(socket, "TCP_USER_TIMEOUT"):  # Linux; every connection inherits it.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, STALLED_MS)
    try:
        listener.bind((settings.host, settings.port))
    except OSError as error:
        listener.close()
        raise ConfigurationError(
            f"HOST={settings.host}, PORT={settings.port}: can not listen there "
            f"({error.strerror or error}). Stop what uses the port, or set PORT."
        ) from None
    return listener


async def serve(
    settings: Settings,
    ready: Ready | None = None,
    *,
    clock: Clock = utc_now,
    examine: Examine | None = None,
) -> None:
    """Serve until SIGTERM or SIGINT, then finish what runs and close in order.

    `examine` looks at everything for an owner who asks how the house does.
    """
    with bind(settings) as listener:
        port = listener.getsockname()[1]
        settings = settings.model_copy(update={"port": port})
        async with open_state(settings, clock=clock) as state:
            if examine is not None:
                state["doctor"] = partial(examine, settings)
            server = uvicorn.Server(_config(settings, state))
            _leave_signals_to(server)
            gc.collect()
            gc.freeze()  # What is open now stays open; the collector need not look at it again.
            await _serving(server, listener, ready and partial(ready, state, settings.public_url))


async def _serving(
    server: uvicorn.Server, listener: socket.socket, ready: Callable[[], Awaitable[None]] | None
) -> None:
    """Serve until told to stop; what gets ready beside it stops with it."""
    async with asyncio.TaskGroup() as tasks:
        beside = tasks.create_task(_beside(server, ready)) if ready else None
        await server.serve(sockets=[listener])
        if beside is not None:
            beside.cancel()


async def _beside(server: uvicorn.Server, ready: Callable[[], Awaitable[None]]) -> None:
    await _started(server)
    await ready()


def _config(settings: Settings, state: State) -> uvicorn.Config:
    return uvicorn.Config(
        create_app(settings, state),
        http=bounded(bounds()),
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=10,
        proxy_headers=False,
        ws_max_size=2**20,
    )


def _leave_signals_to(server: uvicorn.Server) -> None:
    """Uvicorn raises a caught signal again when it is done; by then closing must go on."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: setattr(server, "should_exit", True))


async def _started(server: uvicorn.Server) -> None:
    while not server.started and not server.should_exit:  # noqa: ASYNC110 -- uvicorn has no event
        await asyncio.sleep(0.02)
