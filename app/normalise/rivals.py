"""Rows of one answer that tell of the same day or thing: which one counts, and what is told."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from numbers import Real
from typing import Any, NamedTuple, TypeVar

from app.normalise.values import says_nothing
from app.upstream.wire.base import Wire
from app.upstream.wire.columns import Columns, Series

W = TypeVar("W", bound=Wire)
K = TypeVar("K", bound=Hashable)
T = TypeVar("T")
Rank = Callable[[W], Any]

_ABOUT = frozenset(
    {
        "polar_user",
        "device",
        "device_id",
        "source_device_id",
        "upload_time",
        "modified_time",
        "created",
        "start_time",
        "end_time",
        "period_end_time",
        "recording_rate",
        "interval_ms",
        "start_time_utc_offset",
        "time_zone_offset",
        "sleep_timezone_offset_minutes",
    }
)
"""Whose row it is, of what and of when: no value of its own."""


class Fullness(NamedTuple):
    """How many values are said; zeros, which may be values or none, decide among equals."""

    values: int = 0
    zeros: int = 0


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
    return [row for row in distinct(rows) if row not in kept and any(fullness(row))]


def distinct(rows: Sequence[T]) -> list[T]:
    """The rows without those that come again word by word."""
    return [row for place, row in enumerate(rows) if row not in rows[:place]]


def best(rows: list[W], newer: Rank[W] = lambda _: 0) -> W:
    """The row that counts among several of one key."""
    if len(rows) == 1:
        return rows[0]
    says = {id(row): fullness(row) for row in rows}
    return max(
        rows, key=lambda row: (says[id(row)].values > 0, newer(row), says[id(row)], repr(row))
    )


def fullness(row: Wire) -> Fullness:
    """How much a row says beyond its key and what it is of: values that are no sentinel."""
    names = row.model_fields_set - {*type(row).key} - _ABOUT
    return _sum(_much(getattr(row, name)) for name in names)


def _much(value: object) -> Fullness:
    if isinstance(value, Wire):
        return fullness(value)
    if isinstance(value, Columns | Series):
        return Fullness(value.signals())
    if isinstance(value, dict):
        return _sum(map(_much, value.values()))
    if isinstance(value, list):
        return _sum(map(_much, value))
    return _one(value)


def _one(value: object) -> Fullness:
    """One value: true, a word that tells of something, a number but -1."""
    if isinstance(value, str):
        return Fullness(int(not says_nothing(value)))
    if isinstance(value, Real) and not isinstance(value, bool):
        return Fullness(int(value not in {0, -1}), int(value == 0))
    return Fullness(int(value is not None))


def _sum(parts: Iterable[Fullness]) -> Fullness:
    counts = [*parts]
    return Fullness(sum(part.values for part in counts), sum(part.zeros for part in counts))


def _notes(groups: Iterable[tuple[W, list[W]]]) -> Iterator[str]:
    for kept, rows in groups:
        if any(row != kept for row in rows):
            count = len(distinct(rows))
            yield f"{named(kept)}: {count} rows in one answer, the one that says more counts"


def named(row: Wire) -> str:
    """A row in words: what it is of, and when."""
    values = (getattr(row, name, None) for name in type(row).key)
    return " ".join([row.subject, *(str(value) for value in values if value is not None)])
