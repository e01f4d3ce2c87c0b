"""Polar's sentinels and words, and what a normaliser hands on."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from app.records.answers import Told
from app.upstream.wire.base import Wire


class Harvest(list[Any]):
    """Lists of records of one kind, and blocks of samples, in the order of writing.

    `notes` say in words what was done with rows that told of one day together, and what looks
    odd in them. They are no errors: everything is there. `others` are payload rows in whose place
    another one of the same day or thing counts. `emptied` says of which parents nothing came.
    """

    def __init__(
        self,
        parts: Iterable[Any] = (),
        notes: Iterable[str] = (),
        others: Iterable[Any] = (),
        emptied: Told | None = None,
    ) -> None:
        super().__init__(parts)
        self.notes, self.others, self.emptied = list(notes), list(others), emptied


_NOTHING = frozenset({"UNKNOWN", "NO_BASELINE", "NOT_AVAILABLE", "UNRECOGNIZED"})
_NO_WORDS = (*_NOTHING, "NOT_VALID")


def above_zero(value: float | None) -> float | None:
    """0 and -1 mean that nothing was measured."""
    return value if value is not None and value > 0 else None


def not_negative(value: float | None) -> float | None:
    """-1 means that nothing was measured; 0 is a value."""
    return value if value is not None and value >= 0 else None


def whole(value: float | None) -> int | None:
    """A count that Polar may send with decimals."""
    return None if value is None else round(value)


def not_negative_whole(value: float | None) -> int | None:
    """A count for which -1 means that nothing was measured; 0 is a value."""
    return whole(not_negative(value))


def above_zero_whole(value: float | None) -> int | None:
    """A rank or score for which 0 and -1 mean that there is none."""
    return whole(above_zero(value))


def word(value: str | None, *prefixes: str) -> str | None:
    """Polar's word without its prefix; None when it says that nothing is known."""
    if not value:
        return None
    for prefix in prefixes:
        value = value.removeprefix(prefix)
    return None if value in _NOTHING else value


def says_nothing(value: str) -> bool:
    """Whether a word, with its prefix, tells of no value."""
    return not value or value.endswith(_NO_WORDS) or "INCONCLUSIVE" in value


def zero_counts(row: Wire, siblings: Mapping[str, object]) -> bool:
    """Whether 0 is a value: not where its siblings were sent, and none of them has one."""
    told = row.model_fields_set & siblings.keys()
    return not told or any(value is not None for value in siblings.values())


def minutes_of(offset: dt.timedelta | None) -> int | None:
    """A UTC offset in minutes."""
    return None if offset is None else round(offset.total_seconds() / 60)


def on_the_clock(moment: dt.datetime, offset_minutes: int | None) -> dt.datetime:
    """The wearer's wall clock at an absolute moment, naive."""
    offset = dt.timedelta(minutes=offset_minutes or 0)
    return (moment.astimezone(dt.UTC) + offset).replace(tzinfo=None)


def or_none(extra: dict[str, Any]) -> dict[str, Any] | None:
    """Fields without a column; NULL instead of an empty object."""
    return extra or None


def joined(arrays: list[npt.NDArray[Any]], kind: str) -> npt.NDArray[Any]:
    """Arrays of several days as one; an empty one of the right type when there is none."""
    return np.concatenate(arrays) if arrays else np.array([], kind)


def days(dates: Iterable[dt.date]) -> npt.NDArray[np.datetime64]:
    """Days as a column."""
    return np.array(list(dates), "datetime64[D]")
