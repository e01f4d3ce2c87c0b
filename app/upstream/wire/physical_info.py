"""Physical information, as AccessLink sends it."""

import datetime as dt
from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from app.upstream.wire.base import Wire
from app.upstream.wire.types import NUMBER, Bpm, Day, DurationS, Real, UtcTime, Word

Kilograms = Annotated[float, NUMBER, Field(ge=-1, le=1_000)]
Centimetres = Annotated[float, NUMBER, Field(ge=-1, le=300)]


class PhysicalInfo(Wire):
    """The person's current settings and measures; a new `modified` makes a new row."""

    subject: ClassVar[str] = "physical info"
    key: ClassVar[tuple[str, ...]] = ("modified", "created")

    modified: UtcTime | None = None
    created: UtcTime | None = None
    weight: Kilograms | None = None
    height: Centimetres | None = None
    birthday: Day | None = None
    gender: Word | None = None
    maximum_heart_rate: Bpm | None = None
    resting_heart_rate: Bpm | None = None
    aerobic_threshold: Bpm | None = None
    anaerobic_threshold: Bpm | None = None
    vo2_max: Real | None = None
    weight_source: Word | None = None
    training_background: Word | None = None
    typical_day: Word | None = None
    sleep_goal: DurationS | None = None

    @model_validator(mode="after")
    def _is_dated(self) -> Self:
        if self.modified is None and self.created is None:
            raise PydanticCustomError("undated", "needs `modified` or `created`")
        return self

    @property
    def as_of(self) -> dt.datetime:
        """When this became true: `modified`, else `created`."""
        return self.modified or self.created  # type: ignore[return-value]  # one is there
