"""Whether and when the level of a metric has changed: "since 3 March".

One step in the mean of a series with the errors of `chance`: for each process the series and every
possible step are whitened exactly, and the step with the largest t is taken. Trying every day is
paid for by the second-order bound of Worsley (1982, doi 10.1093/biomet/69.2.297): P(max |t| > u)
is at most the sum of the single chances less the overlaps of neighbours, from Owen's T. The
p-values are averaged over the processes by their likelihoods without a step and with one on any
day: a step left out looks like memory, and a step put into every slow wave takes the memory away.
The days on which the change may have happened come from the likelihood of each step.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import special

from app.analysis import claim, family
from app.analysis.chance import (
    PHI,
    TINY,
    Bools,
    Days,
    Filter,
    Floats,
    is_constant,
    on_calendar,
    weights_of,
)
from app.analysis.history import History
from app.metrics import Metric
from app.patterns import PatternName
from app.phrases.codes import Code
from app.phrases.phrase import Phrase
from app.records.findings import Pattern

PATTERN = PatternName.CHANGE_POINTS
DAYS, LEAST, LEAST_SIDE = 180, 45, 7

NEGLIGIBLE = 1e-5
"""A phi with less weight than this is not worth the time of Owen's T."""

STEP = 0.3
"""How likely a step is thought beforehand, when it comes to what the days' memory is."""

_NOTHING = Phrase(Code.NOTHING_TO_TEST, params={"needed": LEAST, "days": DAYS})


@dataclass(frozen=True, slots=True)
class Change:
    """The likeliest step: the place of its first value, and those between which it lies (80 %)."""

    p_value: float
    place: int
    earliest: int
    latest: int


def change_points(history: History) -> Pattern:
    """Change of level of each metric, the clearest first; the score is the size of its step."""
    values = history.steady(DAYS)
    usable = [metric for metric, each in values.items() if _is_enough(each)]
    found = changes(np.stack([values[metric] for metric in usable])) if usable else []
    tests = [
        _test(history, metric, values[metric], change)
        for metric, change in zip(usable, found, strict=True)
    ]
    return family.told(PATTERN, history, tests, nothing=_NOTHING)


def change_point(day: Days, y: Floats) -> Change | None:
    """Test of one step in the level; at least 7 values on either side."""
    if len(y) <= 2 * LEAST_SIDE or is_constant(y):
        return None
    return changes(on_calendar(day, y)[None])[0]


def changes(y: Floats) -> list[Change]:
    """The same of many series (series, days) with gaps; each has more than 14 values and varies."""
    known = np.isfinite(y)
    centre, spread = np.nanmean(y, axis=1, keepdims=True), np.nanstd(y, axis=1, keepdims=True)
    steps = _Steps.of(Filter.of(known), np.where(known, (y - centre) / spread, 0.0))
    count = np.cumsum(known, axis=1)
    usable = known & (count > LEAST_SIDE) & (count[:, -1:] - count + 1 >= LEAST_SIDE)
    return [_change(steps.series(number), each) for number, each in enumerate(usable)]


def _change(steps: "_Steps", usable: Bools) -> Change:
    """The step on one of the usable days of one series."""
    first, last = np.flatnonzero(usable)[[0, -1]]
    inner, freedom = slice(first, last + 1), steps.n - 2
    gain = steps.gain()[:, usable]
    left = np.maximum(steps.rest[:, None] - gain, TINY * steps.n)
    weights = _weights(steps.fixed, steps.rest, left, steps.n)
    t = np.sqrt(np.maximum(gain.max(axis=1), 0) * freedom / left.min(axis=1))
    heavy = weights > NEGLIGIBLE
    chances = _worsley(special.stdtr(freedom, -t[heavy]), steps.alike(heavy, inner))
    p_value = min(1.0, float(weights[heavy] @ chances / weights[heavy].sum()))
    likelihood = weights @ (left / left.min(axis=1)[:, None]) ** (-freedom / 2)
    return _located(p_value, likelihood)


def _is_enough(values: Floats) -> bool:
    known = values[np.isfinite(values)]
    return len(known) >= LEAST and not is_constant(known)


def _weights(fixed: Floats, rest: Floats, left: Floats, n: int) -> Floats:
    """Share of each process: by its likelihood without a step, and with a step on any day."""
    best, power = left.min(axis=1), (n - 1) / 2
    without = (rest / best) ** -power
    with_one = ((left / best[:, None]) ** -power).sum(axis=1) / left.shape[1]
    told = np.log((1 - STEP) * without + STEP * with_one) - power * np.log(best)
    return weights_of(told - 0.5 * fixed)


@dataclass(frozen=True, slots=True)
class _Steps:
    """All steps of many series at once, as whitened sums from each day on.

    A step is a column of ones whose past the filter has not seen: what it brings on a day is what
    the ones bring, and what is left of the state that they had when the step began. So that sums
    from the end (de Jong 1989) give every step's products in one pass; a day without a value is
    the same step as the next day with one. Shapes (days, series, processes); of one series
    (processes, days).
    """

    n: Any
    rest: Floats
    fixed: Floats
    product: Floats
    own: Floats
    state: Floats
    kept: Floats
    ones: Floats
    sum_ones: Floats
    sum_kept: Floats

    @classmethod
    def of(cls, filtered: Filter, z: Floats) -> "_Steps":
        """Steps in standardised values (series, days); 0 where there is none."""
        precision, kept = filtered.precision, PHI * (1 - filtered.gain)
        of_ones, of_z = filtered.news(np.ones_like(z.T)), filtered.news(z.T)
        state = 1 - of_ones
        ones, across, power = (
            _from(precision * a * b) for a, b in ((of_ones, of_ones), (of_ones, of_z), (of_z, of_z))
        )
        sum_ones = filtered.later(precision * of_ones, kept)
        sum_z = filtered.later(precision * of_z, kept)
        sum_kept = filtered.later(precision, kept**2)
        level, shared = ones[0], ones + state * sum_ones
        return cls(
            n=(precision[..., 0] > 0).sum(axis=0),
            rest=power[0] - across[0] ** 2 / level,
            fixed=filtered.log_determinant + np.log(level),
            product=across + state * sum_z - shared * (across[0] / level),
            own=ones + state * (2 * sum_ones + state * sum_kept) - shared**2 / level,
            state=state,
            kept=kept,
            ones=ones,
            sum_ones=sum_ones,
            sum_kept=sum_kept,
        )

    def series(self, number: int) -> "_Steps":
        """Those of one series, processes first."""
        long = {
            each: getattr(self, each)[:, number].T
            for each in ("product", "own", "state", "kept", "ones", "sum_ones", "sum_kept")
        }
        return _Steps(
            n=int(self.n[number]), rest=self.rest[number], fixed=self.fixed[number], **long
        )

    def gain(self) -> Floats:
        """What each step explains."""
        result: Floats = self.product**2 / np.maximum(self.own, TINY)
        return result

    def alike(self, heavy: Bools, inner: slice) -> Floats:
        """Correlation of each step with that of the next day, for some processes and days."""
        state, kept, ones, sum_ones, sum_kept, own = (
            each[heavy, inner]
            for each in (
                self.state,
                self.kept,
                self.ones,
                self.sum_ones,
                self.sum_kept,
                self.own,
            )
        )
        left, level = (state * kept)[:, :-1], self.ones[heavy, :1]
        shared = ones + state * sum_ones
        both = (
            ones[:, 1:]
            + (left + state[:, 1:]) * sum_ones[:, 1:]
            + left * state[:, 1:] * sum_kept[:, 1:]
            - shared[:, :-1] * shared[:, 1:] / level
        )
        return np.clip(both / np.sqrt(own[:, :-1] * own[:, 1:]), -1, 1)


def _from(values: Floats) -> Floats:
    """Sum of what comes on each day and after it."""
    result: Floats = np.cumsum(values[::-1], axis=0)[::-1]
    return result


def _worsley(single: Floats, alike: Floats) -> Floats:
    """Chance that the largest of many |t| exceeds one whose one-sided chance is `single`."""
    u = -special.ndtri(np.clip(single, 1e-300, 0.5))
    apart = special.owens_t(u[:, None], np.sqrt((1 - alike) / (1 + alike)))
    result: Floats = np.minimum(1.0, 2 * single + 4 * apart.sum(axis=1))
    return result


def _located(p_value: float, likelihood: Floats) -> Change:
    share = np.cumsum(likelihood / likelihood.sum())
    low, high = np.searchsorted(share, (0.1, 0.9))
    place = int(likelihood.argmax())
    low, high = min(int(low), place), max(int(high), place)
    return Change(p_value, place + LEAST_SIDE, low + LEAST_SIDE, high + LEAST_SIDE)


def _test(history: History, metric: Metric, values: Floats, change: Change) -> family.Test:
    day = np.flatnonzero(np.isfinite(values))
    places = (change.place, change.earliest, change.latest)
    dates = [history.day(DAYS - 1 - day[place]) for place in places]
    return family.Test(
        change.p_value,
        len(day),
        lambda: _described(metric, change, dates, values[day]) | history.left_out(metric, DAYS),
    )


def _described(metric: Metric, change: Change, dates: list[dt.date], y: Floats) -> dict[str, Any]:
    before, after = float(y[: change.place].mean()), float(y[change.place :].mean())
    return {
        "metrics": [metric.key],
        "effect": after - before,
        "since": dates[0],
        "since_between": dates[1:],
        "mean_before": before,
        "mean_after": after,
    } | claim.said(
        Phrase(
            Code.CHANGE_POINT,
            metric,
            {"since": dates[0].isoformat(), "mean_before": before, "mean_after": after},
        )
    )
