"""What is normal for a person and what stands out, worked out of their days and stored."""

import asyncio
import datetime as dt
import threading
import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from app.days import Window, local_today
from app.records.account import Account
from app.records.findings import Baseline
from app.records.sleep import Night
from app.resources import Resources
from app.store import findings as store
from app.store.accounts import find_account
from app.store.findings import Findings, Row

MEMORY_DAYS = 400
"""No pattern looks further back."""

_ONE_AT_A_TIME = threading.Lock()
"""Models keep a core busy whatever the number of threads, and silence warnings per process."""


async def calculate(resources: Resources, account: Account) -> list[Baseline]:
    """Compute and store the person's baselines of today, in registry order; one statement."""
    now = resources.clock()
    today = local_today(account, now)
    found = await store.calculate_baselines(resources.pool, [account.user_id], today, now)
    return found[account.user_id]


async def analyse(resources: Resources, account: Account) -> Findings:
    """Find, store and answer the person's patterns and forecasts of today.

    The models run in a thread, so that the caller's event loop goes on; the first time in a
    process their import takes seconds. Raises NotFound when the person was deleted meanwhile.
    """
    now, pool, user_id = resources.clock(), resources.pool, account.user_id
    today = local_today(account, now)
    window = Window.of(MEMORY_DAYS, today)
    rows = await store.metric_rows(pool, user_id, window.first, window.last)
    nights = await store.nights(pool, user_id, window.first, window.last)
    found = _dated(await asyncio.to_thread(detect, rows, today, nights), now)
    await store.store_findings(pool, user_id, found.patterns, found.forecasts, now)
    return found


def detect(rows: Sequence[Row], today: dt.date, nights: Sequence[Night]) -> Findings:
    """Patterns and forecasts out of daily metrics and nights; holds its thread for long."""
    # statsmodels takes seconds to import: a server that is asked for nothing of it starts without.
    from app.analysis.forecast import forecasts  # noqa: PLC0415
    from app.analysis.history import History  # noqa: PLC0415
    from app.analysis.patterns import detect as patterns  # noqa: PLC0415

    with _ONE_AT_A_TIME:
        history = History.of(rows, today, nights)
        return Findings(patterns=tuple(patterns(history)), forecasts=forecasts(history))


def _dated(found: Findings, now: dt.datetime) -> Findings:
    return Findings(
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
