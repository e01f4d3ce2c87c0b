"""Problem answers (RFC 9457): one function makes every one of them."""

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import orjson
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from app.errors import UrsaError
from app.naming import request_id

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
_CHALLENGE = {"polar_unauthorized": 'PolarToken header="X-Polar-Token"'}
_API_KEY_CHALLENGE = 'ApiKey header="X-API-Key", Bearer'


def problem_response(
    error: BaseException,
    headers: Mapping[str, str] | None = None,
    more: Mapping[str, Any] | None = None,
) -> Response:
    """The answer to an error; one that nobody expected is logged here, once, with its id.

    `more` are members beside the usual ones, of an error that was expected.
    """
    if isinstance(error, UrsaError):
        return _expected(error, headers or {}, more or {})
    if isinstance(error, HTTPException):
        code = HTTPStatus(error.status_code).phrase.lower().replace(" ", "_")
        return _problem(
            error.status_code, code, error.detail, {}, {**(headers or {}), **(error.headers or {})}
        )
    return _unexpected(error, headers or {})


async def problem_handler(_: Request, error: Exception) -> Response:
    """The same for Starlette's `exception_handlers`: unknown paths, wrong methods, other rooms."""
    return problem_response(error)


def _expected(error: UrsaError, headers: Mapping[str, str], told: Mapping[str, Any]) -> Response:
    if error.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        log.warning("%s: %s", error.code, error)
    parameter = getattr(error, "parameter", None)
    retry_after_s = getattr(error, "retry_after_s", None)
    more = {**told, **({} if parameter is None else {"parameter": parameter})}
    extra = dict(headers)
    if retry_after_s is not None:
        extra["Retry-After"] = str(retry_after_s)
    if error.status == HTTPStatus.TOO_MANY_REQUESTS:
        extra |= {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(retry_after_s)}
    if error.status == HTTPStatus.UNAUTHORIZED:
        extra["WWW-Authenticate"] = _CHALLENGE.get(error.code, _API_KEY_CHALLENGE)
    return _problem(error.status, error.code, error.message, more, extra)


def _unexpected(error: BaseException, headers: Mapping[str, str]) -> Response:
    known = request_id()
    log.error("request %s broke", known, exc_info=error)
    detail = f"Something broke in Ursa, and it was logged as request {known}."
    more = {"request_id": known}
    return _problem(HTTPStatus.INTERNAL_SERVER_ERROR, "internal_error", detail, more, headers)


def _problem(
    status: int, code: str, detail: str, more: Mapping[str, Any], headers: Mapping[str, str]
) -> Response:
    body = {
        "type": f"urn:ursa:problem:{code}",
        "title": HTTPStatus(status).phrase,
        "status": int(status),
        "detail": detail,
        "code": code,
        "status_code": int(status),
        **more,
    }
    return Response(orjson.dumps(body), status, dict(headers), MEDIA_TYPE)
