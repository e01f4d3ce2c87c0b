"""Days of activity, and steps by the minute out of what Polar leaves in."""

import datetime as dt
from itertools import permutations
from typing import Any

import numpy as np
import pytest

from app.normalise.activity import activities, activity_samples
from app.normalise.values import Harvest
from app.upstream.parse import parse_rows
from app.upstream.wire.activity import Activity, ActivityDaySamples


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


def _harvest(*rows: dict[str, Any]) -> Harvest:
    parsed = parse_rows(ActivityDaySamples, rows)
    assert parsed.problems == []
    return activity_samples(list(parsed.rows))


def _day(samples: list[tuple[str, Any]], total: int | None = None) -> dict[str, Any]:
    sent = [{"timestamp": stamp, "steps": steps} for stamp, steps in samples]
    return {"date": "2026-01-11", "steps": {"total_steps": total, "samples": sent}}


@pytest.mark.parametrize(
    ("samples", "total", "by_date", "folded", "notes"),
    [
        ([("2026-01-11T07:30", 60), ("2026-01-11T07:31", 0)], 60, 60, 0, []),
        ([("10:00", 5), ("10:02:00", 0)], 10, 10, 0, []),
        ([("2026-01-10T23:58", 7), ("2026-01-11T00:01", 0)], 21, 21, 2, ["outside"]),
        ([("2026-01-11T23:59", 7), ("2026-01-12T00:00", 3)], 10, 10, 1, ["outside"]),
        ([("2025-01-11T07:00", 7), ("2026-01-11T07:00", 3)], 10, 10, 1, ["outside"]),
        ([("2026-01-09T10:00", 50), ("2026-01-09T10:02", 0)], 100, 100, 3, ["outside"]),
        ([("2026-01-13T10:00", 50), ("2026-01-13T10:02", 0)], 100, 100, 3, ["outside"]),
        ([("2026-01-11T24:00", 5)], 5, 5, 1, ["outside"]),
        ([("2026-01-11T07:30", 60)], 61, 60, 0, ["total"]),
        ([("2026-01-11T07:30", 60)], -1, 60, 0, []),
        ([("2026-01-11T07:30", 60)], None, 60, 0, []),
    ],
)
def test_samples_belong_to_the_day_of_the_answer(
    samples: list[tuple[str, int]], total: int | None, by_date: int, folded: int, notes: list[str]
) -> None:
    """Whatever the day of a stamp, up to a day away; what is odd is kept and told."""
    harvest = _harvest(_day(samples, total))
    steps = harvest[0]
    own = steps.date == np.datetime64("2026-01-11")
    assert (int(steps.steps[own].sum()), int(steps.fold.sum())) == (by_date, folded)
    words = {"outside": "on the clock of another day, kept", "total": f"{total} in total"}
    assert [note for note in harvest.notes if any(words[name] in note for name in notes)] == (
        harvest.notes
    )
    assert len(harvest.notes) == len(notes)


def test_rows_of_one_day_are_united() -> None:
    """Of one minute the higher steps count, in any order of rows."""
    rows = [
        _day([("2026-01-11T07:00", 10), ("2026-01-11T07:03", 0)]),
        _day([("2026-01-11T07:02", 50), ("2026-01-11T07:03", 7), ("2026-01-11T07:04", 0)]),
    ]
    for order in permutations(rows):
        harvest = _harvest(*order)
        assert harvest[0].steps.tolist() == [10, 10, 50, 7, 0]
        assert harvest.notes == [
            "activity samples 2026-01-11: 2 rows in one answer, united",
            "activity samples 2026-01-11: 2 steps left out at whose moment there are others",
        ]
        assert len(harvest.others) == 2


def test_a_minute_without_signal_is_not_filled() -> None:
    """Null and -1 say that nothing was measured from there on; it is no fault."""
    for nothing in (None, -1):
        sent: list[tuple[str, Any]] = [("07:00", 10), ("07:02", nothing), ("07:05", 7)]
        harvest = _harvest(_day([(f"2026-01-11T{clock}", steps) for clock, steps in sent]))
        assert harvest[0].steps.tolist() == [10, 10, 7]
        assert harvest.notes == []


@pytest.mark.parametrize(
    ("steps", "notes"),
    [
        ({"total_steps": 9000}, 1),
        ({"total_steps": 9000, "samples": None}, 1),
        ({"total_steps": 9000, "samples": []}, 1),
        ({"total_steps": 0}, 0),
        ({"total_steps": -1}, 0),
    ],
)
def test_a_sum_without_samples_is_told(steps: dict[str, Any], notes: int) -> None:
    """What the sum was stands in the run."""
    told = ["activity samples 2026-01-11: 0 steps by the minute, 9000 in total"]
    assert _harvest({"date": "2026-01-11", "steps": steps}).notes == told[:notes]


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({}, [0, 0, 0]),
        ({"steps": None, "activity_zones": None}, [1, 1, 0]),
        ({"steps": {"interval_ms": 60_000}}, [0, 0, 0]),
        ({"steps": {"samples": []}, "inactivity_stamps": []}, [1, 0, 1]),
        ({"steps": 5}, [0, 0, 0]),
    ],
)
def test_which_days_are_told(sent: dict[str, Any], told: list[int]) -> None:
    """A part that came empty or null tells of its day, one that lacks or is broken does not."""
    harvest = activity_samples(parse_rows(ActivityDaySamples, [{"date": "2026-01-11"} | sent]).rows)
    assert [len(block.told) for block in harvest] == told


WHOLE = {"start_time": "2026-01-11T00:00", "end_time": "2026-01-11T23:59:59", "steps": 9000}
EVENING = {"start_time": "2026-01-11T15:00", "end_time": "2026-01-11T23:59:59", "steps": 1200}
MORNING = {"start_time": "2026-01-11T00:00", "end_time": "2026-01-11T14:59:59", "steps": 800}


@pytest.mark.parametrize(
    ("rows", "steps", "start", "notes"),
    [
        ([WHOLE], 9000, 0, 0),
        ([WHOLE, WHOLE], 9000, 0, 0),
        ([WHOLE, EVENING], 9000, 0, 1),
        ([MORNING, EVENING], 2000, 0, 1),
        ([MORNING, EVENING | {"steps": -1}], 800, 0, 1),
        ([EVENING, WHOLE | {"steps": -1}], 1200, 15, 1),
        ([MORNING, EVENING, WHOLE | {"steps": -1}], 2000, 0, 1),
        ([MORNING, EVENING, WHOLE | {"steps": None}], 2000, 0, 1),
        ([MORNING, EVENING, WHOLE | {"steps": 0}], 2000, 0, 1),
        ([MORNING, EVENING, EVENING | {"steps": 1100}], 2000, 0, 1),
        ([MORNING, EVENING, WHOLE], 9000, 0, 1),
        ([EVENING | {"steps": None}], None, 15, 0),
        ([EVENING | {"steps": 0.4}], 0, 15, 0),
    ],
)
def test_days_with_several_rows(
    rows: list[dict[str, Any]], steps: int | None, start: int, notes: int
) -> None:
    """Parts of a day are added, two tellings of it count once: the one with more."""
    for order in permutations(rows):
        harvest = activities(parse_rows(Activity, order).rows)
        assert [(day.steps, day.start_local.hour) for day in harvest[0]] == [(steps, start)]
        assert len(harvest.notes) == notes


def test_formats_of_a_day() -> None:
    """Durations in seconds, and an end at 24:00."""
    row = {"start_time": "2026-01-11T00:00", "end_time": "2026-01-11T24:00"}
    parsed = parse_rows(Activity, [row | {"active_duration": 3600, "inactive_duration": -1}])
    assert parsed.problems == []
    (day,) = activities(parsed.rows)[0]
    assert (day.end_local, day.active_s, day.inactive_s) == (
        dt.datetime(2026, 1, 12),
        3600.0,
        None,
    )


def test_rows_that_are_united_without_loss_are_no_news_but_one() -> None:
    """What found its place is not kept a second time."""
    harvest = _harvest(_day([("2026-01-11T07:00", 10)]), _day([("2026-01-11T09:00", 5)]))
    assert (harvest[0].steps.tolist(), len(harvest.notes), harvest.others) == ([10, 5], 1, [])
