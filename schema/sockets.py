"""GraphQL over WebSocket: the protocol graphql-transport-ws, and no other."""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import ExitStack, aclosing
from typing import Any, cast

import orjson
from graphql import GraphQLError
from starlette.websockets import WebSocket
from strawberry.asgi import ASGIWebSocketAdapter
from strawberry.exceptions import ConnectionRejectionError
from strawberry.http.websocket_origin import is_same_origin
from strawberry.subscriptions import GRAPHQL_TRANSPORT_WS_PROTOCOL
from strawberry.subscriptions.protocols.graphql_transport_ws.handlers import (
    BaseGraphQLTransportWSHandler,
)
from strawberry.types.execution import ExecutionResult, PreExecutionError
from strawberry.types.unset import UNSET

from app.errors import TooManyRequests, UrsaError
from app.state import State
from schema.engine import Answer, Engine, RefusedError
from schema.http import HttpError, dumps_text, request_of
from schema.publish import Made

INIT_WAIT = dt.timedelta(seconds=10)
MOST_OPERATIONS = 20
LEAVING_S = 1
TRY_LATER = 1013
"""Closes a socket: there are too many."""
SOCKET = "WEBSOCKET"
"""A method that may bring anything at any time."""


class FormattedError(GraphQLError):
    """An error that was formatted already."""

    def __init__(self, formatted: Mapping[str, Any]) -> None:
        super().__init__(formatted["message"])
        self._formatted = dict(formatted)

    @property
    def formatted(self) -> Made:
        """What is answered."""
        return self._formatted


class Session:
    """One connection: its key, and what its operations are answered with.

    It stands in for Strawberry's view, schema and context, as far as its handler asks for them.
    """

    def __init__(self, engine: Engine, state: State, headers: Mapping[str, str]) -> None:
        self._engine = engine
        self._state = state
        self._headers = dict(headers)
        self.connection_params: dict[str, object] | None = None
        self.places = ExitStack()
        """Where it stands among the sockets: with those that show no key yet, then with its own."""
        self.places.enter_context(state["auth"].lasting.knocking.take("anybody"))

    def decode_json(self, data: str) -> object:
        """A message, bounded like a body; raises the error that the handler knows."""
        if len(data) > self._engine.options.limits.body_bytes:
            raise orjson.JSONDecodeError("too large", "", 0)
        found = orjson.loads(data)
        if not isinstance(found, dict):
            raise orjson.JSONDecodeError("no object", "", 0)
        return found

    def encode_json(self, data: object) -> str:
        """A message as text."""
        return dumps_text(data)

    async def on_ws_connect(self, _: object) -> Made:
        """Take the key of `connection_init`; refuse the connection when it opens nothing."""
        self._headers |= _key_of(self.connection_params or {})
        try:
            caller = await self._state["auth"].authenticate(self._headers, SOCKET)
        except UrsaError:
            raise ConnectionRejectionError from None
        self.places.close()
        self.places.enter_context(self._state["auth"].lasting.sockets.take(caller.family))
        return UNSET

    async def stream(self, query: Mapping[str, Any], **_: object) -> AsyncIterator[Any]:
        """Answers to one operation; the key is asked for again at each."""
        return self._answers(query)

    async def _answers(self, payload: Mapping[str, Any]) -> AsyncIterator[Any]:
        try:
            asked = request_of(payload)
            caller = await self._engine.caller(self._state, self._headers, SOCKET)
            operation = await self._engine.operation(self._state, asked, caller)
            plan = await self._engine.plan(self._state, caller, operation)
        except RefusedError as refused:
            yield PreExecutionError(data=None, errors=_as_errors(refused.answer.body["errors"]))
            return
        except HttpError as error:
            yield PreExecutionError(data=None, errors=[error.error])
            return
        async with aclosing(self._engine.stream(plan)) as answers:  # type: ignore[type-var]
            async for answer in answers:
                yield _result(answer)


def _result(answer: Answer) -> Made:
    """An answer as Strawberry's handler sends it."""
    errors = _as_errors(answer.body.get("errors", ()))
    if not answer.reached:
        return PreExecutionError(data=None, errors=errors)
    return ExecutionResult(
        data=answer.body["data"],
        errors=errors or None,
        extensions=answer.body.get("extensions"),
    )


def _as_errors(errors: Made) -> list[GraphQLError]:
    return [FormattedError(error) for error in errors]


def _key_of(params: Mapping[str, object]) -> dict[str, str]:
    """The key in `connection_init`: as a header's name in any case, or as `apiKey`."""
    found = {name.lower(): value for name, value in params.items() if isinstance(value, str)}
    if "apikey" in found:
        found["x-api-key"] = found["apikey"]
    return {name: found[name] for name in ("x-api-key", "authorization") if name in found}


class _Handler(BaseGraphQLTransportWSHandler[Any, None]):
    """Strawberry's protocol, with documents that may also be named by their hash."""

    async def handle_connection_init(self, message: Made) -> None:
        """Take the key; who has too many sockets is told so, and may come again."""
        try:
            await super().handle_connection_init(message)
        except TooManyRequests as error:
            await self.websocket.close(TRY_LATER, error.message)

    async def handle_subscribe(self, message: Made) -> None:
        """Hand on the whole payload as what is asked; one that asks nothing is no message."""
        payload = message["payload"]
        if isinstance(payload, dict) and not _NAMES.isdisjoint(payload):
            message = {**message, "payload": {"query": payload}}
        await super().handle_subscribe(message)

    async def handle_complete(self, message: Made) -> None:
        """Let what has ended leave its place: who asks for the next thing at once finds it free."""
        ended = self.operations.get(message["id"])
        await super().handle_complete(message)
        if ended is not None and ended.task is not None:
            await asyncio.wait([ended.task], timeout=LEAVING_S)


_NAMES = frozenset({"query", "documentId", "extensions"})
"""Members of a payload that say which document is meant."""


async def converse(engine: Engine, socket: WebSocket) -> None:
    """One connection from handshake to end."""
    if not _known_page(socket, engine.options.origins):
        await socket.close(1008)
        return
    protocols = socket.scope.get("subprotocols", [])
    known = GRAPHQL_TRANSPORT_WS_PROTOCOL in protocols
    await socket.accept(GRAPHQL_TRANSPORT_WS_PROTOCOL if known else None)
    if not known:
        await socket.close(4406, "Subprotocol not acceptable")
        return
    try:
        session = Session(engine, cast("State", socket.scope["state"]), socket.headers)
    except TooManyRequests as error:
        await socket.close(TRY_LATER, error.message)
        return
    with session.places:
        await _talk(socket, cast("Any", session))


async def _talk(socket: WebSocket, session: Any) -> None:  # noqa: ANN401 -- for Strawberry's handler
    handler = _Handler(
        view=session,
        websocket=ASGIWebSocketAdapter(session, socket, socket),
        context=session,
        root_value=None,
        schema=session,
        connection_init_wait_timeout=INIT_WAIT,
        max_subscriptions_per_connection=MOST_OPERATIONS,
    )
    await handler.handle()


def _known_page(socket: WebSocket, origins: Collection[str]) -> bool:
    """Browsers ask no leave for WebSockets of other sites; we ask for them."""
    origin = socket.headers.get("origin")
    own = origin is None or is_same_origin(origin, socket.headers.get("host"))
    return own or origin in origins
