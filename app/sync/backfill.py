"""A person's past down to a day: begun, asked for in slices as the budget allows, and kept."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from app.days import DAY, Window, local_today
from app.records.account import Account
from app.records.backfill import BackfillFeed
from app.resources import Resources
from app.store import backfills as store
from app.store.runs import ClaimedRun
from app.store.timetable import Standing, queue_planned, standings
from app.sync.back import BACK
from app.sync.cadence import ALL
from app.sync.due import purse_now
from app.sync.fetch import SHOWN_DAYS
from app.sync.haul import Haul, one_line
from app.sync.requests import FeedRequest
from app.sync.runs import check_connected

SLICE = 12
"""Requests of one slice: a few seconds, so that nobody who asks for a sync waits long."""
MOST_WAITING = 20
"""Slices in the workers' queue: some seconds' work, behind which what is new has to wait."""
MOST_TRIES = 5
"""After that days that did not come are passed over, and told."""
ORIGIN = "backfill"


async def begin(resources: Resources, account: Account, until: dt.date, actor: str) -> bool:
    """Begin to ask for a person's past; False while that is going on already.

    What earlier syncs and backfills have reached is not asked for again. Raises Conflict where
    nobody is connected.
    """
    pool, now = resources.pool, resources.clock()
    await check_connected(pool, account.user_id, None)
    today = local_today(account, now)
    known = (await standings(pool, [account.user_id]))[account.user_id]
    return await store.begin(
        pool,
        account.user_id,
        until,
        goals={name: back.goal(until, today) for name, back in BACK.items()},
        reached={name: _reached(name, known.get(name), today) for name in BACK},
        actor=actor,
        now=now,
    )


def _reached(feed: str, standing: Standing | None, today: dt.date) -> dt.date:
    """The first of the days that syncs have brought: of a list 28, of ranges a year."""
    if standing is None or not standing.whole:
        return today + DAY
    back = BACK[feed]
    shown = SHOWN_DAYS if back.step == 1 else min(back.depth or ALL, ALL)
    return today - DAY * (shown - 1)


async def queue_slices(resources: Resources, only: str | None = None) -> list[uuid.UUID]:
    """Queue the next slice of each backfill that runs, as far as the timetable leaves room.

    `only`: of this person alone.
    """
    pool, now = resources.pool, resources.clock()
    people = await store.running(pool, MOST_WAITING, only=only)
    if not people:
        return []
    feeds = await store.feeds(pool, people)
    purse, orders = await purse_now(resources), []
    for user_id in people:
        piece = next_slice(feeds[user_id])
        if piece is None:
            await store.end_when_done(pool, user_id, resources.clock())
        elif purse.spares(piece.requests):
            purse.spend(piece.requests)
            orders.append(piece.order(user_id))
    return await queue_planned(pool, orders, origin=ORIGIN, now=now, due_at=None)


@dataclass(frozen=True, slots=True)
class Slice:
    """Days of one feed that are asked for in one run."""

    feed: str
    days: Window

    @property
    def requests(self) -> int:
        """Requests to Polar."""
        return -(-self.days.days // BACK[self.feed].step)

    def order(self, user_id: str) -> dict[str, object]:
        """The run."""
        return {
            "user_id": user_id,
            "feeds": [self.feed],
            "feed_days": [self.days.days],
            "planned": self.requests,
        }


def next_slice(feeds: Sequence[BackfillFeed]) -> Slice | None:
    """The newest days that are not done yet; None when all are."""
    left = [each for each in feeds if not each.done and each.feed in BACK]
    if not left:
        return None
    newest = max(left, key=lambda each: (each.reached, -each.tries))
    return Slice(newest.feed, _window(newest))


def _window(feed: BackfillFeed) -> Window:
    days = BACK[feed.feed].step * SLICE
    last = feed.reached - DAY
    return Window(max(feed.goal, last - DAY * (days - 1)), last)


async def slice_request(resources: Resources, run: ClaimedRun, feed: str) -> FeedRequest | None:
    """What a run of a backfill asks for; None when that is done, or was stopped meanwhile."""
    here = await _feed(resources, run.user_id, feed)
    return None if here is None or here.done else FeedRequest(_window(here))


async def advance(resources: Resources, run: ClaimedRun, feed: str, haul: Haul) -> None:
    """Keep how far a slice got: up to the newest day that did not come."""
    window, missing = haul.request.window, haul.fetched.missing
    failed = max((each.days.last for each in missing if each.days), default=None)
    ended = bool(haul.fetched.notes) and failed is None  # Polar shows nothing before.
    reached = window.first if failed is None else failed + DAY
    before = await _feed(resources, run.user_id, feed)
    if before is None:
        return
    tries = 0 if failed is None or reached < before.reached else before.tries + 1
    if tries >= MOST_TRIES:  # These days do not come: go on with older ones.
        reached, tries = min(e.days.first for e in missing if e.days and not e.unasked), 0
    await store.advance(
        resources.pool,
        run.user_id,
        feed,
        reached=reached,
        rows=haul.received,
        tries=tries,
        done=ended or reached <= before.goal,
        note=_note(haul),
    )
    await store.end_when_done(resources.pool, run.user_id, resources.clock())


def _note(haul: Haul) -> str | None:
    told = [*haul.fetched.notes, *map(str, haul.fetched.merged())]
    return one_line(told[0]) if told else None


async def _feed(resources: Resources, user_id: str, feed: str) -> BackfillFeed | None:
    feeds = (await store.feeds(resources.pool, [user_id]))[user_id]
    return next((each for each in feeds if each.feed == feed), None)
