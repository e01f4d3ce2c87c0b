"""Newest values that lie outside of a person's usual range."""

import datetime as dt

from app.analysis import anomaly
from app.reads.baselines import DOCUMENTED, Calculate, baselines
from app.records.findings import Anomaly
from app.store.findings import newest_values
from app.store.pool import Pool


async def anomalies(
    pool: Pool, user_id: str, today: dt.date, calculate: Calculate, *, extended: bool
) -> list[Anomaly]:
    """Anomalies among the newest values that are at most 2 days old, in registry order.

    Of the documented metrics, or of all of them: among 26 metrics, chance alone puts one outside
    of its range on many a day.
    """
    found = await baselines(pool, user_id, today, calculate)
    newest = await newest_values(pool, user_id, today)
    names = {metric.key for metric in DOCUMENTED}
    known = [each for each in found if extended or each.metric in names]
    return list(anomaly.scan(newest.readings, known, today))
