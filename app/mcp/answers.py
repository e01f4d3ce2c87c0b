"""What tools answer: a few words for the reader, and the numbers beside them, once.

What is not known is left out of the numbers, and `missing` says why.
"""

import datetime as dt
from typing import Annotated

from mcp.types import CallToolResult, TextContent
from pydantic import BaseModel, Field, WithJsonSchema

WallClock = Annotated[
    dt.datetime,
    WithJsonSchema({"type": "string", "description": "On the wearer's clock, without an offset."}),
]
"""Of JSON Schema's `date-time` an offset is a part, and clients that hold answers against it refuse
one without."""


class Answer(BaseModel, frozen=True):
    """A part of an answer; assistants read its schema."""


class Period(Answer):
    """Days on the wearer's calendar, both included."""

    first: dt.date
    last: dt.date


class About(Answer):
    """What every answer about days says of itself."""

    person: str
    period: Period
    time_zone: str
    count: Annotated[int, Field(description="Days, or things, that were found.")]
    missing: Annotated[list[str], Field(description="What is not there, and why.")] = []


class Usual(Answer):
    """What is usual for this person: half of their last 90 days lie between low and high."""

    low: float
    middle: float
    high: float
    days: int


class UsualPart(Answer):
    """What was usual before a day on which it begins anew, or has been since."""

    era: Annotated[str, Field(description="before the day, or since it.")]
    day: dt.date
    because: Annotated[str, Field(description="new_device, or step: a new level.")]
    days: int
    usual: Annotated[Usual | None, Field(description="None of too few days.")] = None


class MetricDays(Answer):
    """One metric over the period, held against what is usual for the person."""

    metric: str
    title: str
    unit: str
    days: int
    mean: float | None = None
    min: float | None = None
    max: float | None = None
    newest: float | None = None
    newest_date: dt.date | None = None
    so_far: Annotated[bool, Field(description="The newest day is not over.")] = False
    usual: Usual | None = None
    how_sure: str = ""


class Points(Answer):
    """Values in time: each a day, or the mean of a week or month from that day on."""

    metric: str
    resolution: str
    dates: list[dt.date]
    values: list[float | None]


class Night(Answer):
    """When one night began and ended, on the wearer's clock."""

    date: dt.date
    asleep: WallClock
    awake: WallClock


class Days(About):
    """Metrics over days."""

    metrics: list[MetricDays]
    points: list[Points] = []
    nights: list[Night] = []
    truncated: bool = False
    next: str | None = None


class Session(Answer):
    """One training session, in brief."""

    id: str
    start: WallClock
    sport: str | None = None
    minutes: float | None = None
    km: float | None = None
    mean_bpm: int | None = None
    max_bpm: int | None = None
    load: float | None = None
    kcal: int | None = None


class Sessions(About):
    """Training sessions, the newest first."""

    sessions: list[Session]
    truncated: bool = False
    next: str | None = None


class Zone(Answer):
    """Time in one heart-rate zone, 1 the lowest."""

    zone: int
    minutes: float
    from_bpm: int | None = None
    to_bpm: int | None = None


class OneSession(About):
    """One training session."""

    session: Session
    zones: list[Zone]


class Middle(Answer):
    """Where half of the person's last 90 days lie."""

    low: float
    high: float


class Newest(Answer):
    """A metric as it is this morning, and what is usual for the person."""

    metric: str
    title: str
    unit: str
    newest: float
    newest_date: dt.date
    usual: Middle | None = None


class Today(About):
    """What matters this morning."""

    headline: str
    observations: Annotated[list[str], Field(description="What else stands out.")]
    suggestions: list[str]
    metrics: list[Newest]
    synced_at: dt.datetime | None = None


class Comparison(About):
    """One metric in two periods."""

    metric: str
    unit: str
    before: Period
    mean: float | None = None
    mean_before: float | None = None
    difference: float | None = None
    own_spreads: Annotated[
        float | None,
        Field(description="The difference in standard deviations of the person's days."),
    ] = None
    days: int
    days_before: int
    how_sure: str


class Explained(Answer):
    """What a metric is, and what is usual for the person."""

    person: str
    metric: str
    title: str
    unit: str
    better: str
    usual: Usual | None = None
    parts: Annotated[
        list[UsualPart] | None,
        Field(description="Where a new device or a found step begins it anew: before, and since."),
    ] = None
    status: str
    text: str


class SyncDone(Answer):
    """How a sync ended."""

    person: str
    state: str
    stored: int
    problems: list[str]


class Person(Answer):
    """Somebody whom the caller may ask about."""

    person: str
    name: str | None = None
    synced_at: dt.datetime | None = None


class People(Answer):
    """Whom the caller may ask about."""

    count: int
    people: list[Person]


def told(text: str, found: Answer) -> CallToolResult:
    """Words for the reader, and the numbers for programs without what is not known; each once."""
    return CallToolResult(
        content=[TextContent(type="text", text=text)],
        structured_content=found.model_dump(mode="json", exclude_none=True),
    )
