"""One line of the table, and how it becomes a route."""

import datetime as dt
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, Any

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.auth import Caller, require_person
from app.days import Window, local_today
from app.reads.desk import Desk
from app.records.account import Account, Scope
from app.resources import Resources
from app.rest.parameters import Parameter
from app.rest.problems import problem_response
from app.rest.state import State
from app.store.pool import Pool

JSON = "application/json"


@dataclass(slots=True)
class Asked:
    """One request that was let in, with its parameters read."""

    state: State
    caller: Caller
    account: Account
    values: dict[str, Any]

    @property
    def resources(self) -> Resources:
        """The process's resources."""
        return self.state["resources"]

    @property
    def pool(self) -> Pool:
        """Where reads go."""
        return self.state["resources"].read_pool

    @property
    def desk(self) -> Desk:
        """Where questions are put that lead to further ones."""
        return Desk(self.pool)

    @property
    def user_id(self) -> str:
        """Whom it is about."""
        return self.account.user_id

    @property
    def window(self) -> Window:
        """The days that `days` means on the person's calendar."""
        today = local_today(self.account, self.state["resources"].clock())
        return Window.back(self.values["days"], today)

    @property
    def date(self) -> dt.date:
        """The day in the path."""
        day: dt.date = self.values["date"]
        return day

    @property
    def day(self) -> Window:
        """The day in the path, as a window."""
        return Window(self.date, self.date)


Handler = Callable[[Asked], Awaitable[object]]
"""Answers a shape, a list of shapes, or a ready Response."""

OpenHandler = Callable[[State], Awaitable[Response]]
"""Answers everybody, with a key or without."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What an endpoint takes and answers; validation and documentation follow from it."""

    path: Annotated[str, "Path, under /api/v1 for endpoints that need a key."]
    answer: Annotated[Any, "Shape of the answer."]
    tag: Annotated[str, "Chapter of the documentation."]
    summary: Annotated[str, "What it does, in a few words."]
    description: Annotated[str, "What else is worth knowing."] = ""
    method: str = "GET"
    parameters: tuple[Parameter, ...] = ()
    media_type: str = JSON
    example: Annotated[Any, "Answer to show, where the shape's own examples do not do."] = None
    also: Annotated[tuple[tuple[int, Any, str], ...], "Other answers: status, shape, words."] = ()
    problems: Annotated[tuple[int, ...], "Problems beside those that follow from the line."] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint(Line):
    """An endpoint about one person, for callers whose key allows it."""

    handler: Annotated[Handler, "Who answers."]
    scope: Annotated[Scope, "What the key must be allowed to do."] = Scope.READ
    creates_person: Annotated[bool, "Whether the person need not be known before."] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenEndpoint(Line):
    """An endpoint for everybody."""

    handler: Annotated[OpenHandler, "Who answers."]


def json(body: object, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """An answer in JSON; dataclasses, dates and ids are written as they are."""
    return Response(orjson.dumps(body), status, headers, JSON)


def route(endpoint: Endpoint, prefix: str) -> Route:
    """The route of an endpoint about one person."""

    async def answer(request: Request) -> Response:
        headers: dict[str, str] = {"Cache-Control": "no-store"}
        try:
            state: State = request.scope["state"]
            caller = await state["auth"].authenticate(request.headers)
            _tell_rate(caller, headers)
            body = await _answer(endpoint, request, state, caller)
        except Exception as error:  # noqa: BLE001 -- the edge: what is not expected is logged here
            return problem_response(error, headers)
        if isinstance(body, Response):
            body.headers.update(headers)
            return body
        return json(body, headers=headers)

    return _route(endpoint, prefix, answer)


def open_route(endpoint: OpenEndpoint) -> Route:
    """The route of an endpoint for everybody."""

    async def answer(request: Request) -> Response:
        try:
            return await endpoint.handler(request.scope["state"])
        except Exception as error:  # noqa: BLE001 -- as above
            return problem_response(error)

    return _route(endpoint, "", answer)


def _route(line: Line, prefix: str, answer: Callable[[Request], Awaitable[Response]]) -> Route:
    """OPTIONS says what is allowed; it needs no key and tells nothing about anybody."""
    allow = "GET, HEAD, OPTIONS" if line.method == "GET" else f"{line.method}, OPTIONS"

    async def answer_or_options(request: Request) -> Response:
        if request.method == "OPTIONS":
            return Response(status_code=204, headers={"Allow": allow})
        return await answer(request)

    return Route(prefix + line.path, answer_or_options, methods=[line.method, "OPTIONS"])


async def _answer(endpoint: Endpoint, request: Request, state: State, caller: Caller) -> object:
    """Who may ask is settled first, then what was sent, and only then is anybody looked up."""
    user_id = request.path_params["user_id"]
    require_person(caller, user_id, endpoint.scope)
    values = {parameter.name: parameter.read(request) for parameter in endpoint.parameters}
    if endpoint.creates_person:
        account = Account(user_id=user_id)
    else:
        account = await state["auth"].account_for(caller, user_id, endpoint.scope)
    return await endpoint.handler(Asked(state, caller, account, values))


def _tell_rate(caller: Caller, headers: dict[str, str]) -> None:
    rate = caller.rate
    headers["X-RateLimit-Limit"] = str(rate.limit)
    headers["X-RateLimit-Remaining"] = str(rate.remaining)
    headers["X-RateLimit-Reset"] = str(rate.reset_s)
