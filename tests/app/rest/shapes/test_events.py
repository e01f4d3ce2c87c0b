"""Rows of events: exercises, tests, temperature, contact, SleepWise."""

import datetime as dt
from dataclasses import astuple
from typing import Any

import pytest

from app.reads.biosensing import EcgRecording, SkinContact
from app.reads.sleepwise import GradedHour
from app.records.biosensing import SkinTemperature, Spo2Test
from app.records.exercise import Exercise
from app.records.sleepwise import Bedtime
from app.rest.shapes import biosensing, exercises, sleepwise

AT = dt.datetime(2026, 1, 11, 5, 30, tzinfo=dt.UTC)
LOCAL = dt.datetime(2026, 1, 11, 7, 30)
TOLD = "2026-01-11 07:30:00"


@pytest.mark.parametrize(
    ("exercise", "sport", "load"),
    [
        ({}, None, None),
        ({"sport": "OTHER"}, "OTHER", None),
        ({"sport": "OTHER", "detailed_sport": "YOGA"}, "YOGA", None),
        ({"sport": "RUNNING", "detailed_sport": "ROAD_RUNNING"}, "RUNNING", None),
        ({"training_load": 84.6, "cardio_load": 12.0}, None, 85),
        ({"cardio_load": 12.4}, None, 12),
        ({"cardio_load": 0.0}, None, None),
        ({"training_load": 0.0}, None, 0),
    ],
)
def test_exercise(exercise: dict[str, Any], sport: str | None, load: int | None) -> None:
    """The fine sport where the coarse one says nothing; the older load where Polar sends it."""
    found = exercises.Exercise.of(
        Exercise(polar_exercise_id="a", start_at=AT, start_local=LOCAL, **exercise)
    )
    assert (found.start_time, found.sport, found.training_load) == (TOLD, sport, load)


@pytest.mark.parametrize(
    ("status", "percent"),
    [("PASSED", 98), ("INCONCLUSIVE_LOW_QUALITY", None), (None, None)],
)
def test_blood_oxygen(status: str | None, percent: int | None) -> None:
    """A test that did not pass says nothing about the blood."""
    test = Spo2Test(test_at=AT, test_local=LOCAL, test_status=status, blood_oxygen_percent=98)
    assert biosensing.Spo2.of(test).blood_oxygen_percent == percent


@pytest.mark.parametrize(
    ("count", "duration_ms", "seconds", "has"),
    [(0, None, None, False), (3_900, 30_000, 30.0, True)],
)
def test_ecg(count: int, duration_ms: int | None, seconds: float | None, has: bool) -> None:  # noqa: FBT001 -- a column
    """Without a waveform there is neither length nor samples."""
    test = EcgRecording(test_at=AT, test_local=LOCAL, sample_count=count, duration_ms=duration_ms)
    found = biosensing.Ecg.of(test)
    assert (found.id, found.duration_seconds, found.has_samples) == (1_768_109_400, seconds, has)


@pytest.mark.parametrize(
    ("deviation", "elevated"), [(None, None), (0.5, False), (0.51, True), (-2.0, False)]
)
def test_skin_temperature(deviation: float | None, elevated: bool | None) -> None:  # noqa: FBT001 -- a column
    """More than half a degree above the usual is elevated; without a baseline nobody knows."""
    night = SkinTemperature(date=LOCAL.date(), deviation_from_baseline_c=deviation)
    assert biosensing.SkinTemperature.of(night).is_elevated is elevated


@pytest.mark.parametrize(("device", "told"), [("1111AAAA", "1111AAAA"), ("", None)])
def test_skin_contact(device: str, told: str | None) -> None:
    """A device that Polar does not name is null."""
    change = SkinContact(device_id=device, changed_at=AT, changed_local=LOCAL, skin_contact=True)
    assert astuple(biosensing.SkinContact.of(change)) == (TOLD, True, told)


@pytest.mark.parametrize(("minutes", "end"), [(60, "08:30:00"), (26, "07:56:00")])
def test_alertness(minutes: int, end: str) -> None:
    """The first and the last hour of a period may be shorter."""
    end_at = AT + dt.timedelta(minutes=minutes)
    hour = GradedHour(period_start_at=AT, start_at=AT, end_at=end_at, local_time=LOCAL, grade=4.2)
    assert astuple(sleepwise.Alertness.of(hour)) == (TOLD, f"2026-01-11 {end}", 4.2, None)


@pytest.mark.parametrize(
    ("offset", "start"), [(120, "07:30:00"), (-300, "00:30:00"), (None, "05:30:00")]
)
def test_bedtime(offset: int | None, start: str) -> None:
    """Clock times are the wearer's; UTC where the offset is not known."""
    night = Bedtime(period_start_at=AT, preferred_sleep_start_at=AT, utc_offset_minutes=offset)
    found = sleepwise.Bedtime.of(night)
    assert (found.period_start_time[11:], found.preferred_sleep_start) == (start, start)
    assert (found.period_end_time, found.sleep_gate_start, found.quality) == (None, None, None)
