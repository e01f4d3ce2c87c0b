"""Deleting single rows: they are gone, they stay gone, and what they were is told."""

import dataclasses
import datetime as dt
from typing import Any

import numpy as np
import pytest

from app.auth import owner
from app.days import Window
from app.deeds import rows
from app.errors import Forbidden, NotFound
from app.metrics import Metric, metrics_of
from app.reads import exercises
from app.records.account import DataClass, Scope
from app.records.biosensing import EcgTest, SkinTemperature, Spo2Test
from app.records.deletion import SpotTest
from app.records.exercise import Exercise, ExerciseSamples, ExerciseZone, RoutePointSamples
from app.records.history import HistoryRelation
from app.records.recharge import HrvSamples, Recharge
from app.records.sleep import Night, SleepHeartRateSamples, SleepStageSamples
from app.records.spot_tests import FitnessTest, OrthostaticTest
from app.resources import Resources
from app.state import State
from app.store import owed, write
from app.store.pool import Pool
from app.store.relations import RECORDS
from tests.app.deeds.doubles import OWNER, house
from tests.app.series import new_person

DAY = dt.date(2026, 1, 11)
AT = dt.datetime(2026, 1, 11, 7, tzinfo=dt.UTC)
MOMENTS = np.array(["2026-01-11T03:00", "2026-01-11T03:05"], "datetime64[s]")
TWO = np.array([50.0, 60.0])
TESTS = (Spo2Test, EcgTest, OrthostaticTest, FitnessTest)


@pytest.fixture
def home(resources: Resources) -> State:
    """A house around the resources."""
    return house(resources)


def _exercise(name: str, start: dt.datetime = AT, device: str | None = "W") -> Exercise:
    return Exercise(
        polar_exercise_id=name,
        start_at=start,
        start_local=start.replace(tzinfo=None),
        utc_offset_minutes=0,
        device_id=device,
    )


def _session(name: str) -> list[Any]:
    ids = np.array([name] * 2)
    nothing = {
        field: np.full(2, np.nan)
        for field in ExerciseSamples.__dataclass_fields__
        if field not in {"polar_exercise_id", "local_time", "heart_rate"}
    }
    return [
        [_exercise(name)],
        [ExerciseZone(polar_exercise_id=name, zone_index=0)],
        ExerciseSamples(polar_exercise_id=ids, local_time=MOMENTS, heart_rate=TWO, **nothing),
        RoutePointSamples(
            polar_exercise_id=ids,
            local_time=MOMENTS,
            latitude=TWO,
            longitude=TWO,
            satellites=TWO,
            fix=TWO,
        ),
    ]


def _night() -> list[Any]:
    return [
        [Night(date=DAY, sleep_score=80)],
        SleepStageSamples(local_time=MOMENTS, stage=np.array(["LIGHT", "DEEP"])),
        SleepHeartRateSamples(local_time=MOMENTS, bpm=TWO),
        [Recharge(date=DAY, hrv_rmssd_ms=40)],
        HrvSamples(local_time=MOMENTS, rmssd_ms=TWO),
        [SkinTemperature(date=DAY, temperature_c=33)],
    ]


LEFT = """
    SELECT (SELECT count(*) FROM exercise WHERE user_id = %(person)s),
        (SELECT count(*) FROM exercise_sample WHERE user_id = %(person)s),
        (SELECT count(*) FROM route_point_sample WHERE user_id = %(person)s),
        (SELECT count(*) FROM sleep WHERE user_id = %(person)s),
        (SELECT count(*) FROM sleep_stage_sample WHERE user_id = %(person)s),
        (SELECT count(*) FROM sleep_heart_rate_sample WHERE user_id = %(person)s),
        (SELECT count(*) FROM nightly_recharge WHERE user_id = %(person)s),
        (SELECT count(*) FROM hrv_sample WHERE user_id = %(person)s),
        (SELECT count(*) FROM skin_temperature WHERE user_id = %(person)s),
        (SELECT count(*) FROM metric_daily WHERE user_id = %(person)s),
        (SELECT count(*) FROM spo2_test WHERE user_id = %(person)s),
        (SELECT count(*) FROM ecg_test WHERE user_id = %(person)s)
"""


async def _left(pool: Pool, person: str) -> int:
    """Rows of a person, in all relations that these tests write."""
    async with pool.connection() as connected:
        cursor = await connected.execute(LEFT.encode(), {"person": person})
        row = await cursor.fetchone()
    return sum(row or ())


async def _audit(pool: Pool, person: str) -> list[tuple[Any, ...]]:
    async with pool.connection() as connected:
        cursor = await connected.execute(
            "SELECT actor, action FROM audit_log WHERE user_id = %s ORDER BY audit_id", [person]
        )
        return await cursor.fetchall()


async def test_an_exercise_stays_deleted(home: State, pool: Pool, person: str) -> None:
    """It goes with samples and route, no sync brings it back, and none asks for its details."""
    await write.store_harvest(pool, person, _session("a"))
    assert await _left(pool, person) == 5
    receipt = await rows.delete_exercise(home, OWNER, person, "a")
    assert (receipt.user_id, receipt.rows) == (person, 5)
    assert await write.store_harvest(pool, person, _session("a")) == 0
    assert await _left(pool, person) == 0
    assert await _audit(pool, person) == [(OWNER.actor, "exercise.delete")]
    known = await owed.stored_exercises(pool, person, AT)
    assert known["a"].deleted
    with pytest.raises(NotFound):
        await rows.delete_exercise(home, OWNER, person, "a")


async def test_a_night_stays_deleted(home: State, pool: Pool, person: str) -> None:
    """Sleep, recovery, skin temperature, their samples and metrics go, and stay away."""
    await write.store_harvest(pool, person, _night())
    metrics = (Metric.SLEEP_SCORE, Metric.HRV_RMSSD, Metric.SKIN_TEMPERATURE)
    assert await _left(pool, person) == 9 + len(metrics)
    assert (await rows.delete_night(home, OWNER, person, DAY)).rows == 9
    assert await write.store_harvest(pool, person, _night()) == 0
    assert await _left(pool, person) == 0
    with pytest.raises(NotFound):
        await rows.delete_night(home, OWNER, person, DAY)


async def test_tests_stay_deleted(home: State, pool: Pool, person: str) -> None:
    """A test of each kind goes by its second, and no sync brings it back."""
    clock = AT.replace(tzinfo=None)
    exact = AT + dt.timedelta(milliseconds=500)
    brought: list[Any] = [[record(test_at=exact, test_local=clock)] for record in TESTS]
    await write.store_harvest(pool, person, brought)
    for kind in SpotTest:
        assert (await rows.delete_test(home, OWNER, person, kind, AT)).rows == 1
        with pytest.raises(NotFound):
            await rows.delete_test(home, OWNER, person, kind, AT)
    assert await write.store_harvest(pool, person, brought) == 0


def test_every_kind_of_test_is_deleted() -> None:
    """Each kind has a record, and is told in the history."""
    assert {RECORDS[record] for record in TESTS} == {kind.value for kind in SpotTest}
    assert {kind.value for kind in SpotTest} <= {each.value for each in HistoryRelation}


async def test_what_was_deleted_is_in_the_history(home: State, pool: Pool, person: str) -> None:
    """The last version of a deleted row is told as deleted, by nobody's run."""
    await write.store_harvest(pool, person, _night())
    await rows.delete_night(home, OWNER, person, DAY)
    async with pool.connection() as connected:
        cursor = await connected.execute(
            "SELECT relation, reason, run_id, earlier ->> 'sleep_score' FROM history"
            " WHERE user_id = %s ORDER BY relation",
            [person],
        )
        assert await cursor.fetchall() == [
            ("nightly_recharge", "deleted", None, None),
            ("skin_temperature", "deleted", None, None),
            ("sleep", "deleted", None, "80"),
        ]


async def test_others_keep_theirs(home: State, pool: Pool, person: str) -> None:
    """Another person's exercise of the same id, and the same night, are left alone."""
    other = await new_person(pool)
    for each in (person, other):
        await write.store_harvest(pool, each, [*_session("a"), *_night()])
    before = await _left(pool, other)
    await rows.delete_exercise(home, OWNER, person, "a")
    await rows.delete_night(home, OWNER, person, DAY)
    assert await _left(pool, other) == before
    found = await exercises.exercise(pool, other, "a")
    assert found is not None
    with pytest.raises(NotFound):
        await rows.delete_exercise(home, OWNER, person, str(found.exercise_id))


async def test_only_who_may(home: State, person: str) -> None:
    """Without the scope `admin`, or without a class of what goes, nothing is deleted."""
    reader = dataclasses.replace(owner("reader"), scopes=frozenset({Scope.READ, Scope.SYNC}))
    some = dataclasses.replace(owner("some"), classes=frozenset({DataClass.SLEEP}))
    for caller in (reader, some):
        with pytest.raises(Forbidden):
            await rows.delete_night(home, caller, person, DAY)


@pytest.mark.parametrize(
    ("seconds", "device", "repeats"),
    [(2, "W", True), (-2, "W", True), (3, "W", False), (0, "V", False), (0, None, False)],
)
async def test_a_session_that_came_twice(
    pool: Pool, person: str, seconds: int, device: str | None, *, repeats: bool
) -> None:
    """Of two records of one device within two seconds, the second repeats the first."""
    await write.store_harvest(pool, person, [[_exercise("first")]])
    again = _exercise("again", AT + dt.timedelta(seconds=seconds), device)
    for _ in range(2):
        await write.store_harvest(pool, person, [[again]])
    first, second = [await exercises.exercise(pool, person, i) for i in ("first", "again")]
    assert first is not None
    assert second is not None
    assert (first.duplicate_of, second.duplicate_of) == (
        None,
        first.exercise_id if repeats else None,
    )
    window = Window(DAY, DAY)
    listed = await exercises.exercises(pool, person, window)
    assert len(listed) == (1 if repeats else 2)


@pytest.mark.parametrize("known", [[60, None], [None, 60], [60, 0]])
async def test_a_session_without_an_offset(
    pool: Pool, person: str, known: list[int | None]
) -> None:
    """A record that does not say its offset repeats the one that began by the same clock."""
    clock = AT.replace(tzinfo=None)
    for name, offset in zip("ab", known, strict=True):
        start = AT - dt.timedelta(minutes=offset or 0)
        told = _exercise(name, start)
        told = dataclasses.replace(told, start_local=clock, utc_offset_minutes=offset)
        await write.store_harvest(pool, person, [[told]])
        await write.store_harvest(pool, person, [[_exercise("far", AT + dt.timedelta(hours=14))]])
    repeated = None if None not in known else "a"
    assert (await _repeats(pool, person))["b"] == repeated


async def _repeats(pool: Pool, person: str) -> dict[str, str | None]:
    """Which exercise each one repeats, by Polar's ids."""
    listed = await exercises.exercises(pool, person, Window(DAY, DAY), duplicates=True)
    names = {each.exercise_id: each.polar_exercise_id for each in listed}
    return {
        each.polar_exercise_id: names.get(each.duplicate_of) if each.duplicate_of else None
        for each in listed
    }


@pytest.mark.parametrize("order", ["abc", "cab", "bca"])
async def test_a_chain_is_one_session(pool: Pool, person: str, order: str) -> None:
    """Of records two seconds apart each, all repeat the one that was stored first."""
    for name in order:
        start = AT + dt.timedelta(seconds=2 * "abc".index(name))
        await write.store_harvest(pool, person, [[_exercise(name, start)]])
    first = order[0]
    assert await _repeats(pool, person) == {
        name: None if name == first else first for name in order
    }
    assert len(await exercises.exercises(pool, person, Window(DAY, DAY))) == 1


async def test_who_moves_away_is_repeated_no_more(pool: Pool, person: str) -> None:
    """When a start is edited, what repeated the exercise at the former one is an exercise."""
    for name in "abc":
        await write.store_harvest(pool, person, [[_exercise(name)]])
    await write.store_harvest(pool, person, [[_exercise("a", AT + dt.timedelta(hours=2))]])
    assert await _repeats(pool, person) == {"a": None, "b": None, "c": "b"}


def test_no_metric_is_of_exercises() -> None:
    """A session that came twice is in no metric twice: loads are Polar's own sums of the day."""
    assert metrics_of(Exercise) == ()


async def test_a_duplicate_goes_with_its_exercise(home: State, pool: Pool, person: str) -> None:
    """Who deletes a session deletes every record of it."""
    await write.store_harvest(pool, person, [[_exercise("b"), _exercise("a")]])
    await rows.delete_exercise(home, OWNER, person, "a")
    await write.store_harvest(pool, person, [[_exercise("b")]])
    assert await _left(pool, person) == 0
