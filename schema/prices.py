"""What a field costs before it is answered, and whose keys may ask for it: said at the field."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from app.records.account import Scope
from schema.context import DEFAULT_DAYS, MOST_DAYS

ROW = 1
STATEMENT = 10
"""A field that asks the database costs so much before its first row."""
ANALYSIS = 200
"""Who has no findings of today is analysed on the spot: a tenth of a second of models."""

Arguments = Mapping[str, Any]
Price = Callable[[Arguments, dt.date], tuple[int, int]]
"""Own units of a field, and how many rows its selection is answered for."""

Scopes = frozenset[Scope]
READ: Scopes = frozenset({Scope.READ})
SYNC: Scopes = frozenset({Scope.SYNC})
ADMIN: Scopes = frozenset({Scope.ADMIN})
ANY_KEY: Scopes = frozenset()


@dataclass(frozen=True, slots=True)
class Terms:
    """On which terms a field is answered."""

    price: Annotated[Price, "What it costs."]
    scope: Annotated[Scopes | None, "What a key needs; None: as the field above, or no key."] = None
    public: Annotated[bool, "Whether it is answered without a key."] = False
    lasting: Annotated[bool, "Whether it answers the same until a person's data change."] = True


def flat(own: int, rows: int = 1) -> Price:
    """The same whatever is asked."""
    return lambda _, __: (own, rows)


AS_A_ROW = flat(ROW)
"""Of fields that only lead on: what is dear about them is what is asked below."""


def daily(rows_a_day: int = 1) -> Price:
    """A question to the database about the rows of a window of days."""
    return lambda arguments, today: (STATEMENT, rows_a_day * days_of(arguments, today))


def page(usual: int, largest: int) -> Price:
    """A question to the database about one page of a list."""

    def price(arguments: Arguments, _: dt.date) -> tuple[int, int]:
        size = arguments.get("last")
        if size is None:
            size = arguments.get("first")
        size = usual if size is None else size
        return STATEMENT, min(max(size, 0), largest)

    return price


def days_of(arguments: Arguments, today: dt.date) -> int:
    """Days in the window that the arguments mean; none in one that the field will refuse."""
    days: int | None = arguments.get("days")
    first: dt.date | None = arguments.get("from")
    if days is not None:
        return days + 1 if days <= MOST_DAYS else 0
    if first is not None:
        last: dt.date = arguments.get("to") or today
        span = (last - first).days + 1
        return span if span <= MOST_DAYS + 1 else 0
    return DEFAULT_DAYS + 1
