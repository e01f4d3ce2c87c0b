"""Rows of days: activity, recharge, heart rate, cardio load."""

import datetime as dt
from dataclasses import astuple
from typing import Any

import pytest

from app.reads.activity import StepDay
from app.records.activity import ActivityDay
from app.records.cardio_load import CardioLoadDay
from app.records.heart_rate import HeartRateDay
from app.records.recharge import Recharge
from app.rest.shapes import activity, cardio_load, heart_rate, recharge

DAY = dt.date(2026, 1, 11)
MIDNIGHT = dt.datetime(2026, 1, 11)


@pytest.mark.parametrize(
    ("day", "row"),
    [
        ({}, (None, None, None, None, None, None)),
        ({"steps": 0, "distance_m": 0.0, "active_s": 0.0}, (0, None, None, 0.0, 0.0, None)),
        (
            {"steps": 8_542, "distance_m": 6_204.0, "active_s": 2_730.0},
            (8_542, None, None, 6.2, 45.5, None),
        ),
        ({"calories_active": 450, "calories_total": 2_150}, (None, 450, 2_150, None, None, None)),
        ({"daily_activity_percent": 128.4}, (None, None, None, None, None, 128)),
    ],
)
def test_activity(day: dict[str, Any], row: tuple[object, ...]) -> None:
    """Kilometres and minutes with 2 decimals, the share of the goal as a whole number."""
    found = activity.Activity.of(ActivityDay(date=DAY, start_local=MIDNIGHT, **day))
    assert astuple(found) == (DAY, *row)


@pytest.mark.parametrize(("minutes", "has"), [(0, False), (1_440, True)])
def test_steps(minutes: int, has: bool) -> None:  # noqa: FBT001 -- a column of the table
    """A day without measured minutes has no samples to ask for."""
    found = activity.ActivitySamplesDay.of(StepDay(date=DAY, steps=0, sample_count=minutes))
    assert astuple(found) == (DAY, minutes, 0, has)


@pytest.mark.parametrize(
    ("night", "row"),
    [
        ({}, (None, None, None, None, None)),
        ({"hrv_rmssd_ms": 48}, (48.0, None, None, None, None)),
        ({"ans_charge": 0.0, "ans_charge_status": 3}, (None, 0.0, "USUAL", None, None)),
        ({"ans_charge_status": 1}, (None, None, "MUCH_BELOW_USUAL", None, None)),
        ({"ans_charge_status": 5}, (None, None, "MUCH_ABOVE_USUAL", None, None)),
        ({"ans_charge_status": 6}, (None, None, None, None, None)),
        ({"breathing_rate_avg": 14.2, "heart_rate_avg": 51}, (None, None, None, 14.2, 51)),
    ],
)
def test_recharge(night: dict[str, Any], row: tuple[object, ...]) -> None:
    """Ranks in Polar's words; a rank that has no word is null."""
    assert astuple(recharge.Recharge.of(Recharge(date=DAY, **night))) == (DAY, *row)


@pytest.mark.parametrize(
    ("day", "row"),
    [
        ({}, (None, None, None, 0)),
        (
            {"hr_min": 48.0, "hr_mean": 62.4, "hr_max": 165.0, "sample_count": 9},
            (48, 62, 165, 9),
        ),
    ],
)
def test_heart_rate(day: dict[str, Any], row: tuple[object, ...]) -> None:
    """Whole beats; a day without a signal has nulls and no samples."""
    assert astuple(heart_rate.HeartRate.of(HeartRateDay(date=DAY, **day))) == (DAY, *row)


@pytest.mark.parametrize(
    ("day", "row"),
    [
        ({}, (None, None, None, None, None)),
        ({"cardio_load": 0.0, "strain": 0.0}, (0.0, None, 0.0, None, None)),
        (
            {"cardio_load_ratio": 0.6954, "cardio_load_status": "PRODUCTIVE"},
            (None, None, None, 0.7, "PRODUCTIVE"),
        ),
    ],
)
def test_cardio_load(day: dict[str, Any], row: tuple[object, ...]) -> None:
    """The ratio has 2 decimals; a day of rest is 0, and no answer is null."""
    assert astuple(cardio_load.CardioLoad.of(CardioLoadDay(date=DAY, **day))) == (DAY, *row)
