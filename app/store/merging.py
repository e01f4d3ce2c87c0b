"""What becomes of a row that is stored and one that an archive tells of the same; pure."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from math import isclose
from typing import Any, Generic, TypeVar

from app.store.columns import NO_COLUMNS
from app.store.relations import KEYS
from app.store.sources import DECIDES, TOGETHER, WINS, Wins

R = TypeVar("R")
NEAR = dt.timedelta(minutes=1)
SHARE = 0.02
"""Two sources round differently: what lies nearer than that is the same."""


class Verdict(StrEnum):
    """What a row of an archive is for what is stored."""

    NEW = "new"
    ENRICHED = "enriched"
    EQUAL = "equal"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Merged(Generic[R]):
    """The row to be stored, what of it the archive brought, and what differs."""

    record: R
    verdict: Verdict
    brought: Mapping[str, Any]
    conflicts: tuple[str, ...] = ()


def merged(relation: str, kept: R | None, told: R, *, final: bool = True) -> Merged[R]:
    """The archive's row over, or under, the one that is stored; not `final`: it wins nothing."""
    values = _values(relation, told)
    if kept is None:
        return Merged(_whole(told), Verdict.NEW, {n: v for n, v in values.items() if v is not None})
    wins = final and WINS[relation] is Wins.ARCHIVE
    said = _fitting(relation, kept, values)
    brought = {n: v for n, v in said.items() if _is_brought(getattr(kept, n), v, wins=wins)}
    brought |= _extra(kept, told)
    conflicts = tuple(
        name
        for name, value in values.items()
        if name not in brought and not same(getattr(kept, name), value)
    )
    return Merged(_whole(kept, **brought), _verdict(brought, conflicts), brought, conflicts)


def _verdict(brought: Mapping[str, Any], conflicts: tuple[str, ...]) -> Verdict:
    if brought:
        return Verdict.ENRICHED
    return Verdict.CONFLICT if conflicts else Verdict.EQUAL


def _values(relation: str, told: Any) -> dict[str, Any]:  # noqa: ANN401 -- any record
    """What an archive says outside of the key; what it does not say is no value."""
    ours = {*KEYS[relation], *NO_COLUMNS, "extra", "has_details"}
    return {f.name: getattr(told, f.name) for f in fields(told) if f.name not in ours}


def _whole(record: R, **values: Any) -> R:  # noqa: ANN401 -- any record
    """A record that says all: what it lacks is known to be missing."""
    there = {field.name for field in fields(record)}  # type: ignore[arg-type]
    said = {**values, **({"absent": frozenset()} if "absent" in there else {})}
    return replace(record, **said)  # type: ignore[type-var]


def _fitting(relation: str, kept: Any, values: dict[str, Any]) -> dict[str, Any]:  # noqa: ANN401
    """Without what belongs together, where it was measured otherwise: two versions do not mix."""
    decides = DECIDES.get(relation, frozenset())
    if all(same(getattr(kept, name), values[name]) for name in decides):
        return values
    return {n: v for n, v in values.items() if n not in TOGETHER[relation]}


def _is_brought(kept: object, told: object, *, wins: bool) -> bool:
    if told is None:
        return False
    return kept is None or (wins and not same(kept, told))


def _extra(kept: Any, told: Any) -> dict[str, Any]:  # noqa: ANN401 -- any record
    """Fields without a column are united; those that are stored stay."""
    said, stored = getattr(told, "extra", None) or {}, getattr(kept, "extra", None) or {}
    united = {**said, **stored}
    found: dict[str, Any] = {} if united == stored else {"extra": united}
    if getattr(told, "has_details", False) and not kept.has_details:
        found["has_details"] = True
    return found


def same(one: object, other: object) -> bool:
    """Whether two values tell the same; nothing contradicts a value that is not there."""
    if one is None or other is None:
        return True
    if isinstance(one, dt.datetime) and isinstance(other, dt.datetime):
        return abs(one - other) <= NEAR
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, int | float) and isinstance(other, int | float):
        return isclose(one, other, rel_tol=SHARE, abs_tol=1 if isinstance(one, int) else SHARE)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return one == other
