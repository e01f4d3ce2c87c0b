"""What is normal for a person in each metric, today and on any past day."""

import datetime as dt
from collections.abc import Awaitable, Callable, Iterable

from app.analysis import anomaly
from app.analysis.norms import expected
from app.findings.readable import readable
from app.metrics import Metric
from app.reads.desk import Desk, question
from app.records.findings import AnomalyCheck, Baseline
from app.store import findings

Calculate = Callable[[], Awaitable[list[Baseline]]]
"""Computes and stores the person's baselines of today: what is missing is made on the spot."""

DOCUMENTED = tuple(metric for metric in Metric if metric.spec.documented)
"""Metrics that plain REST shows."""

__all__ = [
    "DOCUMENTED",
    "Calculate",
    "baselines",
    "baselines_on",
    "check",
    "expected",
    "of_metrics",
    "shown",
]

stored = question(findings.stored_baselines)
calculated = question(findings.calculate_baselines)
as_of = question(findings.baselines_as_of)


async def baselines(
    desk: Desk, user_id: str, today: dt.date, calculate: Calculate
) -> list[Baseline]:
    """Baselines of today, stored or calculated, of metrics with a value in the last 90 days."""

    async def make() -> list[Baseline]:
        found = await desk.ask(stored, user_id)
        current = bool(found) and all(each.as_of == today for each in found)
        return readable(desk.pool, found if current else await calculate())

    return await desk.keep(make, user_id, "baselines", today)


async def baselines_on(
    desk: Desk, user_id: str, day: dt.date, today: dt.date, calculate: Calculate
) -> list[Baseline]:
    """Baselines as they were on any day; those of another day than today are not stored."""
    if day == today:
        return await baselines(desk, user_id, today, calculate)

    async def make() -> list[Baseline]:
        found = await desk.ask(as_of, user_id, day)
        return readable(desk.pool, found)

    return await desk.keep(make, user_id, "baselines as of", day)


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
