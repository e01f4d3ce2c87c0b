"""What is left of a row that its person deleted."""

import datetime as dt
from dataclasses import dataclass
from typing import Annotated


@dataclass(frozen=True, slots=True, kw_only=True)
class RowReceipt:
    """The end of an exercise, a test or a night: no later sync brings it back."""

    receipt_id: Annotated[int, "Number of the line in the audit log."]
    user_id: Annotated[str, "The person."]
    deleted_at: Annotated[dt.datetime, "When it happened."]
    rows: Annotated[int, "Rows that were deleted, samples included."]
