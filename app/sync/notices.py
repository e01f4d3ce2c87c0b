"""What Polar's webhook tells of: which feeds a notice asks for, and the runs that follow."""

import datetime as dt
import uuid
from collections.abc import Mapping

from app.records.sync import STORED, SyncFeed
from app.resources import Resources
from app.store import notices as store
from app.store.notices import Waiting
from app.store.runs import ClaimedRun
from app.store.timetable import queue_planned
from app.sync.cadence import ALL
from app.sync.due import purse_now, told
from app.sync.feeds import FEEDS
from app.sync.timetable import Order

EVENTS: Mapping[str, tuple[str, ...]] = {
    "SLEEP": ("sleep", "recharge"),  # No event tells of the recharge, which comes with the night.
    "EXERCISE": ("exercises", "cardio_load"),  # Nor of the load.
    "ACTIVITY_SUMMARY": ("activity", "activity_samples"),
    "CONTINUOUS_HEART_RATE": ("heart_rate",),
    "SLEEP_WISE_ALERTNESS": ("sleepwise_alertness",),
    "SLEEP_WISE_CIRCADIAN_BEDTIME": ("sleepwise_bedtime",),
    "PHYSICAL_INFORMATION": ("physical_info",),
}
"""Feeds by Polar's event."""
MOST_A_TURN = 500


async def queue_noticed_runs(resources: Resources) -> list[uuid.UUID]:
    """Queue one run for each person of whom notices wait, with all feeds that they tell of."""
    pool, now = resources.pool, resources.clock()
    waiting = await store.waiting(pool, now, MOST_A_TURN)
    if not waiting:
        return []
    purse = await purse_now(resources)
    noticed, orders = [], []
    for each in waiting:
        order = order_of(each, now.date())
        if purse.affords(order.requests):
            purse.spend(order.requests)
            noticed.append(each)
            orders.append(order)
    await store.taken(pool, noticed, now)
    return await queue_planned(pool, map(told, orders), origin="webhook", now=now, due_at=None)


def order_of(waiting: Waiting, today: dt.date) -> Order:
    """The feeds of all events, from the first day on that one of them names."""
    names = {name for event in waiting.events for name in EVENTS.get(event, ())}
    feeds = [feed for feed in FEEDS if feed.name in names]
    first = min(waiting.first_day or today, today)
    days = min((today - first).days + 2, ALL)  # The wearer's day may be tomorrow's already.
    return Order.of(waiting.user_id, feeds, [days] * len(feeds))


async def settle_notices(
    resources: Resources, run: ClaimedRun, feeds: list[SyncFeed], today: dt.date
) -> None:
    """What had been told before a run began is settled by the feeds that it brought."""
    brought = {feed.feed for feed in feeds if feed.state in STORED}
    events = [event for event, names in EVENTS.items() if brought.issuperset(names)]
    days = min((run.days_of(name) or run.days for name in brought), default=1)
    await store.settle(
        resources.pool,
        run.user_id,
        events,
        first_day=today - dt.timedelta(days=days - 1),
        began=run.began_at,
        now=resources.clock(),
    )
