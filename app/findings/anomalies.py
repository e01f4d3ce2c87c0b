"""Newest values that lie outside of a person's usual range."""

import datetime as dt

from app.analysis import anomaly
from app.findings.baselines import DOCUMENTED, Calculate, baselines
from app.findings.newest import newest_of
from app.metrics import PLACES, Metric
from app.reads.desk import Desk
from app.records.findings import Anomaly

_DOCUMENTED = frozenset(metric.key for metric in DOCUMENTED)

_MEASURED = frozenset(metric.key for metric in Metric if not metric.is_derived)
"""What is made of other days is outside of its range with them, and says it again."""


async def anomalies(
    desk: Desk, user_id: str, today: dt.date, calculate: Calculate, *, extended: bool
) -> list[Anomaly]:
    """Anomalies among the newest values that are at most 2 days old, in registry order.

    Of the documented metrics, as the REST document has them, or of all that are measured: among 26
    metrics, chance alone puts one outside of its range on many a day. Of the others, a day that is
    not over is no anomaly while it may still become what is usual.
    """

    async def make() -> list[Anomaly]:
        found = await baselines(desk, user_id, today, calculate)
        newest = await newest_of(desk, user_id, today)
        readings = newest.readings
        documented = [each for each in found if each.metric in _DOCUMENTED]
        others = [each for each in found if each.metric in _MEASURED - _DOCUMENTED]
        told = anomaly.scan(readings, documented, today)
        if extended:
            told += anomaly.settled(readings, newest.before, others, today)
        return sorted(told, key=lambda each: PLACES[each.metric])

    return await desk.keep(make, user_id, "anomalies", today, extended)
