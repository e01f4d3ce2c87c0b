"""Reads rows into payload models: broken fields left empty, broken rows skipped, all told."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from pydantic import ValidationError

from app.upstream.wire.base import MAX_LIST, Wire
from app.upstream.wire.notes import ROW_SKIPPED, Notes, RowProblem, excerpt, in_words

__all__ = ["Parsed", "RowProblem", "parse_rows"]

W = TypeVar("W", bound=Wire)


@dataclass(frozen=True, slots=True)
class Parsed(Generic[W]):
    """What could be read, in the order that was sent.

    `problems` holds the first hundred, `problem_count` counts them all.
    """

    rows: list[W]
    problems: list[RowProblem]
    problem_count: int
    skipped: int


def parse_rows(model: type[W], rows: Sequence[object]) -> Parsed[W]:
    """Read rows of decoded JSON; never raises for what is in them."""
    notes = Notes(model.subject)
    read = (_parse_row(model, row, place, notes) for place, row in enumerate(rows[:MAX_LIST]))
    good = [row for row in read if row is not None]
    if len(rows) > MAX_LIST:
        notes.key = f"row {MAX_LIST + 1} and later"
        notes.add(f"is beyond the {MAX_LIST} rows that Ursa reads", ROW_SKIPPED, "row")
    return Parsed(good, notes.problems, notes.count, len(rows) - len(good))


def _parse_row(model: type[W], row: object, place: int, notes: Notes) -> W | None:
    notes.key = _key_of(model, row, place)
    mark = notes.mark()
    try:
        return model.model_validate(row, context=notes)
    except ValidationError as error:
        notes.back_to(mark)
        first = error.errors(include_url=False)[0]
        notes.add(in_words(first), ROW_SKIPPED, *(first["loc"] or ("row",)))
        return None


def _key_of(model: type[Wire], row: object, place: int) -> str:
    """How a reader finds the row again: its natural key, or its place in the list."""
    found = [_named(row, name) for name in model.key] if isinstance(row, dict) else []
    known = [excerpt(value).strip('"') for value in found if isinstance(value, str | int)]
    return " ".join(known) or f"row {place + 1}"


def _named(row: dict[str, object], name: str) -> object:
    return row.get(name, row.get(name.replace("_", "-")))
