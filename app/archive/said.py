"""What a document of Polar's says, value by value: of the wrong kind is the same as not there.

An archive has been written by twelve years of software, and nobody documents it. A value that is
not as expected is no reason to lose the others; it is counted, and the report tells it.
"""

import datetime as dt
import math
import re
from collections.abc import Iterator
from typing import Any

from app.upstream.wire.types import FIRST_YEAR, LAST_YEAR

_DURATION = re.compile(
    r"P(?:(\d{1,6}(?:\.\d+)?)D)?(?:T(?:(\d{1,8}(?:\.\d+)?)H)?(?:(\d{1,8}(?:\.\d+)?)M)?"
    r"(?:(\d{1,10}(?:\.\d+)?)S)?)?",
    re.ASCII,
)
_UNITS_S = (86_400, 3_600, 60, 1)
LARGEST = 1e12
LONGEST_TEXT = 10_000


class Said:
    """An object of a document; `odd` counts values that could not be read, by their names."""

    __slots__ = ("odd", "values")

    def __init__(self, values: object, odd: dict[str, int] | None = None) -> None:
        self.values: dict[str, Any] = values if isinstance(values, dict) else {}
        self.odd = {} if odd is None else odd

    def __bool__(self) -> bool:
        return bool(self.values)

    def said(self, name: str) -> "Said":
        """The object below a name; an empty one where there is none."""
        return Said(self.values.get(name), self.odd)

    def each(self, name: str) -> Iterator["Said"]:
        """The objects of a list below a name."""
        return listed(self.values.get(name), self.odd)

    def text(self, name: str) -> str | None:
        """A text that says something."""
        value = self.values.get(name)
        if isinstance(value, str):
            return value.strip().replace("\x00", "")[:LONGEST_TEXT] or None
        self._odd(name, value)
        return None

    def word(self, name: str) -> str | None:
        """A word of Polar's; None where it says that nothing is known."""
        value = self.text(name)
        return None if value in _NOTHING else value

    def number(self, name: str, low: float = -LARGEST, high: float = LARGEST) -> float | None:
        """A number in the range; Polar writes some as texts."""
        value = self.values.get(name)
        found = number_of(value)
        if found is not None and low <= found <= high:
            return found
        self._odd(name, value)
        return None

    def whole(self, name: str, low: float = -(2**31), high: float = 2**31 - 1) -> int | None:
        """A whole number in the range."""
        found = self.number(name, low, high)
        return None if found is None else round(found)

    def flag(self, name: str) -> bool | None:
        """Yes or no."""
        value = self.values.get(name)
        if isinstance(value, bool):
            return value
        self._odd(name, value)
        return None

    def day(self, name: str) -> dt.date | None:
        """A day of the calendar."""
        found = self.moment(name)
        return None if found is None else found.date()

    def moment(self, name: str) -> dt.datetime | None:
        """A moment as it was written, with an offset or without."""
        value = self.values.get(name)
        found = moment_of(value)
        if found is None:
            self._odd(name, value)
        return found

    def local(self, name: str) -> dt.datetime | None:
        """A moment on the wearer's clock: whatever is marked as a zone is none."""
        found = self.moment(name)
        return None if found is None else found.replace(tzinfo=None)

    def seconds(self, name: str) -> float | None:
        """A duration as `PT1H2.5S`, seconds."""
        value = self.values.get(name)
        found = seconds_of(value)
        if found is None:
            self._odd(name, value)
        return found

    def _odd(self, name: str, value: object) -> None:
        """Count what was there and could not be read."""
        if value is not None and value != "":
            self.odd[name] = self.odd.get(name, 0) + 1


_NOTHING = frozenset({None, "UNKNOWN", "NOT_AVAILABLE", "NO_DATA", "-1", "UNRECOGNIZED"})


def listed(values: object, odd: dict[str, int] | None = None) -> Iterator[Said]:
    """The objects of a list; anything else is left out."""
    for value in values if isinstance(values, list) else ():
        if isinstance(value, dict):
            yield Said(value, odd)


def number_of(value: object) -> float | None:
    """A finite number, also one that is written as a text."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        found = float(value)
    except (ValueError, OverflowError):
        return None
    return found if math.isfinite(found) else None


def moment_of(value: object) -> dt.datetime | None:
    """A moment in Polar's many precisions: to the minute, the second, the millisecond."""
    if not isinstance(value, str) or not value[:4].isdigit() or len(value) > len(_LONGEST):
        return None
    try:
        found = dt.datetime.fromisoformat(value)
        found.utctimetuple()
    except (ValueError, OverflowError):
        return None
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else None


_LONGEST = "2026-03-14T09:05:11.123456789+01:00"


def seconds_of(value: object) -> float | None:
    """A duration in ISO form, seconds."""
    if not isinstance(value, str) or len(value) > len(_LONGEST):
        return None
    found = _DURATION.fullmatch(value)
    if found is None or value in {"P", "PT"}:
        return None
    parts = zip(found.groups(), _UNITS_S, strict=True)
    return sum(float(amount) * unit for amount, unit in parts if amount)
