"""Sample lists as columns."""

import datetime as dt

import numpy as np
import pytest
from pydantic import TypeAdapter, ValidationError

from app.upstream.parse import parse_rows
from app.upstream.wire.activity import Activity
from app.upstream.wire.biosensing import Ecg
from app.upstream.wire.columns import (
    Columns,
    ContactColumns,
    EcgColumns,
    EcgQualityColumns,
    HeartRateColumns,
    RouteColumns,
    Series,
    StampColumns,
    StepColumns,
    TemperatureColumns,
    ZoneColumns,
)
from app.upstream.wire.heart_rate import HeartRateDay

BROKEN: list[object] = [
    None,
    5,
    "00:00:01",
    [],
    {},
    {"sample_time": "00:00:01"},
    {"heart_rate": True, "sample_time": "00:00:01"},
    {"heart_rate": "60 bpm", "sample_time": "00:00:01"},
    {"heart_rate": -2, "sample_time": "00:00:01"},
    {"heart_rate": 301, "sample_time": "00:00:01"},
    {"heart_rate": 60, "sample_time": None},
    {"heart_rate": 60, "sample_time": ""},
    {"heart_rate": 60, "sample_time": "24:00:00"},
    {"heart_rate": 60, "sample_time": "00:00:01Z"},
    {"heart_rate": 60, "sample_time": "000001"},
]


@pytest.mark.parametrize("broken", BROKEN)
def test_a_broken_sample_is_left_out(broken: object) -> None:
    """A broken sample spoils no other, whatever it is, and zeros stay as they are sent."""
    good = [
        {"heart_rate": 60, "sample_time": "00:04:39"},
        {"heart_rate": 0, "sample_time": "23:59:59"},
    ]
    rows = [{"date": "2026-01-11", "heart_rate_samples": [good[0], broken, good[1]]}]
    parsed = parse_rows(HeartRateDay, rows)
    samples = parsed.rows[0].heart_rate_samples
    assert samples is not None
    assert samples.second_of_day.tolist() == [279, 86_399]
    assert samples.bpm.tolist() == [60, 0]
    assert (str(samples.second_of_day.dtype), str(samples.bpm.dtype)) == ("int32", "int16")
    assert "1 of 3 samples can not be read" in parsed.problems[0].problem
    assert parsed.problem_count == 1


@pytest.mark.parametrize("signal", [None, -1, -1.0, "-1", ""])
def test_a_sample_without_signal_is_no_fault(signal: object) -> None:
    """Null and -1 are no signal at their moment; what says nothing at all is no sample."""
    empty = {"heart_rate": None, "sample_time": None}
    samples = [empty, {"heart_rate": signal, "sample_time": "00:00:01"}]
    parsed = parse_rows(HeartRateDay, [{"date": "2026-01-11", "heart_rate_samples": samples}])
    assert (parsed.problems, parsed.rows[0].extra) == ([], {})
    beats = parsed.rows[0].heart_rate_samples
    assert beats is not None
    assert (beats.second_of_day.tolist(), beats.bpm.tolist()) == ([1], [-1])


WHEN = {"timestamp": "2026-01-11T07:02"}
DELTA = {"recording_time_delta_milliseconds": 5}
PLACE = {"latitude": 60.1, "longitude": 24.9, "time": "PT1S"}


@pytest.mark.parametrize(
    ("columns", "sent", "read"),
    [
        (StepColumns, [WHEN | {"steps": None}], 1),
        (ZoneColumns, [WHEN | {"zone": None}, WHEN | {"zone": "LIGHT"}], 1),
        (ZoneColumns, [WHEN | {"zone": -1}], 0),
        (RouteColumns, [PLACE, PLACE | {"latitude": None}, PLACE | {"latitude": -1}], 2),
        (TemperatureColumns, [DELTA | {"temperature_celsius": None}], 0),
        (ContactColumns, [DELTA | {"skin_contact": None}], 0),
        (EcgColumns, [{"recording_time_delta_ms": 5, "amplitude_mv": None}], 0),
        (EcgQualityColumns, [{"recording_time_delta_ms": 5, "quality_level": None}], 1),
        (StampColumns, [{"stamp": None}], 0),
    ],
)
def test_every_kind_of_sample_may_lack_its_signal(
    columns: type[Columns], sent: list[object], read: int
) -> None:
    """Nothing is complained about, not even where columns are strict."""
    assert len(TypeAdapter(columns).validate_python(sent)) == read


@pytest.mark.parametrize(("sent", "read"), [(60.4, 60), (60.5, 60), (61.5, 62), (299.9, 300)])
def test_decimals_are_rounded(sent: float, read: int) -> None:
    """Where whole numbers are usual, decimals are read too."""
    sample = {"heart_rate": sent, "sample_time": "00:00:01"}
    assert TypeAdapter(HeartRateColumns).validate_python([sample]).bpm.tolist() == [read]


def test_a_clock_alone_has_no_day() -> None:
    """A stamp without a date keeps its clock, on a day that no answer can have."""
    sent = [{"steps": 5, "timestamp": "10:00"}, {"steps": 6, "timestamp": "10:00:30"}]
    steps = TypeAdapter(StepColumns).validate_python(sent)
    assert steps.local_time.tolist() == [
        dt.datetime(1970, 1, 1, 10),
        dt.datetime(1970, 1, 1, 10, 0, 30),
    ]


def test_without_notes_a_broken_sample_raises() -> None:
    """Columns that are validated alone are strict."""
    with pytest.raises(ValidationError, match="1 of 1 samples"):
        TypeAdapter(HeartRateColumns).validate_python([None])


def test_a_list_without_end_is_left_empty() -> None:
    """More samples than any sensor makes are not read at all."""
    parsed = parse_rows(
        HeartRateDay, [{"date": "2026-01-11", "heart_rate_samples": [None] * 500_001}]
    )
    assert parsed.rows[0].heart_rate_samples is None
    assert parsed.problems[0].problem == "has more than 500000 samples, got a list"


@pytest.mark.parametrize(
    "sent", [[{"stamp": "2026-01-11T16:04"}], {"samples": [{"stamp": "2026-01-11T16:04"}]}]
)
def test_inactivity_stamps_come_in_two_shapes(sent: object) -> None:
    """The live object and the documented list give the same stamps."""
    stamps = TypeAdapter(StampColumns).validate_python(sent)
    assert stamps.local_time.tolist() == [np.datetime64("2026-01-11T16:04:00", "s").item()]


def test_steps_and_zones_are_columns() -> None:
    """Steps and zones keep their wall clock times to the second."""
    samples = {
        "steps": {"samples": [{"steps": 12, "timestamp": "2026-01-11T07:02"}]},
        "activity_zones": {"samples": [{"zone": "NON_WEAR", "timestamp": "2026-01-11T00:49:30"}]},
    }
    row = parse_rows(Activity, [{"start_time": "2026-01-11T00:00", "samples": samples}]).rows[0]
    assert row.samples is not None
    assert row.samples.steps is not None
    assert row.samples.steps.samples is not None
    assert row.samples.activity_zones is not None
    assert row.samples.activity_zones.samples is not None
    steps, zones = row.samples.steps.samples, row.samples.activity_zones.samples
    assert steps.local_time[0] == np.datetime64("2026-01-11T07:02:00")
    assert steps.steps.tolist() == [12]
    assert zones.local_time[0] == np.datetime64("2026-01-11T00:49:30")
    assert zones.zone.tolist() == ["NON_WEAR"]


def test_a_route_point_without_satellites_is_kept() -> None:
    """Satellites and fix may be missing; they are NaN then."""
    point = {"latitude": 60.2, "longitude": 25.1, "time": "PT210.026S"}
    route = TypeAdapter(RouteColumns).validate_python([point, point | {"satellites": 4, "fix": 1}])
    assert route.elapsed_s.tolist() == [210.026, 210.026]
    assert np.array_equal(route.satellites, [np.nan, 4], equal_nan=True)
    assert np.array_equal(route.fix, [np.nan, 1], equal_nan=True)


def test_an_ecg_is_columns() -> None:
    """Waveform and quality of an ECG are columns of milliseconds and values."""
    row = {
        "test_time": 1_768_141_800,
        "samples": [{"recording_time_delta_ms": 8, "amplitude_mv": -0.02}],
        "quality_measurements": [
            {"recording_time_delta_ms": 0, "quality_level": "ECG_QUALITY_LOW"}
        ],
    }
    ecg = parse_rows(Ecg, [row]).rows[0]
    assert ecg.samples is not None
    assert ecg.quality_measurements is not None
    assert (ecg.samples.delta_ms.tolist(), ecg.samples.amplitude_mv.tolist()) == ([8], [-0.02])
    assert ecg.quality_measurements.quality_level.tolist() == ["ECG_QUALITY_LOW"]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("", []),
        ("88", [88]),
        ("88,null,0.20000000298023224", [88, np.nan, 0.20000000298023224]),
        ("null,null", [np.nan, np.nan]),
    ],
)
def test_a_series_has_nan_where_the_sensor_was_offline(text: str, values: list[float]) -> None:
    """`null` becomes NaN without any problem."""
    series = TypeAdapter(Series).validate_python(text)
    assert np.array_equal(series.values, np.array(values, dtype=float), equal_nan=True)


@pytest.mark.parametrize("token", ["", "x", "nan", "inf", "-inf", "1e400", "1e10", "NULL", "٣x"])
def test_a_broken_value_of_a_series_raises_without_notes(token: str) -> None:
    """What is neither a number nor `null` is a problem, infinities and NaN included."""
    with pytest.raises(ValidationError, match="1 of 2 values"):
        TypeAdapter(Series).validate_python(f"1,{token}")


def test_columns_are_equal_by_their_values() -> None:
    """Two columns are equal when their kinds and all their values are."""
    sample = {"heart_rate": 60, "sample_time": "00:04:39"}
    read = TypeAdapter(HeartRateColumns).validate_python
    assert read([sample]) == read([dict(sample)])
    assert read([sample]) != read([sample | {"heart_rate": 61}])
    assert read([sample]) != TypeAdapter(Series).validate_python("1")
    assert len(read([sample, sample])) == 2
