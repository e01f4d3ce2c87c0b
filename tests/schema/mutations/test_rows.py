"""Single rows are deleted over GraphQL."""

import datetime as dt

import pytest

from app.records.exercise import Exercise
from app.records.sleep import Night
from app.store import write
from app.store.pool import Pool
from tests.schema.conftest import MASTER, Ask

AT = dt.datetime(2026, 1, 11, 7, tzinfo=dt.UTC)
DELETE = """mutation($exercise: DeleteExerciseInput!, $night: DeleteNightInput!) {
  deleteExercise(input: $exercise) { rows receiptId userId }
  deleteNight(input: $night) { rows }
}"""
LISTED = """query($id: ID!) { person(id: $id) {
  exercises(first: 9) { nodes { id duplicateOf } } nights: sleep(days: 30) { date }
} }"""


@pytest.mark.parametrize("by_global_id", [False, True])
async def test_an_exercise_and_a_night(
    ask: Ask, pool: Pool, person: str, *, by_global_id: bool
) -> None:
    """Both are gone from the lists, and each deed tells how many rows went."""
    exercise = Exercise(
        polar_exercise_id="a",
        start_at=AT,
        start_local=AT.replace(tzinfo=None),
        utc_offset_minutes=0,
    )
    await write.store_harvest(pool, person, [[exercise], [Night(date=AT.date())]])
    before = await ask(LISTED, secret=MASTER, id=person)
    found, *more = before["data"]["person"]["exercises"]["nodes"]
    assert (found["duplicateOf"], more) == (None, [])
    named = found["id"] if by_global_id else "a"
    gone = await ask(
        DELETE,
        secret=MASTER,
        exercise={"userId": person, "exerciseId": named},
        night={"userId": person, "date": "2026-01-11"},
    )
    assert gone["data"]["deleteExercise"]["rows"] == 1
    assert gone["data"]["deleteExercise"]["userId"] == person
    assert gone["data"]["deleteNight"] == {"rows": 1}
    after = await ask(LISTED, secret=MASTER, id=person)
    assert after["data"]["person"] == {"exercises": {"nodes": []}, "nights": []}
