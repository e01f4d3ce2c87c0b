"""The wearer's clock: which day a night's `HH:MM` belongs to, and moments that come twice."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

EVENING = dt.time(18)
DAY = dt.timedelta(days=1)
BEFORE, AFTER = dt.timedelta(hours=6), dt.timedelta(hours=18)
"""What may belong to a night of which only the start is known."""
MOST_TURNS = 2
"""How often a clock is set back in one series; more than that is a list without order."""

Times = npt.NDArray[np.datetime64]
Folds = npt.NDArray[np.int8]


def night_clock(
    times: Iterable[dt.time],
    day: dt.date,
    start: dt.datetime | None,
    end: dt.datetime | None = None,
) -> Times:
    """Wall-clock moments of a night's `HH:MM` keys; `day` is the day of waking up.

    A key belongs to the date on which it lies nearest to the night: a minute or two before falling
    asleep is still that evening. Where the start is not known, the night begins after the longest
    pause between keys.
    """
    keys = list(times)
    if start is None:
        return _from_the_first(keys, *_beginning(keys, day))
    first, last = (start, end) if end and end >= start else (start - BEFORE, start + AFTER)
    return np.array([_nearest(key, first, last) for key in keys], "datetime64[s]")


def _nearest(key: dt.time, first: dt.datetime, last: dt.datetime) -> dt.datetime:
    moments = [dt.datetime.combine(first.date() + shift * DAY, key) for shift in (-1, 0, 1, 2)]
    return min(moments, key=lambda moment: max(first - moment, moment - last, dt.timedelta()))


def _from_the_first(keys: list[dt.time], first: dt.date, clock: dt.time) -> Times:
    moments = [dt.datetime.combine(first if key >= clock else first + DAY, key) for key in keys]
    return np.array(moments, "datetime64[s]")


def _beginning(keys: list[dt.time], day: dt.date) -> tuple[dt.date, dt.time]:
    """Date and clock of a night's first key, told from the keys alone."""
    if not keys:
        return day, dt.time()
    seconds = np.sort(seconds_of(keys))
    pauses = np.diff(seconds, prepend=seconds[-1] - 86_400)
    start = keys[int(np.argsort(seconds_of(keys))[np.argmax(pauses)])]
    over_midnight = start > min(keys)
    evening_only = not over_midnight and start >= EVENING
    return day - DAY if over_midnight or evening_only else day, start


def seconds_of(keys: list[dt.time]) -> list[int]:
    """Clock times as seconds of the day."""
    return [key.hour * 3600 + key.minute * 60 + key.second for key in keys]


def folds(times: npt.NDArray[Any]) -> Folds:
    """1 where the clock shows a moment of the same series for the second time, else 0.

    A series is in the order in which it was measured, so the clock was set back where it steps
    back; what lies between the first moment and the latest one before is shown again. Here it was
    three o'clock, and two again:

    >>> folds(np.array([130, 159, 170, 125, 150, 170, 180])).tolist()
    [0, 0, 0, 0, 1, 1, 0]

    A list that steps back more often has no order, and says nothing:

    >>> folds(np.array([5, 4, 3, 2, 1])).tolist()
    [0, 0, 0, 0, 0]
    """
    turns = np.flatnonzero(times[1:] < times[:-1]) + 1
    found = np.zeros(len(times), np.int8)
    for turn in turns if len(turns) <= MOST_TURNS else ():
        before, after = times[:turn], times[turn:]
        found[turn:] = (before.min() <= after) & (after <= before.max())
    return found


def _keys(times: npt.NDArray[Any], fold: Folds | None) -> npt.NDArray[np.int64]:
    doubled: npt.NDArray[np.int64] = times.astype(np.int64) * 2
    return doubled if fold is None else doubled + fold


def outdone(
    times: npt.NDArray[Any], fold: Folds, values: npt.NDArray[Any], kept: npt.NDArray[np.intp]
) -> npt.NDArray[np.bool_]:
    """Which entries tell of a moment otherwise than the entry that is kept of it."""
    moments = _keys(times, fold)
    found: npt.NDArray[np.bool_] = values != values[kept][np.searchsorted(moments[kept], moments)]
    return found


def last_of_each(times: npt.NDArray[Any], fold: Folds | None = None) -> npt.NDArray[np.intp]:
    """Places of the last entry of each moment, in the order of time; folded ones are others."""
    moments = _keys(times, fold)
    _, places = np.unique(moments[::-1], return_index=True)
    return (len(times) - 1 - places).astype(np.intp)
