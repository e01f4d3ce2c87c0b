"""Polar's sentinels and words, and the clock of a night."""

import datetime as dt
from collections.abc import Callable, Hashable, Iterable
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

T = TypeVar("T")
Harvest = list[Any]
"""Lists of records of one kind, and blocks of samples, in the order of writing."""

EVENING = dt.time(18)
_NOTHING = frozenset({"UNKNOWN", "NO_BASELINE", "NOT_AVAILABLE", "UNRECOGNIZED"})


def above_zero(value: float | None) -> float | None:
    """0 and -1 mean that nothing was measured."""
    return value if value is not None and value > 0 else None


def not_negative(value: float | None) -> float | None:
    """-1 means that nothing was measured; 0 is a value."""
    return value if value is not None and value >= 0 else None


def whole(value: float | None) -> int | None:
    """A count that Polar may send with decimals."""
    return None if value is None else round(value)


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


def minutes_of(offset: dt.timedelta | None) -> int | None:
    """A UTC offset in minutes."""
    return None if offset is None else round(offset.total_seconds() / 60)


def on_the_clock(moment: dt.datetime, offset_minutes: int | None) -> dt.datetime:
    """The wearer's wall clock at an absolute moment, naive."""
    offset = dt.timedelta(minutes=offset_minutes or 0)
    return (moment.astimezone(dt.UTC) + offset).replace(tzinfo=None)


def newest(items: Iterable[T], key: Callable[[T], Hashable]) -> list[T]:
    """One item per key: where Polar repeats a row, the last one counts."""
    return list({key(item): item for item in items}.values())


def or_none(extra: dict[str, Any]) -> dict[str, Any] | None:
    """Fields without a column; NULL instead of an empty object."""
    return extra or None


def night_clock(
    times: Iterable[dt.time], day: dt.date, start: dt.datetime | None
) -> npt.NDArray[np.datetime64]:
    """Wall-clock moments of a night's `HH:MM` keys; `day` is the day of waking up.

    Keys at or after the start's minute belong to the evening, the others to the next day. Where
    the start is not known, the night begins after the longest pause between keys.
    """
    keys = list(times)
    first, clock = (start.date(), _minute(start)) if start else _beginning(keys, day)
    later = first + dt.timedelta(days=1)
    moments = [dt.datetime.combine(first if key >= clock else later, key) for key in keys]
    return np.array(moments, "datetime64[s]")


def _minute(moment: dt.datetime) -> dt.time:
    return moment.time().replace(second=0, microsecond=0)


def _beginning(keys: list[dt.time], day: dt.date) -> tuple[dt.date, dt.time]:
    """Date and clock of a night's first key, told from the keys alone."""
    if not keys:
        return day, dt.time()
    seconds = np.sort(seconds_of(keys))
    pauses = np.diff(seconds, prepend=seconds[-1] - 86_400)
    start = keys[int(np.argsort(seconds_of(keys))[np.argmax(pauses)])]
    over_midnight = start > min(keys)
    evening_only = not over_midnight and start >= EVENING
    return day - dt.timedelta(days=1) if over_midnight or evening_only else day, start


def seconds_of(keys: list[dt.time]) -> list[int]:
    """Clock times as seconds of the day."""
    return [key.hour * 3600 + key.minute * 60 + key.second for key in keys]


def joined(arrays: list[npt.NDArray[Any]], kind: str) -> npt.NDArray[Any]:
    """Arrays of several days as one; an empty one of the right type when there is none."""
    return np.concatenate(arrays) if arrays else np.array([], kind)


def last_of_each(times: npt.NDArray[Any]) -> npt.NDArray[np.intp]:
    """Places of the last entry of each moment, in the order of time."""
    _, places = np.unique(times[::-1], return_index=True)
    return (len(times) - 1 - places).astype(np.intp)
