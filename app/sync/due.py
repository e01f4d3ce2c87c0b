"""Who is due: the timetable asked with what is stored, and its orders queued."""

import datetime as dt
import logging
import uuid
from collections.abc import Mapping

from app.reads import server
from app.records.server import PolarWindow
from app.records.timetable import Timetable
from app.resources import Resources
from app.store import timetable as store
from app.store.timetable import Load
from app.sync import timetable
from app.sync.timetable import (
    LONGEST,
    PLANNED,
    SHARE_WITH_NEWCOMERS,
    Moment,
    Order,
    Purse,
    WindowRoom,
)
from app.upstream.rate_limits import LONG, SHORT, allowance

log = logging.getLogger(__name__)

MOST_A_TURN = 2000
"""People whose runs one turn of a minute plans."""
LONGEST_PAST = 30
"""People whose past one turn plans."""
LENGTHS = {SHORT: dt.timedelta(minutes=15), LONG: dt.timedelta(days=1)}


async def queue_due_runs(resources: Resources) -> list[uuid.UUID]:
    """Queue the runs that are due, as many as Polar's budget affords; answers their ids."""
    pool, now = resources.pool, resources.clock()
    load, heard = await store.load(pool, now), await budget(resources)
    promised = await _promise(resources, load, heard)
    moment = _moment(resources, promised)
    plan = await _plan(resources, moment, _purse(load, heard, promised, now))
    await store.set_due(pool, plan.idle)
    return await store.queue_planned(
        pool,
        map(told, plan.orders),
        origin="schedule",
        now=now,
        due_at=now + moment.interval,
    )


async def budget(resources: Resources) -> dict[str, PolarWindow]:
    """Windows of Polar's budget by name, as an answer told them lately, and by no wrong clock."""
    now, found = resources.clock(), await server.polar_budget(resources.pool)
    return {
        window.span: window
        for window in found
        if now - LENGTHS[LONG] < window.seen_at <= now + timetable.AHEAD
    }


def told(order: Order) -> Mapping[str, object]:
    """An order as the database takes it."""
    return {
        "user_id": order.user_id,
        "feeds": [feed.name for feed in order.feeds],
        "feed_days": order.days,
        "planned": order.requests,
    }


async def _plan(resources: Resources, moment: Moment, purse: Purse) -> timetable.Plan:
    pool, now = resources.pool, moment.now
    if not purse.affords(1):
        return timetable.Plan()
    latest_at = now + LONGEST * moment.interval
    people = await store.people_due(pool, now, latest_at, MOST_A_TURN)
    past = await store.people_unreached(pool, now, LONGEST_PAST)
    known = await store.standings(pool, {*(each.user_id for each in people), *past})
    return timetable.plan(people, known, purse, moment, past)


async def _promise(resources: Resources, load: Load, heard: Mapping[str, PolarWindow]) -> Timetable:
    """Work out the interval that Polar's budget allows, and note it."""
    usual = dt.timedelta(minutes=resources.settings.sync_interval_minutes)
    allowed = heard[LONG].allowed if LONG in heard else allowance(load.settled)[LONG]
    announced = load.announced / load.people if load.people else 0.0
    past = load.unreached > 0
    pace = timetable.pace(load.people, announced, allowed, usual, past=past)
    promised = Timetable(
        people=load.people,
        pace=pace,
        interval_minutes=usual.total_seconds() / 60 * pace,
        requests_a_day=load.people * timetable.demand(usual * pace, announced),
        allowed_a_day=allowed,
        planned_at=resources.clock(),
    )
    await _note(resources, promised)
    return promised


async def _note(resources: Resources, promised: Timetable) -> None:
    before = await server.timetable(resources.pool)
    if before is None or abs(before.pace - promised.pace) > 0.01 * promised.pace:
        log.info(
            "timetable: %d people, an interval of %.0f minutes",
            promised.people,
            promised.interval_minutes,
        )
    await store.keep_promise(resources.pool, promised)


def _moment(resources: Resources, promised: Timetable | None) -> Moment:
    minutes = resources.settings.sync_interval_minutes
    return Moment(
        now=resources.clock(),
        interval=dt.timedelta(minutes=promised.interval_minutes if promised else minutes),
        lookback=resources.settings.sync_days_lookback,
    )


def _purse(
    load: Load, heard: Mapping[str, PolarWindow], promised: Timetable, now: dt.datetime
) -> Purse:
    allowed = allowance(load.settled)
    rooms = [_room(heard.get(name), allowed[name], LENGTHS[name], now) for name in LENGTHS]
    share = PLANNED if load.people == load.settled else SHARE_WITH_NEWCOMERS
    return Purse(rooms, promised.requests_a_day, load.committed, share)


async def purse_now(resources: Resources) -> Purse:
    """What may be spent at this moment, by the promise that was made last."""
    pool, now = resources.pool, resources.clock()
    load, heard = await store.load(pool, now), await budget(resources)
    promised = await server.timetable(pool)
    return _purse(load, heard, promised or await _promise(resources, load, heard), now)


def _room(
    window: PolarWindow | None, allowed: int, length: dt.timedelta, now: dt.datetime
) -> WindowRoom:
    """A window as it was heard of; one that is over, or never was heard of, begins now."""
    if window is None:
        return WindowRoom(0, allowed, length)
    if window.resets_at <= now:
        return WindowRoom(0, window.allowed, length)
    return WindowRoom(window.used, window.allowed, window.resets_at - now)


async def set_next_due(resources: Resources, user_id: str, wait_s: int = 0) -> None:
    """Note when a person whose run just ended is due next; not before `wait_s` seconds are over."""
    pool, now = resources.pool, resources.clock()
    wearer = await store.find_wearer(pool, user_id, now)
    if wearer is None:
        return
    moment = _moment(resources, await server.timetable(pool))
    known = (await store.standings(pool, [user_id]))[user_id]
    due_at = timetable.next_due(wearer, known, moment)
    await store.set_due(pool, {user_id: max(due_at, now + dt.timedelta(seconds=wait_s))})
