"""Details: the list's row first, then what else is known."""

import json
from typing import Any

import pytest

from app.store.aggregates import refresh_aggregates
from app.store.pool import Pool
from tests.app.rest.conftest import Get
from tests.app.rest.test_documented_answers import (
    ACTIVITY,
    CARDIO_LOAD,
    EXERCISE,
    HEART_RATE,
    RECHARGE,
    ROWS,
    SLEEP,
)
from tests.app.series import AFTER_ALL

DETAILS: dict[str, dict[str, Any]] = {
    "sleep/2026-01-11": SLEEP
    | {
        "breathing_rate_avg": 14.2,
        "sleep_start_time": "2026-01-10 23:02:00",
        "sleep_end_time": "2026-01-11 06:58:00",
        "utc_offset_minutes": 120,
        "device_id": "1111AAAA",
        "light_sleep_seconds": 13680,
        "deep_sleep_seconds": 6480,
        "rem_sleep_seconds": 6840,
        "unrecognized_sleep_seconds": 0,
        "interruptions_hours": 0.43,
        "interruptions_seconds": 1560,
        "short_interruption_seconds": 600,
        "long_interruption_seconds": 960,
        "sleep_charge": 3,
        "sleep_rating": 4,
        "continuity": 3.4,
        "continuity_class": 3,
        "sleep_cycles": 5,
        "sleep_goal_hours": 8.0,
        "group_duration_score": 80.5,
        "group_solidity_score": 82.0,
        "group_regeneration_score": 91.3,
        "sleep_efficiency_percent": 94.54,
        "heart_rate_min": 49,
        "heart_rate_max": 54,
        "hypnogram": {"23:02": 2, "23:15": 4, "00:10": 1},
        "heart_rate_samples": {"23:05": 54, "23:10": None, "00:15": 49},
    },
    "recharge/2026-01-11": RECHARGE
    | {
        "nightly_recharge_status": 5,
        "nightly_recharge": "GOOD",
        "beat_to_beat_avg": 1176,
        "hrv_samples": {"23:40": 44.0, "23:45": None},
        "breathing_samples": {"23:40": 14.5},
    },
    "activity/2026-01-11": ACTIVITY
    | {
        "start_time": "2026-01-11 00:00:00",
        "end_time": "2026-01-11 22:00:00",
        "distance_meters": 6204.0,
        "active_time_seconds": 2730.0,
        "inactive_time_seconds": 32400.0,
        "inactivity_alerts": 1,
        "inactivity_alert_times": ["2026-01-11 14:05:00"],
        "zones": [
            {"time": "2026-01-11 00:00:00", "zone": "SLEEP"},
            {"time": "2026-01-11 07:20:00", "zone": "LIGHT"},
        ],
    },
    "activity-samples/2026-01-11": {
        "date": "2026-01-11",
        "total_steps": 64,
        "interval_ms": 60000,
        "sample_count": 2,
        "samples": [
            {"timestamp": "2026-01-11 07:20:00", "steps": 64},
            {"timestamp": "2026-01-11 07:21:00", "steps": 0},
        ],
    },
    "cardio-load/2026-01-11": CARDIO_LOAD
    | {
        "cardio_load_level": {
            "very_low": 20.1,
            "low": 45.2,
            "medium": 80.7,
            "high": 130.4,
            "very_high": 210.9,
        }
    },
    "heart-rate/2026-01-11/samples": HEART_RATE
    | {
        "samples": [
            {"heart_rate": 61, "sample_time": "07:20:00"},
            {"heart_rate": 165, "sample_time": "07:30:00"},
        ]
    },
    "ecg/1768141800": ROWS["ecg"]
    | {
        "device_id": "1111AAAA",
        "ptt_systolic_ms": 201.0,
        "ptt_diastolic_ms": 250.0,
        "ptt_quality_index": 0.9,
        "samples": [
            {"time_ms": 0, "amplitude_mv": 0.125},
            {"time_ms": 8, "amplitude_mv": -0.25},
        ],
        "quality": [{"time_ms": 0, "quality": "HIGH"}],
    },
    "physical-info": {
        "recorded_at": "2026-01-02T12:00:00Z",
        "weight_kg": 70.5,
        "height_cm": 175.0,
        "maximum_heart_rate": 190,
        "resting_heart_rate": 52,
        "aerobic_threshold": 140,
        "anaerobic_threshold": 170,
        "vo2_max": 50,
        "weight_source": "USER",
        "training_background": "REGULAR",
        "typical_day": "MOSTLY_SITTING",
        "sleep_goal_hours": 8.0,
        "birthday": "1990-01-01",
        "gender": "MALE",
        "history": [
            {
                "recorded_at": "2025-06-01T12:00:00Z",
                "weight_kg": 72.0,
                "height_cm": None,
                "maximum_heart_rate": None,
                "resting_heart_rate": None,
                "aerobic_threshold": None,
                "anaerobic_threshold": None,
                "vo2_max": None,
                "weight_source": None,
                "training_background": None,
                "typical_day": None,
                "sleep_goal_hours": None,
                "birthday": None,
                "gender": None,
            }
        ],
    },
}
EXERCISE_DETAIL = EXERCISE | {
    "detailed_sport": "ROAD_RUNNING",
    "start_time_utc": "2026-01-11T05:30:00Z",
    "utc_offset_minutes": 120,
    "uploaded_at": "2026-01-11T06:20:00Z",
    "device": "Polar Vantage V3",
    "device_id": "1111AAAA",
    "duration_seconds": 2730.0,
    "distance_meters": 8204.0,
    "running_index": 51,
    "fat_percentage": 35,
    "carbohydrate_percentage": 60,
    "protein_percentage": 5,
    "training_load_pro": {
        "cardio_load": 85.3,
        "cardio_load_interpretation": "MEDIUM",
        "muscle_load": 310.5,
        "muscle_load_interpretation": "LOW",
        "perceived_load": 120.0,
        "perceived_load_interpretation": "HIGH",
        "user_rpe": "RPE_EASY",
    },
    "heart_rate_zones": [
        {"index": 0, "lower_limit_bpm": 95, "upper_limit_bpm": 114, "in_zone_seconds": 240.0}
    ],
    "has_samples": True,
    "has_route_data": True,
    "name": None,
    "note": None,
    "feeling": None,
    "ascent_meters": None,
    "descent_meters": None,
    "recovery_hours": None,
    "training_benefit": None,
}


@pytest.mark.usefixtures("data")
@pytest.mark.parametrize("path", DETAILS)
async def test_detail(get: Get, path: str) -> None:
    """A detail has the list's fields first, and the rest in its own order."""
    answer = await get(path)
    assert answer.status_code == 200
    assert json.dumps(answer.json()) == json.dumps(DETAILS[path])


@pytest.mark.usefixtures("data")
async def test_exercise_by_either_id(get: Get) -> None:
    """An exercise answers to Ursa's number and to Polar's id alike."""
    number = (await get("exercises")).json()[0]["id"]
    by_number, by_polar = await get(f"exercises/{number}"), await get("exercises/abc123")
    assert by_number.content == by_polar.content
    assert json.dumps(by_polar.json()) == json.dumps({"id": number} | EXERCISE_DETAIL)


@pytest.mark.usefixtures("data")
async def test_exercise_samples(get: Get) -> None:
    """Samples come as one series per quantity that has values, beats at the end."""
    body = (await get("exercises/abc123/samples")).json()
    del body["exercise_id"]
    assert body == {
        "sport": "RUNNING",
        "start_time": "2026-01-11 07:30:00",
        "elapsed_seconds": [0.0, 1.0, 2.0],
        "samples": [
            {"sample_type": "heart_rate", "recording_rate": 1.0, "values": [101, 104, None]},
            {"sample_type": "speed_kmh", "recording_rate": 1.0, "values": [10.1, 10.4, 10.6]},
            {"sample_type": "rr_interval_ms", "recording_rate": None, "values": [590, None, 600]},
        ],
    }


@pytest.mark.usefixtures("data")
async def test_exercise_route(get: Get) -> None:
    """A route's points tell the time since the start."""
    body = (await get("exercises/abc123/route")).json()
    assert body["point_count"] == 1
    assert body["route"] == [
        {"latitude": 60.219, "longitude": 24.815, "time": "PT12.5S", "satellites": 11, "fix": None}
    ]


@pytest.mark.usefixtures("data")
async def test_days_with_steps(get: Get, pool: Pool) -> None:
    """Days with steps by the minute come from the hourly aggregate."""
    await refresh_aggregates(pool, AFTER_ALL)
    assert (await get("activity-samples")).json() == [
        {"date": "2026-01-11", "sample_count": 2, "total_steps": 64, "has_samples": True}
    ]


NOWHERE = [
    "sleep/2026-01-09",
    "activity/2026-01-09",
    "recharge/2026-01-10",
    "cardio-load/1999-12-31",
    "heart-rate/2026-01-10/samples",
    "activity-samples/2026-01-10",
    "activity-samples/9999-12-31",
    "sleep/0001-01-01",
    "exercises/nosuch",
    "exercises/999999999999999999999999999",
    "exercises/9223372036854775808",
    "exercises/-1",
    "exercises/%D9%A3",
    "exercises/%00",
    "exercises/" + "a" * 129,
    "exercises/bare/samples",
    "exercises/bare/route",
    "exercises/nosuch/samples",
    "ecg/1",
    "ecg/abc",
    "ecg/99999999999999999999",
    "ecg/9999999999",
    "sync/runs/nosuch",
    "sync/runs/7b0f4b3e-6a3e-4a53-9a1c-0c3b1c1c9b55",
]


@pytest.mark.usefixtures("data")
@pytest.mark.parametrize("path", NOWHERE)
async def test_what_is_not_there(get: Get, path: str) -> None:
    """A day without data and an id that nothing has are not found."""
    answer = await get(path)
    assert answer.status_code == 404
    assert answer.json()["code"] == "not_found"


async def test_no_physical_info(get: Get) -> None:
    """Settings that Polar has not sent are not found."""
    assert (await get("physical-info")).status_code == 404
