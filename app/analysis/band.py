"""HRV as physiologists read it: the week against the person's own band.

One night says little: the natural logarithm of RMSSD is averaged over 7 days (3 nights of it at
least; Plews et al. 2014, doi 10.1123/ijspp.2013-0455) and held against the mean of the 60 days
before those, plus and minus half their standard deviation, the smallest worthwhile change (Plews
et al. 2013, doi 10.1007/s40279-013-0071-8; Buchheit 2014). Beside it stands the coefficient of
variation of the week, from 5 nights on (Flatt & Esco 2015). Quiet people are outside of the band
on many a day, so that it describes and decides nothing: a week is told as outside when three
mornings running agree, and until a morning lies within. The variation is held against that of the
weeks that ended in the 60 days before this one, and describes as well. Both are kept day by day as
the metrics `hrv_ln_7d` and `hrv_variation_7d`, of the nights as they are stored.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from app.analysis import claim, glitch
from app.analysis.chance import Floats
from app.analysis.history import History
from app.analysis.plain import finite
from app.metrics import Metric
from app.patterns import PatternName
from app.phrases.codes import Code
from app.phrases.phrase import Phrase
from app.records.findings import Pattern, Significance

PATTERN, VARIATION, METRIC = PatternName.HRV_BAND, PatternName.HRV_VARIATION, Metric.HRV_RMSSD
WEEK, USUAL, LOOKS = 7, 60, 30
LEAST_NIGHTS, LEAST_USUAL, LEAST_VARIATION = 3, 21, 5
MOST_WEEKS = 0.8
"""So many of the weeks before lie within what is told as usual of the variation."""

SMALLEST_CHANGE = 0.5
"""Standard deviations that are the smallest worthwhile change."""

RUNNING = 3
"""Mornings that have to agree."""


@dataclass(frozen=True, slots=True)
class Bands:
    """Means of weeks on mornings, oldest first, and their bands; of ln RMSSD, NaN where unknown."""

    week: Floats
    low: Floats
    high: Floats

    @property
    def side(self) -> Floats:
        """-1 below the band, 1 above, 0 within or unknown."""
        below, above = self.week < self.low, self.week > self.high
        return above.astype(float) - below

    @property
    def middle(self) -> Floats:
        """What is usual."""
        return (self.low + self.high) / 2


def hrv_band(history: History) -> Pattern:
    """Mean of 7 days against the band of the 60 before; the score is the distance in percent."""
    values = _logarithms(history)
    bands = bands_of(values)
    if not np.isfinite(bands.week[-1] + bands.low[-1]):
        reason = claim.new_device(history) or _reason(values)
        return claim.Claim(PATTERN, (METRIC,)).insufficient(history.today, reason=reason)
    return _pattern(history, values, bands)


def hrv_variation(history: History) -> Pattern:
    """Coefficient of variation of the week's ln RMSSD, percent, against that of weeks before."""
    values = _logarithms(history)
    weeks = variations(values)
    before = weeks[-USUAL - WEEK : -WEEK]
    usual = before[np.isfinite(before)]
    about = claim.Claim(VARIATION, (METRIC,))
    if np.isfinite(weeks[-1]) and len(usual) >= LEAST_USUAL:
        return _varied(history, about, weeks, usual)
    weeks_there = Phrase(Code.TOO_FEW_WEEKS, params={"there": len(usual), "needed": LEAST_USUAL})
    few = _reason(values, LEAST_VARIATION) if np.isnan(weeks[-1]) else weeks_there
    reason = claim.new_device(history) or few
    return about.insufficient(history.today, reason=reason)


def variations(values: Floats) -> Floats:
    """Coefficient of variation of each week of logarithms, percent; NaN below 5 nights."""
    mean, spread, known = _windows(values, WEEK, len(values) - WEEK + 1)
    usable = (known >= LEAST_VARIATION) & (mean > 0)
    return np.where(usable, 100 * spread / np.where(usable, mean, 1.0), np.nan)


def _logarithms(history: History) -> Floats:
    """Logarithms of 60 + 7 nights and the mornings, without glitches and an earlier device."""
    nights = glitch.steady(history.own(METRIC, USUAL + WEEK + LOOKS - 1))
    return np.log(np.where(nights > 0, nights, np.nan))


def bands_of(values: Floats) -> Bands:
    """Weeks and bands of the last mornings, out of logarithms of 60 + 7 days and the mornings."""
    looks = len(values) - USUAL - WEEK + 1
    week, _, known = _windows(values[USUAL:], WEEK, looks)
    mean, spread, before = _windows(values[: len(values) - WEEK], USUAL, looks)
    week = np.where(known >= LEAST_NIGHTS, week, np.nan)
    mean = np.where(before >= LEAST_USUAL, mean, np.nan)
    reach = SMALLEST_CHANGE * spread
    return Bands(week, mean - reach, mean + reach)


def since(sides: Floats) -> int | None:
    """Place of the morning since which the last one's side stands; None where nothing stands."""
    found: int | None = None
    for place in range(RUNNING - 1, len(sides)):
        running = sides[place - RUNNING + 1 : place + 1]
        if found is None and abs(running.sum()) == RUNNING:
            found = place
        elif found is not None and sides[place] != sides[found]:
            found = None
    return found


def _windows(values: Floats, length: int, looks: int) -> tuple[Floats, Floats, Floats]:
    """Mean, standard deviation and number of known values of each window, oldest first."""
    known = np.isfinite(values)
    filled = np.where(known, values, 0.0)
    n, total, power = (_sums(each, length)[-looks:] for each in (known * 1.0, filled, filled**2))
    mean = total / np.maximum(n, 1)
    variance = np.maximum(power - n * mean**2, 0) / np.maximum(n - 1, 1)
    return mean, np.sqrt(variance), n


def _sums(values: Floats, length: int) -> Floats:
    total = np.cumsum(np.concatenate([[0.0], values]))
    result: Floats = total[length:] - total[:-length]
    return result


def _reason(values: Floats, least: int = LEAST_NIGHTS) -> Phrase:
    week = int(np.isfinite(values[-WEEK:]).sum())
    usual = int(np.isfinite(values[-USUAL - WEEK : -WEEK]).sum())
    if week < least:
        return Phrase(Code.TOO_FEW_NIGHTS, params={"there": week, "days": WEEK, "needed": least})
    return Phrase(
        Code.TOO_FEW_NIGHTS, params={"there": usual, "days": USUAL, "needed": LEAST_USUAL}
    )


def _pattern(history: History, values: Floats, bands: Bands) -> Pattern:
    week, low, high = (float(np.exp(each[-1])) for each in (bands.week, bands.low, bands.high))
    change = 100 * (week / float(np.exp(bands.middle[-1])) - 1)
    numbers = {"change_percent": change, "mean_7d": week, "low": low, "high": high}
    side = bands.side[-1]
    code = Code.WEEK_OFF_BAND if side else Code.WEEK_IN_BAND
    return claim.Claim(PATTERN, (METRIC,)).told(
        history.today,
        significance=Significance.LOW,
        score=change,
        sample_count=int(np.isfinite(values[-USUAL - WEEK :]).sum()),
        details=claim.said(Phrase(code, METRIC, numbers))
        | numbers
        | {
            "descriptive": True,
            "side": {-1.0: "below", 0.0: "within", 1.0: "above"}[float(side)],
            "told": _standing(history, bands),
            "variation_percent": finite(float(variations(values)[-1])),
            "mornings": _mornings(history, bands),
        },
    )


def _varied(history: History, about: claim.Claim, weeks: Floats, usual: Floats) -> Pattern:
    now = float(weeks[-1])
    low, high = (
        float(np.quantile(usual, each)) for each in ((1 - MOST_WEEKS) / 2, (1 + MOST_WEEKS) / 2)
    )
    code = Code.VARIATION_AS_USUAL
    if not low <= now <= high:
        code = Code.VARIATION_LOW if now < low else Code.VARIATION_HIGH
    numbers = {"variation_percent": now, "low": low, "high": high}
    recent = [finite(round(float(each), 2)) for each in weeks[-LOOKS:]]
    return about.told(
        history.today,
        significance=Significance.LOW,
        score=now,
        sample_count=len(usual),
        details=claim.said(Phrase(code, METRIC, numbers))
        | numbers
        | {
            "descriptive": True,
            "side": {Code.VARIATION_LOW: "below", Code.VARIATION_HIGH: "above"}.get(code, "within"),
            "mornings": {"from": _day(history, 0), "variation_percent": recent},
        },
    )


def _standing(history: History, bands: Bands) -> dict[str, Any] | None:
    first = since(bands.side)
    if first is None:
        return None
    return {"side": "below" if bands.side[-1] < 0 else "above", "since": _day(history, first)}


def _day(history: History, place: int) -> str:
    return history.day(LOOKS - 1 - place).isoformat()


def _mornings(history: History, bands: Bands) -> dict[str, Any]:
    """The last mornings in columns, ms, for a picture; null where unknown."""
    columns = {"mean_7d": bands.week, "low": bands.low, "high": bands.high}
    rounded = {
        name: [round(float(np.exp(x)), 1) if np.isfinite(x) else None for x in column]
        for name, column in columns.items()
    }
    return {"from": _day(history, 0), **rounded}
