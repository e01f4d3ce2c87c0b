"""One version of a row: what keeps, what clears, what was before, and where each row is from."""

import datetime as dt
import uuid
from typing import Any

import numpy as np
import pytest

from app.records.activity import ActivityDay
from app.records.cardio_load import CardioLoadDay
from app.records.exercise import Exercise, ExerciseZone
from app.records.recharge import Recharge
from app.records.sleep import Nap, Night, SleepStageSamples
from app.store import write
from app.store.pool import Pool
from app.store.relations import COMPLETE, HISTORY, RECORDS

DAY = dt.date(2026, 1, 11)
AT = dt.datetime(2026, 1, 11, 7, tzinfo=dt.UTC)
CLOCK = AT.replace(tzinfo=None)
RUN = write.Origin(run_id=uuid.UUID(int=7))


async def _rows(pool: Pool, statement: str, person: str) -> list[tuple[Any, ...]]:
    async with pool.connection() as connected:
        return await (await connected.execute(statement.encode(), [person])).fetchall()


async def _night(pool: Pool, person: str) -> tuple[Any, ...]:
    (row,) = await _rows(
        pool, "SELECT light_s, sleep_score, sleep_rating FROM sleep WHERE user_id = %s", person
    )
    return row


async def test_null_clears_and_absent_keeps(pool: Pool, person: str) -> None:
    """A key that came with null clears what is stored; one that did not come keeps it."""
    await write.store_harvest(
        pool, person, [[Night(date=DAY, light_s=9000, sleep_score=80, sleep_rating=4)]]
    )
    later = Night(date=DAY, light_s=8000, absent=frozenset({"sleep_rating"}))
    assert await write.store_harvest(pool, person, [[later]]) > 0
    assert await _night(pool, person) == (8000, None, 4)
    assert await write.store_harvest(pool, person, [[later]]) == 0


async def test_metrics_follow_the_row(pool: Pool, person: str) -> None:
    """A value that was cleared has no metric any more; one that was absent keeps its own."""
    steps = "SELECT metric, value FROM metric_daily WHERE user_id = %s ORDER BY metric"
    whole = ActivityDay(date=DAY, start_local=AT.replace(tzinfo=None), steps=100, distance_m=2000)
    await write.store_harvest(pool, person, [[whole]])
    assert await _rows(pool, steps, person) == [("distance_km", 2), ("steps", 100)]
    part = ActivityDay(
        date=DAY, start_local=AT.replace(tzinfo=None), absent=frozenset({"distance_m"})
    )
    await write.store_harvest(pool, person, [[part]])
    assert await _rows(pool, steps, person) == [("distance_km", 2)]


async def test_a_metric_of_several_fields_is_the_stored_rows(pool: Pool, person: str) -> None:
    """What an answer lacked counts as it is stored where a metric is made of several fields."""
    await write.store_harvest(pool, person, [[Night(date=DAY, light_s=7200, deep_s=3600)]])
    part = Night(date=DAY, light_s=7200, sleep_score=80, absent=frozenset({"deep_s"}))
    await write.store_harvest(pool, person, [[part]])
    hours = "SELECT value FROM metric_daily WHERE user_id = %s AND metric = 'sleep_hours'"
    assert await _rows(pool, hours, person) == [(3,)]


def _exercise(calories: int | None = None) -> Exercise:
    return Exercise(
        polar_exercise_id="a",
        start_at=AT,
        start_local=AT.replace(tzinfo=None),
        utc_offset_minutes=0,
        calories=calories,
    )


VERSIONS = {
    "sleep": (Night(date=DAY, sleep_score=80), Night(date=DAY, sleep_score=70)),
    "nap": (
        Nap(date=DAY, sleep_start_local=CLOCK, sleep_score=80),
        Nap(date=DAY, sleep_start_local=CLOCK, sleep_score=70),
    ),
    "nightly_recharge": (Recharge(date=DAY, hrv_rmssd_ms=40), Recharge(date=DAY)),
    "cardio_load": (CardioLoadDay(date=DAY, strain=1), CardioLoadDay(date=DAY, strain=2)),
    "exercise": (_exercise(calories=200), _exercise(calories=100)),
}


def test_every_relation_with_a_history_has_an_example() -> None:
    """The examples are those of the table."""
    assert set(VERSIONS) == HISTORY


@pytest.mark.parametrize("relation", VERSIONS)
async def test_the_earlier_version_stays(relation: str, pool: Pool, person: str) -> None:
    """What was replaced is in the history as it was, with the run that replaced it."""
    before, after = VERSIONS[relation]
    await write.store_harvest(pool, person, [[before]])
    stored = await _rows(
        pool, f"SELECT to_jsonb(r) - 'user_id' FROM {relation} AS r WHERE user_id = %s", person
    )
    for _ in range(2):
        await write.store_harvest(pool, person, [[after]], RUN)
    told = "SELECT relation, key, earlier, reason, run_id FROM history WHERE user_id = %s"
    ((name, key, earlier, reason, run_id),) = await _rows(pool, told, person)
    assert (name, reason, run_id) == (relation, "changed", RUN.run_id)
    assert key == {
        "exercise": {"polar_exercise_id": "a"},
        "nap": {"date": str(DAY), "sleep_start_local": CLOCK.isoformat()},
    }.get(relation, {"date": str(DAY)})
    assert [(earlier,)] == stored


async def test_every_row_says_where_it_is_from(pool: Pool, person: str) -> None:
    """Source, device, time and run stand beside a row, and change only with the row."""
    night = Night(date=DAY, device_id="W", sleep_score=80)
    stages = SleepStageSamples(
        date=np.array([DAY], "datetime64[D]"),
        local_time=np.array([DAY], "datetime64[s]"),
        stage=np.array(["WAKE"]),
    )
    for origin in (RUN, write.Origin("archive", uuid.UUID(int=8))):
        await write.store_harvest(pool, person, [[night], stages], origin)
    for relation, device in {"sleep": "W", "sleep_stage_sample": "W", "metric_daily": None}.items():
        said = await _rows(
            pool,
            f"SELECT source, device_id, run_id, written_at > '2026-01-01' FROM {relation}"
            " WHERE user_id = %s",
            person,
        )
        assert said == [("accesslink", device, RUN.run_id, True)]


async def test_zones_of_an_edited_exercise(pool: Pool, person: str) -> None:
    """Zones come whole: one that did not come again is gone."""
    zones = [ExerciseZone(polar_exercise_id="a", zone_index=i, in_zone_s=60) for i in range(3)]
    await write.store_harvest(pool, person, [[_exercise()], zones])
    await write.store_harvest(pool, person, [[_exercise()], zones[:2]])
    left = "SELECT zone_index FROM exercise_zone JOIN exercise USING (exercise_id)"
    assert await _rows(pool, f"{left} WHERE user_id = %s ORDER BY 1", person) == [(0,), (1,)]


def test_every_kind_that_comes_in_part_says_what_it_lacked() -> None:
    """Records that are merged with what is stored have the field `absent`."""
    assert {kind for kind in RECORDS if hasattr(kind, "absent")} == {
        kind for kind, relation in RECORDS.items() if relation not in COMPLETE
    }
