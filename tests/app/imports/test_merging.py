"""Two sources that tell of the same: one row, the better word, and nothing rolled back."""

import datetime as dt
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.normalise.heart_rate import minute_weights
from app.records.activity import ActivityDay
from app.records.cardio_load import CardioLoadDay
from app.records.exercise import Exercise
from app.records.heart_rate import HeartRateDay, HeartRateSamples
from app.records.recharge import Recharge
from app.records.sleep import Nap, Night
from app.resources import Resources
from app.store.imports import undo_import
from app.store.merging import same
from app.store.pool import Pool
from app.store.write import store_harvest
from tests.app.imports.archives import everything, imported, named, pack, rows, zipped

NIGHT = dt.date(2025, 8, 18)
START = dt.datetime(2025, 8, 17, 20, 41, 30, tzinfo=dt.UTC)
LOCAL = dt.datetime(2025, 8, 17, 22, 41, 30)
AWAKE, END = dt.datetime(2025, 8, 18, 0, 30), dt.datetime(2025, 8, 18, 7, 1, 30)


def sleep_result(**evaluation: object) -> list[dict[str, Any]]:
    """One night of an archive."""
    return [
        {
            "night": str(NIGHT),
            "evaluation": {
                "sleepSpan": "PT8H",
                "phaseDurations": {"rem": "PT1H", "light": "PT5H", "deep": "PT1H"},
                **evaluation,
            },
            "sleepResult": {
                "hypnogram": {
                    "sleepStart": "2025-08-17T22:41:30.000+02:00",
                    "sleepEnd": "2025-08-18T07:01:30.000+02:00",
                    "sleepGoal": "PT7H",
                    "sleepStateChanges": [{"offsetFromStart": "PT0S", "state": "NONREM2"}],
                }
            },
        }
    ]


def recovery(**values: object) -> list[dict[str, Any]]:
    """One night's recovery of an archive."""
    return [{"night": str(NIGHT), "meanNightlyRecoveryRri": 1000, **values}]


def night(light_s: int = 18_000) -> Night:
    """The same night as Polar's API tells it."""
    times: dict[str, Any] = {
        "sleep_start_at": START,
        "sleep_start_local": LOCAL,
        "utc_offset_minutes": 120,
    }
    return Night(date=NIGHT, sleep_score=80, light_s=light_s, **times)


async def columns(pool: Pool, person: str, names: str, relation: str) -> tuple[Any, ...]:
    """Columns of a person's one row."""
    ((*found,),) = await rows(pool, f"SELECT {names} FROM {relation} WHERE user_id = %s", person)
    return tuple(found)


async def test_what_the_api_told_stays(
    pool: Pool, resources: Resources, person: str, tmp_path: Path
) -> None:
    """A night of both is one row: the API's values, and from the archive what it lacked."""
    await store_harvest(pool, person, [[night()]])
    before = await everything(pool, person)
    files = {named("sleep_result_1"): sleep_result(analysis={"continuityIndex": 3.0})}
    run = await imported(resources, person, zipped(tmp_path, files))
    assert run.report["kinds"]["sleep_result"]["enriched"] == 1
    names = "sleep_score, light_s, deep_s, continuity, sleep_goal_s"
    assert await columns(pool, person, names, "sleep") == (80, 18_000, 3600, 3.0, 25_200)
    await undo_import(pool, person, run.run_id, resources.clock(), actor="test")
    assert await everything(pool, person) == before


async def test_two_versions_of_a_night_do_not_mix(
    pool: Pool, resources: Resources, person: str, tmp_path: Path
) -> None:
    """Where an archive measured a night otherwise its parts fill no gaps, and it is told."""
    await store_harvest(pool, person, [[night(light_s=9_000)]])
    run = await imported(
        resources, person, zipped(tmp_path, {named("sleep_result_1"): sleep_result()})
    )
    assert run.report["notes"] == ["sleep 2025-08-18: light_s stay as they are stored"]
    names = "light_s, deep_s, sleep_goal_s"
    assert await columns(pool, person, names, "sleep") == (9_000, None, 25_200)


def nap(start: dt.datetime, minutes: int) -> Nap:
    """A nap as Polar's API tells it."""
    end = start + dt.timedelta(minutes=minutes)
    return Nap(
        date=start.date(), sleep_start_local=start, sleep_end_local=end, light_s=60 * minutes
    )


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize(
    ("told", "left"),
    [
        # The night is the archive's: what lies in it was a part of it.
        ([], ["2025-08-17 15:00:00"]),
        # A night that the API told keeps its hours, and naps beside it stay.
        (
            [[Night(date=NIGHT, sleep_start_local=AWAKE, sleep_end_local=END, light_s=9_000)]],
            ["2025-08-17 15:00:00", "2025-08-17 23:00:00"],
        ),
    ],
)
async def test_a_nap_in_a_night_of_the_archive(
    pool: Pool,
    resources: Resources,
    person: str,
    tmp_path: Path,
    told: list[list[Night]],
    left: list[str],
    *,
    packed: bool,
) -> None:
    """It became a part of the night and stays in the history; undoing brings it back."""
    naps = [nap(dt.datetime(2025, 8, 17, 15), 40), nap(dt.datetime(2025, 8, 17, 23), 50)]
    await store_harvest(pool, person, [*told, naps])
    if packed:
        await pack(pool)
    before = await everything(pool, person)
    path = zipped(tmp_path, {named("sleep_result_1"): sleep_result()})
    run = await imported(resources, person, path)
    starts = "SELECT sleep_start_local::text FROM nap WHERE user_id = %s ORDER BY 1"
    assert [start for (start,) in await rows(pool, starts, person)] == left
    history = (
        "SELECT earlier ->> 'light_s', run_id FROM history WHERE user_id = %s AND relation = 'nap'"
    )
    gone = [("3000", run.run_id)] if len(left) == 1 else []
    assert await rows(pool, history, person) == gone
    await undo_import(pool, person, run.run_id, resources.clock(), actor="test")
    assert await everything(pool, person) == before
    assert await rows(pool, history, person) == []


async def test_a_sync_after_an_import_takes_the_row_over(
    pool: Pool, resources: Resources, person: str, tmp_path: Path
) -> None:
    """The API's word counts; the archive's baselines stay, and alone go when it is undone."""
    files = {named("nightly_recovery_1"): recovery(meanBaselineRri=990, exerciseTip="E1")}
    run = await imported(resources, person, zipped(tmp_path, files))
    told = Recharge(
        date=NIGHT,
        heart_rate_avg=60,
        beat_to_beat_avg_ms=1000,
        absent=frozenset({"baseline_beat_to_beat_ms", "exercise_tip"}),
    )
    await store_harvest(pool, person, [[told]])
    names = "source, heart_rate_avg, baseline_beat_to_beat_ms, exercise_tip"
    relation = "nightly_recharge"
    assert await columns(pool, person, names, relation) == ("accesslink", 60, 990.0, "E1")
    await undo_import(pool, person, run.run_id, resources.clock(), actor="test")
    assert await columns(pool, person, names, relation) == ("accesslink", 60, None, None)
    assert await columns(pool, person, "metric, value", "metric_daily") == ("resting_hr", 60.0)


def sent_rates(count: int) -> HeartRateSamples:
    """Samples of a day as Polar's API tells them."""
    seconds = np.arange(count, dtype=np.int32)
    return HeartRateSamples(
        local_time=np.datetime64("2025-08-01T12:00", "s") + seconds,
        bpm=np.full(count, 70.0),
        minute_weight=minute_weights(seconds // 60, seconds >= 0),
    )


async def test_a_sync_leaves_denser_heart_rate(
    pool: Pool, resources: Resources, person: str, tmp_path: Path
) -> None:
    """A day that an archive told with more samples than the API keeps them, and its numbers."""
    files = {named("247ohr_2025_08"): heart_rates(50, 51, 52)}
    await imported(resources, person, zipped(tmp_path, files))
    before = await everything(pool, person)
    day_of = HeartRateDay(date=dt.date(2025, 8, 1), hr_min=1, hr_mean=1, hr_max=1, sample_count=2)
    assert await store_harvest(pool, person, [sent_rates(2), [day_of]]) == 0
    assert await everything(pool, person) == before
    assert await store_harvest(pool, person, [sent_rates(12), [day_of]]) > 12


def day(date: str, steps: int) -> dict[str, Any]:
    """One day of activity."""
    return {"date": date, "summary": {"startTime": "00:00:00.000", "stepCount": steps}}


async def test_the_archive_s_totals_are_final(
    pool: Pool, resources: Resources, person: str, tmp_path: Path
) -> None:
    """A day's totals are the archive's, but for the day on which it was made: that was not over."""
    stored = [
        ActivityDay(date=dt.date(2025, 8, d), start_local=dt.datetime(2025, 8, d), steps=900)
        for d in (1, 2)
    ]
    await store_harvest(pool, person, [stored])
    before = await everything(pool, person)
    files = {
        named("activity-2025-08-01"): day("2025-08-01", 1000),
        named("activity-2025-08-02"): day("2025-08-02", 300),
    }
    run = await imported(resources, person, zipped(tmp_path, files))
    steps = "SELECT steps FROM activity WHERE user_id = %s ORDER BY date"
    assert await rows(pool, steps, person) == [(1000,), (900,)]
    metric = "SELECT value FROM metric_daily WHERE user_id = %s AND metric = 'steps' ORDER BY date"
    assert await rows(pool, metric, person) == [(1000.0,), (900.0,)]
    await undo_import(pool, person, run.run_id, resources.clock(), actor="test")
    assert await everything(pool, person) == before


async def test_an_older_archive_rolls_nothing_back(
    pool: Pool, resources: Resources, person: str, tmp_path: Path
) -> None:
    """Of the older one's days a newer one says more: the last was not over, watches told later."""
    older = {
        named("activity-2025-07-31"): day("2025-07-31", 200),
        named("activity-2025-08-01"): day("2025-08-01", 300),
        named("training-target-2025-08-01-7"): {"done": False, "exercises": []},
    }
    newer = {
        named("activity-2025-07-31", 2): day("2025-07-31", 900),
        named("activity-2025-08-01", 2): day("2025-08-01", 1000),
        named("activity-2025-08-02", 2): day("2025-08-02", 1),
        named("training-target-2025-08-01-7", 2): {"done": True, "exercises": []},
    }
    for files in (older, newer, older):
        await imported(resources, person, zipped(tmp_path, files))
    steps = "SELECT steps FROM activity WHERE user_id = %s ORDER BY date"
    assert await rows(pool, steps, person) == [(900,), (1000,), (1,)]
    assert await columns(pool, person, "done", "training_target") == (True,)


def heart_rates(*bpm: int) -> dict[str, Any]:
    """A month with one day."""
    samples = [
        {"heartRate": value, "secondsFromDayStart": place * 10, "source": "x"}
        for place, value in enumerate(bpm)
    ]
    return {"deviceDays": [{"date": "2025-08-01", "deviceId": "A", "samples": samples}]}


async def test_days_of_samples_are_not_mixed(
    pool: Pool, resources: Resources, person: str, tmp_path: Path
) -> None:
    """A day of heart rate that the API told is the API's; one of an archive grows with a newer."""
    told = HeartRateSamples(
        local_time=np.array(["2025-08-01T12:00"], "datetime64[s]"),
        bpm=np.array([70.0]),
        minute_weight=np.array([1.0]),
    )
    await store_harvest(pool, person, [told])
    files = {named("247ohr_2025_08"): heart_rates(50, 51)}
    run = await imported(resources, person, zipped(tmp_path, files))
    reason = "heart_rate: this day, night, exercise or period was told before"
    assert run.report["reasons"] == {reason: 2}
    assert await columns(pool, person, "bpm", "heart_rate_sample") == (70,)


async def test_a_newer_archive_has_more_of_a_day(
    pool: Pool, resources: Resources, person: str, tmp_path: Path
) -> None:
    """Of two archives the day with more samples counts, whichever comes first."""
    for bpm in ((50, 51), (50, 51, 52), (50,)):
        files = {named("247ohr_2025_08"): heart_rates(*bpm)}
        await imported(resources, person, zipped(tmp_path, files))
    found = "SELECT bpm FROM heart_rate_sample WHERE user_id = %s ORDER BY local_time"
    assert await rows(pool, found, person) == [(50,), (51,), (52,)]
    mean = "SELECT value FROM metric_daily WHERE user_id = %s AND metric = 'hr_mean'"
    assert await rows(pool, mean, person) == [(51.0,)]


SESSION = {
    "identifier": {"id": "8400000001"},
    "startTime": "2026-03-14T09:05:12",
    "timezoneOffsetMinutes": 60,
    "durationMillis": 60_000,
    "deviceId": "0A1B2C3D",
    "note": "windy",
    "calories": 900,
    "exercises": [{"laps": {"laps": [{"durationMillis": 30_000}]}, "samples": {}}],
}


async def test_a_session_of_both_is_one_exercise(
    pool: Pool, resources: Resources, person: str, tmp_path: Path
) -> None:
    """By start, device and duration a session is found under the API's id; it gets laps."""
    start = dt.datetime(2026, 3, 14, 9, 5, 11)
    exercise = Exercise(
        polar_exercise_id="hash",
        start_at=(start - dt.timedelta(hours=1)).replace(tzinfo=dt.UTC),
        start_local=start,
        utc_offset_minutes=60,
        duration_s=60.0,
        device_id="0A1B2C3D",
        calories=1000,
    )
    await store_harvest(pool, person, [[exercise]])
    before = await everything(pool, person)
    files = {named("training-session_2026-03-14T09-05-12_8400000001"): SESSION}
    run = await imported(resources, person, zipped(tmp_path, files))
    found = await columns(pool, person, "polar_exercise_id, note, calories", "exercise")
    assert found == ("hash", "windy", 1000)
    hanging = (await everything(pool, person))["exercise_lap"]
    assert len(hanging) == 1
    await undo_import(pool, person, run.run_id, resources.clock(), actor="test")
    assert await everything(pool, person) == before


async def test_parts_of_a_session_do_not_count(
    pool: Pool, resources: Resources, person: str, tmp_path: Path
) -> None:
    """A session of several sports is one exercise with the session's total."""
    part = {"startTime": "2026-03-14T09:05:12", "durationMillis": 40_000, "calories": 700}
    session = {
        **SESSION,
        "sport": {"id": "68"},
        "exercises": [{**part, "sport": {"id": "103"}}, {**part, "sport": {"id": "38"}}],
    }
    files = {named("training-session_2026-03-14T09-05-12_8400000001"): session}
    await imported(resources, person, zipped(tmp_path, files))
    names = "calories, detailed_sport, extra #>> '{parts,1,sport}'"
    assert await columns(pool, person, names, "exercise") == (900, "TRIATHLON", "38")


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        (82, 81.6, True),
        (80, 83, False),
        (True, False, False),
        (None, 5, True),
        ([1, None], [1, 7], True),
        ("A", "B", False),
        (LOCAL, LOCAL + dt.timedelta(seconds=30), True),
        (LOCAL, LOCAL + dt.timedelta(minutes=5), False),
    ],
)
def test_what_is_the_same(one: object, other: object, told: bool) -> None:  # noqa: FBT001
    """Roundings differ between sources; nothing contradicts what is not there."""
    assert same(one, other) is told


def session(day: dt.date, load: float) -> dict[str, Any]:
    """A session of an hour at noon."""
    number = str(day.toordinal())
    report = {"trainingLoadReport": {"cardioLoad": load, "muscleLoad": -1.0}}
    times = {"startTime": f"{day}T12:00:00", "durationMillis": 3_600_000}
    return {"identifier": {"id": number}, **times, **report, "exercises": []}


async def test_strain_and_tolerance_of_past_years(
    pool: Pool, resources: Resources, person: str, tmp_path: Path
) -> None:
    """Means of 7 and 28 days of sessions' loads, where Polar told none, marked as derived."""
    first = dt.date(2020, 3, 1)
    days = [first + dt.timedelta(days=place) for place in range(0, 30, 2)]
    told = CardioLoadDay(date=days[-1], cardio_load=7.0, strain=6.0, tolerance=5.0)
    await store_harvest(pool, person, [[told]])
    before = await everything(pool, person)
    files = {
        named(f"training-session_{day}T12-00-00_{day.toordinal()}"): session(day, 56.0)
        for day in days
    }
    run = await imported(resources, person, zipped(tmp_path, files))
    found = await rows(
        pool,
        """SELECT cardio_load, strain, tolerance, cardio_load_ratio, source FROM cardio_load
        WHERE user_id = %s ORDER BY date""",
        person,
    )
    assert len(found) == 29
    assert found[5] == (0.0, None, None, None, "derived")
    assert found[6] == (56.0, 32.0, None, None, "derived")
    assert found[27] == (0.0, 24.0, 28.0, 24 / 28, "derived")
    assert found[28] == (7.0, 6.0, 5.0, None, "accesslink")
    assert run.report["kinds"]["cardio_load_derived"] == {"new": 28}
    await undo_import(pool, person, run.run_id, resources.clock(), actor="test")
    assert await everything(pool, person) == before
