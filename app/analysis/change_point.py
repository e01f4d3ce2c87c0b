"""Whether and when the level of a metric has changed: "since 3 March".

One step in the mean of an AR(1) series: for each phi the series and every possible step are
whitened exactly (`chance.Steps`), and the step with the largest t is taken. Trying every day is
paid for by the second-order bound of Worsley (1982, doi 10.1093/biomet/69.2.297): P(max |t| > u)
is at most the sum of the single chances less the overlaps of neighbours, from Owen's T. The
p-values are averaged over phi with a step in the model, since a step left out looks like
autocorrelation: half by the likelihood of the best step, which alone is a little liberal at phi =
0.85, half by that of all steps together, which alone is a little shy at phi = 0.3. The days on
which the change may have happened come from the likelihood of each step.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import special

from app.analysis import family, words
from app.analysis.chance import TINY, Days, Floats, Steps, is_constant, weights_of
from app.analysis.history import History
from app.metrics import Metric
from app.records.findings import Pattern, PatternType

NAME, KIND = "change_points", PatternType.TREND
DAYS, LEAST, LEAST_SIDE = 180, 45, 7

NEGLIGIBLE = 1e-5
"""A phi with less weight than this is not worth the time of Owen's T."""

_NOTHING = f"No metric has {LEAST} values in the last {DAYS} days that vary."


@dataclass(frozen=True, slots=True)
class Change:
    """The likeliest step: the place of its first value, and those between which it lies (80 %)."""

    p_value: float
    place: int
    earliest: int
    latest: int


def change_points(history: History) -> Pattern:
    """Change of level of each metric, the clearest first; the score is the size of its step."""
    tests = [test for metric in Metric if (test := _test(history, metric))]
    return family.told(NAME, KIND, history, tests, nothing=_NOTHING)


def change_point(day: Days, y: Floats) -> Change | None:
    """Test of one step in the level; at least 7 values on either side."""
    if len(y) <= 2 * LEAST_SIDE or is_constant(y):
        return None
    steps = Steps.between(day)
    design = _Design.of(steps)
    gain, rest = design.fit(steps.whiten((y - y.mean()) / y.std()))
    freedom = len(y) - 2
    left = np.maximum(rest[:, None] - gain, TINY * len(y))
    best = left.min(axis=1)
    weights = _weights(steps.log_determinant + np.log(design.level), left, freedom)
    t = np.sqrt(np.maximum(gain.max(axis=1), 0) * freedom / best)
    heavy = weights > NEGLIGIBLE
    chances = _worsley(special.stdtr(freedom, -t[heavy]), design.alike[heavy])
    p_value = min(1.0, float(weights[heavy] @ chances / weights[heavy].sum()))
    return _located(p_value, weights @ (left / best[:, None]) ** (-freedom / 2))


def _weights(fixed: Floats, left: Floats, freedom: int) -> Floats:
    """Share of each phi: half from the best step's likelihood, half from that of all steps."""
    best = left.min(axis=1)
    highest = fixed + freedom * np.log(best)
    others = np.log(((left / best[:, None]) ** (-freedom / 2)).sum(axis=1))
    return (weights_of(-0.5 * highest) + weights_of(others - 0.5 * highest)) / 2


@dataclass(frozen=True, slots=True)
class _Design:
    """Whitened level and steps for every phi, as sums: shapes (phi,), (phi, steps)."""

    level: Floats
    shared: Floats
    own: Floats
    alike: Floats
    ones: Floats
    edge: Floats

    @classmethod
    def of(cls, steps: Steps) -> "_Design":
        """A step is `edge` on its first day and like the level from then on."""
        edge = 1 / steps.scale
        ones = (1 - steps.carried) / steps.scale
        level, later = (ones * ones).sum(axis=1), _after(ones * ones)
        shared = edge * ones + later
        own = edge * edge + later - shared**2 / level[:, None]
        neighbour = (ones * edge + later)[:, 1:] - shared[:, :-1] * shared[:, 1:] / level[:, None]
        inner = slice(LEAST_SIDE, edge.shape[1] - LEAST_SIDE + 1)
        own, neighbour = own[:, inner], neighbour[:, LEAST_SIDE : inner.stop - 1]
        alike = neighbour / np.sqrt(own[:, :-1] * own[:, 1:])
        return cls(level, shared[:, inner], own, np.clip(alike, -1, 1), ones, edge)

    def fit(self, z: Floats) -> tuple[Floats, Floats]:
        """What each step explains, and what the level alone leaves: (phi, steps), (phi,)."""
        across = (self.ones * z).sum(axis=1)
        inner = slice(LEAST_SIDE, z.shape[1] - LEAST_SIDE + 1)
        product = (self.edge * z + _after(self.ones * z))[:, inner]
        gain = (product - self.shared * (across / self.level)[:, None]) ** 2 / self.own
        return gain, (z * z).sum(axis=1) - across**2 / self.level


def _after(values: Floats) -> Floats:
    """Sum of all that comes after each place."""
    result: Floats = np.cumsum(values[:, ::-1], axis=1)[:, ::-1] - values
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


def _test(history: History, metric: Metric) -> family.Test | None:
    values = history.last(metric, DAYS)
    day = np.flatnonzero(np.isfinite(values))
    change = change_point(day, values[day]) if len(day) >= LEAST else None
    if change is None:
        return None
    places = (change.place, change.earliest, change.latest)
    dates = [history.day(DAYS - 1 - day[place]) for place in places]
    return family.Test(
        change.p_value, len(day), lambda: _described(metric, change, dates, values[day])
    )


def _described(metric: Metric, change: Change, dates: list[dt.date], y: Floats) -> dict[str, Any]:
    before, after = float(y[: change.place].mean()), float(y[change.place :].mean())
    since = dates[0]
    was, now = words.amount(metric, before), words.amount(metric, after)
    return {
        "metrics": [metric.key],
        "effect": after - before,
        "since": since,
        "since_between": dates[1:],
        "mean_before": before,
        "mean_after": after,
        "interpretation": f"{words.title(metric)} has been {now} since "
        f"{since.day} {since:%B %Y}, {was} before",
    }
