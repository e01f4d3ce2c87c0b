"""What an answer lacked: null, absence and what moves together."""

from dataclasses import fields
from typing import Any

import pytest

from app.normalise.cardio_load import cardio_loads
from app.normalise.exercise import exercises
from app.normalise.recharge import recharges
from app.normalise.sleep import nights
from app.records.recharge import Recharge
from app.records.sleep import Night
from app.upstream.parse import parse_rows
from app.upstream.wire.cardio_load import CardioLoad
from app.upstream.wire.exercise import Exercise
from app.upstream.wire.recharge import NightlyRecharge
from app.upstream.wire.sleep import Sleep

RECHARGE = {field.name for field in fields(Recharge)} - {"date", "absent"}
NIGHT = {field.name for field in fields(Night)} - {"date", "absent", "extra"}
KEY = {"date": "2026-01-11"}
RUN = {"id": "a", "start_time": "2026-01-11T07:30:04"}


def _first(normalise: Any, model: Any, row: dict[str, Any]) -> Any:  # noqa: ANN401 -- any record
    return normalise(parse_rows(model, [row]).rows)[0][0]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({}, set()),
        ({"heart_rate_avg": 50}, {"heart_rate_avg"}),
        ({"heart_rate_avg": None}, {"heart_rate_avg"}),
        ({"heart_rate_avg": 0}, {"heart_rate_avg"}),
        ({"heart_rate_avg": "many"}, {"extra"}),  # As it came.
        ({"beat-to-beat-avg": 1200}, {"beat_to_beat_avg_ms"}),
        ({"ans_charge": 1.5}, {"ans_charge"}),
        ({"brand_new": 1}, {"extra"}),
    ],
)
def test_a_key_that_is_there_is_told(said: dict[str, Any], told: set[str]) -> None:
    """Null and sentinels are told, too; absent and broken keys are not."""
    record = _first(recharges, NightlyRecharge, KEY | said)
    assert RECHARGE - record.absent == told
    assert record.absent <= RECHARGE


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"light_sleep": 5}, {"light_s"}),
        ({"sleep_start_time": None}, {"sleep_start_at", "sleep_start_local"}),
        ({"sleep_rating": 4, "sleep_goal": 28_800}, {"sleep_rating", "sleep_goal_s"}),
        ({"heart_rate_samples": {}}, {"heart_rate_avg"}),
    ],
)
def test_a_night_tells_key_by_key(said: dict[str, Any], told: set[str]) -> None:
    """What moves together is settled where the stored night is known."""
    assert NIGHT - _first(nights, Sleep, KEY | said).absent == told


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"heart_rate": {"average": 140}}, {"heart_rate_avg"}),
        ({"heart_rate": None}, {"heart_rate_avg", "heart_rate_max"}),
        ({"heart_rate": 5}, {"extra"}),  # As it came.
        ({"samples": []}, {"rr_interval_ms", "has_details"}),
        ({"heart_rate_zones": []}, {"has_details"}),
        ({"training_load_pro": {"user-rpe": "RPE_EASY"}}, {"user_rpe"}),
        ({"start_time_utc_offset": 60}, {"start_at", "utc_offset_minutes"}),
    ],
)
def test_nested_keys(said: dict[str, Any], told: set[str]) -> None:
    """An object that is null has only null below it; one that is there tells key by key."""
    before, after = (_first(exercises, Exercise, RUN | more) for more in ({}, said))
    assert before.absent - after.absent == told


def test_levels_of_load() -> None:
    """Thresholds that were not sent stay, those that are all zero are gone."""
    zeros = dict.fromkeys(("very_low", "low", "medium", "high", "very_high"), 0.0)
    silent, gone = (
        _first(cardio_loads, CardioLoad, KEY | more) for more in ({}, {"cardio_load_level": zeros})
    )
    assert ("level_low" in silent.absent, silent.level_low) == (True, None)
    assert ("level_low" in gone.absent, gone.level_low) == (False, None)
