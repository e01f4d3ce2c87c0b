"""Single exercises, tests and nights, deleted by their person: no later sync brings them back.

Their last version stays in the history for `HISTORY_DAYS`; the audit log tells who did it.
"""

import datetime as dt

from app.auth import Caller, require_person
from app.errors import NotFound
from app.reads import exercises
from app.records.account import DataClass, Scope
from app.records.deletion import RowReceipt, SpotTest
from app.state import State
from app.store import deletions
from app.store.classes import reading, require_classes
from app.store.pool import Pool

EXERCISE = frozenset({DataClass.TRAINING, DataClass.HEART, DataClass.LOCATION})
NIGHT = frozenset({DataClass.SLEEP, DataClass.HEART})
TEST = frozenset({DataClass.HEART})
"""Classes of what goes."""


async def delete_exercise(
    house: State, caller: Caller, user_id: str, identifier: str
) -> RowReceipt:
    """Delete an exercise, by Ursa's number or Polar's id, and every record that repeats it.

    Raises Forbidden or NotFound.
    """
    pool = _allowed(house, caller, user_id, EXERCISE)
    found = await exercises.exercise(pool, user_id, identifier)
    if found is None or found.exercise_id is None:
        raise NotFound("There is no such exercise.")
    for repeated in await exercises.duplicates(pool, found.exercise_id):
        await deletions.delete_exercise(pool, user_id, repeated, actor=caller.actor)
    receipt = await deletions.delete_exercise(pool, user_id, found.exercise_id, actor=caller.actor)
    return _there(receipt, "There is no such exercise any more.")


async def delete_night(house: State, caller: Caller, user_id: str, date: dt.date) -> RowReceipt:
    """Delete what was measured in a night: sleep, recovery, skin temperature, their samples.

    Raises Forbidden or NotFound.
    """
    pool = _allowed(house, caller, user_id, NIGHT)
    receipt = await deletions.delete_night(pool, user_id, date, actor=caller.actor)
    return _there(receipt, f"There is no night of {date}.")


async def delete_test(
    house: State, caller: Caller, user_id: str, kind: SpotTest, test_at: dt.datetime
) -> RowReceipt:
    """Delete the test of a second. Raises Forbidden or NotFound."""
    pool = _allowed(house, caller, user_id, TEST)
    receipt = await deletions.delete_test(pool, user_id, kind, test_at, actor=caller.actor)
    return _there(receipt, f"There is no such {kind.said}.")


def _allowed(house: State, caller: Caller, user_id: str, classes: frozenset[DataClass]) -> Pool:
    """Where to delete; raises Forbidden unless the caller may, and reads all that goes."""
    require_person(caller, user_id, Scope.ADMIN)
    pool = house["resources"].pool
    require_classes(reading(pool, caller.classes), classes)
    return pool


def _there(receipt: RowReceipt | None, otherwise: str) -> RowReceipt:
    if receipt is None:
        raise NotFound(otherwise)
    return receipt
