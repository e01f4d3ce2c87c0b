"""Single exercises, tests and nights, deleted for good."""

import datetime as dt

from psycopg.rows import class_row

from app.records.deletion import RowReceipt, SpotTest
from app.store.again import begun_again
from app.store.aggregates import note
from app.store.data_versions import DAYS, raise_version
from app.store.graves import NIGHT_METRICS
from app.store.pool import Connection, Pool, transaction
from app.store.queries import query
from app.store.write import derive_weeks, hold


async def delete_exercise(
    pool: Pool, user_id: str, exercise_id: int, *, actor: str
) -> RowReceipt | None:
    """An exercise with all that was sampled in it; None when there is none."""
    return await _delete(pool, "exercise_delete", user_id, actor, exercise_id=exercise_id)


async def delete_night(pool: Pool, user_id: str, date: dt.date, *, actor: str) -> RowReceipt | None:
    """What was measured in a night; None when nothing is stored of it."""
    return await _delete(pool, "night_delete", user_id, actor, date=date, metrics=NIGHT_METRICS)


async def delete_test(
    pool: Pool, user_id: str, kind: SpotTest, test_at: dt.datetime, *, actor: str
) -> RowReceipt | None:
    """A test that was made on purpose; None when there is none of its kind in that second."""
    return await _delete(pool, _TESTS[kind], user_id, actor, test_at=test_at)


_TESTS = {
    SpotTest.SPO2: "spo2_test_delete",
    SpotTest.ECG: "ecg_test_delete",
    SpotTest.ORTHOSTATIC: "orthostatic_test_delete",
    SpotTest.FITNESS: "fitness_test_delete",
}


@begun_again
async def _delete(
    pool: Pool, name: str, user_id: str, actor: str, **which: object
) -> RowReceipt | None:
    """One statement, behind the syncs that are writing."""
    async with transaction(pool) as connected:
        await hold(connected, user_id)
        async with connected.cursor(row_factory=class_row(RowReceipt)) as cursor:
            parameters = {"user_id": user_id, "actor": actor, **which}
            await cursor.execute(query(f"write/{name}"), parameters)
            receipt = await cursor.fetchone()
        if receipt is not None:
            await _settle(connected, user_id, which.get("date"))
            await raise_version(connected, user_id, DAYS)
        return receipt


async def _settle(connected: Connection, user_id: str, night: object) -> None:
    """What is made of a night that went is made anew."""
    if isinstance(night, dt.date):
        await note(connected, user_id, "metric_daily", night, night)
        await derive_weeks(connected, user_id, night.isoformat(), night.isoformat())
