"""Content encodings: which one a client takes, and bodies in it."""

import asyncio
import sys
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated

from app.http.wishes import LONGEST, wishes

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

LEAST_BYTES = 1_000
"""What fits into a packet or two gains nothing."""

IN_A_THREAD_BYTES = 2**17

_TEXTS = frozenset(
    {
        "application/json",
        "application/problem+json",
        "application/graphql",
        "application/graphql-response+json",
        "image/svg+xml",
        "font/ttf",
    }
)


@dataclass(frozen=True, slots=True)
class Encoding:
    """One way to make a body smaller."""

    name: Annotated[str, "As HTTP calls it."]
    quick: Annotated[Callable[[bytes], bytes], "For an answer that is sent once."]
    small: Annotated[Callable[[bytes], bytes], "For a file that is sent often; takes long."]


def _gzip(level: int) -> Callable[[bytes], bytes]:
    """With zlib's header for gzip, which holds no time: the same body is the same bytes."""
    return lambda body: zlib.compress(body, level, 31)


def _zstd(level: int) -> Callable[[bytes], bytes]:
    return lambda body: zstd.compress(body, level)


# Of 365 nights (62 KB) quick zstd makes 5.7 KB in 0.4 ms, quick gzip 9.3 KB in 0.8 ms; gzip at its
# usual level makes 6.8 KB and takes 4 ms, which nobody's network gains back.
ENCODINGS = {
    each.name: each
    for each in (
        Encoding("zstd", _zstd(1), _zstd(9)),
        Encoding("gzip", _gzip(1), _gzip(9)),
    )
}
"""The preferred one first."""


def accepted(header: str) -> Encoding | None:
    """The best encoding that `Accept-Encoding` lets in; None: as it is."""
    return _accepted(header) if len(header) <= LONGEST else None


@lru_cache(256)
def _accepted(header: str) -> Encoding | None:
    wished = wishes(header)
    anything = wished.get("*", 0.0)
    best = max(ENCODINGS, key=lambda name: wished.get(name, anything))
    weight = wished.get(best, anything)
    return ENCODINGS[best] if weight > 0 and weight >= wished.get("identity", 0.0) else None


def worth_it(media_type: str, size: int) -> bool:
    """Whether a body gains by an encoding. A stream of events is never held back for one."""
    kind = media_type.partition(";")[0].strip().lower()
    texts = kind in _TEXTS or (kind.startswith("text/") and kind != "text/event-stream")
    return texts and size >= LEAST_BYTES


async def quickly(encoding: Encoding, body: bytes) -> bytes:
    """A body encoded; a large one in a thread, or others would wait for the core that does it."""
    if len(body) < IN_A_THREAD_BYTES:
        return encoding.quick(body)
    return await asyncio.to_thread(encoding.quick, body)
