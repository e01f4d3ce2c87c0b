"""The newest value of every metric, which anomalies and insights are told of."""

import datetime as dt

from app.reads.desk import Desk, question
from app.store import findings

newest_values = question(findings.newest_values)


async def newest_of(desk: Desk, user_id: str, today: dt.date) -> findings.Newest:
    """Newest values of the days until today, and the first night."""
    return await desk.keep(
        lambda: desk.ask(newest_values, user_id, today), user_id, "newest", today
    )
