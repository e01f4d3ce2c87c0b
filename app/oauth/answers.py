"""Answers as OAuth words them: JSON that nobody keeps, and errors with OAuth's own names."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response

from app.errors import InvalidInput, OAuthRefused, UrsaError
from app.http.problems import problem_response
from app.state import State

NO_STORE = {"Cache-Control": "no-store", "Pragma": "no-cache"}
JSON = "application/json"
BUSY = "temporarily_unavailable"
Answer = Callable[[Request, State], Awaitable[Response]]


def json(found: object, status: int = 200) -> Response:
    """An answer that is for who asked alone."""
    return Response(orjson.dumps(found), status, NO_STORE, JSON)


def answering(answer: Answer) -> Callable[[Request], Awaitable[Response]]:
    """The route's answer; what goes wrong is told as RFC 6749 tells it."""

    async def answered(request: Request) -> Response:
        try:
            return await answer(request, request.scope["state"])
        except UrsaError as error:
            return _refused(error, request)
        except Exception as error:  # noqa: BLE001 -- the edge: what is not expected is logged here
            return problem_response(error, NO_STORE)

    return answered


def _refused(error: UrsaError, request: Request) -> Response:
    said: dict[str, Any] = {"error": _word(error), "error_description": error.message}
    unknown = said["error"] == "invalid_client"
    answer = json(said, HTTPStatus.UNAUTHORIZED if unknown else error.status)
    if unknown and request.headers.get("authorization"):
        answer.headers["WWW-Authenticate"] = 'Basic realm="ursa"'
    wait = getattr(error, "retry_after_s", None)
    if wait is not None:
        answer.headers["Retry-After"] = str(wait)
    return answer


def _word(error: UrsaError) -> str:
    if isinstance(error, OAuthRefused):
        return error.error
    if isinstance(error, InvalidInput):
        return "invalid_request"
    return BUSY if error.status >= HTTPStatus.TOO_MANY_REQUESTS else "access_denied"
