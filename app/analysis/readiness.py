"""One number for the morning, 0 to 100, with its parts. Formula version 1.

Weighted mean of percentile ranks (Roscoe 1975: the share of values below, half of the equal ones)
of the newest value among this person's own 60 days before, turned so that 100 is good; at least 2
of 4 parts, each with 21 days to compare with. It is a summary and claims no validity beyond.
"""

from dataclasses import dataclass

import numpy as np

from app.analysis import claim
from app.analysis.chance import Floats
from app.analysis.history import History
from app.metrics import Metric
from app.records.findings import Pattern, PatternType, Significance

NAME, KIND, VERSION = "readiness", PatternType.COMPOSITE, 1
DAYS, LEAST, LEAST_PARTS, FRESH_DAYS = 60, 21, 2, 2


@dataclass(frozen=True, slots=True)
class Part:
    """One metric's part: its weight, and the direction that is good."""

    metric: Metric
    weight: float
    good: int


PARTS = (
    Part(Metric.HRV_RMSSD, 0.35, +1),
    Part(Metric.RESTING_HR, 0.25, -1),
    Part(Metric.SLEEP_SCORE, 0.25, +1),
    Part(Metric.TRAINING_LOAD_RATIO, 0.15, -1),
)


def readiness(history: History) -> Pattern:
    """Readiness 0 to 100 out of at least 2 of 4 parts; values at most 2 days old."""
    ranks = {part: rank for part in PARTS if (rank := _rank(history, part)) is not None}
    metrics = [part.metric for part in PARTS]
    if len(ranks) < LEAST_PARTS:
        reason = f"{len(ranks)} of 4 parts have a fresh value and {LEAST} days before it."
        return claim.Claim(NAME, KIND, metrics).insufficient(history.today, reason=reason)
    weight = sum(part.weight for part in ranks)
    score = sum(part.weight * rank for part, rank in ranks.items()) / weight
    return claim.Claim(NAME, KIND, [part.metric for part in ranks]).told(
        history.today,
        significance=Significance.LOW,
        score=score,
        confidence=weight,
        sample_count=DAYS,
        details={
            "version": VERSION,
            "descriptive": True,
            "parts": {
                part.metric.key: {"rank": rank, "weight": part.weight / weight}
                for part, rank in ranks.items()
            },
            "interpretation": f"Readiness {score:.0f} of 100 against your own last {DAYS} days",
        },
    )


def percentile_rank(value: float, others: Floats) -> float:
    """Share of the others below the value, half of those equal, percent."""
    return float(100 * ((others < value).mean() + (others == value).mean() / 2))


def _rank(history: History, part: Part) -> float | None:
    newest = history.newest(part.metric, within=FRESH_DAYS)
    if newest is None:
        return None
    back = (history.today - newest.date).days
    before = history.last(part.metric, DAYS + 1 + back)[:DAYS]
    known = before[np.isfinite(before)]
    if len(known) < LEAST:
        return None
    rank = percentile_rank(newest.value, known)
    return rank if part.good > 0 else 100 - rank
