"""Everything that can be said about a person today, in one answer and at most four statements."""

import datetime as dt

from app.analysis import insights as words
from app.findings.baselines import DOCUMENTED, Calculate, baselines
from app.findings.newest import newest_of
from app.findings.patterns import Analyse, patterns
from app.findings.readable import FOUND, require_classes
from app.findings.seasons import seasons_of
from app.reads.desk import Desk
from app.records.account import Account
from app.records.findings import Insights


async def insights(
    desk: Desk, account: Account, today: dt.date, calculate: Calculate, analyse: Analyse
) -> Insights:
    """Insights of the documented metrics; observations know the other patterns, too."""
    require_classes(desk.pool, FOUND)
    user_id, freshness = account.user_id, account.synced_at

    async def make() -> Insights:
        return await _insights(desk, user_id, today, freshness, calculate, analyse)

    return await desk.keep(make, user_id, "insights", today, freshness)


async def _insights(
    desk: Desk,
    user_id: str,
    today: dt.date,
    freshness: dt.datetime | None,
    calculate: Calculate,
    analyse: Analyse,
) -> Insights:
    newest = await newest_of(desk, user_id, today)
    days = words.data_age_days(newest.first_night, today)
    names = {metric.key for metric in DOCUMENTED}
    # Before that nothing is told of patterns, so nobody waits for them.
    told = await patterns(desk, user_id, today, analyse) if days >= words.READY_DAYS else ()
    # After the patterns, which find out where a baseline begins anew.
    found = await baselines(desk, user_id, today, calculate) if days else []
    long = days >= words.SEASON_DAYS
    return words.insights(
        today=today,
        first_night=newest.first_night,
        newest=newest.readings,
        before=newest.before,
        baselines=[each for each in found if each.metric in names],
        patterns=told,
        seasons=await seasons_of(desk, user_id, today, words.SEASONAL) if long else (),
        data_freshness=freshness,
    )
