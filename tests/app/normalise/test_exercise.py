"""Exercises: offsets, gaps, and sensors with rates of their own."""

import datetime as dt
from itertools import permutations
from typing import Any

import numpy as np
import pytest

from app.normalise.exercise import exercises
from app.normalise.values import Harvest
from app.upstream.parse import parse_rows
from app.upstream.wire.exercise import Exercise

NOON = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
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
        ({"training_load_pro": {"perceived-load": 0.0}}, {"perceived_load": 0.0}),
        (
            {
                "training_load_pro": {
                    "perceived-load": 0.0,
                    "perceived-load-interpretation": "NOT_AVAILABLE",
                }
            },
            {"perceived_load": None},
        ),
        ({"duration": 1800}, {"duration_s": 1800.0}),
        ({"duration": "1800"}, {"duration_s": 1800.0}),
        ({"duration": -1}, {"duration_s": None}),
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


@pytest.mark.parametrize(
    ("start", "offset", "start_at", "minutes"),
    [
        ("2026-11-24T07:00:00+01:00", {}, 6, 60),
        ("2026-11-24T07:00:00+01:00", {"start_time_utc_offset": None}, 6, 60),
        ("2026-11-24T07:00:00-05:30", {}, 12.5, -330),
        ("2026-11-24T07:00:00", {"start_time_utc_offset": "+01:00"}, 6, 60),
        ("2026-11-24T07:00:00", {"start_time_utc_offset": 60}, 6, 60),
        ("2026-11-24T07:00:00", {}, 7, None),
        ("2026-11-24T07:00:00Z", {}, 7, None),
    ],
)
def test_an_offset_stands_in_the_time_or_beside_it(
    start: str, offset: dict[str, Any], start_at: float, minutes: int | None
) -> None:
    """The wall clock stays, and the absolute time follows from whichever offset was sent."""
    sent = {"id": "a", "start_time": start} | offset
    parsed = parse_rows(Exercise, [sent])
    assert parsed.problems == []
    record = exercises(parsed.rows)[0][0]
    assert record.start_at == NOON + dt.timedelta(hours=start_at - 12)
    assert (record.start_local.hour, record.utc_offset_minutes) == (7, minutes)
    assert ("utc_offset_minutes" in record.absent) == (minutes is None)


def _series(data: str, kind: int = 0, rate: float | None = 1) -> dict[str, Any]:
    return {"sample_type": kind, "recording_rate": rate, "data": data}


FULL, GAPS = "100,null,102,103", "null,91,null"


@pytest.mark.parametrize(
    ("series", "bpm", "aside", "notes"),
    [
        ([_series(FULL), _series("null,null,null,null")], [100, None, 102, 103], None, 1),
        ([_series(FULL), _series(GAPS)], [100, 91, 102, 103], None, 1),
        ([_series(FULL), _series(FULL)], [100, None, 102, 103], None, 0),
        (
            [_series(FULL), _series("90,91")],
            [100, 91, 102, 103],
            {"recording_rate": 1, "data": [90, 91]},
            1,
        ),
        (
            [_series(FULL), _series("90", rate=None)],
            [100, None, 102, 103],
            {"recording_rate": None, "data": [90]},
            2,
        ),
        ([_series("90", rate=0)], [], {"recording_rate": 0, "data": [90]}, 1),
        ([_series("90", rate=-1)], [], {"recording_rate": -1, "data": [90]}, 1),
        (
            [_series("90", rate=None), _series("91", rate=None)],
            [],
            [{"recording_rate": None, "data": [value]} for value in (90, 91)],
            2,
        ),
    ],
)
def test_several_series_of_one_type(
    series: list[dict[str, Any]], bpm: list[float | None], aside: object, notes: int
) -> None:
    """Gaps take no value away, the fuller series counts, and what has no place is kept and told."""
    for order in permutations(series):
        harvest = _harvest(samples=[*order])
        found = [None if np.isnan(value) else value for value in harvest[2].heart_rate]
        assert (found, len(harvest.notes)) == (bpm, notes)
        kept = (harvest[0][0].extra or {}).get("sample_type_0")
        assert kept == aside or kept == (isinstance(aside, list) and aside[::-1])


def test_a_second_series_of_beats_is_kept() -> None:
    """The fuller one is the exercise's, the other one stands beside it as it came."""
    series = [_series("800,810,790", 11, None), _series("700,0", 11, None)]
    for order in permutations(series):
        harvest = _harvest(samples=[*order])
        record = harvest[0][0]
        assert record.rr_interval_ms == [800, 810, 790]
        assert record.extra == {"sample_type_11": {"recording_rate": None, "data": [700, 0]}}
        assert harvest.notes == ["exercise a: 2 series of type 11, the fuller one counts"]


def test_not_measured_is_no_value_of_a_series() -> None:
    """-1 is none of what can not be negative; of altitude and temperature it is one."""
    kinds = {0: "100,-1", 1: "-1,10", 3: "-1,5", 4: "-1,200", 9: "-1,1"}
    samples = _harvest(samples=[_series(data, kind) for kind, data in kinds.items()])[2]
    assert np.array_equal(samples.heart_rate, [100, np.nan], equal_nan=True)
    assert np.array_equal(samples.speed_kmh, [np.nan, 10], equal_nan=True)
    assert np.array_equal(samples.power_w, [np.nan, 200], equal_nan=True)
    assert (samples.altitude_m.tolist(), samples.temperature_c.tolist()) == ([-1, 5], [-1, 1])


def test_limits_of_a_zone_that_were_not_measured() -> None:
    """-1 is none."""
    zone = {"index": 0, "lower_limit": -1, "upper_limit": 120, "in_zone": -1}
    (found,) = _harvest(heart_rate_zones=[zone])[1]
    assert (found.lower_bpm, found.upper_bpm, found.in_zone_s) == (None, 120, None)
