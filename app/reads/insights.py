"""Everything that can be said about a person today, in one answer and at most four statements."""

import datetime as dt

from app.analysis import insights as words
from app.reads.baselines import DOCUMENTED, Calculate, baselines
from app.reads.desk import Desk
from app.reads.newest import newest_values
from app.reads.patterns import Analyse, patterns
from app.records.account import Account
from app.records.findings import Insights


async def insights(
    desk: Desk, account: Account, today: dt.date, calculate: Calculate, analyse: Analyse
) -> Insights:
    """Insights of the documented metrics; observations know the other patterns, too."""
    user_id = account.user_id
    newest = await desk.ask(newest_values, user_id, today)
    days = words.data_age_days(newest.first_night, today)
    names = {metric.key for metric in DOCUMENTED}
    found = await baselines(desk, user_id, today, calculate) if days else []
    return words.insights(
        today=today,
        first_night=newest.first_night,
        newest=newest.readings,
        baselines=[each for each in found if each.metric in names],
        # Before that nothing is told of patterns, so nobody waits for them.
        patterns=await patterns(desk, user_id, today, analyse) if days >= words.READY_DAYS else (),
        data_freshness=account.synced_at,
    )
