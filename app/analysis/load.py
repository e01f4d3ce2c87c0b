"""Training load as it adds up: acute, chronic, form, monotony and strain. Descriptive only.

Exponentially weighted means with time constants of 7 and 42 days (Banister 1975; Allen & Coggan
2010), form = chronic - acute; monotony = mean / standard deviation of 7 daily loads, strain =
their sum x monotony (Foster 1998, doi 10.1097/00005768-199807000-00023). The means start at the
mean of the first 7 days; a day without a value is not a day of rest and is passed over. None of
these predicts injuries (Impellizzeri et al. 2020, doi 10.1007/s40279-020-01378-6).
"""

from typing import Any

import numpy as np

from app.analysis import claim
from app.analysis.chance import Floats
from app.analysis.history import History
from app.analysis.smoothing import ACUTE, CHRONIC, smooth
from app.metrics import Metric
from app.patterns import PatternName
from app.phrases.codes import Code
from app.phrases.phrase import Phrase
from app.records.findings import Pattern, Significance

PATTERN, METRIC = PatternName.TRAINING_FORM, Metric.TRAINING_LOAD
DAYS, LEAST = 365, 42
FRESH_DAYS = 7


def training_form(history: History) -> Pattern:
    """Acute and chronic load, form, monotony and strain today; the score is the form."""
    values = history.last(METRIC, DAYS)
    known = values[np.isfinite(values)]
    reason = _reason(values, len(known))
    if reason:
        return claim.Claim(PATTERN, (METRIC,)).insufficient(
            history.today, reason=reason, sample_count=len(known)
        )
    acute, chronic = float(smooth(values, ACUTE)[-1]), float(smooth(values, CHRONIC)[-1])
    week = monotony(values[-7:])
    return claim.Claim(PATTERN, (METRIC,)).told(
        history.today,
        significance=Significance.LOW,
        score=chronic - acute,
        sample_count=len(known),
        details={
            "acute_load": acute,
            "chronic_load": chronic,
            "form": chronic - acute,
            "descriptive": True,
        }
        | claim.said(_sentence(acute, chronic))
        | week,
    )


def monotony(week: Floats) -> dict[str, Any]:
    """Foster's monotony and strain of 7 days; None with a reason when they can not be had."""
    if not np.isfinite(week).all():
        missing = int(np.isnan(week).sum())
        return _no_monotony(Phrase(Code.LOADS_MISSING, params={"missing": missing}))
    spread = float(week.std(ddof=1))
    if spread == 0:
        return _no_monotony(Phrase(Code.SAME_LOADS))
    ratio = float(week.mean()) / spread
    return {"monotony": ratio, "strain": float(week.sum()) * ratio}


def _no_monotony(reason: Phrase) -> dict[str, Any]:
    return {"monotony": None, "strain": None, "monotony_reason": reason.fact}


def _reason(values: Floats, count: int) -> Phrase | None:
    if count < LEAST:
        return Phrase(Code.TOO_FEW_LOADS, params={"there": count, "needed": LEAST})
    if not np.isfinite(values[-FRESH_DAYS:]).any():
        return Phrase(Code.NO_RECENT_LOAD, params={"days": FRESH_DAYS})
    return None


def _sentence(acute: float, chronic: float) -> Phrase:
    params = {"form": chronic - acute, "acute": acute, "chronic": chronic}
    return Phrase(Code.TRAINING_FORM, params=params)
