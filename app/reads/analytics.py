"""What the amount of a person's data is enough for."""

import datetime as dt

from app.analysis.status import analytics_status
from app.days import Window
from app.records.findings import AnalyticsStatus
from app.store.findings import data_days
from app.store.pool import Pool

DAYS = 90


async def status(pool: Pool, user_id: str, today: dt.date) -> AnalyticsStatus:
    """Features, progress and advice, by the days with data of the last 90."""
    window = Window.of(DAYS, today)
    return analytics_status(await data_days(pool, user_id, window.first, window.last))
