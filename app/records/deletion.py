"""What is left of a row that its person deleted."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated


class SpotTest(StrEnum):
    """A test that a person makes on purpose; its relation in SQL."""

    SPO2 = "spo2_test"
    ECG = "ecg_test"
    ORTHOSTATIC = "orthostatic_test"
    FITNESS = "fitness_test"

    @property
    def said(self) -> str:
        """Its name within a sentence."""
        return _TITLES[self]


_TITLES = {
    SpotTest.SPO2: "blood oxygen test",
    SpotTest.ECG: "wrist ECG",
    SpotTest.ORTHOSTATIC: "orthostatic test",
    SpotTest.FITNESS: "fitness test",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RowReceipt:
    """The end of an exercise, a test or a night: no later sync brings it back."""

    receipt_id: Annotated[int, "Number of the line in the audit log."]
    user_id: Annotated[str, "The person."]
    deleted_at: Annotated[dt.datetime, "When it happened."]
    rows: Annotated[int, "Rows that were deleted, samples included."]
