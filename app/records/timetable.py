"""What the timetable promises."""

import datetime as dt
from dataclasses import dataclass
from typing import Annotated


@dataclass(frozen=True, slots=True, kw_only=True)
class Timetable:
    """What the timetable promises at present, and what that takes of Polar's budget."""

    people: Annotated[int, "Connected people."]
    pace: Annotated[
        float, "How many times longer than SYNC_INTERVAL_MINUTES an interval is; 1: as set."
    ]
    interval_minutes: Annotated[float, "Minutes of one interval, in which cadences are counted."]
    requests_a_day: Annotated[float, "Requests to Polar that everybody's cadences take in a day."]
    allowed_a_day: Annotated[int, "Requests that Polar allows the application in a day."]
    planned_at: Annotated[dt.datetime, "When it was worked out."]
