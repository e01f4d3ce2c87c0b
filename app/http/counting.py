"""How many requests came, and how long they took."""

import time

from prometheus_client import CollectorRegistry, Histogram
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.http.middleware import OfRequests
from app.naming import named, request_id

REQUEST_ID = "X-Request-ID"
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
"""A stranger's own word for a method makes no label."""
BUCKETS_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


def request_seconds(registry: CollectorRegistry) -> Histogram:
    """Seconds of requests, by method, route and status."""
    return Histogram(
        "ursa_http_request_seconds",
        "Seconds from a request to the end of its answer.",
        ("method", "route", "status"),
        registry=registry,
        buckets=BUCKETS_S,
    )


def operation_seconds(registry: CollectorRegistry) -> Histogram:
    """Seconds of GraphQL requests, by the operation's name."""
    return Histogram(
        "ursa_graphql_operation_seconds",
        "Seconds of GraphQL requests whose key is known, by the operation's name.",
        ("operation",),
        registry=registry,
        buckets=BUCKETS_S,
    )


def method_of(scope: Scope) -> str:
    """The method of a request, as far as it is one."""
    return scope["method"] if scope["method"] in METHODS else "OTHER"


def route_of(scope: Scope) -> str:
    """The route by which a request was answered."""
    return getattr(scope.get("route"), "path", "none")


MOST_OPERATIONS = 100
"""Names are clients' own words: those beyond are counted together."""
OPERATION = "ursa.operation"
"""Where a request says in its scope which operation it is."""


class Counting(OfRequests):
    """Notes each request by its route, never by its path: paths hold ids and secrets.

    It also gives the request its id, which the log and the answer carry.
    """

    def __init__(self, app: ASGIApp, seconds: Histogram, operations: Histogram) -> None:
        super().__init__(app)
        self._seconds = seconds
        self._operations = operations
        self._known: set[str] = set()

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, and note how that went."""
        status, began = 500, time.perf_counter()
        known = request_id(Headers(scope=scope).get(REQUEST_ID))

        async def noting(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)[REQUEST_ID] = known
            await send(message)

        try:
            with named(request_id=known):
                await self._app(scope, receive, noting)
        finally:
            self._note_operation(scope, time.perf_counter() - began)
            labels = self._seconds.labels(method_of(scope), route_of(scope), str(status))
            labels.observe(time.perf_counter() - began)

    def _note_operation(self, scope: Scope, seconds: float) -> None:
        name = scope.get(OPERATION)
        if name is None:
            return
        if len(self._known) < MOST_OPERATIONS:
            self._known.add(name)
        self._operations.labels(name if name in self._known else "other").observe(seconds)
