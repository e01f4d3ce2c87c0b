"""Risk of overtraining, 0 to 100: four signs that point the same way.

Each sign counts 0 to 25 points: how far the mean of the last 7 days moved in the bad direction
from the 23 days before, in units of this person's own standard deviation of 90 days, 2 of them
being full marks. Signs that are missing are scaled away; two are needed. The signs are those of
the consensus on overtraining (Meeusen et al. 2013, doi 10.1080/17461391.2012.730061); the weights
are a convention, not a validated scale. Confidence is the share of the last 7 days' values that
are there.

Points alone alarm in one of six quiet weeks: a slow wave moves two standard deviations by itself.
So the level also takes evidence: each sign's change is tested as a trend is (`chance` knows the
days' memory), and the one-sided tests are put together (Stouffer 1949) as tests that share a third
of what they see, as HRV and heart rate do. `told` says since when mornings running agreed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import special

from app.analysis import claim, mornings
from app.analysis.history import History
from app.analysis.trend import Looks, change_percent, looks_of, parts, recently
from app.metrics import Metric
from app.patterns import PatternName
from app.phrases.codes import Code
from app.phrases.phrase import Phrase
from app.records.findings import Pattern, Significance

PATTERN = PatternName.OVERTRAINING_RISK
DAYS, FULL_POINTS, FULL_MOVE = 90, 25.0, 2.0
LEAST_SIGNS = 2
TELLING_POINTS = 6.25
"""From a quarter of a sign's points it is told as a factor: half a standard deviation."""

SHARED, TINY = 0.35, 1e-12
"""Correlation of the signs' tests when nothing is there; the smallest p-value that is believed."""

LEAST_P = ((50.0, 0.0), (25.0, 0.01), (12.5, 0.1), (-1.0, 1.0))
"""With fewer points no p-value counts for less: high, medium, a risk that goes on, none."""

BAD = {
    Metric.HRV_RMSSD: -1,
    Metric.SLEEP_SCORE: -1,
    Metric.RESTING_HR: +1,
    Metric.TRAINING_LOAD_RATIO: +1,
}
"""The direction that is a bad sign."""

RECOMMENDATIONS = {
    Significance.HIGH: (Code.REDUCE_TRAINING, Code.PRIORITIZE_RECOVERY, Code.SEE_A_DOCTOR),
    Significance.MEDIUM: (Code.WATCH_YOUR_BODY, Code.ADD_A_RECOVERY_DAY),
    Significance.LOW: (Code.KEEP_YOUR_BALANCE,),
}


@dataclass(frozen=True, slots=True)
class Sign:
    """One metric's part in the risk."""

    metric: Metric
    points: float
    change_percent: float
    move: float

    @property
    def phrase(self) -> Phrase:
        """'HRV trending 8% below baseline'."""
        params = {"change_percent": self.change_percent}
        return Phrase(Code.OVERTRAINING_FACTOR, self.metric, params)


def overtraining_risk(history: History) -> Pattern:
    """Risk 0 to 100 with its factors and what to do, in words."""
    signs = _signs(history)
    days = _days(history)
    score = _score(signs)
    if score is None:
        return claim.Claim(PATTERN, tuple(BAD)).insufficient(
            history.today,
            reason=Phrase(
                Code.TOO_FEW_METRICS, params={"there": len(signs), "needed": LEAST_SIGNS}
            ),
            sample_count=int(days.any(axis=0).sum()),
        )
    return _pattern(history, signs, score, days)


def level_of(score: float, p_value: float | None) -> Significance:
    """High from 50 points with p below 0.01, medium from 25 with p below 0.05, else low."""
    levels = ((50.0, 0.01, Significance.HIGH), (25.0, 0.05, Significance.MEDIUM))
    found = (
        word
        for points, limit, word in levels
        if score >= points and p_value is not None and p_value < limit
    )
    return next(found, Significance.LOW)


def together(p_values: Sequence[float | None], moves: Sequence[float]) -> float | None:
    """One p-value of several signs; `moves` are positive where they are bad."""
    tested = [(p, move) for p, move in zip(p_values, moves, strict=True) if p is not None]
    if len(tested) < LEAST_SIGNS:
        return None
    z = [np.sign(move) * special.ndtri(1 - max(p, TINY) / 2) for p, move in tested]
    count = len(z)
    return float(special.ndtr(-sum(z) / np.sqrt(count + count * (count - 1) * SHARED)))


def _evidence(looks: Mapping[Metric, Looks], morning: int) -> float | None:
    p_values = [looks[metric].p_values[morning] for metric in BAD]
    return together(p_values, [BAD[metric] * looks[metric].changes[morning] for metric in BAD])


def _standing(history: History) -> dict[str, Any] | None:
    """Since when the risk is told; points and evidence have to agree on every morning."""
    count = mornings.RECENTLY + 1
    last = [_evidence(recently(history), place) for place in range(count)]
    if not mornings.matters(last, [1.0] * count):
        return None
    looks = looks_of(history, tuple(BAD), mornings.LOOKS)
    evidence = [_evidence(looks, place) for place in range(mornings.LOOKS)]
    points = [_score(_signs(history, mornings.LOOKS - 1 - place)) for place in range(len(evidence))]
    seen = [_held(*each) for each in zip(evidence, points, strict=True)]
    found = mornings.told(seen, [1.0] * len(seen))
    return None if found is None else found.details(history)


def _held(p_value: float | None, score: float | None) -> float | None:
    """A p-value that begins nothing without the points, and ends with them."""
    if p_value is None or score is None:
        return None
    least = next(limit for points, limit in LEAST_P if score >= points)
    return max(p_value, least)


def _score(signs: Sequence[Sign]) -> float | None:
    if len(signs) < LEAST_SIGNS:
        return None
    return 100 * sum(sign.points for sign in signs) / (FULL_POINTS * len(signs))


def _signs(history: History, back: int = 0) -> list[Sign]:
    """The signs as they were some days back."""
    return [sign for metric in BAD if (sign := _sign(history, metric, back))]


def _pattern(
    history: History,
    signs: list[Sign],
    score: float,
    days: npt.NDArray[np.bool_],
) -> Pattern:
    p_value = _evidence(recently(history), -1)
    level = level_of(score, p_value)
    by_points = sorted(signs, key=lambda sign: -sign.points)
    telling = [sign for sign in by_points if sign.points >= TELLING_POINTS]
    advice = [Phrase(code) for code in RECOMMENDATIONS[level]]
    return claim.Claim(PATTERN, tuple(sign.metric for sign in signs)).told(
        history.today,
        significance=level,
        score=score,
        confidence=days.mean(),
        sample_count=int(days.any(axis=0).sum()),
        details={
            "risk_factors": [sign.phrase.fact for sign in telling],
            "recommendations": [each.fact for each in advice],
            "recommendation_codes": [each.code.key for each in advice],
            "code": Code.OVERTRAINING_RISK.key,
            "params": {"score": score, "factors": [_factor(sign) for sign in telling]},
            "p_value": p_value,
            "told": _standing(history),
            "parts": {
                sign.metric.key: {
                    "points": sign.points,
                    "change_percent": sign.change_percent,
                    "standard_deviations": sign.move,
                    "p_value": recently(history)[sign.metric].p_values[-1],
                }
                for sign in signs
            },
            "from": history.day(29),
            "to": history.today,
        },
    )


def _factor(sign: Sign) -> dict[str, Any]:
    return {"metric": sign.metric.key, "change_percent": sign.change_percent}


def _days(history: History) -> npt.NDArray[np.bool_]:
    """Which of the last 7 days have which metric: shape (4, 7)."""
    return np.isfinite(np.stack([history.last(metric, 7) for metric in BAD]))


def _sign(history: History, metric: Metric, back: int = 0) -> Sign | None:
    values = history.last(metric, DAYS + back)[:DAYS]
    recent, before = parts(values)
    change = change_percent(recent, before)
    if change is None:
        return None
    spread = float(np.nanstd(values, ddof=1))
    move = float(recent.mean() - before.mean()) / spread if spread > 0 else 0.0
    bad = min(FULL_MOVE, max(0.0, BAD[metric] * move))
    return Sign(metric, FULL_POINTS * bad / FULL_MOVE, change, move)
