"""Bodies of requests, read in pieces and never further than allowed."""

from starlette.requests import Request


class BodyTooLong(Exception):
    """More came than is read."""


async def whole(request: Request, most: int) -> bytes:
    """At most `most` bytes; raises BodyTooLong, and ClientDisconnect where it ends early."""
    pieces, size = [], 0
    async for piece in request.stream():
        size += len(piece)
        if size > most:
            raise BodyTooLong
        pieces.append(piece)
    return b"".join(pieces)
