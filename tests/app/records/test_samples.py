"""Blocks of samples: which day each one belongs to, and which days were told."""

import numpy as np

from app.records.activity import StepSamples
from app.records.heart_rate import HeartRateSamples

MOMENTS = np.array(["2026-01-10T23:00", "2026-01-11T07:00"], "datetime64[s]")
DAY = np.array(["2026-01-11"], "datetime64[D]")


def test_a_moment_belongs_to_its_own_day_without_other_word() -> None:
    """Days and folds follow from the moments alone where nothing else is said."""
    block = StepSamples(local_time=MOMENTS, steps=np.array([1, 2]))
    assert block.date.tolist() == block.told.tolist() == MOMENTS.astype("datetime64[D]").tolist()
    assert block.fold.tolist() == [0, 0]


def test_the_day_of_the_answer_counts() -> None:
    """A sample whose moment lies on the day before belongs to the day that told it."""
    block = StepSamples(local_time=MOMENTS, date=np.repeat(DAY, 2), steps=np.array([1, 2]))
    assert block.told.tolist() == DAY.tolist()


def test_a_day_can_be_told_without_samples() -> None:
    """A block knows of days that came empty."""
    nothing = np.array([], "f8")
    block = HeartRateSamples(
        local_time=np.array([], "datetime64[s]"), bpm=nothing, minute_weight=nothing, told=DAY
    )
    assert (len(block.fold), block.told.tolist()) == (0, DAY.tolist())
