"""Values that come alone, twice, without signal or in another format, through a whole sync."""

from typing import Any

import pytest

from app.records.sync import RunState
from tests.app.faults.conftest import PersonOf
from tests.app.faults.test_kinds import DATE, EXERCISES, HEART, NIGHT, RECHARGE, RUN, SLEEP, STEPS

BOOST = {
    "period_start_time": "2026-11-23T22:00:00",
    "period_end_time": "2026-11-24T20:00:00",
    "sleep_timezone_offset_minutes": 60,
}
ALERTNESS = "/v3/users/sleepwise/alertness/date"


async def test_a_charge_without_its_status(person_of: PersonOf) -> None:
    """The charge that was sent counts, and the status that was not sent stays."""
    before = DATE | {"ans_charge": 1.0, "ans_charge_status": 3}
    lists = [{"recharges": [row]} for row in (before, DATE | {"ans_charge": 2.5})]
    person = person_of({f"seq:{RECHARGE}": lists})
    for _ in range(2):
        assert (await person.sync()).state is RunState.SUCCESS
    rows = "SELECT ans_charge, ans_charge_status FROM nightly_recharge WHERE user_id = %(person)s"
    assert await person.sql(rows) == [(2.5, 3)]


@pytest.mark.parametrize(
    ("later", "grade", "validity"),
    [({}, 7.4, "VALID"), ({"validity": "VALIDITY_UNKNOWN"}, 7.4, None)],
)
async def test_a_grade_without_its_validity(
    later: dict[str, Any], grade: float, validity: str | None, person_of: PersonOf
) -> None:
    """The grade that was sent counts; validity stays where it is absent."""
    before = BOOST | {"grade": 5.0, "validity": "VALIDITY_VALID"}
    person = person_of({f"seq:{ALERTNESS}": [[before], [BOOST | {"grade": 7.4} | later]]})
    for _ in range(2):
        assert (await person.sync()).state is RunState.SUCCESS
    rows = "SELECT grade, validity FROM alertness_period WHERE user_id = %(person)s"
    assert await person.sql(rows) == [(pytest.approx(grade), validity)]


async def test_samples_without_signal(person_of: PersonOf) -> None:
    """Null and -1 among samples are no fault of any feed, and no value either."""
    beats = [
        {"sample_time": f"08:0{n}:00", "heart_rate": bpm} for n, bpm in enumerate((60, None, -1))
    ]
    minutes = [("07:00", 10), ("07:01", None), ("07:02", -1), ("07:03", 7)]
    steps = [{"timestamp": f"2026-11-24T{clock}", "steps": count} for clock, count in minutes]
    zones = [{"timestamp": "2026-11-24T07:00", "zone": None}]
    maps = {"hrv_samples": {"23:55": None, "00:00": 60}, "breathing_samples": {"23:55": -1}}
    person = person_of(
        {
            HEART: {"heart_rates": [DATE | {"heart_rate_samples": beats}]},
            RECHARGE: {"recharges": [DATE | {"heart_rate_avg": 50} | maps]},
            SLEEP: {"nights": [NIGHT | {"heart_rate_samples": {"23:00": None, "03:00": 48}}]},
            STEPS: [
                DATE | {"steps": {"samples": steps}, "activity_zones": {"samples": zones}},
            ],
        }
    )
    for _ in range(2):
        told = await person.sync()
        assert told.state is RunState.SUCCESS
        assert [feed.problems for feed in told.feeds.values() if feed.problems] == []
    for relation, value, stored in (
        ("heart_rate_sample", "bpm", [60, None, None]),
        ("hrv_sample", "rmssd_ms", [None, 60]),
        ("breathing_sample", "breaths_per_minute", [None]),
        ("sleep_heart_rate_sample", "bpm", [None, 48]),
        ("step_sample", "steps", [10, 7]),
        ("activity_zone_sample", "zone", []),
    ):
        rows = f"SELECT {value} FROM {relation} WHERE user_id = %(person)s ORDER BY local_time"
        assert [found for (found,) in await person.sql(rows)] == stored, relation
    assert await person.sql("SELECT FROM unread_row WHERE user_id = %(person)s") == []


async def test_two_heart_rates_of_one_second(person_of: PersonOf) -> None:
    """One of them counts; the run says so, and the other row stands in SQL as it came."""
    rows = [
        DATE | {"heart_rate_samples": [{"sample_time": "08:00:00", "heart_rate": bpm}]}
        for bpm in (60, 75)
    ]
    person = person_of({HEART: {"heart_rates": rows}})
    told = await person.sync()
    assert told.state is RunState.SUCCESS
    (note,) = told.feeds["heart_rate"].notes
    assert "1 samples left out in whose second there is another one" in note
    beats = "SELECT bpm FROM heart_rate_sample WHERE user_id = %(person)s"
    ((kept,),) = await person.sql(beats)
    (other,) = [row for row in rows if row["heart_rate_samples"][0]["heart_rate"] != kept]  # type: ignore[index]
    assert await person.sql("SELECT sent FROM unread_row WHERE user_id = %(person)s") == [(other,)]


async def test_steps_two_days_from_their_day(person_of: PersonOf) -> None:
    """Samples belong to the date of the answer however far away they are, on every surface."""
    samples = [
        {"timestamp": f"2026-11-22T10:0{minute}", "steps": steps}
        for minute, steps in enumerate((100, 50, 0))
    ]
    person = person_of({STEPS: [DATE | {"steps": {"total_steps": 150, "samples": samples}}]})
    told = await person.sync()
    assert told.feeds["activity_samples"].notes == [
        "activity samples 2026-11-24: 3 samples on the clock of another day, kept"
    ]
    rows = (
        "SELECT date::text, sum(steps)::int FROM step_sample WHERE user_id = %(person)s GROUP BY 1"
    )
    assert await person.sql(rows) == [("2026-11-24", 150)]
    assert [day["total_steps"] for day in await person.rest("activity-samples?days=9")] == [150]
    assert (await person.rest("activity-samples/2026-11-24"))["total_steps"] == 150


async def test_other_formats_of_an_exercise(person_of: PersonOf) -> None:
    """An offset within the start and a duration in seconds are read; a second series is kept."""
    odd = {
        "id": "RUN1",
        "start_time": "2026-11-24T07:00:00+01:00",
        "duration": 1800,
        "samples": [
            {"sample_type": 0, "recording_rate": 1, "data": "100,101"},
            {"sample_type": 0, "recording_rate": 1, "data": "null,null"},
            {"sample_type": 1, "recording_rate": None, "data": "10,11"},
        ],
    }
    person = person_of({EXERCISES: [RUN | odd], f"{EXERCISES}/RUN1": odd})
    told = await person.sync()
    assert (told.state, told.feeds["exercises"].notes) == (
        RunState.SUCCESS,
        [
            "exercise RUN1: 2 series of type 0, the fuller one counts",
            "exercise RUN1: a series of type 1 has no recording rate, kept aside",
        ],
    )
    rows = (
        "SELECT extract(hour FROM start_at AT TIME ZONE 'UTC')::int, utc_offset_minutes,"
        " duration_s, extra FROM exercise WHERE user_id = %(person)s"
    )
    aside = {"sample_type_1": {"recording_rate": None, "data": [10, 11]}}
    assert await person.sql(rows) == [(6, 60, 1800, aside)]
    beats = "SELECT heart_rate FROM exercise_sample WHERE user_id = %(person)s ORDER BY local_time"
    assert await person.sql(beats) == [(100,), (101,)]
