"""Whether better sleep goes with better HRV, in this person.

Spearman's rank correlation (1904) of the nights that have both. A daily series resembles itself,
so that n nights count for fewer: the p-value that decides uses the effective sample size of
Bartlett (1935), described at `chance.spearman`; the textbook's is told beside it. The interval
is Fisher's, with the effective n and the variance of Bonett & Wright (2000).
"""

import math
from typing import Any

import numpy as np

from app.analysis import claim, words
from app.analysis.chance import RankCorrelations, spearman
from app.analysis.history import History
from app.metrics import Metric
from app.records.findings import Pattern, PatternType, Significance

DAYS, LEAST = 90, 21
NAME, KIND = "sleep_hrv_correlation", PatternType.CORRELATION
PAIR = (Metric.SLEEP_SCORE, Metric.HRV_RMSSD)


def sleep_hrv_correlation(history: History) -> Pattern:
    """Correlation of sleep score and HRV over 90 days of nights that have both."""
    sleep, hrv = (history.last(metric, DAYS) for metric in PAIR)
    found = spearman(sleep[None], hrv[None])
    n = int(found.n[0])
    if n < LEAST or math.isnan(found.coefficient[0]):
        reason = f"{n} nights have both; it takes {LEAST}." if n < LEAST else "Nothing varies."
        return claim.Claim(NAME, KIND, PAIR).insufficient(
            history.today, reason=reason, sample_count=n
        )
    both = np.flatnonzero(np.isfinite(sleep) & np.isfinite(hrv))
    span = {"from": history.day(DAYS - 1 - both[0]), "to": history.day(DAYS - 1 - both[-1])}
    return _told(found, history, span)


def interval(coefficient: float, effective_n: float) -> list[float | None]:
    """95 % interval of a rank correlation; nothing when it stands on 3 pairs or fewer."""
    if effective_n <= 3:  # noqa: PLR2004  Fisher's standard error divides by n - 3.
        return [None, None]
    error = math.sqrt((1 + coefficient**2 / 2) / (effective_n - 3))
    middle = math.atanh(max(-1 + 1e-12, min(1 - 1e-12, coefficient)))
    return [math.tanh(middle - 1.96 * error), math.tanh(middle + 1.96 * error)]


def _told(found: RankCorrelations, history: History, span: dict[str, Any]) -> Pattern:
    r, p_value = float(found.coefficient[0]), float(found.p_value[0])
    significance = claim.significance_of(p_value)
    return claim.Claim(NAME, KIND, PAIR).told(
        history.today,
        significance=significance,
        score=r,
        confidence=1 - p_value,
        sample_count=int(found.n[0]),
        details={
            "correlation_coefficient": r,
            "p_value": p_value,
            "interpretation": _interpretation(r, significance),
            "p_value_textbook": found.p_value_textbook[0],
            "n": int(found.n[0]),
            "effective_n": found.effective_n[0],
            "interval_95": interval(r, float(found.effective_n[0])),
        }
        | span
        | _reason(significance, p_value),
    )


def _interpretation(r: float, significance: Significance) -> str:
    if significance == Significance.INSUFFICIENT:
        return "No clear connection between sleep quality and HRV"
    return words.correlation(r, "sleep quality", "HRV")


def _reason(significance: Significance, p_value: float) -> dict[str, str]:
    if significance != Significance.INSUFFICIENT:
        return {}
    return {"reason": f"Chance alone gives as much in {100 * p_value:.0f} of 100 people."}
