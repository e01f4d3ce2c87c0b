"""Exports: the manifest and the columns of the CSV files."""

import csv
import datetime as dt
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import Annotated, Any

from app.reads.export import RecordCounts
from app.rest.shapes.values import about, hours, kilometres, minutes, real, two, whole


@dataclass
class Counts:
    """Rows by kind."""

    sleep: Annotated[int, about("Nights.", 30)]
    activity: Annotated[int, about("Days of activity.", 30)]
    recharge: Annotated[int, about("Nightly recharges.", 30)]
    cardio_load: Annotated[int, about("Days of cardio load.", 28)]
    heart_rate: Annotated[int, about("Days of continuous heart rate.", 30)]
    exercises: Annotated[int, about("Exercises.", 12)]


@dataclass
class ExportSummary:
    """What the exports of a window hold."""

    user_id: Annotated[str, about("The person.", "12345")]
    days: Annotated[int, about("Days asked for.", 30)]
    from_date: Annotated[dt.date, about("First day.", "2025-12-12")]
    to_date: Annotated[dt.date, about("Last day: the wearer's today.", "2026-01-11")]
    record_counts: Annotated[
        Counts,
        about(
            "Rows by kind.",
            {
                "sleep": 30,
                "activity": 30,
                "recharge": 30,
                "cardio_load": 28,
                "heart_rate": 30,
                "exercises": 12,
            },
        ),
    ]
    total_records: Annotated[int, about("All of them.", 160)]

    @classmethod
    def of(
        cls, user_id: str, days: int, first: dt.date, last: dt.date, counts: RecordCounts
    ) -> "ExportSummary":
        """The manifest of a window."""
        by_kind = [getattr(counts, name) for name in Counts.__annotations__]
        return cls(user_id, days, first, last, Counts(*by_kind), sum(by_kind))


Columns = dict[str, Callable[[Any], object]]
"""Headings of a CSV file in their order, each with the value that it takes from a record."""


SLEEP: Columns = {
    "date": attrgetter("date"),
    "sleep_score": attrgetter("sleep_score"),
    "total_hours": lambda night: hours(night.total_s),
    "deep_hours": lambda night: hours(night.deep_s),
    "light_hours": lambda night: hours(night.light_s),
    "rem_hours": lambda night: hours(night.rem_s),
    "hrv_avg": lambda night: real(night.hrv_rmssd_ms),
    "heart_rate_avg": lambda night: whole(night.heart_rate_avg),
    "breathing_rate_avg": attrgetter("breathing_rate_avg"),
}
ACTIVITY: Columns = {
    "date": attrgetter("date"),
    "steps": attrgetter("steps"),
    "calories_active": attrgetter("calories_active"),
    "calories_total": attrgetter("calories_total"),
    "distance_km": lambda day: kilometres(day.distance_m),
    "active_minutes": lambda day: minutes(day.active_s),
}
RECHARGE: Columns = {
    "date": attrgetter("date"),
    "hrv_avg": lambda night: real(night.hrv_rmssd_ms),
    "ans_charge": attrgetter("ans_charge"),
    "status": attrgetter("ans_charge_word"),
    "breathing_rate": attrgetter("breathing_rate_avg"),
    "heart_rate_avg": attrgetter("heart_rate_avg"),
}
CARDIO_LOAD: Columns = {
    "date": attrgetter("date"),
    "strain": attrgetter("strain"),
    "tolerance": attrgetter("tolerance"),
    "cardio_load": attrgetter("cardio_load"),
    "load_ratio": lambda day: two(day.cardio_load_ratio),
    "status": attrgetter("cardio_load_status"),
}


def csv_of(columns: Columns, records: Iterable[Any]) -> str:
    """A CSV file with a heading line; nothing stands for null.

    Values are taken column by column, which takes half the time of line by line.
    """
    file, known = io.StringIO(), list(records)
    lines = csv.writer(file)
    lines.writerow(columns)
    lines.writerows(zip(*(map(value, known) for value in columns.values()), strict=True))
    return file.getvalue()
