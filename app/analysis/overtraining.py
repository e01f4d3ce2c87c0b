"""Risk of overtraining, 0 to 100: four signs that point the same way.

Each sign counts 0 to 25 points: how far the mean of the last 7 days moved in the bad direction
from the 23 days before, in units of this person's own standard deviation of 90 days, 2 of them
being full marks. Signs that are missing are scaled away; two are needed. The signs are those of
the consensus on overtraining (Meeusen et al. 2013, doi 10.1080/17461391.2012.730061); the weights
are a convention, not a validated scale. Confidence is the share of the last 7 days' values that
are there: there is no p-value behind it.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.analysis import claim, words
from app.analysis.history import History
from app.analysis.trend import change_percent, parts
from app.metrics import Metric
from app.records.findings import Pattern, PatternType, Significance

NAME, KIND = "overtraining_risk", PatternType.COMPOSITE
DAYS, FULL_POINTS, FULL_MOVE = 90, 25.0, 2.0
LEAST_SIGNS = 2
TELLING_POINTS = 6.25
"""From a quarter of a sign's points it is told as a factor: half a standard deviation."""

BAD = {
    Metric.HRV_RMSSD: -1,
    Metric.SLEEP_SCORE: -1,
    Metric.RESTING_HR: +1,
    Metric.TRAINING_LOAD_RATIO: +1,
}
"""The direction that is a bad sign."""

RECOMMENDATIONS = {
    Significance.HIGH: (
        "Reduce training intensity for the next days",
        "Prioritize sleep and recovery today",
        "See a doctor if you feel unwell",
    ),
    Significance.MEDIUM: (
        "Monitor your body's response to training",
        "Consider adding an extra recovery day this week",
    ),
    Significance.LOW: ("Keep your balance of training and recovery",),
}


@dataclass(frozen=True, slots=True)
class Sign:
    """One metric's part in the risk."""

    metric: Metric
    points: float
    change_percent: float
    move: float

    @property
    def words(self) -> str:
        """'HRV trending 8% below baseline'."""
        change = self.change_percent
        size = f"{words.percent(change)} {words.side(change)}"
        return f"{words.title(self.metric)} trending {size} baseline"


def overtraining_risk(history: History) -> Pattern:
    """Risk 0 to 100 with its factors and what to do, in words."""
    signs = [sign for metric in BAD if (sign := _sign(history, metric))]
    days = _days(history)
    if len(signs) < LEAST_SIGNS:
        return claim.Claim(NAME, KIND, tuple(BAD)).insufficient(
            history.today,
            reason=f"{len(signs)} of 4 metrics have enough values; it takes {LEAST_SIGNS}.",
            sample_count=int(days.any(axis=0).sum()),
        )
    score = 100 * sum(sign.points for sign in signs) / (FULL_POINTS * len(signs))
    return _told(history, signs, score, days)


def level_of(score: float) -> Significance:
    """High from 50, medium from 25, low below."""
    levels = ((50.0, Significance.HIGH), (25.0, Significance.MEDIUM))
    return next((word for limit, word in levels if score >= limit), Significance.LOW)


def _told(
    history: History,
    signs: list[Sign],
    score: float,
    days: npt.NDArray[np.bool_],
) -> Pattern:
    level = level_of(score)
    telling = sorted(signs, key=lambda sign: -sign.points)
    return claim.Claim(NAME, KIND, tuple(sign.metric for sign in signs)).told(
        history.today,
        significance=level,
        score=score,
        confidence=days.mean(),
        sample_count=int(days.any(axis=0).sum()),
        details={
            "risk_factors": [s.words for s in telling if s.points >= TELLING_POINTS],
            "recommendations": RECOMMENDATIONS[level],
            "parts": {
                sign.metric.key: {
                    "points": sign.points,
                    "change_percent": sign.change_percent,
                    "standard_deviations": sign.move,
                }
                for sign in signs
            },
            "from": history.day(29),
            "to": history.today,
        },
    )


def _days(history: History) -> npt.NDArray[np.bool_]:
    """Which of the last 7 days have which metric: shape (4, 7)."""
    return np.isfinite(np.stack([history.last(metric, 7) for metric in BAD]))


def _sign(history: History, metric: Metric) -> Sign | None:
    values = history.last(metric, DAYS)
    recent, before = parts(values)
    change = change_percent(recent, before)
    if change is None:
        return None
    spread = float(np.nanstd(values, ddof=1))
    move = float(recent.mean() - before.mean()) / spread if spread > 0 else 0.0
    bad = min(FULL_MOVE, max(0.0, BAD[metric] * move))
    return Sign(metric, FULL_POINTS * bad / FULL_MOVE, change, move)
