"""Webhook events and the webhook itself, as AccessLink sends them."""

import datetime as dt
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from app.upstream.wire.types import BigNumber, Day, PolarId, UtcTime, Word

EVENTS = (
    "EXERCISE",
    "SLEEP",
    "CONTINUOUS_HEART_RATE",
    "SLEEP_WISE_CIRCADIAN_BEDTIME",
    "SLEEP_WISE_ALERTNESS",
    "ACTIVITY_SUMMARY",
    "PHYSICAL_INFORMATION",
)

_NEEDED = {
    "EXERCISE": ("user_id", "entity_id"),
    "SLEEP": ("user_id", "date"),
    "CONTINUOUS_HEART_RATE": ("user_id", "date"),
    "ACTIVITY_SUMMARY": ("user_id", "date"),
    "SLEEP_WISE_ALERTNESS": ("user_id", "from_date", "to_date"),
    "SLEEP_WISE_CIRCADIAN_BEDTIME": ("user_id", "from_date", "to_date"),
    "PHYSICAL_INFORMATION": ("user_id",),
}

EventName = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9_]{1,64}$")]


class WebhookEvent(BaseModel):
    """A notice that something new is there. Its `url` is dropped: whoever wrote it chose it."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    event: EventName
    timestamp: UtcTime | None = None
    user_id: BigNumber | None = None
    entity_id: PolarId | None = None
    date: Day | None = None
    from_date: Day | None = Field(None, alias="from")
    to_date: Day | None = Field(None, alias="to")

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        missing = [name for name in _NEEDED.get(self.event, ()) if getattr(self, name) is None]
        if missing:
            raise PydanticCustomError(
                "event", "{event} needs {missing}", {"event": self.event, "missing": missing[0]}
            )
        if self.from_date and self.to_date and self.to_date < self.from_date:
            raise PydanticCustomError("event", "`to` is before `from`")
        return self

    @property
    def days(self) -> tuple[dt.date, dt.date] | None:
        """The first and the last day it speaks of; None when it names none."""
        first, last = self.from_date or self.date, self.to_date or self.date
        return (first, last) if first and last else None


class Webhook(BaseModel):
    """The client's webhook. The secret is only told when it is created."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: PolarId
    url: Word | None = None
    events: list[Word] = []
    active: bool | None = None
    signature_secret_key: Word | None = Field(None, repr=False)
