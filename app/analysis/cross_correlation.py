"""Which daily metrics go together, on the same day or up to 3 days later.

Spearman with the effective sample size (`chance.spearman`) for every two metrics at lags 0 to 3
in both orders, over 90 days; Benjamini-Hochberg over the whole family. Metrics that hang together
by their definition are no discovery, and would lower the bar for all others: they are left out.
That one leads the other is an order in time, not a cause.
"""

from dataclasses import dataclass
from itertools import combinations, permutations
from typing import Any

import numpy as np

from app.analysis import claim, family
from app.analysis.chance import Floats, RankCorrelations, is_constant, spearman
from app.analysis.correlation import interval
from app.analysis.history import OF_THE_BODY, History
from app.metrics import Metric
from app.patterns import PatternName
from app.phrases.codes import Code
from app.phrases.phrase import Phrase
from app.records.findings import Pattern

PATTERN = PatternName.CROSS_CORRELATIONS
DAYS, LEAST, LAGS = 90, 30, (1, 2, 3)

KIN: tuple[frozenset[Metric], ...] = (
    frozenset(
        {
            Metric.TRAINING_LOAD,
            Metric.TRAINING_LOAD_RATIO,
            Metric.STRAIN,
            Metric.TOLERANCE,
            Metric.STEPS,
            Metric.ACTIVE_CALORIES,
            Metric.ACTIVE_MINUTES,
            Metric.DISTANCE_KM,
            Metric.ACTIVITY_PERCENT,
            Metric.HR_MEAN,
            Metric.HR_MAX,
        }
    ),
    frozenset(
        {
            Metric.SLEEP_SCORE,
            Metric.SLEEP_HOURS,
            Metric.DEEP_SLEEP_HOURS,
            Metric.REM_SLEEP_HOURS,
            Metric.SLEEP_EFFICIENCY,
            Metric.SLEEP_CONTINUITY,
        }
    ),
    frozenset(
        {
            Metric.ANS_CHARGE,
            Metric.HRV_RMSSD,
            Metric.RESTING_HR,
            Metric.SLEEP_HEART_RATE,
            Metric.BREATHING_RATE,
            Metric.HR_MIN,
        }
    ),
    frozenset({Metric.HR_MIN, Metric.HR_MEAN, Metric.HR_MAX}),
    frozenset({Metric.SKIN_TEMPERATURE, Metric.SKIN_TEMPERATURE_DEVIATION}),
)
"""Metrics that one sensor reading or one formula makes alike, or one deed: who trains has load,
energy, steps and a high heart rate of the day, and learns nothing by being told."""


@dataclass(frozen=True, slots=True)
class Pair:
    """The first metric, and the second `lag` days later."""

    first: Metric
    second: Metric
    lag: int


def cross_correlations(history: History) -> Pattern:
    """Correlations between any two daily metrics, lags 0 to 3, flukes counted in."""
    table = history.steady(DAYS)
    there = [metric for metric in OF_THE_BODY if _is_usable(table[metric])]
    pairs = pairs_of(there)
    if not pairs:
        return family.told(PATTERN, history, (), nothing=_NOTHING)
    found = spearman(
        np.stack([_earlier(table[pair.first], pair.lag) for pair in pairs]),
        np.stack([table[pair.second] for pair in pairs]),
    )
    good = np.flatnonzero((found.n >= LEAST) & np.isfinite(found.p_value))
    tests = [_test(pairs[place], found, int(place)) for place in good]
    return family.told(PATTERN, history, tests, nothing=_NOTHING)


_NOTHING = Phrase(Code.NOTHING_TO_CORRELATE, params={"needed": LEAST})


def pairs_of(metrics: list[Metric]) -> list[Pair]:
    """Every two metrics that are not kin: once at lag 0, in both orders at the others."""
    same = [Pair(a, b, 0) for a, b in combinations(metrics, 2) if not _are_kin(a, b)]
    later = [
        Pair(a, b, lag) for a, b in permutations(metrics, 2) if not _are_kin(a, b) for lag in LAGS
    ]
    return same + later


def _are_kin(first: Metric, second: Metric) -> bool:
    return any(first in kin and second in kin for kin in KIN)


def _is_usable(values: Floats) -> bool:
    known = values[np.isfinite(values)]
    return len(known) >= LEAST and not is_constant(known)


def _earlier(values: Floats, lag: int) -> Floats:
    return np.concatenate([np.full(lag, np.nan), values[: len(values) - lag]])


def _test(pair: Pair, found: RankCorrelations, place: int) -> family.Test:
    return family.Test(
        float(found.p_value[place]), int(found.n[place]), lambda: _described(pair, found, place)
    )


def _described(pair: Pair, found: RankCorrelations, place: int) -> dict[str, Any]:
    r, effective = float(found.coefficient[place]), float(found.effective_n[place])
    return {
        "metrics": [pair.first.key, pair.second.key],
        "lag_days": pair.lag,
        "effect": r,
        "correlation_coefficient": r,
        "interval_95": interval(r, effective),
        "effective_n": effective,
        "p_value_textbook": float(found.p_value_textbook[place]),
    } | claim.said(_sentence(pair, r))


def _sentence(pair: Pair, r: float) -> Phrase:
    params = {"first": pair.first.key, "second": pair.second.key, "effect": r}
    if not pair.lag:
        return Phrase(Code.CROSS_CORRELATION, params=params)
    return Phrase(Code.CROSS_CORRELATION_LATER, params=params | {"lag_days": pair.lag})
