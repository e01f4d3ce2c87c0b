"""Early signs of an illness in the night.

As NightSignal (Alavi et al. 2022, doi 10.1038/s41591-021-01593-2; Mishra et al. 2020, doi
10.1038/s41551-020-00640-6) it asks for two nights running of a high resting heart rate, but in
this person's own spread: 4 bpm are an alarm for one and any other night for somebody else. A night
is held against the median of the 28 before the two, in robust standard deviations (1.4826 MAD).
Both nights have to lie one of them, and 3 bpm, above it, HRV, breathing rate or skin temperature
has to join in with one on the bad side, and all signs together have to be rare (`together`): they
are added up and divided by the spread of their sum, HRV and heart rate sharing half of what they
see.
What began stands while both nights are 2 bpm above and the sum has not fallen to half of that.
Alcohol, travel, heat and hard training look the same, so the words name a deviation, not a disease.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from app.analysis import claim
from app.analysis.chance import Bools, Floats
from app.analysis.glitch import medians
from app.analysis.history import History
from app.metrics import Metric
from app.patterns import PatternName
from app.phrases.codes import Code
from app.phrases.phrase import Phrase
from app.records.findings import Pattern, Significance

PATTERN, HEART = PatternName.ILLNESS_SIGNAL, Metric.RESTING_HR
NIGHTS, LEAST, FRESH_DAYS = 28, 14, 2
SHARE = 1.4826
"""Times the median absolute deviation is the standard deviation of normal values."""

LEAST_RISE, STILL = 3.0, 2.0
"""bpm of both nights that begin an alarm, and with which it goes on: less is nothing to tell."""

JOIN, MOST = 1.0, 4.0
"""Deviation from which a sign has joined in; the largest that is believed of one sign."""

BEGINS, SURE, ENDS = 2.0, 3.2, 1.0
"""Sum of signs that begins an alarm, that makes it a clear one, and that ends it."""

LOOKS = 14
"""Mornings that are gone through again."""

TOGETHER = 0.55
"""Correlation of heart rate and HRV from night to night (median of 71 wearers), turned to bad."""

SIGNS: dict[Metric, int] = {
    HEART: +1,
    Metric.HRV_RMSSD: -1,
    Metric.BREATHING_RATE: +1,
    Metric.SKIN_TEMPERATURE: +1,
    Metric.SKIN_TEMPERATURE_DEVIATION: +1,
}
"""What an illness moves, and where to."""


@dataclass(frozen=True, slots=True)
class Nights:
    """Deviations on mornings, oldest first; positive is bad, NaN where unknown.

    `rises` in bpm over the median and `heart` in own spreads, each (mornings, 2 nights); `signs`
    (signs, mornings) the mean deviation of the two nights.
    """

    rises: Floats
    heart: Floats
    signs: Floats

    @property
    def joined(self) -> Bools:
        """Which of the other signs joined in: (signs - 1, mornings)."""
        result: Bools = np.nan_to_num(self.signs[1:], nan=-np.inf) >= JOIN
        return result


def illness_signal(history: History) -> Pattern:
    """Whether the last two nights look like the start of an illness; the score is the rise, bpm.

    High: a clear alarm. Medium: an alarm. Low: no sign.
    """
    back = _newest(history)
    nights = nights_of(history, back)
    if not np.isfinite(nights.rises[-1]).all():
        window = history.last(HEART, NIGHTS + 2 + back)[:NIGHTS]
        known = int(np.isfinite(window).sum())
        return claim.Claim(PATTERN, (HEART,)).insufficient(
            history.today, reason=_reason(known), sample_count=known
        )
    return _pattern(history, back, nights)


def nights_of(history: History, back: int = 0, looks: int = LOOKS) -> Nights:
    """The signs of so many mornings until `back` days ago."""
    length = looks + NIGHTS + 1
    values = np.stack([history.own(metric, length + back)[:length] for metric in SIGNS])
    windows = np.lib.stride_tricks.sliding_window_view(values, NIGHTS + 2, axis=1)
    before, last = windows[..., :NIGHTS], windows[..., NIGHTS:]
    middle, spread = _usual(before)
    way = np.array(list(SIGNS.values()))[:, None, None]
    away = way * (last - middle)
    scaled = np.clip(away / np.where(spread > 0, spread, np.nan), -MOST, MOST)
    there = np.isfinite(scaled).sum(axis=2)
    mean = np.nan_to_num(scaled).sum(axis=2) / np.where(there > 0, there, np.nan)
    # One sensor's two ways to say it are one sign.
    mean[-1] = np.where(np.isfinite(mean[-2]), np.nan, mean[-1])
    return Nights(away[0], scaled[0], mean)


def together(signs: Floats) -> Floats:
    """Sum of the signs of each morning in units of its own spread on a quiet one."""
    known = np.isfinite(signs)
    count = known.sum(axis=0)
    shared = np.where(known[0] & known[1], TOGETHER, 0.0)
    total = np.nan_to_num(signs).sum(axis=0)
    result: Floats = total / np.sqrt(np.maximum(count + 2 * shared, 1))
    return result


def alarms(nights: Nights) -> list[bool]:
    """Whether the alarm stands, morning by morning."""
    score = together(nights.signs)
    heart, rise = (
        np.nan_to_num(each, nan=-np.inf).min(axis=1) for each in (nights.heart, nights.rises)
    )
    high = (heart >= JOIN) & (rise >= LEAST_RISE)
    begins = high & nights.joined.any(axis=0) & (score >= BEGINS)
    lasts = (rise >= STILL) & (score >= ENDS)
    stands, found = False, []
    for begun, lasting in zip(begins, lasts, strict=True):
        stands = bool(begun or (stands and lasting))
        found.append(stands)
    return found


def _usual(before: Floats) -> tuple[Floats, Floats]:
    """Median and robust standard deviation of windows; NaN with too few nights."""
    rows = before.reshape(-1, NIGHTS)
    middle = medians(rows)
    spread = SHARE * medians(np.abs(rows - middle))
    enough = np.isfinite(rows).sum(axis=1, keepdims=True) >= LEAST
    shape = (*before.shape[:2], 1)
    return (
        np.where(enough, middle, np.nan).reshape(shape),
        np.where(enough, spread, np.nan).reshape(shape),
    )


def _newest(history: History) -> int:
    """How many days back the newest night lies, of at most 2."""
    recent = np.isfinite(history.last(HEART, FRESH_DAYS + 1))[::-1]
    return int(recent.argmax()) if recent.any() else 0


def _reason(known: int) -> Phrase:
    if known >= LEAST:
        return Phrase(Code.NO_TWO_NIGHTS_RUNNING)
    return Phrase(
        Code.TOO_FEW_NIGHTS_BEFORE, params={"there": known, "days": NIGHTS, "needed": LEAST}
    )


def _pattern(history: History, back: int, nights: Nights) -> Pattern:
    standing = alarms(nights)
    score = float(together(nights.signs)[-1])
    others = tuple(SIGNS)[1:]
    joined = [m for m, each in zip(others, nights.joined[:, -1], strict=True) if each]
    strong = Significance.HIGH if score >= SURE else Significance.MEDIUM
    there = [m for m, each in zip(SIGNS, nights.signs[:, -1], strict=True) if np.isfinite(each)]
    rises = [float(each) for each in nights.rises[-1]]
    return claim.Claim(PATTERN, there).told(
        history.today,
        significance=strong if standing[-1] else Significance.LOW,
        score=min(rises),
        sample_count=int(np.isfinite(history.last(HEART, NIGHTS + 2 + back)[:NIGHTS]).sum()),
        details={
            "alarm": standing[-1],
            "told": _since(history, back, standing),
            "together": score,
            "rise_bpm": rises,
            "nights": [history.day(back + 1), history.day(back)],
            "joined_by": [metric.key for metric in joined] if standing[-1] else [],
            "deviations": {
                metric.key: SIGNS[metric] * value
                for metric, value in zip(SIGNS, nights.signs[:, -1].tolist(), strict=True)
                if np.isfinite(value)
            },
        }
        | claim.said(_sentence(rises, joined) if standing[-1] else _QUIET),
    )


def _since(history: History, back: int, standing: list[bool]) -> dict[str, Any] | None:
    """The first morning of the alarm that stands."""
    if not standing[-1]:
        return None
    length = next((n for n, each in enumerate(reversed(standing)) if not each), len(standing))
    return {"since": history.day(back + length - 1)}


_QUIET = Phrase(Code.NO_ILLNESS_SIGN, HEART)


def _sentence(rises: list[float], joined: list[Metric]) -> Phrase:
    names = [metric.key for metric in joined]
    params = {"first_rise": rises[0], "second_rise": rises[1], "joined": names}
    return Phrase(Code.ILLNESS_SIGNAL, HEART, params)
