"""Answers in shapes that nobody expects: what they bring is stored, or kept as it came."""

from typing import Any

import orjson
import pytest

from app.records.sync import RunState
from tests.app.faults.conftest import PersonOf
from tests.app.faults.test_kinds import DATE, EXERCISES, HEART, NIGHT, RUN, SLEEP

BEFORE = NIGHT | {"date": "2026-11-23"}
OTHER = RUN | {"id": "RUN2", "start_time": "2026-11-23T07:00:00"}
JSON = {"Content-Type": "application/json"}
WHOLE = {"nights": [NIGHT, BEFORE]}


@pytest.mark.parametrize(
    "answer",
    [
        WHOLE["nights"],
        {"data": WHOLE},
        {"nights": WHOLE},
        {"sleeps": WHOLE["nights"], "total": 2},
        [206, orjson.dumps(WHOLE).decode(), JSON],
        [200, "\ufeff" + orjson.dumps(WHOLE).decode(), JSON],
    ],
)
async def test_a_list_in_another_wrapping(answer: Any, person_of: PersonOf) -> None:  # noqa: ANN401
    """The one list of objects in an answer is the list, wherever it lies."""
    person = person_of({SLEEP: answer})
    assert (await person.sync()).state is RunState.SUCCESS
    assert await person.sql("SELECT count(*) FROM sleep WHERE user_id = %(person)s") == [(2,)]


@pytest.mark.parametrize(
    "answer",
    [
        {"error": {"details": [{"code": 1}]}},
        {"status": "error"},
        [202, "", {}],
        [200, orjson.dumps(WHOLE).decode()[:-3], JSON],
        [200, "<html></html>", {"Content-Type": "text/html"}],
    ],
)
async def test_no_success_over_nothing(answer: Any, person_of: PersonOf) -> None:  # noqa: ANN401
    """What is no list fails its feed, and the others are stored."""
    person = person_of({SLEEP: answer, EXERCISES: [RUN], "/v3/exercises/RUN1": RUN})
    told = await person.sync()
    assert (told.state, told.feeds["sleep"].state) == (RunState.PARTIAL, "failed")
    assert await person.sql("SELECT count(*) FROM exercise WHERE user_id = %(person)s") == [(1,)]


@pytest.mark.parametrize(
    "detail",
    [
        [RUN | {"heart_rate": {"average": 140}}],
        {"exercise": RUN | {"heart_rate": {"average": 140}}},
        {"heart-rate": {"average": "140"}},
        RUN | {"training_load_pro": [], "route": [], "samples": [], "heart_rate": ""},
        RUN | {"training_load_pro": {}, "route": {}, "samples": {}, "heart_rate": []},
    ],
)
async def test_details_in_another_shape(detail: Any, person_of: PersonOf) -> None:  # noqa: ANN401
    """Details may lie in a list or an object, lack their id, and have blocks of nothing."""
    listed = RUN | {"heart_rate": {"average": 140}}
    answers = {EXERCISES: [listed, OTHER], "/v3/exercises/RUN1": detail}
    person = person_of(answers | {"/v3/exercises/RUN2": OTHER})
    told = await person.sync()
    assert (told.state, told.feeds["exercises"].problems) == (RunState.SUCCESS, [])
    rows = "SELECT heart_rate_avg, has_details FROM exercise WHERE user_id = %(person)s ORDER BY 1"
    assert await person.sql(rows) == [(140, True), (None, True)]


async def test_what_can_not_be_read_is_kept(person_of: PersonOf) -> None:
    """Fields, elements, samples and rows that can not be read stand in SQL as they came, once."""
    nameless = RUN | {"id": None, "note": "x"}
    odd = RUN | {"duration": "half an hour", "heart_rate_zones": [{"index": "x"}]}
    broken = {"sample_time": "25:00:00", "heart_rate": 60}
    samples = [{"sample_time": "00:00:05", "heart_rate": "61"}, broken]
    person = person_of(
        {
            EXERCISES: [nameless, odd, OTHER],
            "/v3/exercises/RUN1": odd,
            "/v3/exercises/RUN2": OTHER,
            HEART: {"heart_rates": [DATE | {"heart_rate_samples": samples, "quality": 7}]},
        }
    )
    for _ in range(2):
        assert (await person.sync()).state is RunState.PARTIAL
    assert await person.sql(
        "SELECT polar_exercise_id, extra FROM exercise WHERE user_id = %(person)s ORDER BY 1"
    ) == [
        ("RUN1", {"duration": "half an hour", "heart_rate_zones": [{"index": "x"}]}),
        ("RUN2", None),
    ]
    beats = "SELECT bpm FROM heart_rate_sample WHERE user_id = %(person)s"
    assert await person.sql(beats) == [(61,)]
    assert await person.sql(
        "SELECT feed, sent FROM unread_row WHERE user_id = %(person)s ORDER BY 1"
    ) == [
        ("exercises", nameless),
        ("heart_rate", DATE | {"quality": 7, "heart_rate_samples": [broken]}),
    ]
