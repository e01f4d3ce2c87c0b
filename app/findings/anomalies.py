"""Newest values that lie outside of a person's usual range."""

import datetime as dt

from app.analysis import anomaly
from app.findings.baselines import DOCUMENTED, Calculate, baselines
from app.findings.newest import newest_of
from app.metrics import Metric
from app.reads.desk import Desk
from app.records.findings import Anomaly

_DOCUMENTED = frozenset(metric.key for metric in DOCUMENTED)

_MEASURED = frozenset(metric.key for metric in Metric if not metric.is_derived)
"""What is made of other days is outside of its range with them, and says it again."""


async def anomalies(
    desk: Desk, user_id: str, today: dt.date, calculate: Calculate, *, extended: bool
) -> list[Anomaly]:
    """Anomalies among the newest values that are at most 2 days old, in registry order.

    Of the documented metrics, or of all that are measured: among 26 metrics, chance alone puts one
    outside of its range on many a day.
    """

    async def make() -> list[Anomaly]:
        found = await baselines(desk, user_id, today, calculate)
        newest = await newest_of(desk, user_id, today)
        names = _MEASURED if extended else _DOCUMENTED
        known = [each for each in found if each.metric in names]
        return list(anomaly.scan(newest.readings, known, today))

    return await desk.keep(make, user_id, "anomalies", today, extended)
