"""Patterns as they are told: significance out of p, and details that are fit for JSON."""

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.analysis.history import History
from app.analysis.plain import finite, plain
from app.metrics import Metric
from app.patterns import PatternName
from app.phrases.codes import Code
from app.phrases.phrase import Phrase
from app.records.findings import Pattern, Significance

LEVELS = ((0.01, Significance.HIGH), (0.05, Significance.MEDIUM), (0.1, Significance.LOW))
"""p below the number makes the word."""

NEW_DAYS = 30
"""So long a device is new: what it measures is not held against what another one measured."""

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
    """What is claimed: a pattern, of these metrics."""

    pattern: PatternName
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
            pattern_type=self.pattern.spec.type,
            pattern_name=self.pattern.key,
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
        reason: Phrase,
        sample_count: int = 0,
        details: Mapping[str, Any] | None = None,
    ) -> Pattern:
        """Pattern of which nothing can be said, with the reason."""
        return self.told(
            as_of,
            significance=Significance.INSUFFICIENT,
            sample_count=sample_count,
            details=because(reason) | dict(details or {}),
        )


def said(phrase: Phrase) -> dict[str, Any]:
    """A sentence as a detail: in English, and as code with metric and parameters."""
    metric = phrase.metric and phrase.metric.key
    return {
        "interpretation": phrase.fact,
        "code": phrase.code.key,
        "metric": metric,
        "params": dict(phrase.params),
    }


def because(phrase: Phrase) -> dict[str, Any]:
    """The reason why nothing is said, likewise."""
    return {
        "reason": phrase.fact,
        "reason_code": phrase.code.key,
        "reason_params": dict(phrase.params),
    }


def new_device(history: History) -> Phrase | None:
    """Why the days before a new device are not held against those since, while it is new."""
    since = history.device_since
    if since is None or (history.today - since).days >= NEW_DAYS:
        return None
    return Phrase(Code.NEW_DEVICE, params={"since": since.isoformat()})
