"""Newest values that lie outside of a person's usual range."""

import datetime as dt

from app.analysis import anomaly
from app.reads.baselines import DOCUMENTED, Calculate, baselines
from app.reads.desk import Desk
from app.reads.newest import newest_values
from app.records.findings import Anomaly


async def anomalies(
    desk: Desk, user_id: str, today: dt.date, calculate: Calculate, *, extended: bool
) -> list[Anomaly]:
    """Anomalies among the newest values that are at most 2 days old, in registry order.

    Of the documented metrics, or of all of them: among 26 metrics, chance alone puts one outside
    of its range on many a day.
    """
    found = await baselines(desk, user_id, today, calculate)
    newest = await desk.ask(newest_values, user_id, today)
    names = {metric.key for metric in DOCUMENTED}
    known = [each for each in found if extended or each.metric in names]
    return list(anomaly.scan(newest.readings, known, today))
