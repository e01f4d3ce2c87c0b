"""Small pieces of different days and sessions are stored as one: a statement for all of them."""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import fields
from typing import Any

import numpy as np

from app.imports.reading import Piece
from app.normalise.values import Harvest
from app.records.exercise import Exercise
from app.records.samples import DaySamples
from app.store.relations import COUNTED, KEYS, RECORDS

NEAR_S = 2
"""How far starts of the same session lie apart, as `store/imports.py` meets them."""


def groups(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """The pieces in their order, those together of which no two tell of the same thing.

    What a second piece tells of the same day is compared with what the first one stored.
    """
    group: list[Piece] = []
    known: set[Hashable] = set()
    for piece in pieces:
        tells = set(_things(piece.harvest))
        if group and (piece.file.named.kind is not group[0].file.named.kind or tells & known):
            yield group
            group, known = [], set()
        group.append(piece)
        known |= tells
    if group:
        yield group


def harvest_of(group: Sequence[Piece]) -> Harvest:
    """What the pieces of a group brought, a part for each kind of record and of samples."""
    parts: dict[tuple[bool, type[Any]], list[Any]] = {}
    for piece in group:
        for part in piece.harvest:
            if not isinstance(part, list) or part:
                records = isinstance(part, list)
                parts.setdefault((records, type(part[0] if records else part)), []).append(part)
    return Harvest(_united(found, records=records) for (records, _), found in parts.items())


def _united(parts: list[Any], *, records: bool) -> Any:  # noqa: ANN401 -- a list or a block
    if records:
        return [record for part in parts for record in part]
    if len(parts) == 1:
        return parts[0]
    kind = type(parts[0])
    names = [field.name for field in fields(kind)]
    return kind(**{name: np.concatenate([getattr(p, name) for p in parts]) for name in names})


def _things(harvest: Iterable[Any]) -> Iterator[Hashable]:
    """What a harvest tells of: keys of records, neighbourhoods of sessions, days of samples."""
    for part in harvest:
        if isinstance(part, list):
            for record in part:
                yield from _keys(record)
        elif isinstance(part, DaySamples):
            days = np.union1d(np.unique(part.days), part.told).astype("datetime64[D]")
            yield from ((type(part), day) for day in days.tolist())
        elif not hasattr(part, "polar_exercise_id"):
            yield type(part).__name__  # Nothing of it can be told apart.


def _keys(record: Any) -> Iterator[Hashable]:  # noqa: ANN401 -- any record
    """What hangs on a session is told apart as the session is."""
    relation = RECORDS.get(type(record))
    if relation in KEYS and relation not in COUNTED:
        yield relation, *(getattr(record, name) for name in KEYS[relation])
    if isinstance(record, Exercise):
        place = np.datetime64(record.start_local, "s").astype(int) // NEAR_S
        yield from (("session", int(place) + shift) for shift in (-1, 0, 1))
