"""To Polar and back: `/session/polar`, `/oauth/polar/callback`, and what applications ask.

Polar sends a browser back with a plain GET of another site's making. The session's cookie comes
with it (SameSite=Lax); a browser that is not signed in carries a mark instead, for ten minutes.
"""

from urllib.parse import quote, unquote

import orjson
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from app.auth import Caller
from app.auth.sessions import cookie, new_secret, secure
from app.deeds import consent
from app.deeds.consent import Arrival, Comer
from app.errors import (
    InvalidInput,
    PolarConsentKept,
    PolarError,
    TooManyRequests,
    Unauthenticated,
    UrsaError,
)
from app.http.problems import problem_response
from app.records.connection import StartedConnection
from app.settings import Settings
from app.state import State
from app.web import came_back, cookies
from app.web.bodies import members, text, text_or_none
from app.web.sessions import NO_STORE, answering, browser_of

MARK_S = 600
QUESTION = "/consent?"
LONGEST_QUESTION = 3_000
LONGEST_CODE = 2_048


def consent_routes() -> list[BaseRoute]:
    """The routes to Polar and back."""
    return [
        Route("/session/polar", answering({"POST": _start}), methods=["POST"]),
        Route("/oauth/polar/callback", _came_back),
        Route("/oauth/callback", _came_back_elsewhere),
        Route("/oauth/start", _start_for_app),
        Route("/oauth/exchange", answering({"POST": _exchange}), methods=["POST"]),
    ]


async def _start(request: Request, state: State) -> Response:
    """Where to go at Polar, for a page of ours that wants somebody to sign in there."""
    auth = state["auth"]
    auth.sessions.check_origin(request.headers, request.method)
    await auth.count_stranger()
    sent = await members(request)
    invitation = text_or_none(sent, "invitation")
    comer = await _comer(request, state)
    started = await consent.start_sign_in(state, comer, invitation)
    told = orjson.dumps({"authorization_url": started.authorization_url})
    answer = Response(told, 200, NO_STORE, "application/json")
    _mark(answer, state, comer)
    _keep_question(answer, state, sent.get("next"))
    return answer


async def _start_for_app(request: Request) -> Response:
    """An application sends somebody; who may not is told so, and nobody is sent anywhere."""
    state: State = request.scope["state"]
    asked = request.query_params
    try:
        await state["auth"].count_stranger()
        comer = await _comer(request, state)
        started = await consent.start_for_app(
            state,
            comer,
            asked.get("callback_url", ""),
            state=asked.get("state"),
            user_id=asked.get("user_id"),
        )
    except UrsaError as error:
        return came_back.page(error, "This application may not do that", ())
    answer = _to_polar(started)
    _mark(answer, state, comer)
    return answer


async def _came_back(request: Request) -> Response:
    """Polar sends a browser back: to where it was, or to a page that says what happened."""
    state: State = request.scope["state"]
    asked = request.query_params
    try:
        await state["auth"].count_stranger()
        comer = await _comer(request, state)
        arrival = await consent.come_back(
            state, comer, state=asked.get("state", ""), code=_code(asked)
        )
    except UrsaError as error:
        again = f"?{asked}" if isinstance(error, PolarConsentKept | TooManyRequests) else None
        return came_back.page(error, _title(error), _ways_on(again))
    except Exception as error:  # noqa: BLE001 -- the edge: what is not expected is logged here
        return problem_response(error, NO_STORE)
    return _onward(request, state, arrival, comer)


async def _came_back_elsewhere(request: Request) -> Response:
    """Whoever registered this address with Polar, for a server of the neighbourhood, comes too."""
    return RedirectResponse(f"/oauth/polar/callback?{request.query_params}", headers=NO_STORE)


async def _exchange(request: Request, state: State) -> Response:
    """A key for a code, once; the code is what an application shows for itself."""
    await state["auth"].count_stranger()
    code = text(await members(request), "code")
    made = await consent.exchange(state, code[:LONGEST_CODE])
    return Response(orjson.dumps(made, option=orjson.OPT_UTC_Z), 200, NO_STORE, "application/json")


def _code(asked: QueryParams) -> str | None:
    """The code, None where Polar was told no; raises InvalidInput without either."""
    if asked.get("error"):
        return None
    code = asked.get("code", "")
    if not code:
        raise InvalidInput("This is no answer of Polar's. Begin again.", "code")
    return code


async def _comer(request: Request, state: State) -> Comer:
    """Whose browser it is: a session's, or one with a mark; a dead session is none."""
    mark = cookie(request.headers, _mark_name(state["resources"].settings)) or new_secret()
    return Comer(browser=browser_of(request), mark=mark, caller=await _signed_in(request, state))


async def _signed_in(request: Request, state: State) -> Caller | None:
    """Where no key is needed, who comes without a session owns the house."""
    needed = state["resources"].settings.auth_required
    if needed and state["auth"].sessions.shown(request.headers) is None:
        return None
    try:
        return await state["auth"].authenticate(request.headers, request.method)
    except Unauthenticated:
        return None


def _mark_name(settings: Settings) -> str:
    return "__Host-ursa_mark" if secure(settings) else "ursa_mark"


def _mark(answer: Response, state: State, comer: Comer) -> None:
    settings = state["resources"].settings
    answer.set_cookie(
        _mark_name(settings),
        comer.mark or "",
        max_age=MARK_S,
        path="/",
        secure=secure(settings),
        httponly=True,
        samesite="lax",
    )


def _question_name(state: State) -> str:
    return f"{_mark_name(state['resources'].settings)}_question"


def _keep_question(answer: Response, state: State, where: object) -> None:
    """Who signs in to answer an application comes back to its question."""
    if isinstance(where, str) and where.startswith(QUESTION) and len(where) <= LONGEST_QUESTION:
        settings = state["resources"].settings
        answer.set_cookie(
            _question_name(state),
            quote(where, safe=""),
            max_age=MARK_S,
            path="/",
            secure=secure(settings),
            httponly=True,
            samesite="lax",
        )


def _question(request: Request, state: State) -> str | None:
    """A page of ours, and nothing else that a cookie may hold."""
    found = unquote(cookie(request.headers, _question_name(state)) or "")
    plain = found.isascii() and found.isprintable()
    return found if found.startswith(QUESTION) and plain else None


def _to_polar(started: StartedConnection) -> Response:
    return RedirectResponse(started.authorization_url, 303, NO_STORE)


def _onward(request: Request, state: State, arrival: Arrival, comer: Comer) -> Response:
    """To the application with its code, or to the page where it began."""
    if arrival.leads_to is not None:
        return RedirectResponse(arrival.leads_to, 303, NO_STORE)
    question = _question(request, state) if arrival.purpose == "sign_in" else None
    answer = RedirectResponse(question or _own_page(arrival, comer), 303, NO_STORE)
    if question is not None:
        answer.delete_cookie(_question_name(state), path="/")
    if arrival.signed_in is not None:
        cookies.keep(answer, state["resources"].settings, arrival.signed_in.secret)
    return answer


def _own_page(arrival: Arrival, comer: Comer) -> str:
    """An owner goes on in the first start, or to the people; a person to their account or day."""
    told = f"?connected={arrival.user_id}"
    if arrival.run_id is not None:
        told += f"&run={arrival.run_id}"
    if arrival.purpose == "connect" and comer.caller is not None and comer.caller.user_id is None:
        return f"/setup{told}"
    fresh_again = arrival.purpose == "sign_in" and arrival.signed_in is None
    return f"/account{told}" if fresh_again or arrival.purpose == "connect" else f"/today{told}"


def _title(error: UrsaError) -> str:
    if isinstance(error, PolarConsentKept):
        return "Polar is busy; your consent is kept"
    if isinstance(error, PolarError):
        return "Polar could not finish this"
    return "That did not connect anybody"


def _ways_on(again: str | None) -> tuple[tuple[str, str, str], ...]:
    """Links, each with what it does."""
    begin = ("/", "Begin again", "Nothing was changed, and nothing is stuck.")
    if again is None:
        return (begin,)
    return (again, "Try again", "Without asking Polar for your consent once more."), begin
