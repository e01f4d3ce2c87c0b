"""Several rows of one day of activity: parts of a day are added, two tellings of it are not."""

import datetime as dt
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from app.normalise.rivals import beside, best, distinct, fullness
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

    Parts of a day (a watch in the morning, another one in the evening) are added. Of rows that
    tell of the same hours those count that say more altogether; a row of nothing takes no part.
    """
    different = distinct(rows)
    if len(different) == 1:
        return CountedDay(different[0])
    parts = _most([row for row in different if _tells(row)] or different)
    counted, what = parts[0], "the one that says more counts"
    if len(parts) > 1:
        counted, what = _added(parts), "parts of one day added"
    return CountedDay(counted, f"{_named(different)}, {what}", beside([counted], different))


def _tells(row: Activity) -> bool:
    return any(not_negative(getattr(row, name)) is not None for name in ADDED)


def _most(rows: Sequence[Activity]) -> list[Activity]:
    """Rows that lie beside one another, and have the most steps of all such, in order of time."""
    rows = sorted(rows, key=lambda row: (_end(row), row.start_time, repr(row)))
    ends = [_end(row) for row in rows]
    chains: list[list[Activity]] = [[]]
    for place, row in enumerate(rows):
        before = chains[bisect_right(ends, row.start_time, hi=place)]
        chains.append(max(chains[-1], [*before, row], key=_weight))
    return chains[-1]


def _weight(parts: Sequence[Activity]) -> tuple[float, ...]:
    """Steps, else what else was counted, else how much is said."""
    sums = (_sum(parts, name) or 0 for name in ("steps", "calories", "active_duration"))
    return (*sums, sum(fullness(row).values for row in parts), len(parts))


def _named(rows: Sequence[Activity]) -> str:
    return f"activity {rows[0].date}: {len(rows)} rows in one answer"


def _end(row: Activity) -> dt.datetime:
    """The end of what the row tells of; without one it may reach to midnight."""
    midnight = dt.datetime.combine(row.date, dt.time()) + dt.timedelta(days=1)
    return row.end_time or midnight


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
