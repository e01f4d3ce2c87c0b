"""Nights that say what no night says: left out of every test, never out of what is stored.

A loose strap makes one night of 250 ms, and that one night makes a trend of a quiet week, or hides
a true one for three months. Left out is a lone value more than 4 robust standard deviations
(1.4826 MAD) from the median of the window, on the logarithm where all values are positive (Hampel
1974), whose neighbours are not as far out on the same side: two in a row are a change of the body,
and are believed, and so are values that are far out every week. Today's value has no neighbour
yet; it waits until tomorrow to be a trend, and anomalies tell it today as the one night that it is.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

import numpy as np

from app.analysis.chance import Bools, Floats

FAR, LEAST = 4.0, 21
OFTEN = 0.05
"""A larger share of values far out is a habit, not a fault."""

SHARE, MEAN_SHARE = 1.4826, 1.2533
"""Times the median absolute deviation, and the mean one, are the standard deviation of normal
values."""


def steady(values: Floats) -> Floats:
    """Values of series (..., days) with their glitches left out."""
    table = np.atleast_2d(values)
    return np.where(glitches(table), np.nan, table).reshape(values.shape)


def dated(values: Floats, calm: Floats, day_of: Callable[[int], dt.date]) -> list[dict[str, Any]]:
    """Date and value of what `calm` leaves out; `day_of` dates a number of days back."""
    places, last = np.flatnonzero(np.isfinite(values) & np.isnan(calm)), len(values) - 1
    return [{"date": day_of(int(last - place)), "value": values[place]} for place in places]


def glitches(table: Floats) -> Bools:
    """Which values of series (series, days) are glitches."""
    side = np.nan_to_num(_side(table))
    known = np.isfinite(table)
    before = _neighbours(side, known)
    after = _neighbours(side[:, ::-1], known[:, ::-1])[:, ::-1]
    found = (side != 0) & (side != before) & (side != after)
    rare = found.sum(axis=1) <= OFTEN * known.sum(axis=1)
    result: Bools = found & rare[:, None]
    return result


def _side(table: Floats) -> Floats:
    """-1 and +1 where a value is far below and above the usual, else 0."""
    known = np.isfinite(table)
    positive = np.where(known, table, 1.0).min(axis=1, keepdims=True) > 0
    scaled = np.where(positive, np.log(np.where(known & positive, table, 1.0)), table)
    distance = scaled - medians(np.where(known, scaled, np.nan))
    usual = _spread(np.where(known, np.abs(distance), np.nan))
    enough = (known.sum(axis=1, keepdims=True) >= LEAST) & (usual > 0)
    return np.where(enough & known & (np.abs(distance) > FAR * usual), np.sign(distance), 0.0)


def _spread(distance: Floats) -> Floats:
    """Robust standard deviations of rows, out of distances from their medians.

    Where more than half of the values are the same, the mean distance stands in for the median one.
    """
    middle = SHARE * medians(distance)
    count = np.maximum(np.isfinite(distance).sum(axis=1, keepdims=True), 1)
    mean = MEAN_SHARE * np.nansum(distance, axis=1, keepdims=True) / count
    return np.where(middle > 0, middle, mean)


def medians(table: Floats) -> Floats:
    """Median of the known values of each row; numpy's own is slow on rows with gaps."""
    count, ordered = np.isfinite(table).sum(axis=1, keepdims=True), np.sort(table, axis=1)
    places = np.maximum((count - 1) // 2, 0), np.minimum(count // 2, table.shape[1] - 1)
    low, high = (np.take_along_axis(ordered, place, 1) for place in places)
    return (low + high) / 2


def _neighbours(side: Floats, known: Bools) -> Floats:
    """The side of the last known value before each."""
    place = np.where(known, np.arange(side.shape[1]), -1)
    last = np.maximum.accumulate(place, axis=1)
    before = np.concatenate([np.full((len(side), 1), -1), last[:, :-1]], axis=1)
    return np.where(before >= 0, np.take_along_axis(side, np.maximum(before, 0), 1), 0.0)
