"""DELETE: one exercise, one night, one test."""

import datetime as dt

import httpx
import pytest

from app.records.biosensing import EcgTest, Spo2Test
from app.records.exercise import Exercise
from app.records.sleep import Night
from app.records.spot_tests import FitnessTest, OrthostaticTest
from app.store import write
from app.store.pool import Pool
from tests.app.rest.conftest import MASTER

AT = dt.datetime(2026, 1, 11, 14, 30, tzinfo=dt.UTC)
CLOCK = AT.replace(tzinfo=None)
ROWS = {
    "sleep/2026-01-11": Night(date=AT.date(), sleep_score=80),
    "exercises/polar-id": Exercise(
        polar_exercise_id="polar-id", start_at=AT, start_local=CLOCK, utc_offset_minutes=0
    ),
    "spo2/1768141800": Spo2Test(test_at=AT, test_local=CLOCK),
    "ecg/1768141800": EcgTest(test_at=AT, test_local=CLOCK),
    "orthostatic-tests/1768141800": OrthostaticTest(test_at=AT, test_local=CLOCK),
    "fitness-tests/1768141800": FitnessTest(test_at=AT, test_local=CLOCK),
}
OWNER = {"X-API-Key": MASTER}


@pytest.mark.parametrize("path", ROWS)
async def test_a_row_is_deleted(
    path: str, client: httpx.AsyncClient, pool: Pool, person: str
) -> None:
    """The row is gone and stays gone; a second time there is nothing to delete."""
    await write.store_harvest(pool, person, [[ROWS[path]]])
    url = f"/api/v1/users/{person}/{path}"
    listed = f"/api/v1/users/{person}/{path.partition('/')[0]}?days=30"
    assert len((await client.get(listed, headers=OWNER)).json()) == 1
    answer = await client.delete(url, headers=OWNER)
    assert (answer.status_code, answer.json()) == (
        200,
        {"message": "Deleted. No later sync brings it back.", "user_id": person, "rows": 1},
    )
    assert (await client.get(listed, headers=OWNER)).json() == []
    await write.store_harvest(pool, person, [[ROWS[path]]])
    assert (await client.delete(url, headers=OWNER)).status_code == 404


@pytest.mark.parametrize("path", ROWS)
async def test_a_key_without_admin_deletes_nothing(
    path: str, client: httpx.AsyncClient, person: str, key: str
) -> None:
    """Who may read and sync may not delete."""
    answer = await client.delete(f"/api/v1/users/{person}/{path}", headers={"X-API-Key": key})
    assert answer.status_code == 403
