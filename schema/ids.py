"""Opaque names: global ids and cursors are short JSON lists in base64url."""

import base64
import binascii
import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

import orjson

LONGEST = 512
_URL_SAFE = bytes.maketrans(b"+/", b"-_")

Parts = tuple[Any, ...]
Reader = Callable[[Any], Any]


def opaque(*parts: object) -> str:
    """Parts as one word; dates, moments and uuids are written as ISO texts."""
    word = binascii.b2a_base64(orjson.dumps(parts), newline=False)
    return word.rstrip(b"=").translate(_URL_SAFE).decode()


def parts_of(word: str, *kinds: Reader) -> Parts | None:
    """The parts of a word, each read by its kind; None when it is not such a word."""
    try:
        found = _decoded(word)
        return tuple(kind(part) for kind, part in zip(kinds, found, strict=True))
    except (ValueError, TypeError, OverflowError, binascii.Error):
        return None


def user_of(word: str) -> str:
    """Whom a word means that is a user id, or a person's global id."""
    found = parts_of(word, text, text)
    return found[1] if found is not None and found[0] == "Person" else word


def exercise_of(word: str, user_id: str) -> str:
    """Ursa's number, out of the global id of an exercise of this person's; else the word itself."""
    found = parts_of(word, text, text, number)
    mine = found is not None and found[:2] == ("Exercise", user_id)
    return str(found[2]) if found is not None and mine else word


def kind_of(word: str) -> str | None:
    """The first part of a word, when that is a text."""
    try:
        found = _decoded(word)
    except (ValueError, binascii.Error):
        return None
    return found[0] if found and isinstance(found[0], str) else None


def text(part: object) -> str:
    """A text part; raises ValueError."""
    if not isinstance(part, str) or "\x00" in part:
        raise ValueError("no text")
    return part


def number(part: object) -> int:
    """A whole number that a bigint can hold; raises ValueError."""
    if not isinstance(part, int) or isinstance(part, bool) or not 0 <= part < 2**63:
        raise ValueError("no number")
    return part


def moment(part: object) -> dt.datetime:
    """An absolute moment; raises ValueError."""
    found = dt.datetime.fromisoformat(text(part))
    if found.tzinfo is None:
        raise ValueError("no absolute moment")
    return found.astimezone(dt.UTC)


def wall_clock(part: object) -> dt.datetime:
    """A moment on a wall clock; raises ValueError."""
    found = dt.datetime.fromisoformat(text(part))
    if found.tzinfo is not None:
        raise ValueError("no wall clock")
    return found


def name(part: object) -> uuid.UUID:
    """A uuid; raises ValueError."""
    return uuid.UUID(text(part))


def _decoded(word: str) -> list[Any]:
    """The list behind a word; raises ValueError for anything that `opaque` has not made."""
    if len(word) > LONGEST or not word.isascii():
        raise ValueError("not one of ours")
    found = orjson.loads(base64.urlsafe_b64decode(word + "=" * (-len(word) % 4)))
    if not isinstance(found, list) or opaque(*found) != word:
        raise ValueError("not one of ours")
    return found
