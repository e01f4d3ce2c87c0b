"""Early signs of an illness in the night.

NightSignal (Alavi et al. 2022, doi 10.1038/s41591-021-01593-2; Mishra et al. 2020, doi
10.1038/s41551-020-00640-6): resting heart rate at least 4 bpm over the running median, here of
the 28 nights before, on two nights running. HRV, breathing rate and skin temperature join in when
they lie at least 1.5 robust standard deviations (1.4826 MAD) on the bad side of their own median
in the mean of both nights. Alcohol, travel, heat and hard training look the same, so the words
name a deviation, not a disease.
"""

from dataclasses import dataclass

import numpy as np

from app.analysis import claim, words
from app.analysis.chance import Floats
from app.analysis.history import History
from app.metrics import Metric
from app.records.findings import Pattern, PatternType, Significance

NAME, KIND, HEART = "illness_signal", PatternType.COMPOSITE, Metric.RESTING_HR
NIGHTS, LEAST, RISE, FRESH_DAYS = 28, 14, 4.0, 2
JOIN = 1.5
SHARE = 1.4826
"""Times the median absolute deviation is the standard deviation of normal values."""

JOINERS: tuple[tuple[Metric, int], ...] = (
    (Metric.HRV_RMSSD, -1),
    (Metric.BREATHING_RATE, +1),
    (Metric.SKIN_TEMPERATURE, +1),
    (Metric.SKIN_TEMPERATURE_DEVIATION, +1),
)
"""What else an illness moves, and where to."""


@dataclass(frozen=True, slots=True)
class Joiner:
    """How another metric looks in the same two nights."""

    metric: Metric
    deviation: float
    joined: bool


def illness_signal(history: History) -> Pattern:
    """Whether the last two nights look like the start of an illness; the score is the rise, bpm.

    High: the heart rate rose and another metric joined in. Medium: the heart rate alone. Low: no
    sign.
    """
    back = _newest(history)
    window = history.last(HEART, NIGHTS + 2 + back)[: NIGHTS + 2]
    known = int(np.isfinite(window[:-2]).sum())
    rises = rise(window)
    if rises is None:
        reason = (
            f"{known} of the {NIGHTS} nights before have a resting heart rate; it takes {LEAST}."
            if known < LEAST
            else "The last two nights running are not both there."
        )
        return claim.Claim(NAME, KIND, (HEART,)).insufficient(
            history.today, reason=reason, sample_count=known
        )
    joiners = _joiners(history, back)
    return _told(history, back, rises, joiners, known)


def rise(window: Floats) -> tuple[float, float] | None:
    """Rise of the last two nights of 30, each over the median of the 28 before the two.

    None below 14 nights, or when one of the two is missing.
    """
    before, last = window[-NIGHTS - 2 : -2], window[-2:]
    known = before[np.isfinite(before)]
    if len(known) < LEAST or not np.isfinite(last).all():
        return None
    first, second = last - np.median(known)
    return float(first), float(second)


def is_alarm(rises: tuple[float, float]) -> bool:
    """Two nights running at least 4 bpm over the median."""
    return min(rises) >= RISE


def _newest(history: History) -> int:
    """How many days back the newest night lies, of at most 2."""
    recent = np.isfinite(history.last(HEART, FRESH_DAYS + 1))[::-1]
    return int(recent.argmax()) if recent.any() else 0


def _joiners(history: History, back: int) -> list[Joiner]:
    found = [(metric, sign, _deviation(history, metric, back)) for metric, sign in JOINERS]
    return [Joiner(m, each, sign * each >= JOIN) for m, sign, each in found if each is not None]


def _deviation(history: History, metric: Metric, back: int) -> float | None:
    window = history.last(metric, NIGHTS + 2 + back)[: NIGHTS + 2]
    before, last = window[:-2], window[-2:]
    known, last = before[np.isfinite(before)], last[np.isfinite(last)]
    if len(known) < LEAST or not len(last):
        return None
    middle = np.median(known)
    spread = SHARE * float(np.median(np.abs(known - middle)))
    return float(last.mean() - middle) / spread if spread > 0 else None


def _told(
    history: History, back: int, rises: tuple[float, float], joiners: list[Joiner], known: int
) -> Pattern:
    joined = [joiner.metric for joiner in joiners if joiner.joined]
    alarm = is_alarm(rises)
    strong = Significance.HIGH if joined else Significance.MEDIUM
    return claim.Claim(NAME, KIND, (HEART, *(joiner.metric for joiner in joiners))).told(
        history.today,
        significance=strong if alarm else Significance.LOW,
        score=min(rises),
        sample_count=known,
        details={
            "alarm": alarm,
            "rise_bpm": list(rises),
            "nights": [history.day(back + 1), history.day(back)],
            "joined_by": [metric.key for metric in joined] if alarm else [],
            "deviations": {joiner.metric.key: joiner.deviation for joiner in joiners},
            "interpretation": _sentence(rises, joined),
        },
    )


def _sentence(rises: tuple[float, float], joined: list[Metric]) -> str:
    if not is_alarm(rises):
        return "No sign of an illness in your resting heart rate"
    names = [words.name(metric) for metric in dict.fromkeys(joined)]
    company = f", and {' and '.join(names)} moved with it" if names else ""
    return (
        f"Resting heart rate was {rises[0]:.0f} and {rises[1]:.0f} bpm above your usual "
        f"on two nights running{company}"
    )
