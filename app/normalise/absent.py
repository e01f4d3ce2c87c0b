"""What an answer lacked, in the record's words."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from app.upstream.wire.base import Wire

Sources = Mapping[str, str | tuple[str, ...]]
"""Polar's name (dotted below a nested object) of record fields that have another name here.

Of several names each has to be there; what has none is always said.
"""

_OURS = frozenset({"absent", "extra"})


def absent(record: type[Any], row: Wire, sources: Sources) -> frozenset[str]:
    """Fields of the record that the row says nothing about; null is a word, too.

    Fields that Ursa has no column for are said when there are any.
    """
    names = {field.name for field in fields(record)} - _OURS
    lacking = {name for name in names if not _said(row, sources.get(name, name))}
    return frozenset(lacking) | (frozenset() if row.extra else {"extra"})


def _said(row: Wire, source: str | tuple[str, ...]) -> bool:
    paths = (source,) if isinstance(source, str) else source
    return all(_sent(row, path) for path in paths)


def _sent(row: Wire, path: str) -> bool:
    """Whether a key was sent; below an object that is null, all keys are null."""
    name, _, below = path.partition(".")
    if name not in row.model_fields_set:
        return False
    inner = getattr(row, name)
    return not below or inner is None or _sent(inner, below)


def emptied(row: Wire, name: str) -> bool:
    """Whether a list came as null or without any item, and not because none could be read."""
    return name in row.model_fields_set and not getattr(row, name) and name not in row.extra
