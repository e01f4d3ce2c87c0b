"""What the amount of a person's data is enough for."""

import datetime as dt
from collections.abc import Sequence

from app.analysis.status import analytics_status
from app.days import Window
from app.reads.desk import question
from app.records.findings import AnalyticsStatus
from app.store.findings import data_days
from app.store.pool import Pool

DAYS = 400
"""As far as the analysis looks back: who once has the 90 days of a feature loses it by no missed
night, which of the last 90 days would take it away for ever."""


@question
async def status(pool: Pool, user_ids: Sequence[str], today: dt.date) -> dict[str, AnalyticsStatus]:
    """Features, progress and advice, by the days with data of the last 400."""
    window = Window.of(DAYS, today)
    found = await data_days(pool, user_ids, window.first, window.last)
    return {user_id: analytics_status(days) for user_id, days in found.items()}
