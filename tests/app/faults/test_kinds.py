"""Further troubles of the reported kinds, through a whole sync."""

import datetime as dt
from typing import Any

import pytest

from app.records.sync import RunState
from tests.app.faults.conftest import PersonOf

SLEEP, RECHARGE, HEART = (
    "/v3/users/sleep",
    "/v3/users/nightly-recharge",
    "/v3/users/continuous-heart-rate",
)
STEPS, EXERCISES = "/v3/users/activities/samples", "/v3/exercises"
DATE = {"date": "2026-11-24"}
NIGHT = DATE | {
    "sleep_start_time": "2026-11-23T23:00:00+01:00",
    "sleep_end_time": "2026-11-24T07:00:00+01:00",
    "light_sleep": 20_000,
    "deep_sleep": 5_000,
    "rem_sleep": 2_800,
    "unrecognized_sleep_stage": 0,
    "total_interruption_duration": 1_000,
    "sleep_score": 80,
    "sleep_rating": 4,
    "hypnogram": {"23:00": 3, "07:00": 0},
    "heart_rate_samples": {"23:00": 50, "03:00": 48},
}
SHORTER = {
    "sleep_start_time": "2026-11-24T02:00:00+01:00",
    "sleep_end_time": "2026-11-24T05:00:00+01:00",
}
RUN = {
    "id": "RUN1",
    "start_time": "2026-11-24T07:00:00",
    "start_time_utc_offset": 60,
    "duration": "PT30M",
}


def _nights(*answers: list[dict[str, Any]]) -> dict[str, Any]:
    return {f"seq:{SLEEP}": [{"nights": nights} for nights in answers]}


@pytest.mark.parametrize(
    ("later", "stored"),
    [
        # What the later answer lacks stays…
        ({"sleep_rating": 2}, (20_000, 1_000, 80, 2)),
        ({"sleep_score": 70}, (20_000, 1_000, 70, 4)),
        ({k: v for k, v in NIGHT.items() if k != "sleep_score"}, (20_000, 1_000, 80, 4)),
        # …null and "not measured" clear, what can not be read says nothing…
        ({"sleep_score": None}, (20_000, 1_000, None, 4)),
        ({"sleep_score": 0}, (20_000, 1_000, None, 4)),
        ({"sleep_score": "many"}, (20_000, 1_000, 80, 4)),
        # …and a night that was measured anew has no part of the old one.
        (SHORTER, (None, None, None, 4)),
        (SHORTER | {"light_sleep": 9_000}, (9_000, None, None, 4)),
    ],
)
async def test_a_night_that_comes_again(
    later: dict[str, Any], stored: tuple[int | None, ...], person_of: PersonOf
) -> None:
    """Absent keeps, null clears, parts that belong together move together."""
    person = person_of(_nights([NIGHT], [DATE | later]))
    for _ in range(2):
        await person.sync()
    assert await person.sql(
        "SELECT light_s, interruption_s, sleep_score, sleep_rating"
        " FROM sleep WHERE user_id = %(person)s"
    ) == [stored]
    (night,) = await person.rest("sleep?days=9")
    assert night["sleep_score"] == stored[2]
    found = await person.graphql("sleep(days: 9) { sleepScore sleepRating }")
    assert found["sleep"] == [{"sleepScore": stored[2], "sleepRating": stored[3]}]
    scores = "SELECT value FROM metric_daily WHERE user_id = %(person)s AND metric = 'sleep_score'"
    assert await person.sql(scores) == ([] if stored[2] is None else [(stored[2],)])


@pytest.mark.parametrize(
    ("later", "changes"),
    [({}, 2), ({"hypnogram": {}}, 0), ({"hypnogram": None}, 0), ({"hypnogram": {"01:00": 4}}, 1)],
)
async def test_a_hypnogram_that_comes_again(
    later: dict[str, Any], changes: int, person_of: PersonOf
) -> None:
    """A hypnogram that came empty is withdrawn, one that did not come stays."""
    person = person_of(_nights([NIGHT], [DATE | later]))
    for _ in range(2):
        await person.sync()
    rows = "SELECT count(*) FROM sleep_stage_sample WHERE user_id = %(person)s"
    assert await person.sql(rows) == [(changes,)]


@pytest.mark.parametrize(
    ("later", "changes"),
    [
        (SHORTER, []),
        ({"light_sleep": 9_000}, []),
        (SHORTER | {"hypnogram": {"02:00": 3}}, ["2026-11-24 02:00:00"]),
        ({"sleep_rating": 1}, ["2026-11-23 23:00:00", "2026-11-24 07:00:00"]),
    ],
)
@pytest.mark.parametrize("compressed", [False, True])
async def test_the_hypnogram_of_another_version(
    later: dict[str, Any], changes: list[str], person_of: PersonOf, *, compressed: bool
) -> None:
    """A night that was measured anew shows no stage of before."""
    before = {"date": "2026-11-23", "hypnogram": {"03:00": 3}}
    person = person_of(_nights([NIGHT, before], [DATE | later]))
    await person.sync()
    if compressed:
        await person.sql(COMPRESSED)
    await person.sync()
    stages = "SELECT local_time::text FROM sleep_stage_sample WHERE user_id = %(person)s ORDER BY 1"
    found = [at for (at,) in await person.sql(stages)]
    assert found == ["2026-11-23 03:00:00", *changes]
    night = await person.rest("sleep/2026-11-24")
    assert [*night["hypnogram"]] == [at[11:16] for at in changes]


@pytest.mark.parametrize("empty_first", [True, False])
async def test_an_empty_night_beats_none(person_of: PersonOf, *, empty_first: bool) -> None:
    """A row of nothing but a date, before or behind the night, changes nothing."""
    rows: list[dict[str, Any]] = [DATE, NIGHT] if empty_first else [NIGHT, DATE]
    person = person_of(_nights(rows))
    assert (await person.sync()).state is RunState.SUCCESS
    assert [night["sleep_score"] for night in await person.rest("sleep?days=9")] == [80]
    assert await person.rest("naps?days=9") == []


async def test_a_nap_that_was_there_before_its_night(person_of: PersonOf) -> None:
    """The first sleep of a date may turn out to be a nap, and gives the night its place."""
    nap = NIGHT | {
        "sleep_start_time": "2026-11-24T00:10:00+01:00",
        "sleep_end_time": "2026-11-24T01:00:00+01:00",
        "light_sleep": 3_000,
        "deep_sleep": 0,
        "rem_sleep": 0,
        "total_interruption_duration": 0,
        "sleep_score": 0,
    }
    late = NIGHT | {"sleep_start_time": "2026-11-24T02:00:00+01:00", "light_sleep": 9_000}
    person = person_of(_nights([nap], [late, nap]))
    for _ in range(2):
        await person.sync()
    assert [night["sleep_score"] for night in await person.rest("sleep?days=9")] == [80]
    assert [n["start_time"] for n in await person.rest("naps?days=9")] == ["2026-11-24 00:10:00"]


async def test_a_night_without_offset(person_of: PersonOf) -> None:
    """Naive times keep the wall clock, and the offset is null."""
    naive = {"sleep_start_time": "2026-11-23T23:00:00", "sleep_end_time": "2026-11-24T07:00:00"}
    person = person_of(_nights([NIGHT | naive]))
    assert (await person.sync()).state is RunState.SUCCESS
    night = await person.rest("sleep/2026-11-24")
    assert (night["sleep_start_time"], night["utc_offset_minutes"]) == ("2026-11-23 23:00:00", None)
    assert night["sleep_efficiency_percent"] == 96.53
    found = await person.graphql("sleep(days: 9) { sleepStartLocal sleepStartAt utcOffsetMinutes }")
    assert found["sleep"] == [
        {
            "sleepStartLocal": "2026-11-23T23:00:00",
            "sleepStartAt": None,
            "utcOffsetMinutes": None,
        }
    ]


async def test_a_night_that_ends_before_it_starts(person_of: PersonOf) -> None:
    """It is kept as it was sent, and the run tells it without being any the worse."""
    wrong = {"sleep_end_time": "2026-11-22T07:00:00+01:00"}
    person = person_of(_nights([NIGHT | wrong]))
    told = await person.sync()
    assert told.state is RunState.SUCCESS
    assert ["before it starts" in note for note in told.feeds["sleep"].notes] == [True]
    assert len(await person.rest("sleep?days=9")) == 1


async def test_the_repeated_hour_of_heart_rate(person_of: PersonOf) -> None:
    """Both samples of a moment that the clock showed twice are there, on every surface."""
    clocks = [("02:00:00", 50), ("02:30:00", 51), ("02:00:00", 60), ("02:30:00", 61)]
    samples = [{"sample_time": clock, "heart_rate": bpm} for clock, bpm in clocks]
    person = person_of({HEART: {"heart_rates": [DATE | {"heart_rate_samples": samples}]}})
    for _ in range(2):
        assert (await person.sync()).state is RunState.SUCCESS
    rows = "SELECT fold, bpm FROM heart_rate_sample WHERE user_id = %(person)s ORDER BY 1, 2"
    assert await person.sql(rows) == [(0, 50), (0, 51), (1, 60), (1, 61)]
    (day,) = await person.rest("heart-rate?days=9")
    assert (day["hr_min"], day["hr_max"], day["sample_count"]) == (50, 61, 4)
    found = await person.graphql('day(date: "2026-11-24") { heartRate { values } }')
    assert sorted(found["day"]["heartRate"]["values"]) == [50, 51, 60, 61]


async def test_steps_on_the_clock_of_two_days(person_of: PersonOf) -> None:
    """A flight west: the new day begins on the clock of the old one, and nothing is lost."""
    days = [
        {"date": "2026-11-23", "steps": {"samples": [_minute("23T23:00", 30)]}},
        {
            "date": "2026-11-24",
            "steps": {"samples": [_minute("23T23:00", 7), _minute("24T09:00", 9)]},
        },
    ]
    days[1]["steps"]["samples"][1:1] = [_minute("23T23:01", 0)]  # type: ignore[index]
    person = person_of({STEPS: days})
    for _ in range(2):
        await person.sync()
    found = await person.rest("activity-samples?days=9")
    assert {day["date"]: day["total_steps"] for day in found} == {
        "2026-11-24": 16,
        "2026-11-23": 30,
    }


def _minute(at: str, steps: int) -> dict[str, Any]:
    return {"timestamp": f"2026-11-{at}", "steps": steps}


async def test_exercises_in_other_types(person_of: PersonOf) -> None:
    """A numeric id, a day-long duration, no offset, and beats that are none."""
    odd = RUN | {
        "id": 1234567,
        "duration": "P1DT2H3M",
        "calories": 300.6,
        "start_time_utc_offset": None,
        "samples": [{"sample_type": 11, "recording_rate": None, "data": "800,0,810"}],
    }
    person = person_of({EXERCISES: [odd], "/v3/exercises/1234567": odd})
    told = await person.sync()
    assert (told.state, told.feeds["exercises"].problems) == (RunState.SUCCESS, [])
    (row,) = await person.rest("exercises?days=9")
    assert (row["polar_exercise_id"], row["duration_minutes"], row["calories"]) == (
        "1234567",
        1563.0,
        301,
    )
    detail = await person.rest(f"exercises/{row['id']}")
    assert detail["utc_offset_minutes"] is None
    series = (await person.rest(f"exercises/{row['id']}/samples"))["samples"]
    assert [one["values"] for one in series] == [[800, None, 810]]
    found = await person.graphql("exercises(days: 9) { edges { node { utcOffsetMinutes } } }")
    assert found["exercises"]["edges"] == [{"node": {"utcOffsetMinutes": None}}]


UNPACKED = """
    SELECT decompress_chunk(chunk, TRUE)::text FROM show_chunks('exercise_sample') AS chunk
"""
COMPRESSED = """
    SELECT compress_chunk(chunk, TRUE)::text
    FROM
        unnest(
            ARRAY['sleep', 'exercise_sample', 'route_point_sample', 'sleep_stage_sample']
        ) AS relation,
        show_chunks(relation::regclass) AS chunk
"""


@pytest.mark.parametrize("compressed", [False, True])
@pytest.mark.parametrize("has_route", [True, None])
async def test_an_edit_that_took_the_course_away(
    person_of: PersonOf, *, has_route: bool | None, compressed: bool
) -> None:
    """New details without samples, zones and route leave none of the old version."""
    before = RUN | {
        "has_route": True,
        "samples": [{"sample_type": 0, "recording_rate": 600, "data": "100,101,102"}],
        "heart_rate_zones": [{"index": 0, "in_zone": "PT30M"}],
        "route": [{"latitude": 60.1, "longitude": 24.9, "time": "PT0S"}],
    }
    after = RUN | {"duration": "PT10M", "upload_time": "2026-11-25T07:00:00Z"}
    after |= {} if has_route is None else {"has_route": False, "samples": []}
    other = RUN | {"id": "RUN2", "start_time": "2026-11-23T07:00:00"}
    old = {**before, "id": "RUN2", "start_time": "2026-11-23T07:00:00"}
    lists = [[RUN, other], [after, other]]
    details = {f"seq:{EXERCISES}/RUN1": [before, after], f"{EXERCISES}/RUN2": old}
    person = person_of({f"seq:{EXERCISES}": lists} | details)
    assert (await person.sync()).state is RunState.SUCCESS
    if compressed:
        await person.sql(COMPRESSED)
    assert (await person.sync()).state is RunState.SUCCESS
    for relation, count in (("exercise_sample", 3), ("route_point_sample", 1)):
        rows = (
            f"SELECT polar_exercise_id FROM {relation} JOIN exercise USING (user_id, exercise_id)"
            " WHERE user_id = %(person)s"
        )
        assert await person.sql(rows) == [("RUN2",)] * count
    zones = "SELECT polar_exercise_id FROM exercise_zone JOIN exercise USING (exercise_id)"
    assert await person.sql(f"{zones} WHERE user_id = %(person)s") == [("RUN2",)]
    ids = {row["polar_exercise_id"]: row["id"] for row in await person.rest("exercises?days=9")}
    assert (await person.rest(f"exercises/{ids['RUN1']}/samples"))["code"] == "not_found"


async def test_an_edited_start_without_its_offset(person_of: PersonOf) -> None:
    """The moment moves with the wall clock, by the offset that is stored."""
    moved = RUN | {"start_time": "2026-11-24T09:30:00", "upload_time": "2026-11-25T07:00:00Z"}
    del moved["start_time_utc_offset"]
    details = {f"seq:{EXERCISES}/RUN1": [RUN, moved]}
    person = person_of({f"seq:{EXERCISES}": [[RUN], [moved]]} | details)
    for _ in range(2):
        await person.sync()
    rows = "SELECT start_local - (start_at AT TIME ZONE 'UTC'), start_local, utc_offset_minutes"
    (row,) = await person.sql(f"{rows} FROM exercise WHERE user_id = %(person)s")
    assert row == (dt.timedelta(hours=1), dt.datetime(2026, 11, 24, 9, 30), 60)


async def test_a_course_of_the_archive_stays(person_of: PersonOf) -> None:
    """Details of AccessLink's without samples take nothing away that came from elsewhere."""
    samples = [{"sample_type": 0, "recording_rate": 600, "data": "100,101,102"}]
    after = RUN | {"duration": "PT10M", "upload_time": "2026-11-25T07:00:00Z"}
    details = {f"seq:{EXERCISES}/RUN1": [RUN | {"samples": samples}, after]}
    person = person_of({f"seq:{EXERCISES}": [[RUN], [after]]} | details)
    await person.sync()
    await person.sql(UNPACKED)  # Other tests pack it.
    imported = "UPDATE exercise_sample SET source = 'archive' WHERE user_id = %(person)s"
    assert len(await person.sql(f"{imported} RETURNING local_time")) == 3
    await person.sync()
    rows = "SELECT count(*) FROM exercise_sample WHERE user_id = %(person)s"
    assert await person.sql(rows) == [(3,)]


async def test_heart_rate_in_whose_place_an_archive_s_stays(person_of: PersonOf) -> None:
    """The run says so, and the answer stands in SQL as it came, once."""
    beats = [{"sample_time": f"08:0{minute}:00", "heart_rate": 60} for minute in range(3)]
    other = DATE | {"heart_rate_samples": [{"sample_time": "09:00:00", "heart_rate": 75}]}
    answers = [DATE | {"heart_rate_samples": beats}, other, other]
    person = person_of({f"seq:{HEART}": [{"heart_rates": [day]} for day in answers]})
    assert (await person.sync(days=14)).feeds["heart_rate"].notes == []
    archived = "UPDATE heart_rate_sample SET source = 'archive' WHERE user_id = %(person)s"
    assert len(await person.sql(f"{archived} RETURNING bpm")) == 3
    owner = "INSERT INTO archive_owner (user_id) VALUES (%(person)s) RETURNING user_id"
    assert len(await person.sql(owner)) == 1
    for _ in range(2):
        told = (await person.sync(days=14)).feeds["heart_rate"]
        assert told.notes == [
            "heart rate 2026-11-24 to 2026-11-24: an archive told more of 1 days, which stays"
        ]
    rows = "SELECT bpm FROM heart_rate_sample WHERE user_id = %(person)s"
    assert await person.sql(rows) == [(60,)] * 3
    assert await person.sql("SELECT sent FROM unread_row WHERE user_id = %(person)s") == [(other,)]


@pytest.mark.parametrize("empty", [{}, {"heart_rate_avg": 0}, {"heart_rate_avg": None}])
@pytest.mark.parametrize("first", [True, False])
async def test_an_empty_recharge_beats_none(
    empty: dict[str, Any], person_of: PersonOf, *, first: bool
) -> None:
    """Of two rows of one night the one with values counts, whatever their order."""
    rows = [DATE | {"heart_rate_avg": 50}, DATE | empty]
    person = person_of({RECHARGE: {"recharges": rows[::-1] if first else rows}})
    assert (await person.sync()).state is RunState.SUCCESS
    found = await person.graphql("recharge(days: 9) { heartRateAvg }")
    assert found["recharge"] == [{"heartRateAvg": 50}]
