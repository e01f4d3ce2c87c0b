"""Whether better sleep goes with better HRV, in this person.

Spearman's rank correlation (1904) of the nights that have both. A daily series resembles itself,
so that n nights count for fewer: the p-value that decides uses the effective sample size of
Bartlett (1935), described at `chance.spearman`; the textbook's is told beside it. The interval
is Fisher's, with the effective n and the variance of Bonett & Wright (2000). The score is that of
the values as they are stored; what is tested, and told in words, is without glitches and without
the nights of an earlier device, whose step would look like a connection.
"""

import math
from typing import Any

import numpy as np

from app.analysis import claim
from app.analysis.chance import Floats, RankCorrelations, spearman
from app.analysis.glitch import steady
from app.analysis.history import History
from app.analysis.plain import finite
from app.metrics import Metric
from app.patterns import PatternName
from app.phrases.codes import Code
from app.phrases.phrase import Phrase
from app.records.findings import Pattern, Significance

DAYS, LEAST = 90, 21
PATTERN = PatternName.SLEEP_HRV_CORRELATION
PAIR = (Metric.SLEEP_SCORE, Metric.HRV_RMSSD)


def sleep_hrv_correlation(history: History) -> Pattern:
    """Correlation of sleep score and HRV over 90 days of nights that have both."""
    sleep, hrv = (history.last(metric, DAYS) for metric in PAIR)
    found = spearman(*_tested(history, sleep, hrv))
    n = int(found.n[0])
    if n < LEAST or math.isnan(found.coefficient[0]):
        reason = _too_few(n)
        return claim.Claim(PATTERN, PAIR).insufficient(history.today, reason=reason, sample_count=n)
    both = np.flatnonzero(np.isfinite(sleep) & np.isfinite(hrv))
    span = {"from": history.day(DAYS - 1 - both[0]), "to": history.day(DAYS - 1 - both[-1])}
    return _pattern(found, history, span)


def _tested(history: History, sleep: Floats, hrv: Floats) -> tuple[Floats, Floats]:
    """What is stored of both, and beneath it what is tested."""
    tested = steady(np.stack([history.own(metric, DAYS) for metric in PAIR]))
    both = zip((sleep, hrv), tested, strict=True)
    first, second = (np.stack(rows) for rows in both)
    return first, second


def interval(coefficient: float, effective_n: float) -> list[float | None]:
    """95 % interval of a rank correlation; nothing when it stands on 3 pairs or fewer."""
    if not effective_n > 3:  # noqa: PLR2004  Fisher's standard error divides by n - 3.
        return [None, None]
    error = math.sqrt((1 + coefficient**2 / 2) / (effective_n - 3))
    middle = math.atanh(max(-1 + 1e-12, min(1 - 1e-12, coefficient)))
    return [math.tanh(middle - 1.96 * error), math.tanh(middle + 1.96 * error)]


def _pattern(found: RankCorrelations, history: History, span: dict[str, Any]) -> Pattern:
    r, p_value = float(found.coefficient[0]), finite(float(found.p_value[1]))
    tested = int(found.n[1])
    p_value = p_value if tested >= LEAST else None
    significance = claim.significance_of(p_value)
    return claim.Claim(PATTERN, PAIR).told(
        history.today,
        significance=significance,
        score=r,
        confidence=None if p_value is None else 1 - p_value,
        sample_count=int(found.n[0]),
        details={
            "correlation_coefficient": r,
            "p_value": p_value,
            "p_value_textbook": finite(float(found.p_value_textbook[1])),
            "n": int(found.n[0]),
            "n_tested": tested,
            "effective_n": finite(float(found.effective_n[1])),
            "interval_95": interval(
                *(float(each[1]) for each in (found.coefficient, found.effective_n))
            ),
        }
        | claim.said(_interpretation(float(found.coefficient[1]), significance))
        | span
        | _reason(history, significance, p_value, tested),
    )


def _interpretation(r: float, significance: Significance) -> Phrase:
    if significance == Significance.INSUFFICIENT:
        return Phrase(Code.NO_CORRELATION)
    return Phrase(Code.CORRELATION, params={"effect": r})


def _too_few(n: int) -> Phrase:
    if n >= LEAST:
        return Phrase(Code.NOTHING_VARIES)
    return Phrase(Code.TOO_FEW_NIGHTS_WITH_BOTH, params={"there": n, "needed": LEAST})


def _reason(
    history: History, significance: Significance, p_value: float | None, tested: int
) -> dict[str, Any]:
    if significance != Significance.INSUFFICIENT:
        return {}
    if p_value is None:
        return claim.because(claim.new_device(history) or _too_few(tested))
    return claim.because(Phrase(Code.CHANCE_ALONE, params={"percent": 100 * p_value}))
