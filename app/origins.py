"""Where no key is needed: pages of elsewhere change nothing, and nobody is passed on to us.

A key does not travel with a page's request by itself, so that a page of elsewhere can do nothing
with it. Without keys the browser that runs on the owner's machine is trusted for being there, and
every page that it shows could ask in its name.
"""

from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from app.errors import Forbidden
from app.http.problems import problem_response

HARMLESS = frozenset({"GET", "HEAD", "OPTIONS"})
"""Methods that change nothing, on any surface: GraphQL takes mutations by POST alone."""

REFUSED = (
    "This request comes from a page of another site, and here no key is needed. Set "
    "ALLOWED_ORIGINS to that page's origin, or ask without a browser."
)


FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")
"""What a proxy leaves in a request that it passes on."""

PASSED_ON = (
    "A proxy passed this request on, and AUTH_REQUIRED=false is for this machine alone. Set "
    "AUTH_REQUIRED=true and send a key."
)


def passed_on(headers: Headers) -> bool:
    """Whether somebody elsewhere asks, through a proxy that may run on this machine."""
    return any(name in headers for name in FORWARDED)


class NobodyPassedOn:
    """Refuses what a proxy on this machine passes on for others."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 403, close the WebSocket, or hand the request on."""
        kind = scope["type"]
        if kind not in {"http", "websocket"} or not passed_on(Headers(scope=scope)):
            await self._app(scope, receive, send)
        elif kind == "websocket":
            await send({"type": "websocket.close", "code": 1008, "reason": ""})
        else:
            await problem_response(Forbidden(PASSED_ON))(scope, receive, send)


class OwnPagesOnly:
    """Refuses what a browser sends for a page of another site, unless it only reads."""

    def __init__(self, app: ASGIApp, *, allowed: Collection[str]) -> None:
        self._app = app
        self._allowed = frozenset(allowed)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 403, or hand the request on; a WebSocket may bring mutations at any time."""
        kind = scope["type"]
        if kind == "websocket" and self._foreign(Headers(scope=scope)):
            await send({"type": "websocket.close", "code": 1008, "reason": ""})
        elif kind == "http" and self._changes(scope) and self._foreign(Headers(scope=scope)):
            await problem_response(Forbidden(REFUSED))(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _changes(self, scope: Scope) -> bool:
        return scope["method"] not in HARMLESS

    def _foreign(self, headers: Headers) -> bool:
        """Whether a browser says that another site's page asks; programs say nothing."""
        origin = headers.get("origin")
        if origin in self._allowed:
            return False
        if headers.get("sec-fetch-site") == "cross-site":
            return True
        return origin is not None and urlsplit(origin).netloc != headers.get("host")
