"""Patterns as they are told: significance out of p, and details that are fit for JSON."""

import datetime as dt
import enum
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from app.metrics import Metric
from app.records.findings import Pattern, PatternType, Significance

LEVELS = ((0.01, Significance.HIGH), (0.05, Significance.MEDIUM), (0.1, Significance.LOW))
"""p below the number makes the word."""

TOLD = LEVELS[-1][0]
"""A p-value from here on is not told as a finding."""


def significance_of(p_value: float | None) -> Significance:
    """Word of a p-value; insufficient when there is none or chance explains the data well."""
    if p_value is None or not math.isfinite(p_value):
        return Significance.INSUFFICIENT
    words = (word for limit, word in LEVELS if p_value < limit)
    return next(words, Significance.INSUFFICIENT)


@dataclass(frozen=True, slots=True)
class Claim:
    """What a pattern is about: its name, its type, and the metrics it looks at."""

    name: str
    type: PatternType
    metrics: Sequence[Metric]

    def told(
        self,
        as_of: dt.date,
        *,
        significance: Significance,
        score: float | None = None,
        confidence: float | None = None,
        sample_count: int = 0,
        details: Mapping[str, Any] | None = None,
    ) -> Pattern:
        """Pattern whose numbers are finite or None, and whose details are plain JSON values."""
        return Pattern(
            pattern_type=self.type,
            pattern_name=self.name,
            score=finite(score),
            confidence=finite(confidence),
            significance=significance,
            metrics_involved=tuple(metric.key for metric in self.metrics),
            sample_count=int(sample_count),
            details=plain(dict(details or {})),
            as_of=as_of,
        )

    def insufficient(
        self,
        as_of: dt.date,
        *,
        reason: str,
        sample_count: int = 0,
        details: Mapping[str, Any] | None = None,
    ) -> Pattern:
        """Pattern of which nothing can be said, with the reason."""
        return self.told(
            as_of,
            significance=Significance.INSUFFICIENT,
            sample_count=sample_count,
            details={"reason": reason} | dict(details or {}),
        )


def finite(value: float | None) -> float | None:
    """A Python float; None in place of NaN and infinity."""
    if value is None or not math.isfinite(value):
        return None
    return float(value)


def plain(value: Any) -> Any:  # noqa: ANN401  JSON has no type of its own.
    """The value as JSON knows it: numpy's numbers, dates and enums are resolved, NaN is null."""
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [plain(each) for each in value]
    if isinstance(value, dt.date):
        return value.isoformat()
    return _plain_scalar(value)


def _plain_scalar(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, enum.StrEnum):
        return value.value
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    if isinstance(value, (int, np.integer)):
        return int(value)
    return finite(float(value)) if isinstance(value, (float, np.floating)) else value
