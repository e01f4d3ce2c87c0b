"""Reads rows into payload models: broken fields left empty, broken rows skipped, all told."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

from pydantic import ValidationError

from app.upstream.wire.base import MAX_LIST, Wire
from app.upstream.wire.notes import ROW_SKIPPED, Notes, RowProblem, excerpt, in_words

__all__ = ["Parsed", "RowProblem", "parse_rows"]

W = TypeVar("W", bound=Wire)


@dataclass(frozen=True, slots=True)
class Parsed(Generic[W]):
    """What could be read, in the order that was sent.

    `problems` holds the first hundred, `problem_count` counts them all. `sent` has what each row
    was made of, `unread` the rows that were skipped, and why.
    """

    rows: list[W]
    problems: list[RowProblem]
    problem_count: int
    skipped: int
    sent: list[object] = field(default_factory=list)
    unread: list[tuple[object, str]] = field(default_factory=list)


def parse_rows(model: type[W], rows: Sequence[object]) -> Parsed[W]:
    """Read rows of decoded JSON; never raises for what is in them."""
    notes = Notes(model.subject)
    parsed: Parsed[W] = Parsed([], notes.problems, 0, 0)
    for place, row in enumerate(rows[:MAX_LIST]):
        read = _parse_row(model, row, place, notes)
        if read is None:
            parsed.unread.append((row, str(notes.problems[-1])))
        else:
            parsed.rows.append(read)
            parsed.sent.append(row)
    if len(rows) > MAX_LIST:
        notes.key = f"row {MAX_LIST + 1} and later"
        notes.add(f"is beyond the {MAX_LIST} rows that Ursa reads", ROW_SKIPPED, "row")
    return replace(parsed, problem_count=notes.count, skipped=len(rows) - len(parsed.rows))


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
