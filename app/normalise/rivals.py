"""Rows of one answer that tell of the same day or thing: which one counts, and what is told."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence, Sized
from typing import Any, TypeVar

from app.upstream.wire.base import Wire

W = TypeVar("W", bound=Wire)
K = TypeVar("K", bound=Hashable)
T = TypeVar("T")
Rank = Callable[[W], Any]

_NOTHING: tuple[object, ...] = (None, 0, -1, "")


def grouped(rows: Iterable[T], key: Callable[[T], K]) -> Mapping[K, list[T]]:
    """Rows by what they tell of."""
    found: dict[K, list[T]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return found


def best_of_each(
    rows: Iterable[W], key: Callable[[W], Hashable], newer: Rank[W] = lambda _: 0
) -> tuple[list[W], list[str], list[W]]:
    """One row of each key, words about keys that had several, and the rows that do not count.

    The newer version counts (where rows have one), else the row that says more; the order of rows
    means nothing, and an empty row never beats one with values.
    """
    groups = [(best(group, newer), group) for group in grouped(rows, key).values()]
    others = [row for kept, group in groups for row in beside([kept], group)]
    return [kept for kept, _ in groups], list(_notes(groups)), others


def beside(kept: Sequence[W], rows: Sequence[W]) -> list[W]:
    """Rows that say something, and are none of those that were kept."""
    return [row for row in distinct(rows) if row not in kept and fullness(row)]


def distinct(rows: Sequence[T]) -> list[T]:
    """The rows without those that come again word by word."""
    return [row for place, row in enumerate(rows) if row not in rows[:place]]


def best(rows: list[W], newer: Rank[W] = lambda _: 0) -> W:
    """The row that counts among several of one key."""
    if len(rows) == 1:
        return rows[0]
    says = {id(row): fullness(row) for row in rows}
    return max(rows, key=lambda row: (says[id(row)] > 0, newer(row), says[id(row)], repr(row)))


def fullness(row: Wire) -> int:
    """How much a row says beyond its key: values that are no sentinel, samples one by one."""
    return sum(_much(getattr(row, name)) for name in row.model_fields_set - {*type(row).key})


def _much(value: object) -> int:
    if isinstance(value, Wire):
        return fullness(value)
    if isinstance(value, Sized) and not isinstance(value, str):
        return len(value)
    return int(value not in _NOTHING)


def _notes(groups: Iterable[tuple[W, list[W]]]) -> Iterator[str]:
    for kept, rows in groups:
        if any(row != kept for row in rows):
            count = len(distinct(rows))
            yield f"{named(kept)}: {count} rows in one answer, the one that says more counts"


def named(row: Wire) -> str:
    """A row in words: what it is of, and when."""
    values = (getattr(row, name, None) for name in type(row).key)
    return " ".join([row.subject, *(str(value) for value in values if value is not None)])
