"""Rows of one key: which one counts, in any order."""

from collections.abc import Callable
from itertools import permutations
from typing import Any

import pytest

from app.normalise.biosensing import (
    body_temperatures,
    ecg_tests,
    skin_contacts,
    skin_temperatures,
    spo2_tests,
)
from app.normalise.cardio_load import cardio_loads
from app.normalise.exercise import exercises
from app.normalise.physical_info import physical_infos
from app.normalise.recharge import recharges
from app.normalise.sleepwise import alertness
from app.normalise.values import Harvest
from app.upstream.parse import parse_rows
from app.upstream.wire.base import Wire
from app.upstream.wire.biosensing import BodyTemperature, Ecg, SkinContacts, SkinTemperature, SpO2
from app.upstream.wire.cardio_load import CardioLoad
from app.upstream.wire.exercise import Exercise
from app.upstream.wire.physical_info import PhysicalInfo
from app.upstream.wire.recharge import NightlyRecharge
from app.upstream.wire.sleepwise import Alertness

DAY = {"date": "2026-11-24"}
RUN = {"id": "a", "start_time": "2026-11-24T07:30:04"}
BOOST = {"period_start_time": "2026-11-23T22:00:00", "validity": "VALIDITY_VALID"}
TEST = {"test_time": 1795500000}
WARM = {"start_time": "2026-11-24T00:00:00", "measurement_type": "TM_SKIN_TEMPERATURE"}


@pytest.mark.parametrize(
    ("normalise", "model", "better", "worse", "attribute"),
    [
        (
            recharges,
            NightlyRecharge,
            DAY | {"heart_rate_avg": 50, "hrv_samples": {"23:55": 60}},
            DAY | {"heart_rate_avg": 0, "heart_rate_variability_avg": 0, "beat_to_beat_avg": 0},
            "heart_rate_avg",
        ),
        (
            cardio_loads,
            CardioLoad,
            DAY | {"cardio_load": 80.0},
            DAY | {"cardio_load": -1.0},
            "cardio_load",
        ),
        (
            cardio_loads,
            CardioLoad,
            DAY | {"cardio_load": 0.0, "strain": 0.0},
            DAY
            | dict.fromkeys(("cardio_load", "strain", "tolerance", "cardio_load_ratio"), -1.0)
            | {"cardio_load_status": "LOAD_STATUS_NOT_AVAILABLE", "polar_user": "x"},
            "cardio_load",
        ),
        (
            recharges,
            NightlyRecharge,
            DAY | {"heart_rate_avg": 50},
            DAY | {"polar_user": "zz", "hrv_samples": {"23:55": 0, "00:00": 0}},
            "heart_rate_avg",
        ),
        (
            spo2_tests,
            SpO2,
            TEST | {"test_status": "SPO2_TEST_PASSED", "blood_oxygen_percent": 97},
            TEST
            | {
                "test_status": "SPO2_TEST_INCONCLUSIVE_TOO_LOW_OVERALL_QUALITY",
                "blood_oxygen_percent": 0,
                "spo2_class": "SPO2_CLASS_UNKNOWN",
                "spo2_value_deviation_from_baseline": "DEVIATION_NO_BASELINE",
                "spo2_quality_average_percent": 31.0,
                "average_heart_rate_bpm": 60,
                "heart_rate_variability_ms": 40.0,
                "altitude_meters": 12.5,
            },
            "blood_oxygen_percent",
        ),
        (
            ecg_tests,
            Ecg,
            TEST | {"average_heart_rate_bpm": 60},
            TEST
            | {
                "heart_rate_variability_level": "ECG_HRV_LEVEL_NO_BASELINE",
                "source_device_id": "1",
                "heart_rate_variability_ms": 0.0,
            },
            "heart_rate_avg",
        ),
        (
            skin_temperatures,
            SkinTemperature,
            {"sleep_date": "2026-11-24", "sleep_time_skin_temperature_celsius": 34.5},
            {
                "sleep_date": "2026-11-24",
                "sleep_time_skin_temperature_celsius": 0.0,
                "deviation_from_baseline_celsius": 0.0,
            },
            "temperature_c",
        ),
        (
            alertness,
            Alertness,
            BOOST | {"grade": 7.4, "result_type": "ALERTNESS_TYPE_PREDICTION"},
            BOOST
            | {
                "grade": 0.0,
                "validity": "VALIDITY_NOT_VALID",
                "result_type": "ALERTNESS_TYPE_HISTORY",
                "sleep_type": "SLEEP_TYPE_ARTIFICIAL",
                "sleep_period_start_time": "2026-11-23T22:00:00",
                "hourly_data": [],
            },
            "grade",
        ),
        (
            exercises,
            Exercise,
            RUN | {"upload_time": "2026-11-24T00:00:00Z", "calories": 300},
            RUN | {"upload_time": "2026-11-25T09:00:00Z", "polar_user": "x", "device": "y"},
            "calories",
        ),
        (
            exercises,
            Exercise,
            RUN | {"upload_time": "2026-11-25T00:00:00Z", "sport": "CYCLING"},
            RUN | {"upload_time": "2026-11-24T09:00:00Z", "sport": "RUNNING", "calories": 300},
            "sport",
        ),
        (
            physical_infos,
            PhysicalInfo,
            {"modified": "2026-11-24T09:00:00Z", "weight": 70, "height": 180},
            {"modified": "2026-11-24T09:00:00Z", "weight": 0},
            "weight_kg",
        ),
        (
            alertness,
            Alertness,
            BOOST | {"grade": 5.0, "result_type": "ALERTNESS_TYPE_HISTORY"},
            BOOST | {"grade": 7.4, "result_type": "ALERTNESS_TYPE_PREDICTION", "sleep_type": "x"},
            "grade",
        ),
        (
            body_temperatures,
            BodyTemperature,
            WARM | {"modified_time": "2026-11-24T09:00:00", "sensor_location": "SL_DISTAL"},
            WARM | {"modified_time": "2026-11-24T08:00:00", "sensor_location": "SL_PROXIMAL"},
            "sensor_location",
        ),
    ],
)
def test_the_order_of_rows_means_nothing(
    normalise: Callable[[list[Any]], Harvest],
    model: type[Wire],
    better: dict[str, Any],
    worse: dict[str, Any],
    attribute: str,
) -> None:
    """A newer version counts, else the row that says more; an empty one never does."""
    alone = normalise(parse_rows(model, [better]).rows)[0]
    for rows in permutations([better, worse, worse]):
        harvest = normalise(parse_rows(model, rows).rows)
        assert harvest[0] == alone
        assert getattr(harvest[0][0], attribute) is not None
        assert [note.split(": ")[1] for note in harvest.notes] == [
            "2 rows in one answer, the one that says more counts"
        ]


def test_equal_rows_are_no_news() -> None:
    """A row that comes twice is told once, and nobody is told."""
    rows = parse_rows(CardioLoad, [DAY | {"cardio_load": 80.0}] * 2).rows
    harvest = cardio_loads(rows)
    assert (len(harvest[0]), harvest.notes) == (1, [])


def test_contact_counts_where_it_is_told() -> None:
    """Of two words about one moment, the skin was touched."""
    changes = [
        [{"recording_time_delta_milliseconds": 5, "skin_contact": touching}]
        for touching in (True, False)
    ]
    rows = [WARM | {"skin_contact_changes": change} for change in changes]
    for order in permutations(rows):
        harvest = skin_contacts(parse_rows(SkinContacts, order).rows)
        assert [change.skin_contact for change in harvest[0]] == [True]
        assert len(harvest.notes) == 1
