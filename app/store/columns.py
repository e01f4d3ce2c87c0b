"""Records and sample blocks as array parameters, one a column."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import fields
from typing import Any

import orjson

from app.store import arrays

Block = Any
"""A dataclass whose fields are numpy columns of equal length."""

_DERIVED = {"exercise_id"}  # Given by the database, never sent to it.


def of_records(records: Sequence[Any]) -> dict[str, list[str | None]]:
    """One list of texts per field; the SQL casts them, so that one path serves every type."""
    names = [field.name for field in fields(records[0]) if field.name not in _DERIVED]
    return {name: [_text(getattr(record, name)) for record in records] for name in names}


def of_block(block: Block) -> dict[str, arrays.Column | list[str]]:
    """One array per column; NaN is left for the SQL to make NULL of."""
    return {field.name: arrays.column(getattr(block, field.name)) for field in fields(block)}


def length(block: Block) -> int:
    """Number of rows of a block."""
    return len(getattr(block, fields(block)[0].name))


def _text(value: object) -> str | None:
    match value:
        case None:
            return None
        case dict() | list():
            return orjson.dumps(value).decode().replace("\\u0000", "")
        case dt.datetime() | dt.date():
            return value.isoformat()
        case _:
            return str(value).replace("\x00", "")
