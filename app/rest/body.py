"""The body of a request, as far as an endpoint reads one: a few fields, in JSON or as a form."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

import orjson
from starlette.requests import ClientDisconnect, Request

from app.errors import InvalidInput
from app.http.bodies import BodyTooLong, whole

MOST_BYTES = 16_384
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"


async def fields(request: Request) -> Mapping[str, Any]:
    """What stands in the body; nothing where it is empty, of another kind, or no object.

    Clients that say nothing send `[]`, and some send bodies that mean nothing to us. Raises
    InvalidInput for a body that is too long, or not what it says it is.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in {JSON, FORM}:
        return {}
    body = await _body(request)
    if not body.strip():
        return {}
    return _of_json(body) if kind == JSON else _of_form(body)


async def _body(request: Request) -> bytes:
    try:
        return await whole(request, MOST_BYTES)
    except BodyTooLong:
        raise InvalidInput(f"The body is longer than {MOST_BYTES} bytes.", "body") from None
    except ClientDisconnect:
        raise InvalidInput("The request ended early.", "body") from None


def _of_json(body: bytes) -> Mapping[str, Any]:
    try:
        found = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise InvalidInput("The body is no valid JSON in UTF-8.", "body") from None
    return found if isinstance(found, dict) else {}


def _of_form(body: bytes) -> Mapping[str, Any]:
    """Of a field that was sent twice, the last one counts, as in JSON."""
    try:
        return dict(parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=100))
    except ValueError:
        raise InvalidInput("The body is no form as browsers send it.", "body") from None
