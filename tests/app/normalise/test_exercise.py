"""Exercises: offsets, gaps, and sensors with rates of their own."""

from typing import Any

import numpy as np
import pytest

from app.normalise.exercise import exercises
from app.normalise.values import Harvest
from app.upstream.parse import parse_rows
from app.upstream.wire.exercise import Exercise

RUN = {"id": "a", "start_time": "2026-11-24T07:30:00", "start_time_utc_offset": 60}


def _harvest(**more: Any) -> Harvest:  # noqa: ANN401 -- JSON
    parsed = parse_rows(Exercise, [RUN | more])
    assert parsed.problems == []
    return exercises(parsed.rows)


@pytest.mark.parametrize(
    ("sent", "stored"),
    [
        ({"start_time_utc_offset": None}, {"utc_offset_minutes": None}),
        ({"start_time_utc_offset": 0}, {"utc_offset_minutes": 0}),
        ({"start_time_utc_offset": 60.0}, {"utc_offset_minutes": 60}),
        ({"duration": "P1DT2H3M"}, {"duration_s": 93_780.0}),
        ({"calories": 300.4, "distance": -1.0}, {"calories": 300, "distance_m": None}),
        (
            {"heart_rate": {"average": 0, "maximum": 170.6}},
            {"heart_rate_avg": None, "heart_rate_max": 171},
        ),
        ({"id": 12345}, {"polar_exercise_id": "12345"}),
        ({"training_load_pro": {"muscle-load": -1.0}}, {"muscle_load": None}),
        ({"training_load_pro": {"perceived-load": 0.0}}, {"perceived_load": None}),
        ({"running-index": 0}, {"running_index": None}),
    ],
)
def test_columns(sent: dict[str, Any], stored: dict[str, Any]) -> None:
    """Unknown is None, -1 and 0 are what Polar means by them, and every type is read."""
    record = _harvest(**sent)[0][0]
    assert {name: getattr(record, name) for name in stored} == stored


@pytest.mark.parametrize(
    ("data", "intervals"),
    [("800,0,810", [800, None, 810]), ("null,-1,799.6", [None, None, 800]), ("", [])],
)
def test_no_heart_beats_after_nothing(data: str, intervals: list[int | None]) -> None:
    """An RR interval of 0 is a gap, as `null` is."""
    sensor = {"sample_type": 11, "recording_rate": None, "data": data}
    assert _harvest(samples=[sensor])[0][0].rr_interval_ms == intervals


def test_each_series_has_its_rate() -> None:
    """Sensors with rates of their own meet on the moments that any of them has."""
    heart = {"sample_type": 0, "recording_rate": 1, "data": "100,101,102,103,104,105"}
    speed = {"sample_type": "1", "recording-rate": 5, "data": "10.5,11"}
    tenth = {"sample_type": 3, "recording_rate": 2.5, "data": "200,201"}
    samples = _harvest(samples=[heart, speed, tenth])[2]
    since = (samples.local_time - np.datetime64("2026-11-24T07:30:00")).astype("m8[ms]").astype(int)
    assert since.tolist() == [0, 1_000, 2_000, 2_500, 3_000, 4_000, 5_000]
    assert np.array_equal(
        samples.heart_rate, [100, 101, 102, np.nan, 103, 104, 105], equal_nan=True
    )
    assert np.flatnonzero(~np.isnan(samples.speed_kmh)).tolist() == [0, 6]
    assert np.flatnonzero(~np.isnan(samples.altitude_m)).tolist() == [0, 3]


def test_a_zone_that_comes_twice() -> None:
    """Of two zones of one number the one that says more counts."""
    zones = [{"index": 0, "in_zone": "PT4S", "lower_limit": 90}, {"index": 0}]
    for order in (zones, zones[::-1]):
        assert [zone.in_zone_s for zone in _harvest(heart_rate_zones=order)[1]] == [4.0]
