"""Troubles that change how an answer travels: status, headers, bytes and time."""

import asyncio
import gzip
import re
import zlib
from collections.abc import AsyncIterator, Callable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from app.simulator.troubles import Active, Trouble

JSON = "application/json"
MEGABYTE = 1024 * 1024
DEFAULT_MEGABYTES, DEFAULT_SECONDS, DEFAULT_WAIT_S = 64.0, 2.0, 90.0
PAGE = b"<html><head><title>Polar</title></head><body><h1>Please try again later</h1></body></html>"
NUMBER = re.compile(rb'(?<=":)-?\d+(?:\.\d+)?(?=[,}\]])')

STATUSES = {
    Trouble.NO_CONTENT: 204,
    Trouble.BAD_REQUEST: 400,
    Trouble.NOT_FOUND: 404,
    Trouble.WRONG_ADDRESS: 404,
    Trouble.REDIRECT: 302,
    Trouble.UNAUTHORIZED: 401,
    Trouble.FORBIDDEN: 403,
    Trouble.SERVER_ERROR: 500,
    Trouble.BAD_GATEWAY: 502,
    Trouble.SHORT_LIMIT: 429,
    Trouble.LONG_LIMIT: 429,
    Trouble.LIMIT_DATE: 429,
    Trouble.EMPTY_200: 200,
}
PAGES = frozenset({Trouble.BAD_GATEWAY, Trouble.WRONG_ADDRESS})
"""Statuses that come with a page of HTML."""
SHORT_IS_FULL = {"RateLimit-Usage": "521, 1804", "RateLimit-Reset": "212, 61340"}
LIMIT_HEADERS = {
    Trouble.SHORT_LIMIT: SHORT_IS_FULL,
    Trouble.LIMIT_DATE: SHORT_IS_FULL,
    Trouble.LONG_LIMIT: {"RateLimit-Usage": "3, 5101", "RateLimit-Reset": "874, 20411"},
}
LIMIT = {"RateLimit-Limit": "520, 5100"}


def refuse(struck: Mapping[Trouble, Active]) -> Response | None:
    """Return the answer of a trouble that needs no data, None when there is none."""
    trouble = next((each for each in STATUSES if each in struck), None)
    if trouble is None:
        return None
    if trouble in PAGES:
        return Response(PAGE, STATUSES[trouble], media_type="text/html")
    response = Response(status_code=STATUSES[trouble])
    if trouble in LIMIT_HEADERS:
        response.headers.update(LIMIT_HEADERS[trouble] | LIMIT)
        response.headers.update(retry_after(struck[trouble]))
    if trouble is Trouble.REDIRECT:
        response.headers["Location"] = "https://www.polar.com/"
    return response


def retry_after(active: Active) -> dict[str, str]:
    """Return the header that says when to ask again: in seconds, as a date, or not at all."""
    seconds = active.amount
    if active.trouble is Trouble.LIMIT_DATE:
        wait = timedelta(seconds=DEFAULT_WAIT_S if seconds is None else seconds)
        return {"Retry-After": format_datetime(datetime.now(UTC) + wait, usegmt=True)}
    return {} if seconds is None else {"Retry-After": str(int(seconds))}


async def wait(request: Request, struck: Mapping[Trouble, Active]) -> None:
    """Wait as long as a trouble says: some seconds, or until the client has gone."""
    if Trouble.SLOW in struck:
        amount = struck[Trouble.SLOW].amount
        await asyncio.sleep(DEFAULT_SECONDS if amount is None else amount)
    if Trouble.HANG in struck:
        while (await request.receive())["type"] != "http.disconnect":
            continue


class CutResponse(Response):
    """A body that ends in the middle: the server then closes the connection."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the head, half of the body, and nothing more."""
        del scope, receive
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        half = bytes(self.body)[: len(self.body) // 2]
        await send({"type": "http.response.body", "body": half, "more_body": True})


def cut(body: bytes, _: Active) -> Response:
    """Promise the whole body and send half of it."""
    return CutResponse(body or b"{}", media_type=JSON)


def truncated(body: bytes, _: Active) -> Response:
    """Send half of the JSON as if it were whole."""
    return Response(body[: max(len(body) // 2, 1)], media_type=JSON)


def html(_: bytes, __: Active) -> Response:
    """Send a page."""
    return Response(PAGE, media_type="text/html")


def megabytes(active: Active) -> int:
    """Return the amount in whole megabytes."""
    return int(DEFAULT_MEGABYTES if active.amount is None else active.amount)


def huge(body: bytes, active: Active) -> Response:
    """Stream blanks, which JSON allows, before the body."""

    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(megabytes(active)):
            yield b" " * MEGABYTE
        yield body

    return StreamingResponse(chunks(), media_type=JSON)


def nan(body: bytes, _: Active) -> Response:
    """Replace the first two numbers by tokens that are no JSON."""
    return Response(NUMBER.sub(b"Infinity", NUMBER.sub(b"NaN", body, 1), 1), media_type=JSON)


def trailing(body: bytes, _: Active) -> Response:
    """Send more JSON after the JSON."""
    return Response(body + b'{"more":1}', media_type=JSON)


def content_type(body: bytes, _: Active) -> Response:
    """Send JSON that calls itself text."""
    return Response(body, media_type="text/plain")


def packed(body: bytes, _: Active) -> Response:
    """Send the body gzip-encoded."""
    return Response(gzip.compress(body), media_type=JSON, headers={"Content-Encoding": "gzip"})


def bomb(body: bytes, active: Active) -> Response:
    """Send a little gzip that unpacks to many blanks and the body."""
    packer = zlib.compressobj(9, wbits=31)
    parts = [packer.compress(b" " * MEGABYTE) for _ in range(megabytes(active))]
    content = b"".join((*parts, packer.compress(body), packer.flush()))
    return Response(content, media_type=JSON, headers={"Content-Encoding": "gzip"})


BODIES: dict[Trouble, Callable[[bytes, Active], Response]] = {
    Trouble.CUT: cut,
    Trouble.TRUNCATED: truncated,
    Trouble.HTML: html,
    Trouble.HUGE: huge,
    Trouble.NAN: nan,
    Trouble.TRAILING: trailing,
    Trouble.CONTENT_TYPE: content_type,
    Trouble.GZIP: packed,
    Trouble.GZIP_BOMB: bomb,
}


def dress(body: bytes, struck: Mapping[Trouble, Active]) -> Response:
    """Return the JSON body as it travels: plainly, or as a trouble has it."""
    trouble = next((each for each in BODIES if each in struck), None)
    return BODIES[trouble](body, struck[trouble]) if trouble else Response(body, media_type=JSON)
