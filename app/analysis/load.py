"""Training load as it adds up: acute, chronic, form, monotony and strain. Descriptive only.

Exponentially weighted means with time constants of 7 and 42 days (Banister 1975; Allen & Coggan
2010), form = chronic - acute; monotony = mean / standard deviation of 7 daily loads, strain =
their sum x monotony (Foster 1998, doi 10.1097/00005768-199807000-00023). The means start at the
mean of the first 7 days; a day without a value is not a day of rest and is passed over. None of
these predicts injuries (Impellizzeri et al. 2020, doi 10.1007/s40279-020-01378-6).
"""

from typing import Any

import numpy as np
import pandas as pd

from app.analysis import claim, words
from app.analysis.chance import Floats
from app.analysis.history import History
from app.metrics import Metric
from app.records.findings import Pattern, PatternType, Significance

NAME, KIND, METRIC = "training_form", PatternType.COMPOSITE, Metric.TRAINING_LOAD
DAYS, LEAST, ACUTE, CHRONIC, SEED = 365, 42, 7, 42, 7
FRESH_DAYS = 7


def training_form(history: History) -> Pattern:
    """Acute and chronic load, form, monotony and strain today; the score is the form."""
    values = history.last(METRIC, DAYS)
    known = values[np.isfinite(values)]
    reason = _reason(values, len(known))
    if reason:
        return claim.Claim(NAME, KIND, (METRIC,)).insufficient(
            history.today, reason=reason, sample_count=len(known)
        )
    acute, chronic = float(smooth(values, ACUTE)[-1]), float(smooth(values, CHRONIC)[-1])
    week = monotony(values[-7:])
    return claim.Claim(NAME, KIND, (METRIC,)).told(
        history.today,
        significance=Significance.LOW,
        score=chronic - acute,
        sample_count=len(known),
        details={
            "acute_load": acute,
            "chronic_load": chronic,
            "form": chronic - acute,
            "descriptive": True,
            "interpretation": _sentence(acute, chronic),
        }
        | week,
    )


def smooth(values: Floats, time_constant: float) -> Floats:
    """Exponentially weighted mean after each day, from the mean of the first 7 values on."""
    known = values[np.isfinite(values)]
    start = pd.Series(np.concatenate([[known[:SEED].mean()], values]))
    means = start.ewm(alpha=1 - np.exp(-1 / time_constant), adjust=False, ignore_na=True).mean()
    result: Floats = means.to_numpy()[1:]
    return result


def monotony(week: Floats) -> dict[str, Any]:
    """Foster's monotony and strain of 7 days; None with a reason when they can not be had."""
    if not np.isfinite(week).all():
        missing = words.days(int(np.isnan(week).sum()))
        return _no_monotony(f"{missing} of the last 7 without a load.")
    spread = float(week.std(ddof=1))
    if spread == 0:
        return _no_monotony("All 7 days have the same load.")
    ratio = float(week.mean()) / spread
    return {"monotony": ratio, "strain": float(week.sum()) * ratio}


def _no_monotony(reason: str) -> dict[str, Any]:
    return {"monotony": None, "strain": None, "monotony_reason": reason}


def _reason(values: Floats, count: int) -> str | None:
    if count < LEAST:
        return f"{words.days(count)} with a load; it takes {LEAST}."
    if not np.isfinite(values[-FRESH_DAYS:]).any():
        return f"No load in the last {FRESH_DAYS} days."
    return None


def _sentence(acute: float, chronic: float) -> str:
    week, weeks = f"{acute:.0f}", f"{chronic:.0f}"
    state = "fresher than usual" if chronic >= acute else "carrying more load than usual"
    return f"You are {state}: load of about {week} a day lately, {weeks} over six weeks"
