"""Each request is a step of a trace, named by its route: paths hold ids and secrets."""

from starlette.datastructures import Headers
from starlette.types import Message, Receive, Scope, Send

from app.http.counting import OPERATION, method_of, route_of
from app.http.middleware import OfRequests
from app.tracing import Kind, step

LONGEST_NAME = 100


class Tracing(OfRequests):
    """Goes on with the caller's trace, where the request brings one."""

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, and note which route it was and how it ended."""
        method = method_of(scope)
        with step(method, Kind.SERVER, dict(Headers(scope=scope))) as current:

            async def noting(message: Message) -> None:
                if message["type"] == "http.response.start":
                    current.set_attribute("http.response.status_code", message["status"])
                await send(message)

            try:
                await self._app(scope, receive, noting)
            finally:
                route = route_of(scope)
                operation = str(scope.get(OPERATION) or "")[:LONGEST_NAME]
                current.update_name(" ".join(filter(None, (method, route, operation))))
                current.set_attributes({"http.request.method": method, "http.route": route})
