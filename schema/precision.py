"""How exactly a number is told: to what was measured, and no digit of a division more.

In one place for all of GraphQL; REST has a rounding of its own.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

import numpy as np

DECIMALS: Mapping[str, int] = {
    "latitude": 6,  # A tenth of a metre.
    "longitude": 6,
    "mv": 3,
    "km": 3,
    "s": 3,
    "c": 2,
    "hours": 2,
    "drop": 1,  # Of a heart rate, in so many minutes.
    "minutes": 2,
    "ratio": 2,
    "index": 2,
    "kmh": 2,
    "hpa": 2,
    "kg": 2,
    "m": 1,
    "cm": 1,
    "ms": 1,
    "w": 1,
    "rpm": 1,
    "spm": 1,
    "rate": 1,
    "hr": 1,
    "hrv": 1,
    "percent": 1,
    "charge": 1,
    "score": 1,
    "continuity": 1,
    "grade": 2,
    "form": 2,
    "load": 2,
    "strain": 2,
    "tolerance": 2,
    "level": 2,
    "confidence": 4,
    "skill": 4,
    "coverage": 4,
    "autocorrelation": 4,
    "shrinkage": 4,
    "pace": 2,
    "weight": 4,
    "rank": 1,
    "points": 1,
    "deviations": 2,
    **dict.fromkeys(("weeks", "lows", "highs"), 2),
    "requests": 1,
    **dict.fromkeys(("value", "values", "current", "baseline", "bound", "low", "high"), 2),
    **dict.fromkeys(("mean", "std", "min", "q1", "median", "q3", "iqr", "max"), 2),
}
"""Decimals by a word of a field's name: its unit, else what it is. The first one here counts."""

EXACTLY: Mapping[str, int | None] = {
    "Pattern.score": 4,  # Often a correlation.
    "PatternInsight.score": 4,
    "Finding.effect": None,  # In the pattern's own measure.
    "Finding.p_value": None,  # Small ones matter.
    "Finding.q_value": None,
    "Part.p_value": None,
    "AnomalyCheck.value": None,  # What was asked.
}
"""Fields of records that go by no word; None: as they are."""


def decimals_of(record: str, attribute: str) -> int | None:
    """Decimals of a record's field; None: as it is."""
    name = f"{record}.{attribute}"
    if name in EXACTLY:
        return EXACTLY[name]
    there = set(attribute.split("_"))
    return next((decimals for word, decimals in DECIMALS.items() if word in there), None)


@dataclass(frozen=True, slots=True)
class Rounded:
    """Reads a number, or a column of them, off a row as exactly as it is told."""

    read: Annotated[Callable[[Any], Any], "Reads it as it is."]
    decimals: int

    def __call__(self, row: object) -> Any:  # noqa: ANN401 -- a number, a column, or nothing
        """What one row says."""
        return rounded(self.read(row), self.decimals)

    def column(self, rows: list[Any]) -> list[Any]:
        """What each row says: numbers are rounded together, which takes a third of the time."""
        values, decimals = list(map(self.read, rows)), self.decimals
        kinds = set(map(type, values))
        if not kinds <= {float, type(None)}:
            return [rounded(value, decimals) for value in values]
        told: list[Any] = np.round(np.array(values, np.float64), decimals).tolist()
        if kinds == {float}:
            return told
        return [None if value is None else one for value, one in zip(values, told, strict=True)]


def rounded(value: Any, decimals: int) -> Any:  # noqa: ANN401 -- as above
    """A number or a column to so many decimals; what is nothing stays nothing."""
    if isinstance(value, np.ndarray):
        return np.round(value, decimals) if value.dtype.kind == "f" else value
    if isinstance(value, (list, tuple)):
        return [rounded(one, decimals) for one in value]
    return float(np.round(value, decimals)) if isinstance(value, float) else value
