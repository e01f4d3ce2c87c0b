"""The wearer's clock: which day a night's `HH:MM` belongs to, and moments that come twice."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

EVENING, _MIDNIGHT = np.timedelta64(18, "h"), np.timedelta64(0, "s")
DAY = dt.timedelta(days=1)
BEFORE, AFTER = dt.timedelta(hours=6), dt.timedelta(hours=18)
"""What may belong to a night of which only the start is known."""
MOST_TURNS = 2
"""How often a clock is set back in one series; more than that is a list without order."""

Times = npt.NDArray[np.datetime64]
Folds = npt.NDArray[np.int8]
Seconds = npt.NDArray[np.timedelta64]


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
    seconds = seconds_of(times)
    if start is None:
        return _from_the_first(seconds, *_beginning(seconds, day))
    first, last = (start, end) if end and end >= start else (start - BEFORE, start + AFTER)
    return _nearest(seconds, np.datetime64(first), np.datetime64(last))


def _nearest(seconds: Seconds, first: np.datetime64, last: np.datetime64) -> Times:
    """Each key on that date, of those around the night, on which it lies nearest to it."""
    dates = first.astype("datetime64[D]") + np.arange(-1, 3)
    moments = dates[:, np.newaxis] + seconds
    away = np.maximum(first - moments, moments - last).clip(min=np.timedelta64(0))
    nearest: Times = np.take_along_axis(moments, away.argmin(axis=0)[np.newaxis], axis=0)[0]
    return nearest


def _from_the_first(seconds: Seconds, first: np.datetime64, clock: np.timedelta64) -> Times:
    return first + (seconds < clock).astype("timedelta64[D]") + seconds


def _beginning(seconds: Seconds, day: dt.date) -> tuple[np.datetime64, np.timedelta64]:
    """Date and clock of a night's first key, told from the keys alone."""
    wakes = np.datetime64(day)
    if not seconds.size:
        return wakes, _MIDNIGHT
    ordered = np.sort(seconds)
    pauses = np.diff(ordered, prepend=ordered[-1] - np.timedelta64(DAY))
    start = ordered[np.argmax(pauses)]
    over_midnight = start > ordered[0]
    evening_only = not over_midnight and start >= EVENING
    return wakes - int(over_midnight or evening_only), start


def seconds_of(times: Iterable[dt.time]) -> Seconds:
    """Clock times as seconds of the day."""
    found = [time.hour * 3600 + time.minute * 60 + time.second for time in times]
    return np.array(found, "timedelta64[s]")


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
