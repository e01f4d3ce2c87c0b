"""What a feed is asked for, and what its requests brought."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from app.days import DAY, Window
from app.errors import (
    PolarError,
    PolarFaulty,
    PolarForbidden,
    PolarRateLimited,
    PolarRefused,
    PolarUnauthorized,
    PolarUnavailable,
    PolarWrongAddress,
)
from app.store.owed import OwedDays, StoredExercise
from app.upstream.endpoints import Page

PATIENCE = 3
"""Requests without any answer, one after the other, until a feed asks no more."""
PERSISTENCE = 10
"""Answers that are of no use, one after the other, until it asks no more: each may be about one
thing alone, and the next one about another."""

ENDING = (PolarUnauthorized, PolarRateLimited)
"""These end the run, not the feed alone."""
_LASTING = (*ENDING, PolarForbidden, PolarWrongAddress)
"""These would be the answer to the next request too."""


@dataclass(frozen=True, slots=True)
class FeedRequest:
    """What a feed may know when it asks.

    `window`: the days wanted. `owed`: older days that did not come when they were asked for.
    `exercises`: what is stored of them, by Polar's id.
    """

    window: Window
    owed: tuple[OwedDays, ...] = ()
    exercises: Mapping[str, StoredExercise] = field(default_factory=dict)

    def of(self, owed: Iterable[OwedDays]) -> "FeedRequest":
        """The same with what one feed is owed."""
        return replace(self, owed=tuple(owed))

    def least_tried(self, exercises: Iterable[str]) -> list[str]:
        """Exercises in the order to ask for them: one that always fails stands in nobody's way."""
        return sorted(exercises, key=lambda i: e.tries if (e := self.exercises.get(i)) else 0)

    @property
    def windows(self) -> list[Window]:
        """The days wanted, and those before them that are owed: the least tried ones first."""
        before = self.window.first - DAY
        owed = sorted(self.owed, key=lambda days: days.tries)
        older = [Window(days.first_day, min(days.last_day, before)) for days in owed]
        return [self.window, *(days for days in older if days.first <= days.last)]

    def pieces(self, step: int) -> list[Window]:
        """All days in windows of at most `step` days, each the newest first, the owed ones last."""
        return [piece for days in self.windows for piece in days.pieces(step)]


@dataclass(frozen=True, slots=True)
class Missing:
    """What did not come, and why: days, or the details of one exercise.

    `partly`: some of it came, and is kept. `unasked`: requests before it failed one after the
    other, so that it was not asked for.
    """

    error: PolarError
    days: Window | None = None
    exercise: str | None = None
    partly: bool = False
    unasked: bool = False

    def __str__(self) -> str:
        return f"{self._what} {self._became}: {self.error.message}"

    @property
    def _became(self) -> str:
        if self.unasked:
            return "were left for another time"
        return f"did not come{' whole' * self.partly}"

    @property
    def _what(self) -> str:
        if self.days is not None:
            return f"{self.days.first} to {self.days.last}"
        return f"details of exercise {self.exercise}" if self.exercise else "what was asked for"


@dataclass(slots=True)
class Fetched:
    """What the requests of one feed brought, and what is missing.

    `asked` counts days, None where a feed has none. `pages` counts answers, `proven` says that
    one of them was AccessLink's beyond doubt.
    """

    asked: int | None = None
    answered: int = 0
    rows: list[Any] = field(default_factory=list)
    pages: int = 0
    proven: bool = False
    missing: list[Missing] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    detailed: list[str] = field(default_factory=list)
    """Exercises whose details came."""
    lost: list[str] = field(default_factory=list)
    """Exercises that Polar does not have any more."""
    _failures: list[PolarError] = field(default_factory=list)
    """Errors since something came last."""

    @property
    def ending(self) -> PolarError | None:
        """The error that ends the run, where one of the requests met it."""
        errors = (each.error for each in self.missing)
        return next((error for error in errors if isinstance(error, ENDING)), None)

    @property
    def error(self) -> PolarError | None:
        """What went wrong last, since anything came."""
        return self._failures[-1] if self._failures else None

    @property
    def patient(self) -> bool:
        """Whether another request makes sense."""
        failed = len(self._failures)
        silent = sum(map(_is_silence, self._failures))
        return silent < PATIENCE and failed < PERSISTENCE and not isinstance(self.error, _LASTING)

    def came(self, page: Page, days: int = 0, window: Window | None = None) -> None:
        """Take in an answer about so many days; `window` is asked for again if it is broken."""
        self.rows += page.rows
        self.pages += 1
        self.proven |= page.there
        self.went_well()
        if page.broken is None:
            self.answered += days
        else:
            self.missing.append(Missing(page.broken, days=window, partly=True))

    def went_well(self) -> None:
        """Take in that a request was answered: patience begins anew."""
        self._failures.clear()

    def went_wrong(self, error: PolarError) -> None:
        """Take in that a request failed."""
        self._failures.append(error)

    def failed(self, missing: Missing) -> None:
        """Take in that something did not come."""
        self.missing.append(missing)
        self.went_wrong(missing.error)

    def left(self, *, days: Window | None = None, exercise: str | None = None) -> None:
        """Take in that something was not asked for, because of what went wrong before."""
        if self.error is not None:
            unasked = not isinstance(self.error, _LASTING)
            self.missing.append(Missing(self.error, days, exercise, unasked=unasked))

    def ends_before(self, error: PolarRefused, first: dt.date) -> None:
        """Take in that Polar shows no days further back: that is no fault."""
        self.notes.append(f"Polar shows nothing before {first}: {error.message}")

    def merged(self) -> list[Missing]:
        """What is missing, days that touch each other as one where the reason is the same."""
        merged: list[Missing] = []
        for each in self.missing:
            if merged and (both := _touching(merged[-1], each)):
                merged[-1] = both
            else:
                merged.append(each)
        return merged


def _is_silence(error: PolarError) -> bool:
    """Whether nothing answered at all, so that nothing will answer the next request either."""
    return isinstance(error, PolarUnavailable) and not isinstance(error, PolarFaulty)


def _manner(missing: Missing) -> tuple[object, ...]:
    return missing.error.code, missing.partly, missing.unasked


def _touching(newer: Missing, older: Missing) -> Missing | None:
    """One stretch of days out of two, of which the older one ends where the newer one begins."""
    alike = _manner(newer) == _manner(older)
    if newer.days is None or older.days is None or not alike:
        return None
    if older.days.last != newer.days.first - DAY:
        return None
    return replace(newer, days=Window(older.days.first, newer.days.last))
