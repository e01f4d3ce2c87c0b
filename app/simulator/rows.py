"""The rows of an answer, and what changes each of them."""

from collections.abc import Callable

from app.simulator.documented import walk
from app.simulator.payloads import Row

Edit = Callable[[object], object]

WRAPPERS = ("nights", "recharges", "available", "heart_rates")


def rows_of(data: object) -> list[object]:
    """Return the list of rows of an answer; an answer by date is a list of one."""
    if isinstance(data, list):
        return data
    lists = (data[key] for key in WRAPPERS if key in data) if isinstance(data, dict) else iter(())
    return next(lists, [data])


def objects_of(data: object) -> list[Row]:
    """Return the rows that are objects."""
    return [row for row in rows_of(data) if isinstance(row, dict)]


def in_rows(change: Callable[[Row], None], *, only_first: bool = False) -> Edit:
    """Return the edit that changes every row in place, or the first one only."""

    def edit(data: object) -> object:
        for row in objects_of(data)[: 1 if only_first else None]:
            change(row)
        return data

    return edit


def everywhere(change: Callable[[Row], None]) -> Edit:
    """Return the edit that changes every object in place, however deep."""

    def edit(data: object) -> object:
        for row in list(walk(data)):
            change(row)
        return data

    return edit


def is_list(data: object) -> bool:
    """Return whether an answer is a list of rows; an answer by date is none."""
    rows = rows_of(data)
    return not (len(rows) == 1 and rows[0] is data)
