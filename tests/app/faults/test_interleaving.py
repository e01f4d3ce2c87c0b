"""Whatever Polar answers one after another, what is stored is what the last answers describe."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from app.normalise.activity import activities
from app.normalise.cardio_load import cardio_loads
from app.normalise.exercise import exercises
from app.normalise.heart_rate import heart_rates
from app.normalise.recharge import recharges
from app.normalise.sleep import nights
from app.store.pool import Pool
from app.store.write import store_harvest
from app.upstream.parse import parse_rows
from app.upstream.wire.activity import Activity
from app.upstream.wire.cardio_load import CardioLoad
from app.upstream.wire.exercise import Exercise
from app.upstream.wire.heart_rate import HeartRateDay
from app.upstream.wire.recharge import NightlyRecharge
from app.upstream.wire.sleep import Sleep
from tests.app.series import new_person

Json = dict[str, Any]

RECHARGE = {
    "heart_rate_avg": "heart_rate_avg",
    "heart_rate_variability_avg": "hrv_rmssd_ms",
    "breathing_rate_avg": "breathing_rate_avg",
    "nightly_recharge_status": "nightly_recharge_status",
}
CORE = {
    "sleep_start_time": "sleep_start_local",
    "sleep_end_time": "sleep_end_local",
    "light_sleep": "light_s",
    "unrecognized_sleep_stage": "unrecognized_s",
}
REST = {"sleep_score": "sleep_score", "sleep_cycles": "sleep_cycles"}
OWN = {"sleep_rating": "sleep_rating", "device_id": "device_id"}
NIGHT = CORE | REST | OWN
HYPNOGRAM = "hypnogram"
STAGES = {0: "WAKE", 3: "LIGHT", 4: "DEEP"}

# Stages of every version fit into the times of every other one: a mix of versions that no answer
# told apart must not leave a night that the checks of sql/checks refuse.
TIMES = (
    ["2026-01-10T23:00:00+01:00", "2026-01-11T07:00:00+01:00"],
    [
        "2026-01-11T01:00:00+01:00",
        "2026-01-11T05:00:00+01:00",
    ],
)


def _part_of(whole: Mapping[str, Any]) -> st.SearchStrategy[Json]:
    """An answer with some of the keys, each with its value, or null."""
    keys = {name: st.just(value) | st.none() for name, value in whole.items()}
    return st.fixed_dictionaries({}, optional=keys)


def _versions(*wholes: Mapping[str, Any]) -> st.SearchStrategy[Json]:
    """A full answer of any version, or a part of one."""
    return st.one_of(
        *(st.just(dict(whole)) for whole in wholes), *(_part_of(whole) for whole in wholes)
    )


def _night(times: list[str], light: int, score: int) -> Json:
    return {
        "sleep_start_time": times[0],
        "sleep_end_time": times[1],
        "light_sleep": light,
        "unrecognized_sleep_stage": 0 if light else 14_400,
        "sleep_score": score,
        "sleep_cycles": 5 if score else 0,
        "sleep_rating": 4,
        "device_id": "A",
        "hypnogram": {times[0][11:16]: 3, "04:00": 4, times[1][11:16]: 0},
    }


NIGHTS = _versions(
    _night(TIMES[0], 13_500, 80), _night(TIMES[1], 13_000, 60), _night(TIMES[1], 0, 0)
)
RECHARGES = _versions(
    dict(zip(RECHARGE, (50, 60, 13.5, 4), strict=True)),
    dict(zip(RECHARGE, (55, 40, 14.0, 2), strict=True)),
    dict(zip(RECHARGE, (0, 0, None, None), strict=True)),
)
HEART = st.none() | st.dictionaries(
    st.sampled_from(["08:00:00", "08:05:00", "08:10:00"]), st.sampled_from([0, 60, 190]), max_size=3
)
ANSWERS = st.lists(
    st.tuples(
        NIGHTS, RECHARGES, st.fixed_dictionaries({}, optional={"heart": HEART}), st.integers(1, 3)
    ),
    min_size=1,
    max_size=6,
)
"""Answers of three feeds; the last number says after how many of them the process was killed."""


@pytest.mark.usefixtures("pool")
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(answers=ANSWERS, repeated=st.integers(1, 2))
@example(
    answers=[({"sleep_start_time": TIMES[0][0]}, {}, {}, 1), ({"sleep_end_time": None}, {}, {}, 1)],
    repeated=1,
)
@example(
    answers=[(_night(TIMES[0], 13_500, 80), {}, {}, 1), ({"light_sleep": 13_000}, {}, {}, 1)],
    repeated=1,
)
async def test_the_last_answers_count(pool: Pool, answers: list[Any], repeated: int) -> None:
    """Full, partial, withdrawn and repeated answers, cut off anywhere: the last word counts."""
    person = await new_person(pool)
    night: Json = {}
    recharge: Json = {}
    heart: Json = {}
    for night_said, recharge_said, heart_said, fed in answers:
        feeds = (
            nights(_read(Sleep, night_said)),
            recharges(_read(NightlyRecharge, recharge_said)),
            heart_rates(_read(HeartRateDay, _samples(heart_said))),
        )
        for harvest in feeds[:fed] * repeated:
            await store_harvest(pool, person, harvest)
        night = _night_after(night, night_said)
        recharge = recharge | recharge_said if fed > 1 else recharge
        heart = (
            (heart_said["heart"] or {} if "heart" in heart_said else heart) if fed > 2 else heart
        )
    assert await _stored(pool, person, "sleep", NIGHT) == _meant_night(night)
    if any(fed > 1 for *_, fed in answers):
        assert await _stored(pool, person, "nightly_recharge", RECHARGE) == {
            column: recharge.get(key) or None for key, column in RECHARGE.items()
        }
    assert await _stages(pool, person) == {
        key: STAGES[code] for key, code in sorted((night.get(HYPNOGRAM) or {}).items())
    }
    assert await _beats(pool, person) == {key: bpm or None for key, bpm in sorted(heart.items())}


def _read(model: Any, said: Json) -> Any:  # noqa: ANN401 -- rows of a model
    parsed = parse_rows(model, [{"date": "2026-01-11"} | said])
    assert parsed.problems == []
    return parsed.rows


def _samples(said: Json) -> Json:
    if "heart" not in said:
        return {}
    pairs = sorted((said["heart"] or {}).items())
    return {"heart_rate_samples": [{"sample_time": at, "heart_rate": bpm} for at, bpm in pairs]}


def _night_after(before: Json, said: Json) -> Json:
    """A night that was worked out anew is that of the answer; else the answer's keys count."""
    moved = any(
        _meant(key, before.get(key)) is not None
        and _meant(key, said[key]) != _meant(key, before[key])
        for key in said
        if key in CORE
    )
    kept = {key: value for key, value in before.items() if not moved or key in OWN}
    return kept | said


def _meant(key: str, value: object) -> object:
    if isinstance(value, str) and key.endswith("_time"):
        return dt.datetime.fromisoformat(value).replace(tzinfo=None)
    return value if key == "unrecognized_sleep_stage" else value or None


def _meant_night(night: Json) -> Json:
    return {column: _meant(key, night.get(key)) for key, column in NIGHT.items()}


async def _stored(pool: Pool, person: str, relation: str, names: Mapping[str, str]) -> Json:
    """Columns of the person's one row."""
    statement = f"SELECT {', '.join(names.values())} FROM {relation} WHERE user_id = %s"
    async with pool.connection() as connected:
        cursor = await connected.execute(statement.encode(), [person])
        (row,) = await cursor.fetchall()
    return dict(zip(names.values(), row, strict=True))


async def _stages(pool: Pool, person: str) -> Json:
    statement = (
        b"SELECT to_char(local_time, 'HH24:MI'), stage FROM sleep_stage_sample"
        b" WHERE user_id = %s ORDER BY 1"
    )
    async with pool.connection() as connected:
        cursor = await connected.execute(statement, [person])
        return dict(await cursor.fetchall())


async def _beats(pool: Pool, person: str) -> Json:
    statement = (
        b"SELECT local_time::time::text, bpm FROM heart_rate_sample WHERE user_id = %s ORDER BY 1"
    )
    async with pool.connection() as connected:
        cursor = await connected.execute(statement, [person])
        return dict(await cursor.fetchall())


RUN = {"id": "RUN1", "start_time": "2026-01-11T07:00:00"}
NUMBERS = st.sampled_from([7, 0, 250, -1, None])
DAY_KEYS = {"steps": "steps", "calories": "calories_total", "distance_from_steps": "distance_m"}
LOAD_KEYS = {
    "cardio_load": "cardio_load",
    "tolerance": "tolerance",
    "cardio_load_ratio": "cardio_load_ratio",
}
RUN_KEYS = {"distance": "distance_m", "calories": "calories", "training_load": "training_load"}


def _some(keys: Mapping[str, str]) -> st.SearchStrategy[Json]:
    return st.fixed_dictionaries({}, optional=dict.fromkeys(keys, NUMBERS))


COURSES = st.none() | st.lists(st.sampled_from([90, 120, 0]), max_size=3)
"""Heart rates of details, be they none; None: a list, which says nothing of details."""


@pytest.mark.usefixtures("pool")
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    answers=st.lists(
        st.tuples(_some(DAY_KEYS), _some(LOAD_KEYS), _some(RUN_KEYS), COURSES, st.integers(1, 3)),
        min_size=1,
        max_size=6,
    )
)
@example(answers=[({}, {}, {}, [90, 120], 3), ({}, {}, {"calories": None}, [], 3)])
async def test_days_loads_and_exercises(pool: Pool, answers: list[Any]) -> None:
    """What was said last of each key counts, and what the last details said of the course."""
    person = await new_person(pool)
    meant: list[Json] = [{}, {}, {}]
    beats: list[int] = []
    for *said, course, fed in answers:
        details = {} if course is None else {"samples": [_series(course)]}
        feeds = (
            activities(_rows(Activity, {"start_time": "2026-01-11T00:00"} | said[0])),
            cardio_loads(_rows(CardioLoad, {"date": "2026-01-11"} | said[1])),
            exercises(_rows(Exercise, RUN | said[2] | details)),
        )
        for harvest in feeds[:fed]:
            await store_harvest(pool, person, harvest)
        meant = [
            before | one if place < fed else before
            for place, (before, one) in enumerate(zip(meant, said, strict=True))
        ]
        beats = course if course is not None and fed > 2 else beats
    deepest = max(fed for *_, fed in answers)
    relations = ("activity", DAY_KEYS), ("cardio_load", LOAD_KEYS), ("exercise", RUN_KEYS)
    for (relation, names), told in [*zip(relations, meant, strict=True)][:deepest]:
        assert await _stored(pool, person, relation, names) == {
            column: _number(told.get(key)) for key, column in names.items()
        }
    assert await _course(pool, person) == [bpm or None for bpm in beats]


def _series(beats: list[int]) -> Json:
    data = ",".join(map(str, beats))
    return {"sample_type": 0, "recording_rate": 60, "data": data}


def _rows(model: Any, said: Json) -> Any:  # noqa: ANN401 -- rows of a model
    parsed = parse_rows(model, [said])
    assert parsed.problems == []
    return parsed.rows


def _number(value: float | None) -> float | None:
    return None if value is None or value < 0 else value


async def _course(pool: Pool, person: str) -> list[int | None]:
    statement = b"SELECT heart_rate FROM exercise_sample WHERE user_id = %s ORDER BY local_time"
    async with pool.connection() as connected:
        cursor = await connected.execute(statement, [person])
        return [bpm for (bpm,) in await cursor.fetchall()]
