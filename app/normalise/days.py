"""Several rows of one day of activity: parts of a day are added, two tellings of it are not."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from app.normalise.rivals import beside, best, distinct
from app.normalise.values import not_negative
from app.upstream.wire.activity import Activity

ADDED = (
    "active_duration",
    "inactive_duration",
    "daily_activity",
    "calories",
    "active_calories",
    "steps",
    "inactivity_alert_count",
    "distance_from_steps",
)


@dataclass(frozen=True, slots=True)
class CountedDay:
    """The day that several rows tell of, and words about what was done; "" where there was one.

    `others`: rows in whose place that one counts.
    """

    row: Activity
    note: str = ""
    others: list[Activity] = field(default_factory=list)


def counted_day(rows: Sequence[Activity]) -> CountedDay:
    """The day that several rows tell of.

    Parts of a day (a watch in the morning, another one in the evening) are added. Rows that tell
    of the same hours count once: the one that says more, the longer one where they say the same.
    """
    different = distinct(rows)
    if len(different) == 1:
        return CountedDay(different[0])
    parts = sorted(different, key=_span)
    if all(_end(one) <= other.start_time for one, other in pairwise(parts)):
        return CountedDay(_added(parts), f"{_named(parts)}, parts of one day added")
    kept = best(different, _steps)
    note = f"{_named(parts)}, the one that says more counts"
    return CountedDay(kept, note, beside([kept], different))


def _named(rows: Sequence[Activity]) -> str:
    return f"activity {rows[0].date}: {len(rows)} rows in one answer"


def _span(row: Activity) -> tuple[dt.datetime, dt.datetime]:
    return row.start_time, _end(row)


def _end(row: Activity) -> dt.datetime:
    """The end of what the row tells of; without one it may reach to midnight."""
    midnight = dt.datetime.combine(row.date, dt.time()) + dt.timedelta(days=1)
    return row.end_time or midnight


def _steps(row: Activity) -> float:
    return not_negative(row.steps) or 0


def _added(parts: Sequence[Activity]) -> Activity:
    changes: dict[str, Any] = {name: _sum(parts, name) for name in ADDED}
    changes |= {"start_time": parts[0].start_time, "end_time": parts[-1].end_time}
    said = {name for part in parts for name in part.model_fields_set}
    return best([*parts]).model_copy(
        update={name: value for name, value in changes.items() if name in said}
    )


def _sum(parts: Sequence[Activity], name: str) -> float | None:
    known = [value for part in parts if (value := not_negative(getattr(part, name))) is not None]
    return sum(known) if known else None
