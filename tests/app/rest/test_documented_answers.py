"""Each endpoint of the document: the same fields in the same order with the same types."""

import json
from typing import Any

import httpx
import pytest

from tests.app.rest.conftest import Get

SLEEP = {
    "date": "2026-01-11",
    "sleep_score": 85,
    "total_sleep_hours": 7.5,
    "deep_sleep_hours": 1.8,
    "rem_sleep_hours": 1.9,
    "light_sleep_hours": 3.8,
    "hrv_avg": 48.0,
    "heart_rate_avg": 52,
}
ACTIVITY = {
    "date": "2026-01-11",
    "steps": 8542,
    "calories_active": 450,
    "calories_total": 2150,
    "distance_km": 6.2,
    "active_minutes": 45.5,
    "activity_score": 78,
}
RECHARGE = {
    "date": "2026-01-11",
    "hrv_avg": 48.0,
    "ans_charge": 4.2,
    "ans_charge_status": "ABOVE_USUAL",
    "breathing_rate_avg": 14.2,
    "heart_rate_avg": 51,
}
CARDIO_LOAD = {
    "date": "2026-01-11",
    "strain": 125.5,
    "tolerance": 180.2,
    "cardio_load": 85.3,
    "cardio_load_ratio": 0.70,
    "cardio_load_status": "PRODUCTIVE",
}
HEART_RATE = {
    "date": "2026-01-11",
    "hr_min": 48,
    "hr_avg": 62,
    "hr_max": 165,
    "sample_count": 1440,
}
EXERCISE = {
    "polar_exercise_id": "abc123",
    "start_time": "2026-01-11 07:30:00",
    "sport": "RUNNING",
    "duration_minutes": 45.5,
    "distance_km": 8.2,
    "calories": 520,
    "average_heart_rate": 145,
    "max_heart_rate": 172,
    "training_load": 85,
}
ROWS: dict[str, dict[str, Any]] = {
    "sleep": SLEEP,
    "activity": ACTIVITY,
    "recharge": RECHARGE,
    "cardio-load": CARDIO_LOAD,
    "heart-rate": HEART_RATE,
    "sleepwise/alertness": {
        "period_start_time": "2026-01-11 08:00:00",
        "period_end_time": "2026-01-11 09:00:00",
        "grade": 4.2,
        "grade_classification": "FAIR",
    },
    "sleepwise/bedtime": {
        "period_start_time": "2026-01-11 22:30:00",
        "period_end_time": "2026-01-12 06:30:00",
        "preferred_sleep_start": "22:30:00",
        "preferred_sleep_end": "06:30:00",
        "sleep_gate_start": "22:00:00",
        "sleep_gate_end": "23:00:00",
        "quality": "COMPROMISED",
    },
    "spo2": {
        "test_time": "2026-01-11 22:30:00",
        "blood_oxygen_percent": 98,
        "spo2_class": "NORMAL",
        "avg_heart_rate": 62,
        "hrv_ms": 45.2,
        "altitude_meters": 150,
    },
    "ecg": {
        "id": 1768141800,
        "test_time": "2026-01-11 16:30:00",
        "avg_heart_rate": 58,
        "hrv_ms": 51.0,
        "hrv_level": "USUAL",
        "rri_ms": 1034.0,
        "duration_seconds": 0.008,
        "sample_count": 2,
        "has_samples": True,
    },
    "temperature/body": {
        "start_time": "2026-01-10 23:30:00",
        "end_time": "2026-01-11 01:30:00",
        "measurement_type": "SKIN_TEMPERATURE",
        "sensor_location": "DISTAL",
        "temp_min": 34.09,
        "temp_avg": 34.93,
        "temp_max": 35.77,
        "sample_count": 2,
    },
    "temperature/skin": {
        "sleep_date": "2026-01-11",
        "temperature_celsius": 35.1,
        "deviation_from_baseline": 0.6,
        "is_elevated": True,
    },
    "naps": {
        "date": "2026-01-11",
        "start_time": "2026-01-11 14:00:00",
        "end_time": "2026-01-11 15:10:00",
        "duration_hours": 1.17,
        "total_sleep_hours": 1.05,
        "deep_sleep_hours": 0.2,
        "rem_sleep_hours": 0.1,
        "light_sleep_hours": 0.75,
        "unrecognized_sleep_hours": 0.0,
        "interruptions_hours": 0.12,
        "heart_rate_avg": 55,
        "device_id": "1111AAAA",
        "hypnogram": {"14:00": 3, "15:10": 0},
        "heart_rate_samples": {"14:05": 55},
    },
    "skin-contact": {
        "change_time": "2026-01-11 03:10:00",
        "skin_contact": True,
        "device_id": "1111AAAA",
    },
    "sleepwise/periods": {
        "period_start_time": "2026-01-10 23:02:00",
        "period_end_time": "2026-01-11 21:25:05",
        "sleep_start_time": "2026-01-10 23:02:00",
        "sleep_end_time": "2026-01-11 06:58:00",
        "grade": 4.2,
        "grade_classification": "FAIR",
        "grade_type": "PRIMARY",
        "grade_validity_seconds": 3600,
        "sleep_inertia": "NO_INERTIA",
        "sleep_type": "PRIMARY",
        "result_type": "HISTORY",
        "validity": "VALID",
    },
}
EMPTY_ROWS: dict[str, dict[str, Any]] = {
    "sleep": {
        "date": "2026-01-10",
        "sleep_score": None,
        "total_sleep_hours": 0.0,
        "deep_sleep_hours": 0.0,
        "rem_sleep_hours": 0.0,
        "light_sleep_hours": 0.0,
        "hrv_avg": None,
        "heart_rate_avg": None,
    },
    "activity": {
        "date": "2026-01-10",
        "steps": 0,
        "calories_active": 0,
        "calories_total": None,
        "distance_km": 0.0,
        "active_minutes": 0.0,
        "activity_score": None,
    },
    "cardio-load": {
        "date": "2026-01-10",
        "strain": 0.0,
        "tolerance": None,
        "cardio_load": 0.0,
        "cardio_load_ratio": None,
        "cardio_load_status": None,
    },
    "spo2": {
        "test_time": "2026-01-10 22:30:00",
        "blood_oxygen_percent": None,
        "spo2_class": None,
        "avg_heart_rate": None,
        "hrv_ms": None,
        "altitude_meters": None,
    },
    "temperature/body": {
        "start_time": "2026-01-09 10:00:00",
        "end_time": None,
        "measurement_type": "CORE_TEMPERATURE",
        "sensor_location": None,
        "temp_min": None,
        "temp_avg": None,
        "temp_max": None,
        "sample_count": 0,
    },
    "temperature/skin": {
        "sleep_date": "2026-01-10",
        "temperature_celsius": 34.8,
        "deviation_from_baseline": None,
        "is_elevated": None,
    },
    "naps": {
        "date": "2026-01-09",
        "start_time": "2026-01-09 13:00:00",
        "end_time": None,
        "duration_hours": None,
        "total_sleep_hours": None,
        "deep_sleep_hours": None,
        "rem_sleep_hours": None,
        "light_sleep_hours": None,
        "unrecognized_sleep_hours": None,
        "interruptions_hours": None,
        "heart_rate_avg": None,
        "device_id": None,
        "hypnogram": {},
        "heart_rate_samples": {},
    },
    "skin-contact": {
        "change_time": "2026-01-10 00:00:00",
        "skin_contact": False,
        "device_id": None,
    },
    "sleepwise/periods": {
        "period_start_time": "2026-01-09 21:02:00",
        "period_end_time": None,
        "sleep_start_time": None,
        "sleep_end_time": None,
        "grade": None,
        "grade_classification": None,
        "grade_type": None,
        "grade_validity_seconds": None,
        "sleep_inertia": None,
        "sleep_type": None,
        "result_type": None,
        "validity": None,
    },
}


@pytest.mark.usefixtures("data")
@pytest.mark.parametrize("path", ROWS)
async def test_newest_row(get: Get, path: str) -> None:
    """The first row is the newest day's, to the byte."""
    answer = await get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert json.dumps(answer.json()[0]) == json.dumps(ROWS[path])


@pytest.mark.usefixtures("data")
@pytest.mark.parametrize("path", EMPTY_ROWS)
async def test_what_is_not_measured_is_null_and_a_zero_is_a_zero(get: Get, path: str) -> None:
    """The second row has nulls where nothing was measured, and real zeros."""
    answer = await get(path)
    assert json.dumps(answer.json()[1]) == json.dumps(EMPTY_ROWS[path])
    assert len(answer.json()) == 2


@pytest.mark.usefixtures("data")
async def test_exercises(get: Get) -> None:
    """An exercise has Ursa's number first, then the document's fields."""
    newest, older = (await get("exercises")).json()
    number = newest.pop("id")
    assert isinstance(number, int)
    assert json.dumps(newest) == json.dumps(EXERCISE)
    assert older | {"id": 0} == {
        "id": 0,
        "polar_exercise_id": "bare",
        "start_time": "2026-01-10 19:00:00",
        "sport": "YOGA",
        "duration_minutes": 0.0,
        "distance_km": None,
        "calories": None,
        "average_heart_rate": None,
        "max_heart_rate": None,
        "training_load": None,
    }


@pytest.mark.usefixtures("data")
async def test_export_summary(get: Get, person: str) -> None:
    """The manifest counts what the window holds."""
    answer = await get("export/summary")
    assert json.dumps(answer.json()) == json.dumps(
        {
            "user_id": person,
            "days": 30,
            "from_date": "2025-12-12",
            "to_date": "2026-01-11",
            "record_counts": {
                "sleep": 2,
                "activity": 2,
                "recharge": 1,
                "cardio_load": 2,
                "heart_rate": 1,
                "exercises": 2,
            },
            "total_records": 10,
        }
    )


FILES = {
    "sleep": "date,sleep_score,total_hours,deep_hours,light_hours,rem_hours,hrv_avg,heart_rate_avg,"
    "breathing_rate_avg\r\n"
    "2026-01-10,,0.0,0.0,0.0,0.0,,,\r\n"
    "2026-01-11,85,7.5,1.8,3.8,1.9,48.0,52,14.2\r\n",
    "activity": "date,steps,calories_active,calories_total,distance_km,active_minutes\r\n"
    "2026-01-10,0,0,,0.0,0.0\r\n"
    "2026-01-11,8542,450,2150,6.2,45.5\r\n",
    "recharge": "date,hrv_avg,ans_charge,status,breathing_rate,heart_rate_avg\r\n"
    "2026-01-11,48.0,4.2,ABOVE_USUAL,14.2,51\r\n",
    "cardio-load": "date,strain,tolerance,cardio_load,load_ratio,status\r\n"
    "2026-01-10,0.0,,0.0,,\r\n"
    "2026-01-11,125.5,180.2,85.3,0.7,PRODUCTIVE\r\n",
}


@pytest.mark.usefixtures("data")
@pytest.mark.parametrize("name", FILES)
async def test_csv(get: Get, name: str) -> None:
    """A CSV file has the document's columns and the oldest day first."""
    answer = await get(f"export/{name}.csv", days=90)
    assert answer.text == FILES[name]
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    filename = f"{name.replace('-', '_')}_90days.csv"
    assert answer.headers["content-disposition"] == f'attachment; filename="{filename}"'


@pytest.mark.parametrize("path", ["/health", "/api/v1/health"])
async def test_health(client: httpx.AsyncClient, path: str) -> None:
    """Health needs no key."""
    answer = await client.get(path)
    assert answer.status_code == 200
    assert answer.json() == {"status": "healthy", "database": "connected"}


@pytest.mark.parametrize("path", [*ROWS, "exercises"])
async def test_a_person_without_data_has_empty_lists(get: Get, path: str) -> None:
    """Nothing synced yet is an empty list, not an error."""
    answer = await get(path)
    assert (answer.status_code, answer.json()) == (200, [])


@pytest.mark.usefixtures("data")
@pytest.mark.parametrize(("days", "rows"), [(1, 2), (365, 2)])
async def test_days_reach_back_from_today(get: Get, days: int, rows: int) -> None:
    """`days=1` means yesterday and today."""
    assert len((await get("sleep", days=days)).json()) == rows
