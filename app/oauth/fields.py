"""What an application sends, in an address or as a form: each name once, none of it endless."""

from collections.abc import Mapping, Sequence
from typing import NoReturn
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request

from app.errors import OAuthRefused
from app.http.bodies import BodyTooLong, whole

FORM = "application/x-www-form-urlencoded"
MOST_BYTES = 16_384
MOST_FIELDS = 40


def refuse(error: str, message: str) -> NoReturn:
    """Raise OAuthRefused."""
    raise OAuthRefused(error, message)


def of_query(query: str) -> dict[str, str]:
    """Fields of an address; raises OAuthRefused when one comes twice."""
    if len(query) > MOST_BYTES:
        refuse("invalid_request", f"The request is longer than {MOST_BYTES:,} characters.")
    try:
        found = parse_qsl(query, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        refuse("invalid_request", "The request has too many fields.")
    return once(found)


async def of_form(request: Request) -> dict[str, str]:
    """Fields of a form; raises OAuthRefused for any other body."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != FORM:
        refuse("invalid_request", f"The body has to be a form ({FORM}).")
    try:
        return of_query((await body(request)).decode("ascii"))
    except UnicodeDecodeError:
        refuse("invalid_request", "The body is no form as clients send it.")


async def body(request: Request) -> bytes:
    """The body, of at most MOST_BYTES; raises OAuthRefused."""
    try:
        return await whole(request, MOST_BYTES)
    except BodyTooLong:
        refuse("invalid_request", f"The body is longer than {MOST_BYTES:,} bytes.")
    except ClientDisconnect:
        refuse("invalid_request", "The request ended early.")


def once(found: Sequence[tuple[str, str]]) -> dict[str, str]:
    """The fields; an empty one counts as none. Raises OAuthRefused when one comes twice."""
    fields = {name: value for name, value in found if value}
    if len(fields) != len([name for name, value in found if value]):
        refuse("invalid_request", "A parameter came twice; each is sent once.")
    if not all(value.isprintable() for value in fields.values()):
        refuse("invalid_request", "A parameter has characters that can not be printed.")
    return fields


def needed(fields: Mapping[str, str], name: str) -> str:
    """A field that has to be there; raises OAuthRefused that names it."""
    if name not in fields:
        refuse("invalid_request", f"{name}: is missing.")
    return fields[name]
