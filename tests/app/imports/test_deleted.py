"""What its person deleted comes back by no import, under no name, and stays deleted elsewhere."""

import datetime as dt
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.records.biosensing import EcgTest, Spo2Test
from app.records.deletion import SpotTest
from app.records.exercise import Exercise, ExerciseLap, ExerciseSamples, ExerciseZone
from app.records.recharge import HrvSamples, Recharge
from app.records.sleep import Night, SleepStageSamples
from app.records.spot_tests import FitnessTest, OrthostaticTest
from app.resources import Resources
from app.store.deletions import delete_exercise, delete_night, delete_test
from app.store.imports import undo_import
from app.store.pool import Pool
from app.store.write import store_harvest
from app.takeout.writing import write_takeout
from tests.app.imports.archives import everything, imported, named, rows, zipped
from tests.app.series import new_person

AT = dt.datetime(2026, 1, 11, 6, 30, 15, tzinfo=dt.UTC)
LOCAL = dt.datetime(2026, 1, 11, 8, 30, 15)
DAY = AT.date()
TESTS = {
    SpotTest.SPO2: Spo2Test(test_at=AT, test_local=LOCAL),
    SpotTest.ECG: EcgTest(test_at=AT, test_local=LOCAL),
    SpotTest.ORTHOSTATIC: OrthostaticTest(test_at=AT, test_local=LOCAL),
    SpotTest.FITNESS: FitnessTest(test_at=AT, test_local=LOCAL),
}


GONE = [
    *("sleep", "nightly_recharge", "sleep_stage_sample", "hrv_sample"),
    *("exercise", "exercise_zone", "exercise_lap", "exercise_sample"),
    *("spo2_test", "ecg_test", "orthostatic_test", "fitness_test"),
]


def session(name: str, **changes: Any) -> Exercise:  # noqa: ANN401 -- any field
    """A session of an hour on a watch."""
    told: dict[str, Any] = {
        "start_at": AT,
        "start_local": LOCAL,
        "utc_offset_minutes": 120,
        "duration_s": 3600.0,
        "device_id": "W1",
    }
    return Exercise(polar_exercise_id=name, **told | changes)


def all_of_it() -> list[Any]:
    """A night, an exercise and a test of each kind, with what hangs on them."""
    moment = np.array([LOCAL], "datetime64[s]")
    return [
        [Night(date=DAY, sleep_score=80, light_s=9000)],
        [Recharge(date=DAY, hrv_rmssd_ms=40)],
        SleepStageSamples(local_time=moment, stage=np.array(["DEEP"])),
        HrvSamples(local_time=moment, rmssd_ms=np.array([40.0])),
        [session("A")],
        [ExerciseZone(polar_exercise_id="A", zone_index=0, in_zone_s=60)],
        [ExerciseLap(polar_exercise_id="A", kind="MANUAL", lap_index=0)],
        ExerciseSamples(
            polar_exercise_id=np.array(["A"]),
            local_time=moment.astype("datetime64[ms]"),
            **{name: np.array([9.0]) for name in COLUMNS},
        ),
        *([each] for each in TESTS.values()),
    ]


COLUMNS = [
    name for name in ExerciseSamples.__slots__ if name not in {"polar_exercise_id", "local_time"}
]


async def delete_all(pool: Pool, person: str) -> None:
    """Delete each of them."""
    ((number,),) = await rows(pool, "SELECT exercise_id FROM exercise WHERE user_id = %s", person)
    assert await delete_exercise(pool, person, number, actor="test")
    assert await delete_night(pool, person, DAY, actor="test")
    for kind in TESTS:
        assert await delete_test(pool, person, kind, AT, actor="test")


@pytest.fixture
async def export(pool: Pool, resources: Resources, person: str, tmp_path: Path) -> Path:
    """Everything about somebody, before they deleted it."""
    await store_harvest(pool, person, all_of_it())
    path = tmp_path / "before.zip"
    await write_takeout(resources.fresh_pool, person, path, resources.clock())
    return path


async def buried(pool: Pool, person: str) -> list[Any]:
    """What somebody deleted."""
    return await rows(
        pool, "SELECT relation, key::text FROM tombstone WHERE user_id = %s ORDER BY 1, 2", person
    )


async def test_an_export_brings_nothing_back(
    pool: Pool, resources: Resources, person: str, export: Path
) -> None:
    """Rows of an export that were deleted since are left out, with what hung on them, and told."""
    await delete_all(pool, person)
    before = await everything(pool, person)
    run = await imported(resources, person, export)
    assert (run.state, run.rows_written) == ("success", 0)
    assert await everything(pool, person) == before
    reasons = {name: n for name, n in run.report["reasons"].items() if "deleted it" in name}
    told = {name.partition(":")[0]: n for name, n in reasons.items()}
    assert told.pop("metric_daily") > 1
    assert told == dict.fromkeys(GONE, 1)


async def test_deletions_travel(
    pool: Pool, resources: Resources, person: str, export: Path, tmp_path: Path
) -> None:
    """Who is restored elsewhere keeps what they deleted; undone, that is forgotten again."""
    await delete_all(pool, person)
    path = tmp_path / "after.zip"
    await write_takeout(resources.fresh_pool, person, path, resources.clock())
    other = await new_person(pool)
    run = await imported(resources, other, path)
    assert await buried(pool, other) == await buried(pool, person) != []
    twice = await imported(resources, other, path)
    assert twice.rows_written == 0
    again = await imported(resources, other, export)
    await store_harvest(pool, other, [*all_of_it(), [session("B")]])
    told = await everything(pool, other)
    assert [told[name] for name in ("sleep", "exercise", "spo2_test", "hrv_sample")] == [[]] * 4
    for each in (again, twice, run):
        await undo_import(pool, other, each.run_id, resources.clock(), actor="test")
    assert [key for _, key in await buried(pool, other)] == []


async def test_a_deletion_of_what_is_stored_here(
    pool: Pool, resources: Resources, person: str, export: Path, tmp_path: Path
) -> None:
    """What somebody deleted elsewhere and has here stays here, and goes on to be written."""
    await delete_all(pool, person)
    path = tmp_path / "after.zip"
    await write_takeout(resources.fresh_pool, person, path, resources.clock())
    other = await new_person(pool)
    await imported(resources, other, export)
    before = await everything(pool, other)
    run = await imported(resources, other, path)
    assert await everything(pool, other) == before
    assert await buried(pool, other) == []
    assert run.report["kinds"]["tombstone"]["left_out"] == 6


SESSION = {
    "startTime": "2026-01-11T08:30:16.000",
    "stopTime": "2026-01-11T09:30:16.000",
    "timeZoneOffset": 120,
    "duration": "PT3600S",
    "deviceId": "W1",
    "exercises": [
        {
            "sport": "RUNNING",
            "laps": [{"splitTime": "PT600S", "duration": "PT600S", "lapNumber": 0}],
            "samples": {
                "heartRate": [{"dateTime": "2026-01-11T08:30:16.000", "value": 100}],
            },
        }
    ],
}


def archive(folder: Path, **changes: object) -> Path:
    """The session as Polar's archive has it: a second later, under a number."""
    name = "training-session-2026-01-11-5551234"
    return zipped(folder, {named(name): SESSION | changes})


async def names(pool: Pool, person: str) -> list[str]:
    """Polar's ids of the exercises that are stored."""
    found = "SELECT polar_exercise_id FROM exercise WHERE user_id = %s ORDER BY 1"
    return [name for (name,) in await rows(pool, found, person)]


async def delete_first(pool: Pool, person: str) -> None:
    """Delete the exercise that is stored."""
    first = "SELECT min(exercise_id) FROM exercise WHERE user_id = %s"
    ((number,),) = await rows(pool, first, person)
    assert await delete_exercise(pool, person, number, actor="test")


@pytest.mark.parametrize(
    ("changes", "comes"),
    [
        ({}, False),
        ({"deviceId": None}, False),
        ({"deviceId": "W2"}, True),
        ({"deviceId": None, "duration": "PT600S"}, True),
        ({"startTime": "2026-01-11T08:30:19.000"}, True),
    ],
)
async def test_an_archive_tells_of_a_deleted_session(
    changes: dict[str, Any],
    pool: Pool,
    resources: Resources,
    person: str,
    tmp_path: Path,
    *,
    comes: bool,
) -> None:
    """The number that an archive gives a session does not bring it back; another session comes."""
    await store_harvest(pool, person, [[session("A")]])
    await delete_first(pool, person)
    run = await imported(resources, person, archive(tmp_path, **changes))
    assert await names(pool, person) == (["5551234"] if comes else [])
    reason = "session: its person deleted it"
    assert (reason in run.report["reasons"]) is not comes
    samples = "SELECT count(*) FROM exercise_sample WHERE user_id = %s"
    assert await rows(pool, samples, person) == [(int(comes),)]


async def test_a_sync_tells_of_a_deleted_session_of_the_archive(
    pool: Pool, resources: Resources, person: str, tmp_path: Path
) -> None:
    """The reverse: what came from an archive and was deleted comes by no sync."""
    await imported(resources, person, archive(tmp_path))
    assert await names(pool, person) == ["5551234"]
    await delete_first(pool, person)
    await store_harvest(pool, person, [[session("A")]])
    assert await names(pool, person) == []


@pytest.mark.parametrize(
    ("again", "comes"),
    [
        (session("B"), False),
        (session("B", start_local=LOCAL + dt.timedelta(seconds=2)), False),
        (session("B", utc_offset_minutes=None, start_at=AT + dt.timedelta(hours=2)), False),
        (session("B", device_id="W2"), True),
        (
            session(
                "B",
                start_at=AT + dt.timedelta(seconds=3),
                start_local=LOCAL + dt.timedelta(seconds=3),
            ),
            True,
        ),
    ],
)
async def test_a_deleted_session_under_another_id(
    again: Exercise, pool: Pool, person: str, *, comes: bool
) -> None:
    """A sync brings a deleted session back under no other id, and does not ask for it again."""
    await store_harvest(pool, person, [[session("A")]])
    await delete_first(pool, person)
    for _ in range(2):
        await store_harvest(pool, person, [[again]])
    assert await names(pool, person) == (["B"] if comes else [])
    known = [key for relation, key in await buried(pool, person) if relation == "exercise"]
    assert ('{"polar_exercise_id": "B"}' in known) is not comes


async def test_the_exercise_of_a_deleted_repeat_goes_on(pool: Pool, person: str) -> None:
    """Of two records of one session the one that was not deleted is written as before."""
    await store_harvest(pool, person, [[session("A")], [session("B")]])
    last = "SELECT max(exercise_id) FROM exercise WHERE user_id = %s"
    ((number,),) = await rows(pool, last, person)
    assert await delete_exercise(pool, person, number, actor="test")
    await store_harvest(pool, person, [[session("A", calories=300)], [session("B")]])
    told = "SELECT polar_exercise_id, calories FROM exercise WHERE user_id = %s"
    assert await rows(pool, told, person) == [("A", 300)]
