"""The door at `/mcp`: who asks is settled before the protocol is spoken.

The SDK answers both eras of the protocol on one URL, without sessions. Before it stand the same
guards as before every surface: the key, its minute, the turn of its family, foreign pages.
"""

import asyncio
import gc
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Receive, Send
from starlette.types import Scope as AsgiScope

from app.auth import Caller
from app.auth.audience import PATHS, challenge
from app.errors import Forbidden, Unauthenticated, UrsaError
from app.http.problems import problem_response
from app.records.account import Scope
from app.records.apps import Audience
from app.settings import LOOPBACK, Settings

PATH = PATHS[Audience.MCP]
FOREIGN = (
    "This request comes from a page of another site. Set ALLOWED_ORIGINS to that page's origin, or "
    "BASE_URL to the address under which people reach Ursa, or ask without a browser."
)
NO_STREAM = HTTPException(
    405, "There is no stream to listen to and no session to end: POST.", {"Allow": "POST"}
)
"""To GET and DELETE, which clients of the older era try: nothing would ever come on such a stream,
and it would hold one of its family's turns."""


class Mcp:
    """The routes of the protocol, and what runs behind them while the server is up.

    The SDK takes 24 MB, and most houses have no assistant: it is loaded when one first comes.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._wanted, self._over = asyncio.Event(), asyncio.Event()
        self._there: asyncio.Future[ASGIApp] | None = None

    def routes(self) -> Iterator[BaseRoute]:
        """`/mcp`; the documents that tell clients how to be let in are `app.oauth`'s."""
        yield Route(PATH, Door(self._answer, self._settings))

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """What the SDK needs around all requests; the host's lifespan enters it."""
        self._there = asyncio.get_running_loop().create_future()
        task = asyncio.create_task(self._run(self._there))
        try:
            yield
        finally:
            self._over.set()
            self._wanted.set()
            await task

    async def _run(self, there: "asyncio.Future[ASGIApp]") -> None:
        """One task enters and leaves what the SDK runs; loading it holds up no answer."""
        await self._wanted.wait()
        if self._over.is_set():
            return
        try:
            app, running = await asyncio.to_thread(_protocol)
        except Exception as error:  # noqa: BLE001 -- it is the error of all who ask
            there.set_exception(error)
            return
        gc.freeze()  # The collector need not look at it again.
        async with running:
            there.set_result(app)
            await self._over.wait()

    async def _answer(self, scope: AsgiScope, receive: Receive, send: Send) -> None:
        if self._there is None:
            raise RuntimeError("The protocol is asked before the server runs.")
        self._wanted.set()
        app = await asyncio.shield(self._there)
        await app(scope, receive, send)


def _protocol() -> tuple[ASGIApp, AbstractAsyncContextManager[None]]:
    from app.mcp.protocol import stateless  # noqa: PLC0415 -- see Mcp

    return stateless(PATH)


class Door:
    """Lets in whom a key or a session opens, and says how to get one."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._public = settings.public_url
        self._origins = frozenset(settings.allowed_origins)
        self._names = LOOPBACK | {urlsplit(self._public).hostname}

    async def __call__(self, scope: AsgiScope, receive: Receive, send: Send) -> None:
        """Answer a request of the protocol, or a problem."""
        headers, state = Headers(scope=scope), scope["state"]
        try:
            self._check_origin(headers)
            caller = await state["auth"].authenticate(headers, scope["method"], Audience.MCP)
            if scope["method"] != "POST":
                raise NO_STREAM
            self._check_step(headers, caller)
            async with state["auth"].turn(caller):
                await self._app({**scope, "ursa.caller": caller}, receive, send)
        except (UrsaError, HTTPException) as error:
            answer = problem_response(error)
            answer.headers.update(self._challenge(error, headers))
            await answer(scope, receive, send)

    def _check_origin(self, headers: Headers) -> None:
        """A browser says whose page asks, programs say nothing.

        A name that leads here from elsewhere (DNS rebinding) makes nobody's page ours.
        """
        origin = headers.get("origin")
        if origin is None or origin in self._origins:
            return
        page = urlsplit(origin)
        if page.netloc != headers.get("host") or page.hostname not in self._names:
            raise Forbidden(FOREIGN)

    def _check_step(self, headers: Headers, caller: Caller) -> None:
        """An application that needs more asks for it: clients of the newer era name the tool."""
        if caller.app and headers.get("mcp-name") == "sync" and Scope.SYNC not in caller.scopes:
            raise _MoreNeeded("To fetch from Polar, an application needs the scope sync, too.")

    def _challenge(self, error: Exception, headers: Headers) -> dict[str, str]:
        if isinstance(error, _MoreNeeded):
            told = challenge(self._public, Audience.MCP, "read sync", "insufficient_scope")
        elif isinstance(error, Unauthenticated):
            shown = "invalid_token" if headers.get("authorization") else None
            told = challenge(self._public, Audience.MCP, "read", shown)
        else:
            return {}
        return {"WWW-Authenticate": told}


class _MoreNeeded(Forbidden):
    """Another consent would open it."""
