"""Composition root: what a server process is made of."""

import hashlib
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
from prometheus_client import CollectorRegistry
from pydantic import TypeAdapter
from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.types import Message, Receive, Scope, Send

from app.auth import open_auth
from app.embedded.claim import running_url
from app.embedded.server import Options as EmbeddedOptions
from app.embedded.server import open_embedded
from app.errors import ConfigurationError, UrsaError
from app.http.compression import Compression
from app.http.counting import REQUEST_ID, Counting, operation_seconds, request_seconds
from app.http.middleware import OfRequests
from app.http.pacing import Pacing
from app.http.problems import problem_handler
from app.http.replays import REPLAYED
from app.http.tracing import Tracing
from app.mcp.door import Mcp
from app.oauth.server import OAuth
from app.origins import NobodyPassedOn, OwnPagesOnly
from app.resources import Clock, open_resources, utc_now
from app.rest.routes import rest_routes
from app.settings import LOOPBACK, Settings
from app.state import State
from app.store.migrations import migrate
from app.store.pool import open_pool
from app.tracing import is_on
from app.watching import metrics_route
from app.web.routes import web_routes
from app.webhooks import webhook_routes
from schema.engine import Options
from schema.limits import Limits
from schema.routes import graphql_routes
from workers.dispatch import open_dispatch
from workers.process import in_process_workers

Lifespan = Callable[[Starlette], AbstractAsyncContextManager[Mapping[str, Any]]]

SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
}
"""On every answer that does not set its own."""

ALLOWED_HEADERS = (
    *("Authorization", "Content-Type", "X-API-Key", "X-Polar-Token"),
    *("If-None-Match", "Idempotency-Key", "X-Request-ID"),
    *("traceparent", "tracestate", "baggage", "sentry-trace"),
    *("apollographql-client-name", "apollographql-client-version", "apollo-require-preflight"),
)
"""What pages of other origins may send: keys, conditions, and what tracing and Apollo add."""


@asynccontextmanager
async def open_database(settings: Settings) -> AsyncIterator[str]:
    """URL of a database that is up to date: DATABASE_URL's, or the embedded one."""
    async with AsyncExitStack() as stack:
        url = settings.database_url
        if url is None:
            embedded = open_embedded(settings.data_dir, EmbeddedOptions(on_failure=_end))
            url = (await stack.enter_async_context(embedded)).url
        async with open_pool(url, size=2, prepare=False) as pool:
            await migrate(pool)
        yield url


def _end() -> None:
    """A server whose database stays down is of no use: whoever watches it starts another."""
    os.kill(os.getpid(), signal.SIGTERM)


@asynccontextmanager
async def database_at_hand(settings: Settings) -> AsyncIterator[str]:
    """URL for a command: a server's, the embedded one of a running `ursa serve`, or one started."""
    url = settings.database_url or running_url(settings.data_dir)
    if url is not None:
        yield url
        return
    async with open_embedded(settings.data_dir) as database:
        yield database.url


@asynccontextmanager
async def open_state(
    settings: Settings,
    *,
    clock: Clock = utc_now,
    transport: httpx.AsyncBaseTransport | None = None,
) -> AsyncIterator[State]:
    """All that a server answers with, opened and closed together."""
    async with AsyncExitStack() as stack:
        url = await stack.enter_async_context(open_database(settings))
        resources = await stack.enter_async_context(
            open_resources(settings, database_url=url, clock=clock, transport=transport)
        )
        auth = await stack.enter_async_context(open_auth(settings, resources.pool, clock))
        if settings.broker_url:
            dispatch = await stack.enter_async_context(open_dispatch(settings))
            yield State(
                resources=resources, auth=auth, dispatch=dispatch, broker_alive=dispatch.alive
            )
            return
        crew = await stack.enter_async_context(
            in_process_workers(settings, database_url=url, clock=clock, transport=transport)
        )
        yield State(
            resources=resources, auth=auth, dispatch=crew.dispatch, workers_alive=crew.alive
        )


def create_app(settings: Settings, state: State | None = None) -> Starlette:
    """The server; with `state` it answers with what is open already and closes none of it."""
    mcp = Mcp(settings)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[State]:
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(mcp.running())
            if state is None:
                yield await stack.enter_async_context(open_state(settings))
            else:
                yield state

    counted = CollectorRegistry()
    return Starlette(
        routes=[
            metrics_route(counted),
            *rest_routes(),
            *graphql_routes(_graphql_options(settings)),
            *mcp.routes(),
            *OAuth(settings).routes(),
            *webhook_routes(),
            *web_routes(),
        ],
        lifespan=lifespan,
        middleware=[
            Middleware(
                Counting,
                seconds=request_seconds(counted),
                operations=operation_seconds(counted),
            ),
            *([Middleware(Tracing)] if is_on() else []),
            Middleware(Pacing),
            *_guards(settings),
            Middleware(SecurityHeaders),
            Middleware(Compression),
        ],
        exception_handlers={
            UrsaError: problem_handler,
            HTTPException: problem_handler,
            Exception: problem_handler,
        },
    )


def _guards(settings: Settings) -> Iterator[Middleware]:
    """Which pages may ask, and, where no key is needed, under which names."""
    if settings.allowed_origins:
        yield Middleware(
            CORSMiddleware,
            allow_origins=settings.allowed_origins,
            allow_methods=["GET", "POST"],
            allow_headers=ALLOWED_HEADERS,
            expose_headers=[
                "ETag",
                REPLAYED,
                "Location",
                "Retry-After",
                "X-Polar-Token",
                REQUEST_ID,
                *(f"X-RateLimit-{name}" for name in ("Limit", "Remaining", "Reset")),
            ],
        )
    if not settings.auth_required:
        # A page of elsewhere may give this machine's address a name of its own.
        public = urlsplit(settings.public_url).hostname or ""
        yield Middleware(
            TrustedHostMiddleware,
            allowed_hosts=[*LOOPBACK, "[::1]", public],
            www_redirect=False,
        )
        yield Middleware(NobodyPassedOn)
        yield Middleware(OwnPagesOnly, allowed=settings.allowed_origins)


def _graphql_options(settings: Settings) -> Options:
    return Options(
        limits=Limits(cost=settings.graphql_max_cost),
        introspection=settings.graphql_introspection,
        suggestions=settings.graphql_suggestions,
        documents=_trusted_documents(settings.graphql_documents),
        only_trusted=settings.graphql_only_trusted,
        origins=frozenset(settings.allowed_origins),
    )


def _trusted_documents(path: Path | None) -> dict[str, str]:
    """SHA-256 to text; raises ConfigurationError when the file is no such list."""
    if path is None:
        return {}
    try:
        documents = TypeAdapter(dict[str, str]).validate_json(path.read_bytes())
    except (OSError, ValueError):
        raise ConfigurationError(
            f"GRAPHQL_DOCUMENTS={path}: should be a JSON file of SHA-256 digests and documents."
        ) from None
    for name, text in documents.items():
        if name != hashlib.sha256(text.encode()).hexdigest():
            raise ConfigurationError(
                f"GRAPHQL_DOCUMENTS={path}: {name[:64]!r} is not the SHA-256 of its document, in "
                "hex and in lower case."
            )
    return documents


class SecurityHeaders(OfRequests):
    """Sets the headers that keep a browser from doing what Ursa never asks of it."""

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Add what the answer does not set itself."""
        await self._app(scope, receive, _with_headers(send))


def _with_headers(send: Send) -> Callable[[Message], Awaitable[None]]:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in SECURITY_HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return sending
