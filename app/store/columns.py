"""Records and sample blocks as array parameters, one a column."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any

import numpy as np
import orjson

from app.store import arrays

Block = Any
"""A dataclass whose fields are numpy columns of equal length."""

NO_COLUMNS = frozenset({"exercise_id", "duplicate_of", "absent", "told"})
"""Fields that are not sent as columns: the database finds the first two, the others say how to
store."""


def of_records(records: Sequence[Any]) -> dict[str, list[str | None]]:
    """One list of texts per field; the SQL casts them, so that one path serves every type."""
    names = [field.name for field in fields(records[0]) if field.name not in NO_COLUMNS]
    columns = {name: [_text(getattr(record, name)) for record in records] for name in names}
    return {**columns, "absent": [_array(getattr(record, "absent", ())) for record in records]}


def _array(names: Iterable[str]) -> str:
    """Names as an array of texts in PostgreSQL's form; ours need no quoting."""
    return f"{{{','.join(names)}}}"


def of_block(block: Block) -> dict[str, arrays.Column]:
    """One array per column, and the days told; NaN is left for the SQL to make NULL of."""
    columns = {field.name: arrays.column(getattr(block, field.name)) for field in fields(block)}
    if "fold" in columns and not block.fold.any():
        columns["fold"] = arrays.Integers(block.fold[:0])  # SQL reads what is missing as 0.
    return columns


def span(block: Block) -> dict[str, str]:
    """First and last moment that a block tells of, on the wearer's clock, or else in UTC."""
    moments = block.local_time if hasattr(block, "local_time") else block.measured_at
    told = np.concatenate([moments, getattr(block, "told", moments[:0])])
    return {"first": str(told.min()), "last": str(told.max())}


def length(block: Block) -> int:
    """Number of rows of a block."""
    return len(getattr(block, fields(block)[0].name))


def tells(block: Block) -> bool:
    """Whether there is anything to store, or a day to empty."""
    return bool(length(block) or len(getattr(block, "told", ())))


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
