"""What stands in the columns of the smaller kinds: sentinels, words, and what depends on them."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from app.normalise import biosensing, sleepwise
from app.normalise.cardio_load import cardio_loads
from app.normalise.physical_info import physical_infos
from app.normalise.recharge import recharges
from app.normalise.values import Harvest
from app.upstream.parse import parse_rows
from app.upstream.wire.base import Wire
from app.upstream.wire.biosensing import BodyTemperature, Ecg, SkinTemperature, SpO2
from app.upstream.wire.cardio_load import CardioLoad
from app.upstream.wire.physical_info import PhysicalInfo
from app.upstream.wire.recharge import NightlyRecharge
from app.upstream.wire.sleepwise import Alertness, CircadianBedtime

Normalise = Callable[[list[Any]], Harvest]
Columns = dict[str, Any]
NOON = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
KEYS: Columns = {
    "date": "2026-11-24",
    "sleep_date": "2026-11-24",
    "modified": "2026-11-24T12:00:00Z",
    "test_time": round(NOON.timestamp()),
    "period_start_time": "2026-11-24T12:00:00",
}

CARDIO_LOAD: list[tuple[Columns, Columns]] = [
    ({"cardio_load": 80.0}, {"cardio_load": 80.0}),
    ({"cardio_load": 0.0, "strain": 0.0}, {"cardio_load": 0.0, "strain": 0.0}),
    (
        {"cardio_load": -1.0, "tolerance": -1.0, "strain": 0.0},
        {"cardio_load": None, "strain": None},
    ),
    ({"strain": 0.0}, {"strain": 0.0, "cardio_load": None}),
    ({"cardio_load": -1.0, "strain": 12.5}, {"cardio_load": None, "strain": 12.5}),
    ({"cardio_load_ratio": -1.0}, {"cardio_load_ratio": None}),
    ({"cardio_load_status": "LOAD_STATUS_NOT_AVAILABLE"}, {"cardio_load_status": None}),
    ({"cardio_load_status": "PRODUCTIVE"}, {"cardio_load_status": "PRODUCTIVE"}),
    ({"cardio_load_level": {"low": 0.0, "high": 9.5}}, {"level_low": 0.0, "level_high": 9.5}),
    ({"cardio_load_level": {"low": -1.0, "high": 0.0}}, {"level_low": None, "level_high": None}),
]
RECHARGE: list[tuple[Columns, Columns]] = [
    ({"heart_rate_avg": 50.4}, {"heart_rate_avg": 50}),
    (
        {"heart_rate_avg": 0, "beat_to_beat_avg": -1},
        {"heart_rate_avg": None, "beat_to_beat_avg_ms": None},
    ),
    ({"ans_charge": 0.0, "ans_charge_status": 3}, {"ans_charge": 0.0, "ans_charge_status": 3}),
    ({"ans_charge": 2.5}, {"ans_charge": 2.5, "ans_charge_status": None}),
    ({"ans_charge": 2.5, "ans_charge_status": None}, {"ans_charge": 2.5}),
    ({"ans_charge": 0.0}, {"ans_charge": 0.0, "ans_charge_status": None}),
    ({"ans_charge": 0.0, "ans_charge_status": 0}, {"ans_charge": None}),
    ({"ans_charge": 0.0, "ans_charge_status": None}, {"ans_charge": None}),
    ({"nightly_recharge_status": 0}, {"nightly_recharge_status": None}),
]
SPO2: list[tuple[Columns, Columns]] = [
    ({"blood_oxygen_percent": 97}, {"blood_oxygen_percent": 97, "utc_offset_minutes": None}),
    (
        {"blood_oxygen_percent": 97, "test_status": "SPO2_TEST_PASSED", "time_zone_offset": 60},
        {"test_status": "PASSED", "test_local": dt.datetime(2026, 11, 24, 13)},
    ),
    (
        {
            "blood_oxygen_percent": 80,
            "test_status": "SPO2_TEST_INCONCLUSIVE_TOO_LOW_OVERALL_QUALITY",
        },
        {"blood_oxygen_percent": None},
    ),
    ({"average_heart_rate_bpm": 0}, {"heart_rate_avg": None}),
    (
        {"time_zone_offset": "+01:00"},
        {"utc_offset_minutes": 60, "test_local": dt.datetime(2026, 11, 24, 13)},
    ),
    (
        {"test_time": "2026-11-24T13:00:00+01:00"},
        {"utc_offset_minutes": 60, "test_local": dt.datetime(2026, 11, 24, 13), "test_at": NOON},
    ),
    ({"source_device_id": 123}, {"device_id": "123"}),
    ({"spo2_class": "SPO2_CLASS_UNKNOWN"}, {"spo2_class": None}),
]
ECG: list[tuple[Columns, Columns]] = [
    ({"heart_rate_variability_level": "ECG_HRV_LEVEL_NO_BASELINE"}, {"hrv_level": None}),
    ({"average_heart_rate_bpm": 61.6, "rri_ms": 0}, {"heart_rate_avg": 62, "rri_ms": None}),
    ({"samples": None}, {"sample_offset_ms": None, "amplitude_mv": None}),
]
SKIN: list[tuple[Columns, Columns]] = [
    ({"sleep_time_skin_temperature_celsius": 34.5}, {"temperature_c": 34.5}),
    ({"sleep_time_skin_temperature_celsius": 0}, {"temperature_c": None}),
    (
        {"sleep_time_skin_temperature_celsius": 0.0, "deviation_from_baseline_celsius": 0.0},
        {"temperature_c": None, "deviation_from_baseline_c": None, "is_elevated": None},
    ),
    (
        {"sleep_time_skin_temperature_celsius": 34.5, "deviation_from_baseline_celsius": 0.0},
        {"deviation_from_baseline_c": 0.0, "is_elevated": False},
    ),
    (
        {"sleep_time_skin_temperature_celsius": -1.0, "deviation_from_baseline_celsius": -1.0},
        {"temperature_c": None, "deviation_from_baseline_c": None},
    ),
    ({"deviation_from_baseline_celsius": 0.0}, {"deviation_from_baseline_c": 0.0}),
    ({"sleep_date": "2026-11-24T00:00:00+01:00"}, {"date": dt.date(2026, 11, 24)}),
    ({"deviation_from_baseline_celsius": -0.4}, {"deviation_from_baseline_c": -0.4}),
]
BOOST: list[tuple[Columns, Columns]] = [
    ({"grade": 7.4, "validity": "VALIDITY_ESTIMATE"}, {"grade": 7.4, "validity": "ESTIMATE"}),
    ({"grade": 7.4, "validity": "VALIDITY_NOT_VALID"}, {"grade": None, "validity": "NOT_VALID"}),
    ({"grade": 7.4}, {"grade": 7.4, "utc_offset_minutes": None}),
    ({"grade": 7.4, "validity": "VALIDITY_UNKNOWN"}, {"grade": 7.4, "validity": None}),
    ({"grade": 7.4, "validity": None}, {"grade": 7.4}),
    ({"grade": 0.0}, {"grade": 0.0}),
    ({"grade": 0.0, "validity": "VALIDITY_UNKNOWN"}, {"grade": None}),
    ({"period_start_time": "2026-11-24T13:00:00+01:00"}, {"utc_offset_minutes": 60}),
    ({"grade_type": "GRADE_TYPE_UNKNOWN"}, {"grade_type": None}),
    ({"sleep_inertia": "SLEEP_INERTIA_NO_INERTIA"}, {"sleep_inertia": "NO_INERTIA"}),
]
BEDTIME: list[tuple[Columns, Columns]] = [
    ({"quality": "CIRCADIAN_BEDTIME_QUALITY_WEAK"}, {"quality": "WEAK"}),
    ({"quality": "CIRCADIAN_BEDTIME_QUALITY_UNKNOWN"}, {"quality": None}),
    ({"sleep_timezone_offset_minutes": None}, {"utc_offset_minutes": None}),
]
PHYSICAL: list[tuple[Columns, Columns]] = [
    ({"weight": 71.5, "height": 0}, {"weight_kg": 71.5, "height_cm": None}),
    ({"vo2_max": 48.6, "resting_heart_rate": -1}, {"vo2_max": 49, "resting_heart_rate": None}),
    ({"sleep_goal": "PT8H"}, {"sleep_goal_s": 28_800.0}),
    ({"sleep_goal": 28_800}, {"sleep_goal_s": 28_800.0}),
    ({"modified": 1_795_521_600}, {"modified_at": NOON}),
    ({"weight_source": "SOURCE_USER"}, {"weight_source": "USER"}),
]
KINDS: list[tuple[Normalise, type[Wire], list[tuple[Columns, Columns]]]] = [
    (cardio_loads, CardioLoad, CARDIO_LOAD),
    (recharges, NightlyRecharge, RECHARGE),
    (biosensing.spo2_tests, SpO2, SPO2),
    (biosensing.ecg_tests, Ecg, ECG),
    (biosensing.skin_temperatures, SkinTemperature, SKIN),
    (sleepwise.alertness, Alertness, BOOST),
    (sleepwise.bedtimes, CircadianBedtime, BEDTIME),
    (physical_infos, PhysicalInfo, PHYSICAL),
]


@pytest.mark.parametrize(
    ("normalise", "model", "sent", "stored"),
    [(normalise, model, *example) for normalise, model, table in KINDS for example in table],
)
def test_columns(normalise: Normalise, model: type[Wire], sent: Columns, stored: Columns) -> None:
    """Each example: what Polar sends, and what is meant by it."""
    known = {name: value for name, value in KEYS.items() if name in model.model_fields}
    parsed = parse_rows(model, [known | sent])
    assert parsed.problems == []
    record = normalise(parsed.rows)[0][0]
    assert {name: getattr(record, name) for name in stored} == stored


@pytest.mark.parametrize(
    ("sent", "rmssd"),
    [
        ({"23:55": 60}, [60]),
        ({"23:55": None, "00:00": -1, "00:05": 55}, [np.nan, np.nan, 55]),
        ({"23:55": 0, "00:00": 55}, [np.nan, 55]),
        ({}, []),
        (None, []),
    ],
)
def test_series_of_a_night(sent: object, rmssd: list[float]) -> None:
    """0 is no signal; an empty map tells of its night without any sample."""
    parsed = parse_rows(NightlyRecharge, [{"date": "2026-11-24", "hrv_samples": sent}])
    assert parsed.problems == []
    block = recharges(parsed.rows)[1]
    assert np.array_equal(block.rmssd_ms, rmssd, equal_nan=True)
    assert block.told.tolist() == [dt.date(2026, 11, 24)]


def test_hours_of_alertness() -> None:
    """Of two rows of one hour the longer one counts; without an end it lasts an hour."""
    hours = [
        {"start_time": "2026-11-24T12:00:00", "end_time": "2026-11-24T12:20:00"},
        {"start_time": "2026-11-24T12:00:00", "alertness_level": "ALERTNESS_LEVEL_HIGH"},
        {"start_time": "2026-11-24T13:00:00"},
    ]
    for rows in (hours, hours[::-1]):
        parsed = parse_rows(
            Alertness, [{"period_start_time": KEYS["period_start_time"], "hourly_data": rows}]
        )
        harvest = sleepwise.alertness(parsed.rows)
        found = sorted(harvest[1], key=lambda hour: hour.start_at)
        assert ["1 hours left out" in note for note in harvest.notes] == [True]
        assert [(h.end_at.hour, h.alertness_level) for h in found] == [(13, "HIGH"), (14, None)]


def test_temperatures_follow_their_period() -> None:
    """Samples count from the start of their period; 0.0, -1.0 and null are no temperature."""
    row = {
        "start_time": "2026-11-24T12:00:00",
        "measurement_type": "TM_SKIN_TEMPERATURE",
        "source_device_id": 7,
        "samples": [
            {"recording_time_delta_milliseconds": 1500 + place, "temperature_celsius": celsius}
            for place, celsius in enumerate((34.5, 0.0, -1.0, None))
        ],
    }
    periods, samples = biosensing.body_temperatures(parse_rows(BodyTemperature, [row]).rows)
    assert (periods[0].device_id, periods[0].measurement_type) == ("7", "SKIN_TEMPERATURE")
    assert samples.measured_at.tolist() == [dt.datetime(2026, 11, 24, 12, 0, 1, 500_000)]
    assert samples.device_id.tolist() == ["7"]
