"""Small JSON bodies of the pages' own requests."""

from typing import Any

import orjson
from starlette.requests import ClientDisconnect, Request

from app.errors import InvalidInput
from app.http.bodies import BodyTooLong, whole

MOST_BYTES = 4_096


async def members(request: Request, most: int = MOST_BYTES) -> dict[str, Any]:
    """The object that was sent; raises InvalidInput for anything else."""
    try:
        found = orjson.loads(await whole(request, most))
    except BodyTooLong:
        raise InvalidInput(f"The body is larger than {most:,} bytes.") from None
    except (orjson.JSONDecodeError, ClientDisconnect):
        raise InvalidInput("The body must be a JSON object.") from None
    if not isinstance(found, dict):
        raise InvalidInput("The body must be a JSON object.")
    return found


def text(sent: dict[str, Any], name: str) -> str:
    """The text of a member; raises InvalidInput that names it."""
    value = sent.get(name)
    if not isinstance(value, str) or not value:
        raise InvalidInput(f"{name}: a text is needed.", name)
    return value


def text_or_none(sent: dict[str, Any], name: str) -> str | None:
    """The text of a member that may be left out; raises InvalidInput that names it."""
    return None if sent.get(name) is None else text(sent, name)
