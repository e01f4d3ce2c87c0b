"""What is normal for a person in each metric, today and on any past day."""

import datetime as dt
from collections.abc import Awaitable, Callable, Iterable

from app.analysis import anomaly
from app.metrics import Metric
from app.records.findings import AnomalyCheck, Baseline
from app.store import findings
from app.store.pool import Pool

Calculate = Callable[[], Awaitable[list[Baseline]]]
"""Computes and stores the person's baselines of today: what is missing is made on the spot."""

DOCUMENTED = tuple(metric for metric in Metric if metric.spec.documented)
"""Metrics that plain REST shows."""


async def baselines(
    pool: Pool, user_id: str, today: dt.date, calculate: Calculate
) -> list[Baseline]:
    """Baselines of today, stored or calculated, of metrics with a value in the last 90 days."""
    stored = await findings.stored_baselines(pool, user_id)
    current = bool(stored) and all(each.as_of == today for each in stored)
    return stored if current else await calculate()


async def baselines_as_of(pool: Pool, user_id: str, as_of: dt.date) -> list[Baseline]:
    """Baselines as they were on any day, computed and not stored."""
    return await findings.baselines_as_of(pool, user_id, as_of)


def of_metrics(
    found: Iterable[Baseline], metrics: Iterable[Metric], as_of: dt.date
) -> list[Baseline]:
    """One baseline for each of the metrics; one without any value is insufficient."""
    known = {each.metric: each for each in found}
    return [known.get(metric.key) or Baseline(metric=metric.key, as_of=as_of) for metric in metrics]


def shown(found: Iterable[Baseline], as_of: dt.date, *, extended: bool) -> list[Baseline]:
    """The documented metrics, there or not; `extended`: and all others that are there."""
    known = list(found)
    there = {each.metric for each in known}
    metrics = [each for each in Metric if each in DOCUMENTED or (extended and each.key in there)]
    return of_metrics(known, metrics, as_of)


def check(value: float, baseline: Baseline) -> AnomalyCheck:
    """A value held against a baseline."""
    return anomaly.check(value, baseline)
