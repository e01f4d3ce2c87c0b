"""GraphQL over HTTP to the letter: media types, methods, statuses, server-sent events."""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import orjson
from graphql import GraphQLError, OperationType
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send
from strawberry.http.streaming import SSETransport, merge_stream_with_heartbeat

from app.deeds import once
from app.errors import UrsaError
from app.http import replays
from app.http.bodies import BodyTooLong, whole
from app.http.conditional import names
from app.http.counting import OPERATION
from app.records.deed import Answered
from app.state import State
from schema.documents import GraphQLRequest, persisted_hash
from schema.engine import Answer, Engine, Plan, RefusedError, refused
from schema.kept import keeping
from schema.publish import Made

JSON = "application/json"
RESPONSE_JSON = "application/graphql-response+json"
EVENTS = "text/event-stream"
HEARTBEAT_S = 15.0
ALLOW = "GET, POST, OPTIONS"


class HttpError(Exception):
    """The request can not be read; `status` says why for machines."""

    def __init__(self, status: HTTPStatus, code: str, message: str, **headers: str) -> None:
        super().__init__(message)
        self.status = status
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}
        self.error = GraphQLError(message, extensions={"code": code})


@dataclass(frozen=True, slots=True)
class Media:
    """What the client takes: JSON of which media type, and whether events; one of them at least."""

    answer: str | None
    events: bool


def dumps(body: object) -> bytes:
    """A body in JSON; moments in UTC end with Z, wall clocks have no zone."""
    return orjson.dumps(body, option=orjson.OPT_UTC_Z | orjson.OPT_SERIALIZE_NUMPY)


def dumps_text(body: object) -> str:
    """The same as text."""
    return dumps(body).decode()


async def answer(engine: Engine, request: Request) -> Response:
    """The response to one request on /graphql that wants no page."""
    media = accepted(request.headers.get("accept"))
    try:
        if media is None:
            message = f"Accept {RESPONSE_JSON}, {JSON}, or {EVENTS} for subscriptions."
            raise HttpError(HTTPStatus.NOT_ACCEPTABLE, "not_acceptable", message)  # noqa: TRY301 -- one way out
        return await _answer(engine, request, media)
    except HttpError as error:
        refused = Answer(body={"errors": [error.error.formatted]}, status=error.status)
        return respond(refused, media or Media(RESPONSE_JSON, events=False), error.headers)
    except RefusedError as error:
        return respond(error.answer, media or Media(RESPONSE_JSON, events=False))


async def _answer(engine: Engine, request: Request, media: Media) -> Response:
    asked = await read(request, engine.options.limits.body_bytes)
    state: State = request.scope["state"]
    caller = await engine.caller(state, request.headers, request.method)
    operation = await engine.operation(state, asked, caller)
    if caller is not None:  # Strangers' words make no labels.
        request.scope[OPERATION] = asked.operation_name or "unnamed"
    if request.method == "GET" and operation.kind is OperationType.MUTATION:
        raise HttpError(
            HTTPStatus.METHOD_NOT_ALLOWED,
            "method_not_allowed",
            "Send mutations by POST.",
            Allow="POST",
        )
    if operation.kind is OperationType.SUBSCRIPTION and not media.events:
        raise HttpError(
            HTTPStatus.NOT_ACCEPTABLE,
            "not_acceptable",
            f"Subscriptions are answered as events: accept {EVENTS}, or use graphql-transport-ws.",
        )
    name = request.headers.get(once.HEADER)
    if name is not None and operation.kind is OperationType.MUTATION:
        return await _done_once(engine, await engine.plan(state, caller, operation), media, name)
    if operation.kind is OperationType.SUBSCRIPTION or media.answer is None:
        return events(engine, await engine.plan(state, caller, operation))
    get = request.method == "GET"
    kept = await keeping(request, state, caller, operation, media.answer) if get else {}
    if kept and names(request.headers.get("if-none-match"), kept["ETag"]):
        had = Answer(body={}, caller=caller)
        return Response(None, HTTPStatus.NOT_MODIFIED, {**_headers(had), **kept})
    found = await engine.execute(await engine.plan(state, caller, operation))
    return respond(found, media, {} if "errors" in found.body else kept)


async def _done_once(engine: Engine, plan: Plan, media: Media, name: str) -> Response:
    """The answer to a mutation that the client gave a name; raises RefusedError and HttpError."""
    caller, asked = plan.context.caller, plan.operation.asked
    if caller is None or media.answer is None:
        raise _bad(f"{once.HEADER} is for mutations that are answered in JSON.")

    async def do() -> Answered:
        found = await engine.execute(plan)
        done = any(told is not None for told in (found.body.get("data") or {}).values())
        return replays.answered(respond(found, media), done=done)

    what = ["graphql", plan.operation.text, asked.operation_name, asked.variables]
    try:
        deed = once.named(name, caller, caller.user_id, what)
        told = await once.once(plan.context.state, deed, do)
    except UrsaError as error:
        raise refused(error) from None
    return replays.response(told, _headers(Answer(body={}, caller=caller)))


def respond(found: Answer, media: Media, headers: Mapping[str, str] | None = None) -> Response:
    """An answer over HTTP.

    Clients of `application/json` alone get 200 for documents that are wrong, as the specification
    asks for their sake; what concerns keys, budgets and HTTP itself has its status for everybody.
    """
    status = found.status
    if media.answer == JSON and status == HTTPStatus.BAD_REQUEST and _is_document_error(found):
        status = HTTPStatus.OK
    kind = f"{media.answer or RESPONSE_JSON}; charset=utf-8"
    return Response(dumps(found.body), status, {**_headers(found), **(headers or {})}, kind)


def _is_document_error(found: Answer) -> bool:
    codes = {error.get("extensions", {}).get("code") for error in found.body.get("errors", ())}
    return "bad_request" not in codes


def _headers(found: Answer) -> dict[str, str]:
    headers = {"Cache-Control": "no-store", "Vary": "Accept"}
    if found.caller is not None:
        rate = found.caller.rate
        headers["X-RateLimit-Limit"] = str(rate.limit)
        headers["X-RateLimit-Remaining"] = str(rate.remaining)
        headers["X-RateLimit-Reset"] = str(rate.reset_s)
    if found.retry_after_s is not None:
        headers |= {"Retry-After": str(found.retry_after_s), "X-RateLimit-Remaining": "0"}
    if found.status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = 'ApiKey header="X-API-Key", Bearer'
    return headers


def events(engine: Engine, plan: Plan) -> Response:
    """Answers as server-sent events, one connection an operation (graphql-sse)."""
    transport = _Lines(HEARTBEAT_S)

    async def stream() -> AsyncIterator[str]:
        async with aclosing(engine.stream(plan)) as answers:  # type: ignore[type-var]
            async for one in answers:
                yield transport.encode_next(one.body, dumps_text)  # type: ignore[arg-type]
        yield transport.encode_complete()

    beating = merge_stream_with_heartbeat(
        stream,  # type: ignore[arg-type]
        lambda: transport.heartbeat_message(dumps_text),
        HEARTBEAT_S,
        send_initial_heartbeat=False,
    )
    return _Events(beating(), headers=dict(transport.headers), media_type=EVENTS)


class _Events(StreamingResponse):
    """Events whose source is closed with the connection, and not by the garbage collector."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send them."""
        async with aclosing(self.body_iterator):  # type: ignore[type-var]
            await super().__call__(scope, receive, send)


class _Lines(SSETransport):
    """Events whose lines end in a bare line feed: urql looks for nothing else."""

    def encode_event(self, event: str, data: str | None = None) -> str:
        return super().encode_event(event, data).replace("\r\n", "\n")

    def encode_comment(self, comment: str) -> str:
        return super().encode_comment(comment).replace("\r\n", "\n")


def accepted(header: str | None) -> Media | None:
    """The best that we have of what the client takes; None when we have nothing."""
    if not header or not header.strip():
        return Media(JSON, events=False)
    wanted = sorted((one for one in _ranges(header) if one[1] > 0), key=lambda one: -one[1])
    kinds = [kind for kind, _ in wanted]
    answer = next((_KINDS[kind] for kind in kinds if kind in _KINDS), None)
    events = EVENTS in kinds
    return Media(answer, events=events) if answer or events else None


_KINDS = {
    RESPONSE_JSON: RESPONSE_JSON,
    JSON: JSON,
    "application/*": RESPONSE_JSON,
    "*/*": JSON,
}


def _ranges(header: str) -> list[tuple[str, float]]:
    found = []
    for part in header.split(","):
        kind, *parameters = (word.strip().lower() for word in part.split(";"))
        found.append((kind, _quality(parameters)))
    return found


def _quality(parameters: list[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return float(value)
            except ValueError:
                return 0.0
    return 1.0


async def read(request: Request, most: int) -> GraphQLRequest:
    """What is asked, from the URL or the body; raises HttpError."""
    if request.method == "GET":
        return request_of(_from_url(request))
    if request.method != "POST":
        raise HttpError(
            HTTPStatus.METHOD_NOT_ALLOWED, "method_not_allowed", "Send GET or POST.", Allow=ALLOW
        )
    _check_content_type(request.headers.get("content-type", ""))
    return request_of(_object(await _body(request, most)))


def _check_content_type(header: str) -> None:
    kind, *parameters = (word.strip().lower() for word in header.split(";"))
    charsets = [word.partition("=")[2].strip('" ') for word in parameters if "charset" in word]
    if kind != JSON or any(charset not in {"utf-8", "utf8"} for charset in charsets):
        raise HttpError(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            "unsupported_media_type",
            f"Send the request as {JSON} in UTF-8.",
        )


async def _body(request: Request, most: int) -> bytes:
    try:
        return await whole(request, most)
    except BodyTooLong:
        message = f"The request is larger than {most} bytes. Use variables, or split it."
        raise HttpError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_large", message) from None
    except ClientDisconnect:
        raise _bad("The request ended early.") from None


def _from_url(request: Request) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in ("query", "operationName", "variables", "extensions", "documentId"):
        texts = request.query_params.getlist(name)
        if len(texts) > 1:
            raise _bad(f"{name} was sent {len(texts)} times; send it once.")
        if texts:
            found[name] = texts[0]
    for name in ("variables", "extensions"):
        if name in found:
            found[name] = _json(found[name].encode(), name) if found[name] else None
    return found


def _object(body: bytes) -> dict[str, Any]:
    found = _json(body, "The body")
    if isinstance(found, list):
        raise _bad("Send one operation a request; batches are not answered.")
    if not isinstance(found, dict):
        raise _bad("The body must be a JSON object with `query`.")
    return found


def _json(text: bytes, name: str) -> Made:
    try:
        return orjson.loads(text)
    except json.JSONDecodeError:
        raise _bad(f"{name} is no valid JSON in UTF-8.") from None


def request_of(found: Mapping[str, Any]) -> GraphQLRequest:
    """The request's members, each of its type; raises HttpError."""
    for name, kind, words in _MEMBERS:
        if not isinstance(found.get(name), (kind, type(None))):
            raise _bad(f"{name} must be {words}.")
    query, document_id = found.get("query"), found.get("documentId")
    persisted = _persisted(found.get("extensions") or {})
    if not query and not document_id and not persisted:
        raise _bad("Send a document as `query`.")
    return GraphQLRequest(
        query=query or None,
        document_id=document_id or None,
        persisted=persisted,
        variables=found.get("variables") or {},
        operation_name=found.get("operationName") or None,
    )


def _persisted(extensions: Mapping[str, Any]) -> str | None:
    try:
        return persisted_hash(extensions)
    except ValueError as error:
        raise _bad(str(error)) from None


_MEMBERS: tuple[tuple[str, type, str], ...] = (
    ("query", str, "a string"),
    ("documentId", str, "a string"),
    ("operationName", str, "a string or null"),
    ("variables", dict, "an object or null"),
    ("extensions", dict, "an object or null"),
)


def _bad(message: str) -> HttpError:
    return HttpError(HTTPStatus.BAD_REQUEST, "bad_request", message)
