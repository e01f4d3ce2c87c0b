"""Steps by the minute out of what Polar leaves in."""

import datetime as dt
from typing import Any

import numpy as np

from app.normalise.activity import activity_samples
from app.upstream.parse import parse_rows
from app.upstream.wire.activity import ActivityDaySamples


def _steps(samples: list[tuple[str, int]], interval_ms: int = 60000) -> Any:  # noqa: ANN401 -- a block
    sent = [{"timestamp": f"2026-01-11T{clock}", "steps": steps} for clock, steps in samples]
    row = {"date": "2026-01-11", "steps": {"interval_ms": interval_ms, "samples": sent}}
    return activity_samples(list(parse_rows(ActivityDaySamples, [row]).rows))[0]


def test_left_out_values_are_repeated() -> None:
    """A gap means that the value before it went on."""
    block = _steps([("07:00", 10), ("07:03", 0), ("07:05", 7)])
    assert block.steps.tolist() == [10, 10, 10, 0, 0, 7]
    assert block.local_time[2].item() == dt.datetime(2026, 1, 11, 7, 2)


def test_a_wild_interval_does_not_fill_the_memory() -> None:
    """An interval of a millisecond, and a sample of another year, make no millions of rows."""
    block = _steps([("00:00", 1), ("23:59", 1)], interval_ms=1)
    assert len(block.steps) <= 24 * 60 * 4


def test_equal_moments_count_once() -> None:
    """A moment that comes twice keeps its last value."""
    block = _steps([("07:00", 10), ("07:00", 12), ("07:01", 0)])
    assert (block.steps.tolist(), np.unique(block.local_time).size) == ([12, 0], 2)
