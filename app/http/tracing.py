"""Each request is a step of a trace, named by its route: paths hold ids and secrets."""

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.http.counting import METHODS, OPERATION
from app.tracing import Kind, step

LONGEST_NAME = 100


class Tracing:
    """Goes on with the caller's trace, where the request brings one."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, and note which route it was and how it ended."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        method = scope["method"] if scope["method"] in METHODS else "OTHER"
        with step(method, Kind.SERVER, dict(Headers(scope=scope))) as current:

            async def noting(message: Message) -> None:
                if message["type"] == "http.response.start":
                    current.set_attribute("http.response.status_code", message["status"])
                await send(message)

            try:
                await self._app(scope, receive, noting)
            finally:
                route = getattr(scope.get("route"), "path", "none")
                operation = str(scope.get(OPERATION) or "")[:LONGEST_NAME]
                current.update_name(" ".join(filter(None, (method, route, operation))))
                current.set_attributes({"http.request.method": method, "http.route": route})
