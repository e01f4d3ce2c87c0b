"""What is usual among people, for the first 30 nights of somebody of whom little is known.

Partial pooling (Gelman & Hill 2007, chapter 12): a person's usual is drawn toward that of people by
as much as their few nights leave open. Nights resemble the night before (`MEMORY` and `NOISE` are
the median of 71 wearers), so that seven of them count for fewer. The spread from night to night is
drawn likewise, as if `SPREAD_NIGHTS` nights had shown the wearers' median (19 % of HRV, 4.2 bpm).

Published norms are of other hours and sensors than the first hours of sleep under a watch, so that
the spread between people is taken `WIDER` times as large: a convention. A metric without a
published norm (the sleep score is Polar's own) has none here.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from app.metrics import Metric, metric_of
from app.records.findings import Baseline, BaselineStatus, Expected

NIGHTS = 30
"""From so many nights on a person needs nobody else."""

WIDER, SPREAD_NIGHTS = 1.5, 10
MEMORY, NOISE = 0.8, 0.5

Z80 = 1.2815515655446004
"""Normal quantile of 90 %."""


@dataclass(frozen=True, slots=True)
class Norm:
    """What is usual among people, the spread between and within them, and who measured it."""

    centre: float
    between: float
    within: float
    reference: str
    is_logarithmic: bool = False


NORMS: Mapping[Metric, Norm] = {
    # 42 ms, SD 15: as a logarithm 3.68 with 0.35.
    Metric.HRV_RMSSD: Norm(
        centre=3.68,
        between=0.35,
        within=0.19,
        reference="Nunan et al. 2010, doi 10.1111/j.1540-8159.2010.02841.x",
        is_logarithmic=True,
    ),
    # Of 92,457 people, by day and night.
    Metric.RESTING_HR: Norm(
        centre=65.5,
        between=7.7,
        within=4.2,
        reference="Quer et al. 2020, doi 10.1371/journal.pone.0227709",
    ),
    # Nine in ten between 11.8 and 19.2; from night to night 5 % of it.
    Metric.BREATHING_RATE: Norm(
        centre=15.4,
        between=2.25,
        within=0.8,
        reference="Natarajan et al. 2021, doi 10.1038/s41746-021-00493-6",
    ),
}
"""Metrics that have a published norm."""


def expected(baseline: Baseline) -> Expected | None:
    """What the next night should show, while 7 to 29 nights are known; None before and after.

    Of a baseline that begins anew the nights since then are those that count.
    """
    norm = NORMS.get(metric_of(baseline.metric))
    known = baseline.parts[-1] if baseline.parts else baseline
    mean, spread = known.baseline_value, known.std_dev
    few = known.status != BaselineStatus.INSUFFICIENT and known.sample_count < NIGHTS
    if norm is None or not few or mean is None or spread is None or mean <= 0:
        return None
    return pooled(norm, known.sample_count, mean, spread)


def pooled(norm: Norm, nights: int, mean: float, spread: float) -> Expected:
    """A person's mean and spread of some nights, drawn toward the norm."""
    if norm.is_logarithmic:
        variance = math.log1p((spread / mean) ** 2)
        mean, spread = math.log(mean) - variance / 2, math.sqrt(variance)
    within = _within(norm, nights, spread)
    between = (WIDER * norm.between) ** 2
    own = between / (between + within * _share_left(nights))
    usual = own * mean + (1 - own) * norm.centre
    reach = Z80 * math.sqrt(within + (1 - own) * between)
    ends = (usual, usual - reach, usual + reach)
    value, low, high = map(math.exp, ends) if norm.is_logarithmic else ends
    return Expected(value=value, low=low, high=high, own_weight=own, reference=norm.reference)


def _within(norm: Norm, nights: int, spread: float) -> float:
    """Variance from night to night: the person's own and the wearers' median, by nights."""
    seen = (nights - 1) * spread**2 + SPREAD_NIGHTS * norm.within**2
    return seen / (nights - 1 + SPREAD_NIGHTS)


def _share_left(nights: int) -> float:
    """Variance of the mean of so many nights, in variances of one: a slow level and noise."""
    apart = np.arange(1, nights)
    lasting = nights + 2 * float(((nights - apart) * MEMORY**apart).sum())
    return NOISE / nights + (1 - NOISE) * lasting / nights**2
