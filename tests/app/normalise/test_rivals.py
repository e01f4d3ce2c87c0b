"""Rows of one key: which one counts, in any order."""

from collections.abc import Callable
from itertools import permutations
from typing import Any

import pytest

from app.normalise.biosensing import body_temperatures, skin_contacts
from app.normalise.cardio_load import cardio_loads
from app.normalise.exercise import exercises
from app.normalise.physical_info import physical_infos
from app.normalise.recharge import recharges
from app.normalise.sleepwise import alertness
from app.normalise.values import Harvest
from app.upstream.parse import parse_rows
from app.upstream.wire.base import Wire
from app.upstream.wire.biosensing import BodyTemperature, SkinContacts
from app.upstream.wire.cardio_load import CardioLoad
from app.upstream.wire.exercise import Exercise
from app.upstream.wire.physical_info import PhysicalInfo
from app.upstream.wire.recharge import NightlyRecharge
from app.upstream.wire.sleepwise import Alertness

DAY = {"date": "2026-11-24"}
RUN = {"id": "a", "start_time": "2026-11-24T07:30:04"}
BOOST = {"period_start_time": "2026-11-23T22:00:00", "validity": "VALIDITY_VALID"}
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
        found = skin_contacts(parse_rows(SkinContacts, order).rows)[0]
        assert [change.skin_contact for change in found] == [True]
