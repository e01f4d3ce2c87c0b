"""Bytes to what Polar wrote: whole documents, and the items of long ones as they come.

Polar writes bare `NaN`, which is no JSON: every parser that streams refuses it. It is read as
null, wherever it stands outside of a text.
"""

import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

import ijson
import orjson

from app.errors import ArchiveRefused

LARGEST_WHOLE = 16 * 2**20
"""Documents up to this size are read whole, bytes."""
LARGEST_ITEM = 16 * 2**20
"""A month's heart rate of one device and day has about half a megabyte, bytes."""
CHUNK = 2**18
LONGEST_TEXT = 2**20
_BOM = b"\xef\xbb\xbf"

_TOKENS = re.compile(
    rb'"(?:[^"\\]|\\.)*"|(?P<open>"(?:[^"\\]|\\.)*\\?\Z|[-A-Za-z]+\Z)|-?(?:NaN|Infinity)\b',
    re.DOTALL,
)
"""Texts; one without an end, or a word that may go on; and what is no JSON outside of texts."""


_WORD = re.compile(rb"[-A-Za-z]*\Z")
_LONGEST_WORD = 16


def whole(stream: BinaryIO, size: int) -> Any:  # noqa: ANN401 -- any JSON
    """A document; raises ArchiveRefused for one that is too large or no JSON."""
    if size > LARGEST_WHOLE:
        raise ArchiveRefused(f"it is larger than {LARGEST_WHOLE:,} bytes")
    body = stream.read(LARGEST_WHOLE + 1).removeprefix(_BOM)
    try:
        return _loaded(body)
    except (ValueError, RecursionError) as error:
        raise ArchiveRefused(f"it is no JSON: {str(error)[:200]}") from error


def _loaded(body: bytes) -> Any:  # noqa: ANN401 -- any JSON
    """The strict parser is the quick one; Python's takes NaN."""
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        return json.loads(body.decode(), parse_constant=lambda _: None)


def items(stream: BinaryIO, prefix: str) -> Iterator[Any]:
    """The items of a long document, one by one: `deviceDays.item`; "item" for a list's own.

    Raises ArchiveRefused where it is no JSON any more, and for an item that is too large to be
    held; what came before was good.
    """
    strict = Strict(stream)
    try:
        for item in ijson.items(strict, prefix, use_float=True):
            strict.since_item = 0
            yield item
    except (ijson.JSONError, UnicodeDecodeError, RecursionError) as error:
        said = str(error).strip().partition("\n")[0]
        raise ArchiveRefused(f"it is no JSON: {said[:200]}") from error


class Strict:
    """A stream in which bare NaN and Infinity are null, and a BOM is none.

    `since_item`: bytes since its reader had an item. Beyond `LARGEST_ITEM` it raises
    ArchiveRefused.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self.since_item = 0
        self._stream = stream
        self._rest = stream.read(len(_BOM)).removeprefix(_BOM)
        self._ready = b""

    def read(self, size: int = -1) -> bytes:
        """Up to `size` bytes; all of them for -1."""
        if size < 0:
            return b"".join(iter(lambda: self.read(CHUNK), b""))
        while not self._ready and self._more():
            pass
        given, self._ready = self._ready[:size], self._ready[size:]
        self.since_item += len(given)
        if self.since_item > LARGEST_ITEM:
            raise ArchiveRefused(f"it goes on for {LARGEST_ITEM:,} bytes without a whole item")
        return given

    def _more(self) -> bool:
        """Make the next piece ready; a text or word that a piece ends in waits for its end."""
        piece = self._stream.read(CHUNK)
        body = self._rest + piece
        cut = len(body) if not piece else _whole_until(body)
        self._rest = body[cut:]
        self._ready = body[:cut]
        if b"NaN" in self._ready or b"Infinity" in self._ready:
            self._ready = _TOKENS.sub(_stricter, self._ready)
        return bool(piece or self._ready)


def _whole_until(body: bytes) -> int:
    """Where a last text or word begins that may go on; one that is endless is let through.

    Without a backslash quotes come in pairs, and counting them is quick.
    """
    if b"\\" not in body:
        if body.count(b'"') % 2:
            start = body.rindex(b'"')
        else:
            start = len(body) - len(_WORD.search(body[-_LONGEST_WORD:]).group())  # type: ignore[union-attr]
        return start if len(body) - start <= LONGEST_TEXT else len(body)
    for token in _TOKENS.finditer(body):
        if token["open"] is not None and len(token["open"]) <= LONGEST_TEXT:
            return token.start()
    return len(body)


def _stricter(found: re.Match[bytes]) -> bytes:
    token = found.group()
    return b"null" if token.endswith((b"NaN", b"Infinity")) else token
