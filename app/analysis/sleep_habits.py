"""Habits of sleep: regularity, social jetlag, and debt against the person's own goal.

Sleep regularity index (Phillips et al. 2017, doi 10.1038/s41598-017-03171-4): the chance of being
in the same state, asleep or awake, at two moments 24 hours apart, scaled from -100 to 100; from
falling asleep to waking up in steps of 5 minutes, naps unknown. Social jetlag (Wittmann et al.
2006, doi 10.1080/07420520500545979): middle of sleep on free days against work days, free days
being Saturday and Sunday; corrected middle of sleep as in Roenneberg et al. 2012. Sleep debt: time
asleep short of the person's goal over 14 nights.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from app.analysis import claim
from app.analysis.history import History
from app.metrics import Metric
from app.patterns import PatternName
from app.phrases.codes import Code
from app.phrases.phrase import Phrase
from app.records.findings import Pattern, Significance
from app.records.sleep import Night

HOURS, STEP = (Metric.SLEEP_HOURS,), 5
PER_DAY = 24 * 60 // STEP
REGULARITY_DAYS, REGULARITY_PAIRS = 28, 6
JETLAG_DAYS, JETLAG_FREE, JETLAG_WORK = 56, 4, 8
DEBT_DAYS, DEBT_NIGHTS, FREE_NIGHTS = 14, 10, 8
GOAL_DAYS, LONGEST_HOURS, SATURDAY = 60, 24, 5
LEVELS = (
    (80.0, 1.0, "very_regular"),
    (60.0, 2.0, "fairly_regular"),
    (-100.0, np.inf, "irregular"),
)
"""Least index and largest spread of the middles of sleep in hours, and the word. The index holds a
day against the next: who changes shifts once a week has a high one, and no regular sleep."""


@dataclass(frozen=True, slots=True)
class Sleep:
    """One night on the wearer's clock: its day, its ends, and the hours asleep."""

    date: dt.date
    start: dt.datetime
    end: dt.datetime
    asleep_hours: float | None

    @property
    def is_free(self) -> bool:
        """Woke up on a Saturday or a Sunday."""
        return self.date.weekday() >= SATURDAY

    @property
    def hours(self) -> float:
        """From falling asleep to waking up."""
        return (self.end - self.start).total_seconds() / 3600

    @property
    def middle(self) -> float:
        """Hour of the day in the middle of the sleep."""
        moment = self.start + (self.end - self.start) / 2
        return moment.hour + moment.minute / 60 + moment.second / 3600


def sleep_regularity(history: History) -> Pattern:
    """Sleep regularity index of 28 days, -100 to 100."""
    nights = _recent(history, REGULARITY_DAYS)
    index, pairs = regularity_index(nights)
    if index is None or pairs < REGULARITY_PAIRS:
        there = {"there": pairs, "needed": REGULARITY_PAIRS}
        reason = Phrase(Code.TOO_FEW_PAIRS_OF_NIGHTS, params=there)
        return _insufficient(PatternName.SLEEP_REGULARITY, history, nights, reason)
    spread = middle_spread([night.middle for night in nights])
    sentence = Phrase(
        Code.SLEEP_REGULARITY, params={"index": index, "level": level_of(index, spread)}
    )
    details = {"pairs": pairs, "middle_spread_hours": spread}
    return _pattern(PatternName.SLEEP_REGULARITY, history, nights, index, sentence, details)


def level_of(index: float, spread_hours: float) -> str:
    """The word of an index, unless the middles of sleep lie far apart: shifts of a week each."""
    by_index = next(place for place, (limit, _, _) in enumerate(LEVELS) if index >= limit)
    by_spread = next(place for place, (_, most, _) in enumerate(LEVELS) if spread_hours <= most)
    return LEVELS[max(by_index, by_spread)][2]


def middle_spread(hours: Sequence[float]) -> float:
    """Circular standard deviation of hours of the day (Mardia 1972), in hours."""
    together = abs(np.exp(2j * np.pi * np.array(hours) / 24).mean())
    return float(np.sqrt(-2 * np.log(np.clip(together, 1e-9, 1))) * 24 / (2 * np.pi))


def social_jetlag(history: History) -> Pattern:
    """Hours by which the middle of sleep is later on free days than on work days, 56 days."""
    nights = _recent(history, JETLAG_DAYS)
    free = [night for night in nights if night.is_free]
    work = [night for night in nights if not night.is_free]
    if len(free) < JETLAG_FREE or len(work) < JETLAG_WORK:
        there = {"free": len(free), "work": len(work)}
        needed = {"free_needed": JETLAG_FREE, "work_needed": JETLAG_WORK}
        reason = Phrase(Code.TOO_FEW_FREE_OR_WORK_NIGHTS, params=there | needed)
        return _insufficient(PatternName.SOCIAL_JETLAG, history, nights, reason)
    shift, details = jetlag(free, work)
    sentence = Phrase(Code.SOCIAL_JETLAG, params={"shift_hours": shift})
    return _pattern(PatternName.SOCIAL_JETLAG, history, nights, shift, sentence, details)


def sleep_debt(history: History) -> Pattern:
    """Hours of sleep short of the goal over 14 nights; negative is more than the goal."""
    nights = _recent(history, DEBT_DAYS)
    hours = [night.asleep_hours for night in nights if night.asleep_hours is not None]
    goal, source = goal_hours(history)
    if goal is None:
        reason = Phrase(Code.NO_SLEEP_GOAL, params={"needed": FREE_NIGHTS})
        return _insufficient(PatternName.SLEEP_DEBT, history, nights, reason)
    if len(hours) < DEBT_NIGHTS:
        there = {"there": len(hours), "days": DEBT_DAYS, "needed": DEBT_NIGHTS}
        reason = Phrase(Code.TOO_FEW_NIGHTS, params=there)
        return _insufficient(PatternName.SLEEP_DEBT, history, nights, reason)
    debt = goal * len(hours) - sum(hours)
    params = {"nights": len(hours), "debt_hours": debt, "goal_hours": goal}
    sentence = Phrase(Code.SLEEP_DEBT, params=params)
    details = {"goal_hours": goal, "goal_source": source, "debt_hours": debt}
    return _pattern(PatternName.SLEEP_DEBT, history, nights, debt, sentence, details)


def regularity_index(nights: Sequence[Sleep]) -> tuple[float | None, int]:
    """Index and number of pairs of nights in a row, noon to noon on the wearer's clock."""
    if not nights:
        return None, 0
    first = nights[0].date
    origin = dt.datetime.combine(first - dt.timedelta(days=1), dt.time(12))
    days = (nights[-1].date - first).days + 2
    asleep, known = np.zeros(days * PER_DAY, bool), np.zeros(days, bool)
    for night in nights:
        known[(night.date - first).days] = True
        asleep[_step(night.start, origin) : _step(night.end, origin)] = True
    table, pairs = asleep.reshape(days, PER_DAY), np.flatnonzero(known[:-1] & known[1:])
    if not pairs.size:
        return None, 0
    return float(200 * (table[pairs] == table[pairs + 1]).mean() - 100), int(pairs.size)


def jetlag(free: Sequence[Sleep], work: Sequence[Sleep]) -> tuple[float, dict[str, Any]]:
    """Shift in hours between -12 and 12, and the middles of sleep as hours of the day."""
    middle_free, middle_work = (_circular_mean([n.middle for n in each]) for each in (free, work))
    length_free, length_work = (float(np.mean([n.hours for n in each])) for each in (free, work))
    shift = (middle_free - middle_work + 12) % 24 - 12
    made_up = max(0.0, (length_free - (2 * length_free + 5 * length_work) / 7) / 2)
    return shift, {
        "middle_free_hour": middle_free,
        "middle_work_hour": middle_work,
        "middle_free_corrected_hour": (middle_free - made_up) % 24,
        "social_jetlag_hours": abs(shift),
        "free_nights": len(free),
        "work_nights": len(work),
    }


def goal_hours(history: History) -> tuple[float | None, str]:
    """The newest goal; without one the third quartile of the last 60 days' free nights."""
    goals = [night.sleep_goal_s for night in history.nights if night.sleep_goal_s]
    if goals:
        return goals[-1] / 3600, "sleep goal"
    nights = _recent(history, GOAL_DAYS)
    free = [n.asleep_hours for n in nights if n.is_free and n.asleep_hours is not None]
    enough = len(free) >= FREE_NIGHTS
    return (float(np.quantile(free, 0.75)) if enough else None), "third quartile of free nights"


def _step(moment: dt.datetime, origin: dt.datetime) -> int:
    return max(0, round((moment - origin).total_seconds() / 60 / STEP))


def _circular_mean(hours: Sequence[float]) -> float:
    angle = np.exp(2j * np.pi * np.array(hours) / 24).mean()
    return float(np.angle(angle) * 24 / (2 * np.pi) % 24)


def _recent(history: History, days: int) -> list[Sleep]:
    """Nights of the last days whose ends are known and a night apart."""
    first = history.day(days - 1)
    found = [_sleep(night) for night in history.nights if night.date >= first]
    return [each for each in found if each and 0 < each.hours < LONGEST_HOURS]


def _sleep(night: Night) -> Sleep | None:
    if night.sleep_start_local is None or night.sleep_end_local is None:
        return None
    start, end = (
        each.replace(tzinfo=None) for each in (night.sleep_start_local, night.sleep_end_local)
    )
    return Sleep(night.date, start, end, night.total_hours)


def _insufficient(
    pattern: PatternName, history: History, nights: Sequence[Sleep], reason: Phrase
) -> Pattern:
    return claim.Claim(pattern, HOURS).insufficient(
        history.today, reason=reason, sample_count=len(nights)
    )


def _pattern(
    pattern: PatternName,
    history: History,
    nights: Sequence[Sleep],
    score: float,
    sentence: Phrase,
    details: dict[str, Any],
) -> Pattern:
    span = {"from": nights[0].date, "to": nights[-1].date}
    return claim.Claim(pattern, HOURS).told(
        history.today,
        significance=Significance.LOW,
        score=score,
        sample_count=len(nights),
        details=claim.said(sentence) | {"descriptive": True} | details | span,
    )
