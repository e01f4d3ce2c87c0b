"""`/session`: who is signed in, signing in and out. Everything else is asked of GraphQL."""

from collections.abc import Awaitable, Callable
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from app.auth import Caller
from app.auth.sessions import SIGNED_OUT
from app.deeds import sessions as deeds
from app.deeds.house import has_client
from app.deeds.sessions import SignedIn
from app.errors import Forbidden, Unauthenticated
from app.http.problems import problem_response
from app.http.proxies import address_of
from app.records.session import Browser, Role
from app.state import State
from app.web import cookies
from app.web.bodies import members, text, text_or_none

Answer = Callable[[Request, State], Awaitable[Response]]
QUIET = "quiet"
NO_STORE = {"Cache-Control": "no-store"}
NO_SESSION = "Nobody is signed in. Sign in at /signin."
NO_SESSION_YET = (
    "This house has no owner yet. Open the link that `ursa serve` printed, or that "
    "`ursa setup-link` prints."
)


def session_routes() -> list[BaseRoute]:
    """The routes at /session."""
    return [
        Route(
            "/session",
            answering({"GET": _who, "POST": _sign_in, "DELETE": _sign_out}),
            methods=["GET", "POST", "DELETE"],
        ),
        Route("/session/link", answering({"POST": _redeem}), methods=["POST"]),
        Route("/session/fresh", answering({"POST": _freshen}), methods=["POST"]),
    ]


def browser_of(request: Request) -> Browser:
    """The browser that asks, and its address as far as trusted proxies tell it."""
    trusted = request.scope["state"]["resources"].settings.trusted_proxies
    peer = request.client.host if request.client else None
    forwarded = ", ".join(request.headers.getlist("x-forwarded-for"))
    address = address_of(peer, forwarded, trusted)
    return Browser(address=address, agent=request.headers.get("user-agent"))


async def _who(request: Request, state: State) -> Response:
    """Who is signed in; the browser keeps its cookie for as long as the session lives on."""
    auth, settings = state["auth"], state["resources"].settings
    try:
        caller = await auth.authenticate(request.headers, request.method)
    except Unauthenticated as error:
        await auth.count_stranger()
        return await _nobody(state, error, quiet=QUIET in request.query_params)
    answer = Response(_session_body(state, caller), 200, NO_STORE, "application/json")
    secret = auth.sessions.shown(request.headers)
    if caller.session is not None and secret is not None:
        cookies.keep(answer, settings, secret)
    return answer


async def _nobody(state: State, error: Unauthenticated, *, quiet: bool) -> Response:
    """What a page needs to know to say how to sign in; browsers note a 401 as a fault."""
    setup = not await deeds.has_owner(state["resources"])
    told = Unauthenticated(NO_SESSION_YET if setup else NO_SESSION)
    resources = state["resources"]
    polar = not setup and await has_client(resources)
    more = {"setup": setup, "demo": resources.settings.demo, "polar": polar}
    answer = problem_response(told, NO_STORE, more)
    if quiet:
        body = orjson.dumps({"role": None, **more})
        answer = Response(body, 200, NO_STORE, "application/json")
    if error.message == SIGNED_OUT:
        cookies.drop(answer, state["resources"].settings)
    return answer


def _session_body(state: State, caller: Caller) -> bytes:
    session = caller.session
    role = Role.OWNER if caller.user_id is None else Role.PERSON
    return orjson.dumps(
        {
            "role": role if session is None else session.role,
            "name": None if session is None else session.name,
            "people": None if caller.user_id is None else [*filter(None, (caller.user_id,))],
            "session_id": None if session is None else session.session_id,
            "fresh_until": None if session is None else session.fresh_until,
            "expires_at": None if session is None else session.expires_at,
            "language": None if session is None else session.language,
            "units": None if session is None else session.units,
            "hour_cycle": None if session is None else session.hour_cycle,
            "demo": state["resources"].settings.demo,
        },
        option=orjson.OPT_UTC_Z,
    )


async def _sign_in(request: Request, state: State) -> Response:
    sent = await _own_page(request, state)
    name, password = text_or_none(sent, "name"), text(sent, "password")
    made = await deeds.sign_in(state, browser_of(request), name, password)
    return await begun(request, state, made)


async def _redeem(request: Request, state: State) -> Response:
    token = text(await _own_page(request, state), "token")
    return await begun(request, state, await deeds.redeem_link(state, browser_of(request), token))


async def begun(request: Request, state: State, made: SignedIn) -> Response:
    """The answer to who has signed in; the session that they had before has ended."""
    former = state["auth"].sessions.shown(request.headers)
    if former is not None:
        await _end(request, state)
    answer = Response(None, 204, NO_STORE)
    cookies.keep(answer, state["resources"].settings, made.secret)
    return answer


async def _freshen(request: Request, state: State) -> Response:
    caller = await state["auth"].authenticate(request.headers, request.method)
    password = text(await members(request), "password")
    until = await deeds.freshen(state, caller, browser_of(request), password)
    body = orjson.dumps({"fresh_until": until}, option=orjson.OPT_UTC_Z)
    return Response(body, 200, NO_STORE, "application/json")


async def _sign_out(request: Request, state: State) -> Response:
    """Also of who is signed out already: another tab was quicker."""
    await _end(request, state)
    answer = Response(None, 204, NO_STORE)
    cookies.drop(answer, state["resources"].settings)
    return answer


async def _end(request: Request, state: State) -> None:
    try:
        caller = await state["auth"].authenticate(request.headers, request.method)
    except Unauthenticated:
        return
    if caller.session is None:
        raise Forbidden("There is no session here, but a key. Revoke it to end it.")
    await deeds.end(state, caller, caller.session.session_id)


async def _own_page(request: Request, state: State) -> dict[str, Any]:
    """What a page of ours sent; strangers are counted before anything is done for them."""
    auth = state["auth"]
    auth.sessions.check_origin(request.headers, request.method)
    await auth.count_stranger()
    return await members(request)


def answering(methods: dict[str, Answer]) -> Callable[[Request], Awaitable[Response]]:
    """The route's answer by method; problems are told as REST tells them."""
    known = {**methods, "HEAD": methods["GET"]} if "GET" in methods else methods

    async def answer(request: Request) -> Response:
        try:
            return await known[request.method](request, request.scope["state"])
        except Exception as error:  # noqa: BLE001 -- the edge: what is not expected is logged here
            return problem_response(error, NO_STORE)

    return answer
