"""One line of the table, and how it becomes a route."""

import datetime as dt
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.auth import Caller, require_person
from app.days import Window, local_today
from app.deeds import once
from app.findings.readable import reading
from app.http import replays
from app.http.problems import problem_response
from app.phrases.language import Language
from app.reads.desk import Desk, Pool
from app.records.account import Account, PersonVersion, Scope
from app.records.deed import Answered
from app.resources import Resources
from app.rest import body
from app.rest.answers import JSON, Answers, give_anew, in_language, tag_of
from app.rest.parameters import ACCEPT_LANGUAGE, LANGUAGE, Parameter
from app.state import State

READ = frozenset({Scope.READ})
SYNC = frozenset({Scope.SYNC})
ADMIN = frozenset({Scope.ADMIN})
ANY_KEY = frozenset[Scope]()


@dataclass(slots=True)
class RestRequest:
    """One request that was let in, with its parameters read."""

    state: State
    caller: Caller
    account: Account
    values: dict[str, Any]
    stream: Callable[[], AsyncIterator[bytes]] | None = None
    """The body as it comes, for who takes one of any size."""

    @property
    def resources(self) -> Resources:
        """The process's resources."""
        return self.state["resources"]

    @property
    def pool(self) -> Pool:
        """Where reads go; it knows which classes of data the caller reads."""
        return reading(self.state["resources"].read_pool, self.caller.classes)

    @property
    def desk(self) -> Desk:
        """Where questions are put that lead to further ones."""
        known = self.account if isinstance(self.account, PersonVersion) else None
        return Desk(self.pool, self.state["resources"].found, known)

    @property
    def user_id(self) -> str:
        """Whom it is about."""
        return self.account.user_id

    @property
    def today(self) -> dt.date:
        """The day on the person's calendar."""
        return local_today(self.account, self.state["resources"].clock())

    @property
    def window(self) -> Window:
        """The days that `days` means on the person's calendar."""
        return Window.back(self.values["days"], self.today)

    @property
    def language(self) -> Language:
        """The language of the sentences: the one in the address, or else the client's wish."""
        language: Language = self.values[LANGUAGE.name] or self.values[ACCEPT_LANGUAGE.name]
        return language

    @property
    def spoken(self) -> Language | None:
        """The same; None where the answer has no sentences."""
        return self.language if LANGUAGE.name in self.values else None

    @property
    def date(self) -> dt.date:
        """The day in the path."""
        day: dt.date = self.values["date"]
        return day

    @property
    def day(self) -> Window:
        """The day in the path, as a window."""
        return Window(self.date, self.date)


Handler = Callable[[RestRequest], Awaitable[object]]
"""Answers a shape, a list of shapes, or a ready Response."""

Answering = Callable[[Request], Awaitable[Response]]
"""Answers a request, also one that can not be answered."""

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
    scopes: Annotated[frozenset[Scope], "What the key must be allowed to do; {}: any key."] = READ
    creates_person: Annotated[bool, "Whether the person need not be known before."] = False
    of_the_data: Annotated[bool, "Whether it answers the same until the person's data change."] = (
        True
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenEndpoint(Line):
    """An endpoint for everybody."""

    handler: Annotated[OpenHandler, "Who answers."]


def json(found: object, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """An answer in JSON; dataclasses, dates and ids are written as they are."""
    return Response(orjson.dumps(found), status, headers, JSON)


def routes(endpoints: Iterable[Endpoint], prefix: str, answers: Answers) -> list[Route]:
    """Routes of endpoints about one person, one a path; `answers` remembers what questions got."""
    paths: dict[str, dict[str, Answering]] = {}
    for endpoint in endpoints:
        paths.setdefault(endpoint.path, {})[endpoint.method] = _answering(endpoint, answers)
    return [_route(prefix + path, by_method) for path, by_method in paths.items()]


def _answering(endpoint: Endpoint, answers: Answers) -> Answering:
    what = f"rest {_subject(endpoint.path)}"

    async def answer(request: Request) -> Response:
        headers: dict[str, str] = {"Cache-Control": "no-store"}
        try:
            state: State = request.scope["state"]
            caller = await state["auth"].authenticate(request.headers, request.method)
            _tell_rate(caller, headers)
            state["auth"].asked.read(caller, what)
            async with state["auth"].turn(caller):
                asked = await _asked(endpoint, request, state, caller)
                if endpoint.method == "GET":
                    return await _remembered(answers, request, asked, endpoint.handler, headers)
                return await _done(endpoint, request, asked, headers)
        except Exception as error:  # noqa: BLE001 -- the edge: what is not expected is logged here
            return problem_response(error, headers)

    return answer


def _subject(path: str) -> str:
    """What an endpoint is about, in a word or two: its path without the person and the ids."""
    _, _, about = path.partition("}")
    return " ".join(part for part in about.split("/") if part and "{" not in part) or "person"


async def _done(
    endpoint: Endpoint, request: Request, asked: RestRequest, headers: dict[str, str]
) -> Response:
    """The answer of a deed."""
    name = request.headers.get(once.HEADER)
    if name is not None:
        return await _done_once(endpoint, asked, name, headers)
    found = await endpoint.handler(asked)
    if isinstance(found, Response):
        found.headers.update(headers)
        return found
    return json(found, headers=headers)


async def _done_once(
    endpoint: Endpoint, asked: RestRequest, name: str, headers: dict[str, str]
) -> Response:
    """The answer of a deed that the client gave a name."""

    async def do() -> Answered:
        found = await endpoint.handler(asked)
        told = found if isinstance(found, Response) else json(found)
        return replays.answered(told, done=True)

    what = ["rest", endpoint.method, endpoint.path, asked.user_id, asked.values]
    deed = once.named(name, asked.caller, asked.user_id, what)
    return replays.response(await once.once(asked.state, deed, do), headers)


async def _remembered(
    answers: Answers,
    request: Request,
    asked: RestRequest,
    handler: Handler,
    headers: dict[str, str],
) -> Response:
    """What depends on a person's data alone is remembered; the rest is made each time."""
    make, language = partial(handler, asked), asked.spoken
    told = {**headers, **in_language(language)}
    if not isinstance(asked.account, PersonVersion):
        return await give_anew(request, make, told)
    tag = tag_of(request, asked.caller, asked.account, asked.today, language)
    return await answers.give(request, tag, make, told)


def open_route(endpoint: OpenEndpoint) -> Route:
    """The route of an endpoint for everybody."""

    async def answer(request: Request) -> Response:
        try:
            return await endpoint.handler(request.scope["state"])
        except Exception as error:  # noqa: BLE001 -- as above
            return problem_response(error)

    return _route(endpoint.path, {endpoint.method: answer})


def _route(path: str, answers: Mapping[str, Answering]) -> Route:
    """All methods of a path.

    OPTIONS says which are allowed; it needs no key and tells nothing about anybody.
    """
    known = dict(answers)
    if "GET" in known:
        known["HEAD"] = known["GET"]
    allow = ", ".join([*known, "OPTIONS"])

    async def answer(request: Request) -> Response:
        if request.method == "OPTIONS":
            return Response(status_code=204, headers={"Allow": allow})
        return await known[request.method](request)

    return Route(path, answer, methods=[*known, "OPTIONS"])


async def _asked(endpoint: Endpoint, request: Request, state: State, caller: Caller) -> RestRequest:
    """Who may ask is settled first, then what was sent, and only then is anybody looked up."""
    user_id = request.path_params["user_id"]
    user_id = await state["auth"].own_name(caller, user_id)
    if endpoint.creates_person and caller.user_id is None:
        user_id = await state["auth"].named(user_id)
    require_person(caller, user_id, *endpoint.scopes)
    values = {parameter.name: parameter.read(request) for parameter in endpoint.parameters}
    values |= await _of_body(endpoint, request, values)
    account = await _account(endpoint, state, caller, user_id)
    return RestRequest(state, caller, account, values, request.stream)


async def _account(endpoint: Endpoint, state: State, caller: Caller, user_id: str) -> Account:
    """The person; with the versions of their data, where the answer depends on nothing else.

    They are read where the data will be read, and before it. A replica may not know yet of
    somebody new.
    """
    if endpoint.creates_person:
        return Account(user_id=user_id)
    account = await state["auth"].account_for(caller, user_id, *endpoint.scopes)
    if endpoint.of_the_data and endpoint.method == "GET":
        return await state["resources"].versions.ask(account.user_id) or account
    return account


async def _of_body(endpoint: Endpoint, request: Request, values: dict[str, Any]) -> dict[str, Any]:
    """What the address left out and the body says; most requests have nothing to look for."""
    missing = [(each.name, each.of_field) for each in endpoint.parameters if each.of_field]
    missing = [(name, of_field) for name, of_field in missing if values[name] is None]
    sent = await body.fields(request) if missing else {}
    return {name: of_field(sent[name]) for name, of_field in missing if sent.get(name) is not None}


def _tell_rate(caller: Caller, headers: dict[str, str]) -> None:
    rate = caller.rate
    headers["X-RateLimit-Limit"] = str(rate.limit)
    headers["X-RateLimit-Remaining"] = str(rate.remaining)
    headers["X-RateLimit-Reset"] = str(rate.reset_s)
