"""Bodies that are no JSON: what can be read of them all the same, without guessing.

Rows that were whole before an answer was cut off, a document with more behind it, `NaN` where a
number should be, half of an emoji in a name: each spoils itself, and no other row.
"""

import codecs
import json
import re
from collections.abc import Iterator
from typing import Any

import ijson

_HALF_CHARACTER = re.compile(
    r"\\ud[89ab][0-9a-f]{2}(?!\\ud[c-f][0-9a-f]{2})"
    r"|(?<!\\ud[89ab][0-9a-f]{2})\\ud[c-f][0-9a-f]{2}",
    re.IGNORECASE,
)
"""One of two halves in which JSON writes a rare character: alone it is none."""

# `NaN` stays the word that was sent, which no number field takes: so it is told and kept.
_PATIENT = json.JSONDecoder(strict=False, parse_constant=str)


def document(body: bytes) -> Any:  # noqa: ANN401 -- JSON is whatever it is
    """The first document of a body, whatever stands behind it. Raises ValueError for none.

    >>> document(b'[{"steps": NaN}]{"more": 1}')
    [{'steps': 'NaN'}]
    """
    try:
        return _PATIENT.raw_decode(_text(body))[0]
    except RecursionError as error:
        raise ValueError("nested too deep") from error


def rows_before_the_cut(body: bytes, wrapper: str | None) -> list[Any]:
    """The rows of a list that were whole when the body ended, or broke.

    >>> rows_before_the_cut(b'{"nights": [{"date": "2026-01-11"}, {"da', "nights")
    [{'date': '2026-01-11'}]
    """
    text = _text(body)
    bare = text.startswith("[")
    if not bare and wrapper is None:
        return []
    return list(_whole_items(text.encode(), "item" if bare else f"{wrapper}.item"))


def _whole_items(body: bytes, prefix: str) -> Iterator[Any]:
    try:
        yield from ijson.items(body, prefix, use_float=True)
    except (ijson.JSONError, RecursionError):
        return  # What came before was good.


def _text(body: bytes) -> str:
    text = body.removeprefix(codecs.BOM_UTF8).decode(errors="replace")
    return _HALF_CHARACTER.sub(r"\\ufffd", text).lstrip()
