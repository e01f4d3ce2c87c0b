"""Columns are thinned so that peaks stay."""

import datetime as dt
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.reads.biosensing import Waveform
from app.reads.series import Series, peaks

START = dt.datetime(2026, 1, 11)
GAPS = st.lists(st.one_of(st.none(), st.floats(-1e6, 1e6)), min_size=1, max_size=60)


@given(GAPS, st.integers(2, 60))
def test_peaks_stay(values: list[float | None], most: int) -> None:
    """The lowest and the highest of all are kept, places are in order, and not too many."""
    places = peaks(values, most)
    assert list(places) == sorted(set(places))
    assert len(places) <= most
    there = [value for value in values if value is not None]
    kept = [value for place in places if (value := values[place]) is not None]
    if there:
        assert (min(kept), max(kept)) == (min(there), max(there))


def test_a_stretch_without_a_value_is_a_gap() -> None:
    """Where nothing was measured for long, a gap stays."""
    assert list(peaks([1.0, 2.0, None, None, 4.0, 3.0], 6)) == [0, 1, 2, 4, 5]


@pytest.mark.parametrize("numpy", [False, True])
def test_columns_stay_beside_each_other(*, numpy: bool) -> None:
    """Each value keeps its moment, in lists and in numpy's columns; few are left alone."""
    moments = [START + dt.timedelta(minutes=minute) for minute in range(200)]
    values = [math.sin(minute / 9) for minute in range(200)]
    columns: Any = (np.array(moments, "M8[us]"), np.array(values)) if numpy else (moments, values)
    whole = Series(local_time=columns[0], values=columns[1])
    few = whole.thinned(10).listed()
    assert len(few.values) == 10
    pairs = zip(few.local_time, few.values, strict=True)
    assert all(values[moments.index(at)] == value for at, value in pairs)
    assert whole.thinned(200) is whole
    assert whole.thinned(None) is whole


def test_beats_of_a_waveform_stay() -> None:
    """A waveform keeps its spikes and all of its quality."""
    spiky = [5.0 if place % 100 == 50 else 0.1 for place in range(1000)]
    whole = Waveform(
        sample_offset_ms=list(range(1000)),
        amplitude_mv=spiky,
        quality_offset_ms=[0, 500],
        quality_level=["LOW", "HIGH"],
    )
    few = whole.thinned(100)
    assert len(few.amplitude_mv) == len(few.sample_offset_ms) <= 100
    assert few.amplitude_mv.count(5.0) == 10
    assert few.quality_level == ["LOW", "HIGH"]
    assert whole.thinned(None) is whole
