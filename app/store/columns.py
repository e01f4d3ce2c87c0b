"""Records and sample blocks as array parameters, one a column."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any

import numpy as np
import orjson

Block = Any
"""A dataclass whose fields are numpy columns of equal length."""

_DERIVED = {"exercise_id"}  # Given by the database, never sent to it.


def of_records(records: Sequence[Any]) -> dict[str, list[str | None]]:
    """One list of texts per field; the SQL casts them, so that one path serves every type."""
    names = [field.name for field in fields(records[0]) if field.name not in _DERIVED]
    return {name: [_text(getattr(record, name)) for record in records] for name in names}


def of_block(block: Block) -> dict[str, str | list[str]]:
    """One array literal per column; NaN becomes NULL."""
    return {field.name: _literal(getattr(block, field.name)) for field in fields(block)}


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


def _literal(column: np.ndarray[Any, Any]) -> str | list[str]:
    """Numbers and times are joined at once; texts need the driver's quoting."""
    if column.dtype.kind == "M":
        return _braced(np.datetime_as_string(column).tolist())
    if column.dtype.kind == "f":
        return _braced(_numbers(column))
    if column.dtype.kind in "iu":
        return _braced(map(str, column.tolist()))
    return [str(value).replace("\x00", "") for value in column.tolist()]


def _numbers(column: np.ndarray[Any, Any]) -> Iterable[str]:
    """NaN is NULL, and a column of whole numbers fits an integer column."""
    there = ~np.isnan(column)
    values = column[there]
    if np.array_equal(values, np.trunc(values)):
        values = values.astype(np.int64)
    if len(values) == len(column):
        return map(repr, values.tolist())
    texts = np.full(len(column), "NULL", object)
    texts[there] = [repr(value) for value in values.tolist()]
    return texts.tolist()


def _braced(texts: Iterable[str]) -> str:
    return "{" + ",".join(texts) + "}"
