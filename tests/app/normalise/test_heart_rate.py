"""Days of heart rate: united rows, repeated hours, days that are told empty."""

import datetime as dt
from itertools import permutations
from typing import Any

import numpy as np
import pytest

from app.normalise.heart_rate import heart_rates
from app.normalise.values import Harvest
from app.records.heart_rate import HeartRateDay
from app.upstream.parse import parse_rows
from app.upstream.wire.heart_rate import HeartRateDay as WireDay

DAY = dt.date(2026, 11, 24)


def _row(samples: Any) -> dict[str, Any]:  # noqa: ANN401 -- pairs, or anything else
    if isinstance(samples, list):
        samples = [{"sample_time": f"{clock}:00", "heart_rate": bpm} for clock, bpm in samples]
    return {"date": "2026-11-24", "heart_rate_samples": samples}


def _harvest(*rows: dict[str, Any]) -> Harvest:
    return heart_rates(parse_rows(WireDay, rows).rows)


@pytest.mark.parametrize(
    ("rows", "bpm", "day"),
    [
        ([[("03:00", 50), ("08:00", 55)], [("18:00", 120)]], [50, 55, 120], (50, 75, 120, 3)),
        ([[("03:00", 50), ("08:00", 0)], [("08:00", 60)]], [50, 60], (50, 55, 60, 2)),
        ([[("03:00", 50), ("08:00", 55)], [("03:00", 70)]], [50, 55], (50, 52.5, 55, 2)),
        ([[("08:00", 0), ("08:01", None), ("08:02", -1)]], [np.nan] * 3, (None, None, None, 0)),
        ([[("08:00", 0)]], [np.nan], (None, None, None, 0)),
        ([[("03:00", 50)], []], [50], (50, 50, 50, 1)),
        ([[]], [], (None, None, None, 0)),
        ([None], [], (None, None, None, 0)),
    ],
)
def test_rows_of_a_day_are_united(
    rows: list[Any], bpm: list[float], day: tuple[float | None, float | None, float | None, int]
) -> None:
    """Whatever their order: of one moment the signal counts, then the longer row."""
    low, mean, high, count = day
    for order in permutations(map(_row, rows)):
        harvest = _harvest(*order)
        assert np.array_equal(harvest[1].bpm, bpm, equal_nan=True)
        assert harvest[1].told.tolist() == [DAY]
        assert harvest[0] == [
            HeartRateDay(date=DAY, hr_min=low, hr_mean=mean, hr_max=high, sample_count=count)
        ]
        assert len(harvest.notes) == (len(rows) > 1)


@pytest.mark.parametrize("row", [{"date": "2026-11-24"}, _row("none")])
def test_a_day_without_word_of_samples_is_left_alone(row: dict[str, Any]) -> None:
    """A key that lacks, or came broken, says nothing about the day."""
    days, samples = _harvest(row)
    assert (days, samples.told.tolist()) == ([], [])


def test_the_repeated_hour_is_folded() -> None:
    """After a step back of the clock the same minutes are others, and weigh on their own."""
    samples = _harvest(_row([("02:00", 50), ("02:59", 52), ("02:01", 60), ("02:59", 62)]))[1]
    assert set(zip(samples.local_time.tolist(), samples.fold.tolist(), strict=True)) >= {
        (dt.datetime(2026, 11, 24, 2, 0), 0),
        (dt.datetime(2026, 11, 24, 2, 1), 1),
    }


A, B = [("08:00", 60), ("09:00", 61)], [("08:00", 75), ("09:00", 0)]


@pytest.mark.parametrize(
    ("rows", "note", "others"),
    [
        ([A, B], "2 rows in one answer, united, 1 samples", 1),
        ([A, A], "", 0),
        ([[*A, ("09:00", 70)]], "1 samples", 1),
        ([A, [("09:00", 61), ("10:00", 70)]], "2 rows in one answer, united", 0),
    ],
)
def test_two_values_of_one_second_are_told(rows: list[Any], note: str, others: int) -> None:
    """One of them counts; how many do not is told, and their rows are kept as they came."""
    harvest = _harvest(*map(_row, rows))
    left = f"heart rate 2026-11-24: {note}"
    if others:
        left += " left out in whose second there is another one"
    assert harvest.notes == ([left] if note else [])
    assert len(harvest.others) == others
