"""What is normal for a person and what stands out, worked out of their days and stored."""

import asyncio
import datetime as dt
import uuid
from collections import defaultdict
from dataclasses import replace

from app.days import Window, local_today
from app.errors import AnalysisUnavailable
from app.records.account import Account
from app.records.findings import Baseline
from app.resources import Resources
from app.store import findings as store
from app.store.accounts import find_account
from app.store.findings import Findings
from app.turns import aside

MEMORY_DAYS = 400
"""No pattern looks further back."""

PATIENCE_S = 10.0
"""So long a reader waits for findings that are not there yet."""


async def calculate(resources: Resources, account: Account) -> list[Baseline]:
    """Compute and store the person's baselines of today, in registry order; one statement."""
    now = resources.clock()
    today = local_today(account, now)
    found = await store.calculate_baselines(resources.pool, [account.user_id], today, now)
    return found[account.user_id]


async def analyse(resources: Resources, account: Account) -> Findings:
    """Find, store and answer the person's patterns and forecasts of today, out of today's rows.

    Raises NotFound when the person was deleted meanwhile, TooManyRequests and AnalysisUnavailable
    as the models do.
    """
    pool, user_id, today = resources.pool, account.user_id, local_today(account, resources.clock())
    window = Window.of(MEMORY_DAYS, today)
    days = await store.daily_values(pool, user_id, window.first, window.last)
    nights = await store.nights(pool, user_id, window.first, window.last)
    stood = await store.baseline_parts(pool, user_id)
    patterns, forecasts, parts = await resources.models.detect(days, today, nights, stood)
    now = resources.clock()
    found = _dated(Findings(patterns=patterns, forecasts=forecasts, parts=parts), now)
    await store.store_findings(pool, user_id, found.patterns, found.forecasts, now, parts)
    return found


async def analyse_soon(resources: Resources, account: Account) -> Findings:
    """The same for somebody who waits: joins whom others wait for already, for PATIENCE_S at most.

    Raises AnalysisUnavailable after that; the work goes on, and is there for who asks again.
    """
    about = account.user_id, local_today(account, resources.clock())
    try:
        async with aside(), asyncio.timeout(PATIENCE_S):
            return await resources.analyses.join(about, lambda: analyse(resources, account))
    except TimeoutError:
        raise AnalysisUnavailable(
            "What there is to find out is being found out. Ask again in a few seconds."
        ) from None


def _dated(found: Findings, now: dt.datetime) -> Findings:
    return Findings(
        parts=found.parts,
        patterns=tuple(replace(each, analyzed_at=now) for each in found.patterns),
        forecasts=tuple(replace(each, calculated_at=now) for each in found.forecasts),
    )


async def analyse_user(resources: Resources, user_id: str) -> None:
    """Renew everything that is found out about a person; somebody who is gone is passed over."""
    account = await find_account(resources.pool, user_id)
    if account is None:
        return
    await calculate(resources, account)
    await analyse(resources, account)


async def renew_due(resources: Resources) -> list[str]:
    """Renew the baselines of everybody for whom a new day has begun; answers who they are.

    One statement for each date that it is somewhere on earth. Patterns and forecasts are left to
    `analyse_user`, person by person.
    """
    now, pool = resources.clock(), resources.pool
    days = defaultdict[dt.date, list[str]](list)
    for person in await store.people_with_data(pool):
        today = local_today(person.account, now)
        if person.analysed_on != today:
            days[today].append(person.account.user_id)
    for today, people in days.items():
        await store.renew_baselines(pool, people, today, now)
    return [user_id for people in days.values() for user_id in people]


async def whom_a_run_changed(resources: Resources, run_id: uuid.UUID) -> str | None:
    """The person who has new data by a sync run, if any."""
    return await store.whom_a_run_changed(resources.pool, run_id)
