"""Earlier versions of rows: what a sync or an import replaced, and what a person deleted."""

import datetime as dt
import uuid
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any


class HistoryRelation(StrEnum):
    """A relation that has a history; its name in SQL."""

    SLEEP = "sleep"
    NAP = "nap"
    NIGHTLY_RECHARGE = "nightly_recharge"
    SKIN_TEMPERATURE = "skin_temperature"
    CARDIO_LOAD = "cardio_load"
    BEDTIME = "bedtime"
    ALERTNESS_PERIOD = "alertness_period"
    EXERCISE = "exercise"
    SPO2_TEST = "spo2_test"
    ECG_TEST = "ecg_test"
    ORTHOSTATIC_TEST = "orthostatic_test"
    FITNESS_TEST = "fitness_test"


class HistoryReason(StrEnum):
    """Why a version is an earlier one."""

    CHANGED = "changed"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierVersion:
    """A row as it was before it was replaced or deleted."""

    user_id: Annotated[str, "The person."]
    history_id: Annotated[int, "Number of the version; a later one has a higher number."]
    relation: Annotated[HistoryRelation, "What the row is or was."]
    key: Annotated[dict[str, Any], 'What names the row among the person\'s: `{"date": …}`.']
    what: Annotated[dict[str, Any], "The row as it was, by its columns in SQL."]
    reason: Annotated[HistoryReason, "Why it is an earlier one."]
    replaced_at: Annotated[dt.datetime, "When it was replaced or deleted."]
    run_id: Annotated[
        uuid.UUID | None, "The sync or the import that replaced it; NULL: its person deleted it."
    ]
