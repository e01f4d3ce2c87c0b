"""What a person deleted, as imports have to know it before they tell what became of a row."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from app.metrics import metrics_of
from app.store.pool import Connection
from app.store.queries import query
from app.store.relations import BURIED, KEYS, RECORDS, WHOLE

TOMBSTONE = "tombstone"
"""The relation of what a person deleted; it goes into an export, and comes back with it."""
DELETED = "its person deleted it"
NIGHT_METRICS = [
    metric.key
    for kind, relation in RECORDS.items()
    if BURIED.get(relation) == "sleep"
    for metric in metrics_of(kind)
]
"""Metrics of what goes with a night."""

_OF_EXERCISES = {relation for relation, parent in WHOLE.items() if parent == ("exercise_id",)}


@dataclass(frozen=True, slots=True)
class Graves:
    """Keys of the rows that a person deleted, by the relation of the tombstone."""

    deleted: Mapping[str, frozenset[object]]

    def hold(self, relation: str, row: Mapping[str, Any]) -> bool:
        """Whether a row of an export, or what it hangs on, was deleted."""
        if relation == "metric_daily":
            return row["metric"] in NIGHT_METRICS and self.has("sleep", row["date"])
        if relation in _OF_EXERCISES:
            return self.has("exercise", row["polar_exercise_id"])
        if relation not in BURIED:
            return False
        (key,) = KEYS[BURIED[relation]]
        return self.has(relation, row[key])

    def has(self, relation: str, value: object) -> bool:
        """Whether the row of this key was deleted, or the night that it was measured in."""
        return _plain(value) in self.deleted.get(BURIED.get(relation, relation), ())

    @property
    def nights(self) -> npt.NDArray[np.datetime64]:
        """Days of nights that were deleted."""
        return np.array([*self.deleted.get("sleep", ())], "datetime64[s]").astype("datetime64[D]")


async def graves_of(connected: Connection, user_id: str) -> Graves:
    """All tombstones of a person."""
    cursor = await connected.execute(query("read/tombstones"), {"user_id": user_id})
    found: dict[str, set[object]] = {}
    for relation, value in await cursor.fetchall():
        found.setdefault(relation, set()).add(_plain(value))
    return Graves({relation: frozenset(values) for relation, values in found.items()})


def _plain(value: object) -> object:
    """A key in one form, whether a record, an export or a tombstone tells it: moments in UTC."""
    try:
        moment = dt.datetime.fromisoformat(str(value))
    except ValueError:
        return str(value)
    return moment.astimezone(dt.UTC).replace(tzinfo=None) if moment.tzinfo else moment
