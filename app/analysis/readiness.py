"""One number for the morning, 0 to 100, with its parts. Formula version 2.

Weighted mean of percentile ranks (Roscoe 1975: the share of values below, half of the equal ones)
among this person's own 60 days before, turned so that 100 is good; at least 2 of 4 parts, each with
21 days to compare with. What is ranked is the mean of the newest night and of three before it,
with weights 4, 3, 2, 1: the newest alone, as in version 1, moved the number by 20 points overnight
on a third of all days, which no body does. It is a summary and claims no validity beyond.
"""

from dataclasses import dataclass

import numpy as np

from app.analysis import claim
from app.analysis.chance import Floats
from app.analysis.history import History
from app.metrics import Metric
from app.patterns import PatternName
from app.phrases.codes import Code
from app.phrases.phrase import Phrase
from app.records.findings import Pattern, Significance

PATTERN, VERSION = PatternName.READINESS, 2
DAYS, LEAST, LEAST_PARTS, FRESH_DAYS = 60, 21, 2, 2

WEIGHTS = np.array([0.4, 0.3, 0.2, 0.1])
"""Of the newest day, and of the days before it; those that are missing are scaled away."""


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
        there = {"there": len(ranks), "needed": LEAST_PARTS, "days": LEAST}
        reason = Phrase(Code.TOO_FEW_PARTS, params=there)
        return claim.Claim(PATTERN, metrics).insufficient(history.today, reason=reason)
    weight = sum(part.weight for part in ranks)
    score = sum(part.weight * rank for part, rank in ranks.items()) / weight
    return claim.Claim(PATTERN, [part.metric for part in ranks]).told(
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
        }
        | claim.said(Phrase(Code.READINESS, params={"score": score, "days": DAYS})),
    )


def percentile_rank(value: float, others: Floats) -> float:
    """Share of the others below the value, half of those equal, percent."""
    return float(100 * ((others < value).mean() + (others == value).mean() / 2))


def smooth(values: Floats) -> Floats:
    """Weighted mean of each known day and the three before it; NaN where the day is unknown."""
    padded = np.concatenate([np.full(len(WEIGHTS) - 1, np.nan), values])
    windows = np.lib.stride_tricks.sliding_window_view(padded, len(WEIGHTS))[:, ::-1]
    weight = np.isfinite(windows) * WEIGHTS
    total = (np.nan_to_num(windows) * weight).sum(axis=1)
    return np.where(np.isfinite(values), total / np.maximum(weight.sum(axis=1), 1e-9), np.nan)


def _rank(history: History, part: Part) -> float | None:
    newest = history.newest(part.metric, within=FRESH_DAYS)
    if newest is None:
        return None
    back = (history.today - newest.date).days
    days = smooth(history.own(part.metric, DAYS + len(WEIGHTS) + back))
    days = days[len(WEIGHTS) - 1 : len(days) - back]
    known = days[:-1][np.isfinite(days[:-1])]
    if len(known) < LEAST:
        return None
    rank = percentile_rank(float(days[-1]), known)
    return rank if part.good > 0 else 100 - rank
