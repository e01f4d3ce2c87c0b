"""Answers in shapes that nobody expects: what they bring is stored, or kept as it came."""

from typing import Any

import orjson
import pytest

from app.records.sync import RunState
from tests.app.faults.conftest import PersonOf
from tests.app.faults.test_kinds import DATE, EXERCISES, HEART, NIGHT, RECHARGE, RUN, SLEEP

BEFORE = NIGHT | {"date": "2026-11-23"}
OTHER = RUN | {"id": "RUN2", "start_time": "2026-11-23T07:00:00"}
JSON = {"Content-Type": "application/json"}
WHOLE = {"nights": [NIGHT, BEFORE]}
_JSON = orjson.dumps(WHOLE).decode()


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
        [200, orjson.dumps(WHOLE).decode()[:99], JSON],
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
    ("answer", "nights"),
    [
        (_JSON[:-3], 1),
        (_JSON[:-30], 1),
        (_JSON + _JSON, 2),
        (_JSON.replace('score":80', 'score":NaN'), 2),
    ],
)
async def test_whole_rows_of_a_broken_list(answer: str, nights: int, person_of: PersonOf) -> None:
    """Rows before a cut are stored, on every surface; the run says that the list was broken."""
    person = person_of({SLEEP: [200, answer, JSON]})
    told = await person.sync()
    feed = told.feeds["sleep"]
    assert (told.state, feed.state, feed.error_code) == (
        RunState.PARTIAL,
        "partial",
        "polar_bad_answer",
    )
    assert "did not come whole: AccessLink's answer for the sleep list" in feed.problems[0]
    assert await person.sql("SELECT count(*) FROM sleep WHERE user_id = %(person)s") == [(nights,)]
    assert len(await person.rest("sleep?days=9")) == nights
    assert len((await person.graphql("sleep(days: 9) { date }"))["sleep"]) == nights


async def test_days_of_a_broken_range_are_asked_for_again(person_of: PersonOf) -> None:
    """The days that came whole are stored; the range counts as not answered, and is owed."""
    days = [DATE, {"date": "2026-11-23"}, {"date": "2026-11-22"}]
    beats = {"heart_rate_samples": [{"sample_time": "08:00:00", "heart_rate": 60}]}
    whole = orjson.dumps({"heart_rates": [day | beats for day in days]}).decode()
    person = person_of({f"seq:{HEART}": [[200, whole[:-9], JSON], {"heart_rates": []}]})
    feed = (await person.sync()).feeds["heart_rate"]
    assert (feed.state, feed.days_asked, feed.days_answered) == ("partial", 28, 14)
    assert feed.problems[0].startswith("2026-11-14 to 2026-11-27 did not come whole: ")
    assert [day["hr_min"] for day in await person.rest("heart-rate?days=9")] == [60, 60]
    owed = "SELECT item FROM sync_owed WHERE user_id = %(person)s"
    assert await person.sql(owed) == [("2026-11-14/2026-11-27",)]


async def test_details_that_came_broken(person_of: PersonOf) -> None:
    """Of a list with samples that was cut the whole ones count, others are asked for one by one."""
    runs = [
        RUN | {"id": f"R{place}", "start_time": f"2026-11-{20 + place}T07:00:00"}
        for place in range(4)
    ]
    detailed = [
        run | {"samples": [{"sample_type": 0, "recording_rate": 60, "data": "90,91"}]}
        for run in runs
    ]
    cut = orjson.dumps(detailed).decode()[:-50]
    answers = {f"{EXERCISES}/{run['id']}": run for run in detailed}
    query = "?samples=true&zones=true&route=true"
    person = person_of(answers | {EXERCISES: runs, f"{EXERCISES}{query}": [200, cut, JSON]})
    feed = (await person.sync()).feeds["exercises"]
    assert (feed.state, len(feed.problems)) == ("partial", 1)
    rows = "SELECT count(*) FROM exercise_sample WHERE user_id = %(person)s"
    assert await person.sql(rows) == [(8,)]
    assert await person.sql("SELECT FROM sync_owed WHERE user_id = %(person)s") == []


@pytest.mark.parametrize(
    "detail",
    [
        [RUN | {"heart_rate": {"average": 140}}],
        {"exercise": RUN | {"heart_rate": {"average": 140}}},
        {"heart-rate": {"average": "140"}},
        RUN | {"training_load_pro": [], "route": [], "samples": [], "heart_rate": ""},
        RUN | {"training_load_pro": {}, "route": {}, "samples": {}, "heart_rate": []},
        RUN | {"route": None, "samples": None, "heart_rate_zones": None},
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


LOAD, SPO2 = "/v3/users/cardio-load", "/v3/users/biosensing/spo2"
ACTIVITY = "/v3/users/activities"
TEST = {"test_time": 1795500000, "time_zone_offset": 60, "source_device_id": "A"}
DAY = {"start_time": "2026-11-24T00:00", "end_time": "2026-11-24T23:59"}


@pytest.mark.parametrize(
    ("path", "kept", "other"),
    [
        (RECHARGE, DATE | {"ans_charge": 1, "ans_charge_status": 4}, DATE | {"heart_rate_avg": 50}),
        (LOAD, DATE | {"cardio_load": 10.0, "strain": 5.0}, DATE | {"tolerance": 7.0}),
        (ACTIVITY, DAY | {"steps": 9000, "calories": 2000}, DAY | {"steps": 500}),
        (SPO2, TEST | {"blood_oxygen_percent": 97, "altitude_meters": 5}, TEST | {"hrv": 1}),
        (SLEEP, NIGHT | {"sleep_goal": 28_800}, NIGHT | {"device_id": "B", "sleep_rating": 0}),
    ],
)
@pytest.mark.parametrize("first", [True, False])
async def test_the_row_that_does_not_count_is_kept(
    path: str, kept: dict[str, Any], other: dict[str, Any], person_of: PersonOf, *, first: bool
) -> None:
    """Of two rows of one day or one test one counts; the other one stands in SQL as it came."""
    rows = [other, kept] if first else [kept, other]
    wrapped = {SLEEP: {"nights": rows}, RECHARGE: {"recharges": rows}}
    person = person_of({path: wrapped.get(path, rows)})
    for _ in range(2):
        assert (await person.sync()).state is RunState.SUCCESS
    unread = "SELECT sent, problem FROM unread_row WHERE user_id = %(person)s"
    words = "Another row of the same day, or of the same thing, counts."
    assert await person.sql(unread) == [(other, words)]


async def test_the_halves_of_a_night_are_kept(person_of: PersonOf) -> None:
    """Two halves are one night; what each of them said by itself stands in SQL."""
    half = NIGHT | {"light_sleep": 6_000, "deep_sleep": 2_000, "rem_sleep": 1_000}
    halves = [
        half | {"device_id": "A", "sleep_end_time": "2026-11-24T02:00:00+01:00"},
        half | {"device_id": "B", "sleep_start_time": "2026-11-24T02:10:00+01:00"},
    ]
    person = person_of({SLEEP: {"nights": halves}})
    assert (await person.sync()).state is RunState.SUCCESS
    assert len(await person.rest("sleep?days=9")) == 1
    unread = "SELECT sent FROM unread_row WHERE user_id = %(person)s"
    assert sorted(sent["device_id"] for (sent,) in await person.sql(unread)) == ["A", "B"]


@pytest.mark.parametrize("start", [None, "sometime", 1794800000])
async def test_a_broken_row_of_the_list_has_details(start: object, person_of: PersonOf) -> None:
    """What can not be read in the list is asked for by its id, and stored as its details tell."""
    listed = [RUN | {"start_time": start}, OTHER, {"id": "../x"}, {"id": None}]
    person = person_of({EXERCISES: listed, f"{EXERCISES}/RUN1": RUN, f"{EXERCISES}/RUN2": OTHER})
    told = await person.sync()
    assert told.state is RunState.PARTIAL  # Two rows say nothing of what they are.
    assert len(told.feeds["exercises"].problems) == 2
    rows = "SELECT polar_exercise_id FROM exercise WHERE user_id = %(person)s ORDER BY 1"
    assert await person.sql(rows) == [("RUN1",), ("RUN2",)]


async def test_a_heart_rate_that_no_heart_has(person_of: PersonOf) -> None:
    """It is no signal among the samples; it stands beside them as it came, and the run tells it."""
    samples = [{"sample_type": 0, "recording_rate": 1, "data": "100,400,0,102"}]
    person = person_of({EXERCISES: [RUN], "/v3/exercises/RUN1": RUN | {"samples": samples}})
    told = await person.sync()
    assert (told.state, told.feeds["exercises"].notes) == (
        RunState.SUCCESS,
        ["exercise RUN1: 1 heart rates above 300 bpm are no signal, kept aside"],
    )
    beats = "SELECT heart_rate FROM exercise_sample WHERE user_id = %(person)s ORDER BY local_time"
    assert await person.sql(beats) == [(100,), (None,), (None,), (102,)]
    extra = "SELECT extra FROM exercise WHERE user_id = %(person)s"
    assert await person.sql(extra) == [({"heart_rates_too_high": {"1": 400}},)]


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
