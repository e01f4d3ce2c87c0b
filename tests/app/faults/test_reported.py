"""Troubles that people reported, one file each: what must be there after a sync of it.

Each is asked over SQL, over REST and over GraphQL: the three tell the same.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

from app.records.sync import RunState
from tests.app.faults.conftest import Person

Reported = Callable[[str], Person]


async def test_actigraphy(reported: Reported) -> None:
    """A night without stages keeps its interruptions; what was not measured is null."""
    person = reported("actigraphy")
    assert (await person.sync()).state is RunState.SUCCESS
    assert await person.sql(
        "SELECT date::text, interruption_s, short_interruption_s, long_interruption_s, light_s,"
        " unrecognized_s, sleep_score, sleep_rating FROM sleep WHERE user_id = %(person)s"
        " ORDER BY date DESC"
    ) == [
        ("2026-11-25", 1800, 600, 1200, None, 27_000, None, None),
        ("2026-11-24", None, 300, 600, None, 0, None, 4),
    ]
    night = await person.rest("sleep/2026-11-25")
    assert (night["interruptions_seconds"], night["total_sleep_hours"]) == (1800, None)
    found = await person.graphql("sleep(days: 3) { interruptionSeconds lightSeconds sleepRating }")
    assert found["sleep"] == [
        {"interruptionSeconds": 1800, "lightSeconds": None, "sleepRating": None},
        {"interruptionSeconds": None, "lightSeconds": None, "sleepRating": 4},
    ]


async def test_activity(reported: Reported) -> None:
    """Of two rows of one day the whole one counts; -1 and null are nothing, 0 steps are 0."""
    person = reported("activity")
    told = await person.sync()
    steps = {"2026-11-24": 9000, "2026-11-22": 9000, "2026-11-21": None, "2026-11-20": 0}
    rows = "SELECT date::text, steps FROM activity WHERE user_id = %(person)s ORDER BY date DESC"
    assert dict(await person.sql(rows)) == steps
    days = await person.rest("activity?days=10")
    assert {day["date"]: day["steps"] for day in days} == steps
    assert days[0]["calories_total"] == 2400
    found = await person.graphql("activity(days: 10) { date steps }")
    assert {day["date"]: day["steps"] for day in found["activity"]} == steps
    assert told.feeds["activity"].problems == []
    assert told.feeds["activity"].notes == [
        "activity 2026-11-24: 2 rows in one answer, the one that says more counts"
    ]


async def test_activity_samples(reported: Reported) -> None:
    """Samples belong to the date of their answer, a clock alone too; another sum is told."""
    person = reported("activity")
    told = await person.sync()
    steps = {"2026-11-24": 100, "2026-11-22": 60, "2026-11-19": 5}
    rows = (
        "SELECT date::text, sum(steps)::int FROM step_sample WHERE user_id = %(person)s GROUP BY 1"
    )
    assert dict(await person.sql(rows)) == steps
    days = await person.rest("activity-samples?days=10")
    assert {day["date"]: day["total_steps"] for day in days} == steps
    found = await person.graphql("steps(days: 10) { date steps }")
    assert {day["date"]: day["steps"] for day in found["steps"]} == steps
    assert sorted(told.feeds["activity_samples"].notes) == [
        "activity samples 2026-11-22: 2 samples on the clock of another day, kept",
        "activity samples 2026-11-24: 100 steps by the minute, 9000 in total",
    ]


async def test_all404(reported: Reported) -> None:
    """A list that answers 404 is no AccessLink: the run fails and asks for the right address."""
    person = reported("all404")
    told = await person.sync()
    assert told.state is RunState.FAILED
    assert "POLAR_API_URL" in str(told.feeds["sleep"].error)
    assert await person.sql("SELECT FROM sleep WHERE user_id = %(person)s") == []
    (run,) = await person.rest("sync/runs")
    assert (run["status"], run["error_code"]) == ("failed", "polar_wrong_address")
    found = await person.graphql("sleep(days: 9) { date } syncRuns(last: 1) { nodes { state } }")
    assert (found["sleep"], found["syncRuns"]["nodes"]) == ([], [{"state": "FAILED"}])


async def test_detail500(reported: Reported) -> None:
    """An exercise whose details do not come is kept, and its details are asked for again."""
    person = reported("detail500")
    told = await person.sync()
    assert told.state is RunState.PARTIAL
    assert ["BAD01" in problem for problem in told.feeds["exercises"].problems] == [True]
    assert await person.sql(
        "SELECT polar_exercise_id, has_details FROM exercise WHERE user_id = %(person)s ORDER BY 1"
    ) == [("BAD01", False), ("GOOD1", True)]
    assert [row["polar_exercise_id"] for row in await person.rest("exercises?days=9")] == [
        "BAD01",
        "GOOD1",
    ]
    assert await _exercises(person, "polarExerciseId") == ["BAD01", "GOOD1"]
    again = await person.sync()
    assert len(again.feeds["exercises"].problems) == 1


async def test_listdetail500(reported: Reported) -> None:
    """The list of exercises is stored when the same list with samples answers 500."""
    person = reported("listdetail500")
    told = await person.sync()
    assert told.state is RunState.PARTIAL
    ids = [f"M{number}" for number in range(6)]
    rows = "SELECT polar_exercise_id FROM exercise WHERE user_id = %(person)s ORDER BY 1"
    assert [name for (name,) in await person.sql(rows)] == ids
    assert [row["polar_exercise_id"] for row in await person.rest("exercises?days=9")] == ids
    assert await _exercises(person, "polarExerciseId") == ids


async def test_edited(reported: Reported) -> None:
    """An exercise that was cropped has its new samples, and none of the old ones."""
    person = reported("edited")
    for _ in range(3):
        assert (await person.sync()).state is RunState.SUCCESS
    bpm = [100, 101, 102, 103]
    samples = (
        "SELECT heart_rate FROM exercise_sample WHERE user_id = %(person)s ORDER BY local_time"
    )
    assert [value for (value,) in await person.sql(samples)] == bpm
    (row,) = await person.rest("exercises?days=9")
    assert (row["sport"], row["distance_km"], row["duration_minutes"]) == ("CYCLING", 1.0, 0.07)
    series = (await person.rest(f"exercises/{row['id']}/samples"))["samples"]
    assert [(one["sample_type"], one["values"]) for one in series] == [("heart_rate", bpm)]
    assert await _exercises(person, "sport") == ["CYCLING"]


async def test_gap(reported: Reported) -> None:
    """Two months in a drawer do not hide the days before them."""
    person = reported("gap")
    told = await person.sync(days=364)
    feed = told.feeds["activity"]
    assert (feed.days_asked, feed.days_answered) == (364, 364)
    assert (feed.first_day, feed.last_day) == (dt.date(2026, 2, 1), dt.date(2026, 11, 27))
    told_over_rest = (await _last_run(person))["activity"]
    assert (told_over_rest["days_asked"], told_over_rest["days_answered"]) == (364, 364)
    assert (told_over_rest["first_day"], told_over_rest["last_day"]) == ("2026-02-01", "2026-11-27")
    rows = "SELECT count(*) FROM activity WHERE user_id = %(person)s"
    assert await person.sql(rows) == [(220,)]
    assert len(await person.rest("activity?days=365")) == 220
    found = await person.graphql("activity(days: 365) { date }")
    assert [found["activity"][place]["date"] for place in (0, 19, 20)] == [
        "2026-11-27",
        "2026-11-08",
        "2026-08-19",
    ]


async def test_piece500(reported: Reported) -> None:
    """The days that answered are kept, whatever ended the others; the run names the missing."""
    person = reported("piece500")
    told = await person.sync(days=60)
    assert told.state is RunState.PARTIAL
    assert await person.sql("SELECT date::text FROM activity WHERE user_id = %(person)s") == [
        ("2026-11-26",)
    ]
    assert [day["hr_min"] for day in await person.rest("heart-rate?days=9")] == [50]
    found = await person.graphql("activity(days: 9) { steps } heartRate(days: 9) { hrMin }")
    assert found == {"activity": [{"steps": 4000}], "heartRate": [{"hrMin": 50.0}]}
    for name in ("heart_rate", "activity"):
        feed = told.feeds[name]
        assert feed.state == "partial"
        assert feed.problems
        assert (feed.days_answered or 0) < (feed.days_asked or 0)


async def test_heart_rate_and_recharge_in_two_rows(reported: Reported) -> None:
    """Parts of a day's heart rate are united, and an empty recharge beats none with values."""
    person = reported("hr_two_rows")
    told = await person.sync()
    assert told.state is RunState.SUCCESS
    rows = "SELECT bpm FROM heart_rate_sample WHERE user_id = %(person)s ORDER BY local_time"
    assert [bpm for (bpm,) in await person.sql(rows)] == [50, 55, 120]
    (day,) = await person.rest("heart-rate?days=9")
    assert (day["hr_min"], day["hr_avg"], day["hr_max"], day["sample_count"]) == (50, 75, 120, 3)
    found = await person.graphql(
        "heartRate(days: 9) { hrMin hrMax } recharge(days: 9) { hrvRmssdMs ansCharge }"
    )
    assert found == {
        "heartRate": [{"hrMin": 50.0, "hrMax": 120.0}],
        "recharge": [{"hrvRmssdMs": 60, "ansCharge": 1.5}],
    }
    assert told.feeds["heart_rate"].notes == ["heart rate 2026-11-24: 2 rows in one answer, united"]


async def test_hredit(reported: Reported) -> None:
    """A day that comes again is the day that came last: a day of zeros has no minimum."""
    person = reported("hredit")
    for expected in ((60, 190, 3), (60, 62, 2), (None, None, 0)):
        await person.sync()
        (day,) = await person.rest("heart-rate?days=9")
        assert (day["hr_min"], day["hr_max"], day["sample_count"]) == expected
        found = await person.graphql("heartRate(days: 9) { hrMin hrMax sampleCount }")
        assert tuple(found["heartRate"][0].values()) == expected
    metrics = "SELECT metric, value FROM metric_daily WHERE user_id = %(person)s"
    assert await person.sql(metrics) == [("hr_samples", 0)]
    rows = "SELECT bpm FROM heart_rate_sample WHERE user_id = %(person)s"
    assert await person.sql(rows) == [(None,)]


async def test_alertness_that_comes_again(reported: Reported) -> None:
    """What was lived takes the place of what was foretold of the same sleep."""
    person = reported("hredit")
    for _ in range(3):
        await person.sync()
    rows = "SELECT grade, result_type FROM alertness_period WHERE user_id = %(person)s"
    assert await person.sql(rows) == [(5.0, "HISTORY")]
    assert [hour["grade"] for hour in await person.rest("sleepwise/alertness?days=9")] == [5.0, 5.0]
    found = await person.graphql("alertnessPeriods(days: 9) { grade }")
    assert found["alertnessPeriods"] == [{"grade": 5.0}]


async def test_key_before_start(reported: Reported) -> None:
    """What begins a minute or two before the night is that evening's."""
    person = reported("key_before_start")
    await person.sync()
    for relation, first, last in (
        ("sleep_stage_sample", "2026-11-23 23:11:00", "2026-11-24 07:30:00"),
        ("sleep_heart_rate_sample", "2026-11-23 23:10:00", "2026-11-24 07:10:00"),
    ):
        assert await person.sql(
            f"SELECT min(local_time)::text, max(local_time)::text FROM {relation}"
            " WHERE user_id = %(person)s"
        ) == [(first, last)]
    night = await person.rest("sleep/2026-11-24")
    assert [*night["hypnogram"]] == ["23:11", "01:00", "07:10", "07:30"]
    assert [*night["heart_rate_samples"]] == ["23:10", "23:15", "07:10"]
    found = await person.graphql('night(date: "2026-11-24") { heartRate { timestamps } }')
    assert found["night"]["heartRate"]["timestamps"][0].startswith("2026-11-23T23:10")


async def test_nap_after(reported: Reported) -> None:
    """A nap after the night is a nap, and the night is the day's night."""
    person = reported("nap_after")
    told = await person.sync()
    assert told.state is RunState.SUCCESS
    start = "sleep_start_local::text"
    assert await person.sql(
        f"SELECT {start}, sleep_score FROM sleep WHERE user_id = %(person)s"
    ) == [("2026-11-23 23:10:00", 80)]
    assert await person.sql(f"SELECT {start}, stage FROM nap WHERE user_id = %(person)s") == [
        ("2026-11-24 14:00:00", ["LIGHT", "WAKE"])
    ]
    (nap,) = await person.rest("naps?days=9")
    assert (nap["start_time"], nap["duration_hours"]) == ("2026-11-24 14:00:00", 1.17)
    assert [night["total_sleep_hours"] for night in await person.rest("sleep?days=9")] == [7.2]
    found = await person.graphql(
        "sleep(days: 9) { lightSeconds } naps(days: 9) { sleepEndLocal interruptionSeconds }"
    )
    assert found == {
        "sleep": [{"lightSeconds": 14_400}],
        "naps": [{"sleepEndLocal": "2026-11-24T15:10:00", "interruptionSeconds": 420}],
    }
    assert told.feeds["sleep"].notes


async def test_two_devices(reported: Reported) -> None:
    """Two halves of one night on two devices are one night, whose parts fit into it."""
    person = reported("two_devices")
    await person.sync()
    assert await person.sql(
        "SELECT sleep_start_local::text, sleep_end_local::text, light_s, deep_s, rem_s,"
        " light_s + deep_s + rem_s + interruption_s, sleep_score"
        " FROM sleep WHERE user_id = %(person)s"
    ) == [("2026-11-23 23:10:00", "2026-11-24 07:10:00", 13_800, 5_520, 5_520, 28_800, 80)]
    assert await person.rest("naps?days=9") == []
    (night,) = await person.rest("sleep?days=9")
    assert (night["total_sleep_hours"], night["sleep_score"]) == (6.9, 80)
    found = await person.graphql("sleep(days: 9) { sleepEndLocal } naps(days: 9) { date }")
    assert found == {"sleep": [{"sleepEndLocal": "2026-11-24T07:10:00"}], "naps": []}


async def test_utc_steps(reported: Reported) -> None:
    """150 steps of a day whose first stamp lies on the day before are that day's."""
    person = reported("utc_steps")
    told = await person.sync()
    assert await person.sql(
        "SELECT date::text, sum(steps)::int FROM step_sample WHERE user_id = %(person)s GROUP BY 1"
    ) == [("2026-11-24", 150)]
    assert [day["total_steps"] for day in await person.rest("activity-samples?days=9")] == [150]
    detail = await person.rest("activity-samples/2026-11-24")
    assert detail["total_steps"] == 150
    found = await person.graphql("steps(days: 9) { date steps }")
    assert found["steps"] == [{"date": "2026-11-24", "steps": 150}]
    assert told.feeds["activity_samples"].notes == [
        "activity samples 2026-11-24: 2 samples on the clock of another day, kept"
    ]


async def test_withdrawn(reported: Reported) -> None:
    """A night that Polar withdrew is as it came last, and what it says no word of stays."""
    person = reported("withdrawn")
    await person.sync()
    await person.sync()
    assert await person.sql(
        "SELECT sleep_start_local::text, light_s, deep_s, rem_s, unrecognized_s, interruption_s,"
        " sleep_score, sleep_charge, continuity, heart_rate_avg"
        " FROM sleep WHERE user_id = %(person)s"
    ) == [("2026-11-24 01:00:00", None, None, None, 14_400, None, None, None, None, None)]
    (night,) = await person.rest("sleep?days=9")
    assert (night["sleep_score"], night["deep_sleep_hours"]) == (None, None)
    found = await person.graphql(
        "sleep(days: 9) { sleepScore deepSeconds }"
        " recharge(days: 9) { heartRateAvg hrvRmssdMs ansCharge breathingRateAvg }"
        " cardioLoad(days: 9) { cardioLoad strain tolerance cardioLoadRatio }"
    )
    assert found == {
        "sleep": [{"sleepScore": None, "deepSeconds": None}],
        "recharge": [
            dict.fromkeys(("heartRateAvg", "hrvRmssdMs", "ansCharge", "breathingRateAvg"))
        ],
        "cardioLoad": [dict.fromkeys(("cardioLoad", "strain", "tolerance", "cardioLoadRatio"))],
    }
    for relation in ("metric_daily", "hrv_sample"):
        rows = f"SELECT FROM {relation} WHERE user_id = %(person)s"
        assert await person.sql(rows) == [], relation
    stages = "SELECT stage FROM sleep_stage_sample WHERE user_id = %(person)s ORDER BY local_time"
    assert [stage for (stage,) in await person.sql(stages)] == ["UNKNOWN", "WAKE"]


async def test_what_a_withdrawn_exercise_lacks_stays(reported: Reported) -> None:
    """Keys that the second answer lacks keep what the first one told."""
    person = reported("withdrawn")
    await person.sync()
    await person.sync()
    (row,) = await person.rest("exercises?days=9")
    found = row["average_heart_rate"], row["distance_km"], row["training_load"]
    assert found == (140, 5.0, 100.0)
    assert await _exercises(person, "distanceMetres") == [5000.0]
    rows = "SELECT heart_rate_max, training_load FROM exercise WHERE user_id = %(person)s"
    assert await person.sql(rows) == [(170, 100.0)]


async def _exercises(person: Person, name: str) -> list[object]:
    """One field of the exercises, the newest first."""
    found = await person.graphql(f"exercises(days: 9) {{ edges {{ node {{ {name} }} }} }}")
    return [edge["node"][name] for edge in found["exercises"]["edges"]]


async def _last_run(person: Person) -> dict[str, Any]:
    """What each feed of the last run tells over REST."""
    run = (await person.rest("sync/runs"))[0]
    feeds = (await person.rest(f"sync/runs/{run['run_id']}"))["feeds"]
    return {feed["feed"]: feed for feed in feeds}
