"""What is told on many mornings: a look a day is many looks.

A p-value below 0.05 is right about one look. Who looks every morning meets one in two of three
quiet months. So a finding begins to be told when three mornings running agree, and ends when a
morning finds nothing of it: in between it stands, and does not come and go with every night. The
p-value of each look stays what it is, in `details`. `bench/honesty.py` measures the months.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from app.analysis.chance import Floats
from app.analysis.history import History
from app.records.findings import Significance

Looks = Sequence[float | None]
"""p-values of mornings, oldest first; None where nothing could be tested."""

LOOKS = 21
"""Mornings that are gone through again; no 7-day trend lasts longer."""

RUNNING = 3
"""Mornings that have to agree."""

BEGINS = {Significance.HIGH: 0.005, Significance.MEDIUM: 0.04}
"""p below the number on each of them begins a finding of this level."""

ENDS = 0.2
"""p from here on ends it."""


RECENTLY = 3
"""Mornings for which a finding that has ended is still known as such."""


@dataclass(frozen=True, slots=True)
class Told:
    """A finding: how sure, the place of its first morning, and that of the one that ended it."""

    level: Significance
    since: int
    until: int | None = None

    @property
    def last(self) -> int:
        """Place of its last morning, of all that were gone through."""
        return -1 if self.until is None else self.until - 1

    def details(self, history: History) -> dict[str, Any]:
        """Level, first day, and the day on which it ended or None."""
        return {
            "level": self.level,
            "since": history.day(LOOKS - 1 - self.since),
            "until": None if self.until is None else history.day(LOOKS - 1 - self.until),
        }


def told(p_values: Looks, signs: Sequence[float]) -> Told | None:
    """What stands on the last of these mornings, or has ended on one of the last 3."""
    state: Told | None = None
    ended: Told | None = None
    for place in range(len(p_values)):
        before, state = state, _next(state, p_values[: place + 1], signs[: place + 1])
        if before is not None and state is None:
            ended = replace(before, until=place)
    recently = ended is not None and len(p_values) - (ended.until or 0) <= RECENTLY
    return state or (ended if recently else None)


def _next(state: Told | None, p_values: Looks, signs: Sequence[float]) -> Told | None:
    level = _begun(p_values, signs)
    if state is None:
        return None if level is None else Told(level, len(p_values) - 1)
    if not goes_on(p_values[-1]) or signs[-1] * signs[-2] < 0:
        return None
    return Told(Significance.HIGH, state.since) if level is Significance.HIGH else state


def goes_on(p_value: float | None) -> bool:
    """Whether a morning leaves a finding standing."""
    return p_value is not None and p_value < ENDS


def matters(p_values: Looks, signs: Sequence[float]) -> bool:
    """Whether mornings before these have to be known: something may have stood on the first."""
    places = range(1, len(p_values) + 1)
    return goes_on(p_values[0]) or any(_begun(p_values[:n], signs[:n]) for n in places)


def _begun(p_values: Looks, signs: Sequence[float]) -> Significance | None:
    """The level on which the last mornings agree."""
    last = [each for each in p_values[-RUNNING:] if each is not None]
    agree = len(last) == RUNNING and abs(sum(np.sign(signs[-RUNNING:]))) == RUNNING
    levels = (level for level, limit in BEGINS.items() if agree and max(last) < limit)
    return next(levels, None)


def windows(values: Floats, length: int, looks: int) -> Floats:
    """The last `length` days as they were on each of the last mornings: (looks, length)."""
    ends = len(values) - np.arange(looks)[::-1]
    return np.stack([values[end - length : end] for end in ends])
