"""The timetable: who is asked for what and when, so that Polar's budget lasts. Pure.

Everything is counted in intervals. One is as long as SYNC_INTERVAL_MINUTES says, or longer where so
many people would need more than their part of Polar's windows: that is the pace.
"""

import datetime as dt
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from app.days import DAY
from app.store.timetable import Standing, Standings, Wearer
from app.sync.cadence import ALL, NET, Cadence
from app.sync.feeds import FEEDS, Feed
from app.sync.fetch import SHOWN_DAYS, Ranged, fetch_exercises

SHARE = 0.8
"""Part of each of Polar's windows that the timetable may use; the rest is kept for triggers."""
PLANNED = 0.95 * SHARE
"""Part that is planned: details of exercises come on top, when there are exercises."""
PART_OF_PAST = 0.2
"""Part of what cadences may take that is left to the past, as long as somebody's is missing."""
SHARE_WITH_NEWCOMERS = 0.4
"""Part of each window up to which the past is asked for on a day on which somebody connected: more
may come, and Polar's limits count them a day later."""
OVERLAP = 3
"""Days that are asked for again, because Polar completes rows after the fact."""
EXERCISES_A_DAY = 1.5
"""Requests for details of new exercises, of one person."""
USUAL_WAKING = dt.time(7)
MORNING_BEFORE, MORNING_AFTER = dt.timedelta(minutes=90), dt.timedelta(hours=4, minutes=30)
NOTICES_LAST = dt.timedelta(days=2)
"""Who had a webhook's notice so lately is told of what is new."""
AHEAD = dt.timedelta(minutes=1)
"""Moments that lie further ahead are of a clock that was wrong."""
REACH_AGAIN = dt.timedelta(days=1)
SLACK = 1 / 12
"""Part of an interval by which a feed is taken along early."""
LONGEST = 2 * NET
"""Intervals after which everybody is due, whatever is on record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """When it is, and how long an interval is."""

    now: dt.datetime
    interval: dt.timedelta
    lookback: int = SHOWN_DAYS
    """Days that somebody's first sync looks back where the budget allows no more."""

    def was(self, moment: dt.datetime | None) -> bool:
        """Whether a moment lies in the past, and not ahead of a clock that was wrong."""
        return moment is not None and moment <= self.now + AHEAD


@dataclass(frozen=True, slots=True)
class WindowRoom:
    """One of Polar's windows: used, allowed, and how long it still lasts."""

    used: int
    allowed: int
    ends_in: dt.timedelta

    @property
    def left(self) -> float:
        """Requests that the timetable may still make."""
        return PLANNED * self.allowed - self.used

    def spare(self, share: float, reserved_a_day: float) -> float:
        """Requests for the past: those that nobody will need before the window ends."""
        return share * self.allowed - self.used - reserved_a_day * (self.ends_in / DAY)


@dataclass(frozen=True, slots=True)
class Order:
    """One person's next run: feeds, how many days back each, and the requests that takes."""

    user_id: str
    feeds: tuple[Feed, ...]
    days: tuple[int, ...]
    requests: int

    @classmethod
    def of(cls, user_id: str, feeds: Sequence[Feed], days: Sequence[int]) -> "Order":
        """The order with its requests."""
        return cls(user_id, tuple(feeds), tuple(days), sum(map(requests, feeds, days)))


@dataclass(slots=True)
class Plan:
    """What is to be done now, and who has nothing to do until when."""

    orders: list[Order] = field(default_factory=list)
    idle: dict[str, dt.datetime] = field(default_factory=dict)


def requests(feed: Feed, days: int) -> int:
    """Requests to Polar that a feed of so many days takes; a new exercise's details are one."""
    if isinstance(feed.fetch, Ranged):
        return math.ceil(days / feed.fetch.step)
    return 2 if feed.fetch is fetch_exercises else 1


def demand(interval: dt.timedelta, announced: float = 0) -> float:
    """Requests a day of one person; `announced` is the part of people whose webhooks arrive.

    What webhooks then ask for is about as much as the mornings that they replace.
    """
    told = sum(DAY / (each.cadence.every * NET * interval) for each in FEEDS if _is_announced(each))
    polled = sum(DAY / (each.cadence.every * interval) for each in FEEDS if _is_announced(each))
    others = sum(DAY / (each.cadence.every * interval) for each in FEEDS if not _is_announced(each))
    mornings = sum(_mornings(each.cadence, interval) for each in FEEDS)
    poll = (1 - announced) * polled + announced * told
    return poll + others + mornings + EXERCISES_A_DAY


def _is_announced(feed: Feed) -> bool:
    return feed.cadence.announced


def _mornings(cadence: Cadence, interval: dt.timedelta) -> float:
    if cadence.morning is None:
        return 0
    return (MORNING_BEFORE + MORNING_AFTER) / (cadence.morning * interval)


def pace(
    people: int, announced: float, allowed_a_day: int, interval: dt.timedelta, *, past: bool = False
) -> float:
    """How many times longer an interval must be so that everybody's cadences fit; at least 1.

    `past`: somebody was not asked for all that Polar shows yet.
    """
    fits = PLANNED * allowed_a_day * (1 - PART_OF_PAST if past else 1)
    needed = people * demand(interval, announced)
    return max(1.0, needed / fits) if fits > 0 else 1.0


def due_at(
    cadence: Cadence, standing: Standing | None, wearer: Wearer, moment: Moment
) -> dt.datetime:
    """When a feed is to be asked for next; now where nothing certain is known."""
    if standing is None or not moment.was(standing.asked_at):
        return moment.now
    every = cadence.every * moment.interval
    if cadence.announced and _announced(wearer, moment.now):
        return standing.asked_at + NET * every
    usual = standing.asked_at + every
    if cadence.morning is None:
        return usual
    again = standing.asked_at + cadence.morning * moment.interval
    return min(usual, _in_morning(again, standing.last_day, wearer))


def _announced(wearer: Wearer, now: dt.datetime) -> bool:
    return wearer.noticed_at is not None and abs(now - wearer.noticed_at) < NOTICES_LAST


def _in_morning(again: dt.datetime, last_day: dt.date | None, wearer: Wearer) -> dt.datetime:
    """The first moment from then on in a morning whose night is not there yet."""
    local = again.astimezone(wearer.zone)
    begins, ends = _morning(local, wearer.wakes_at or USUAL_WAKING)
    if local > ends or (last_day is not None and last_day >= begins.date()):
        begins, _ = _morning(local + DAY, wearer.wakes_at or USUAL_WAKING)
    return max(again, begins)


def _morning(local: dt.datetime, wakes: dt.time) -> tuple[dt.datetime, dt.datetime]:
    """Begin and end of the morning of a local day."""
    waking = local.replace(hour=wakes.hour, minute=wakes.minute, second=0, microsecond=0, fold=0)
    midnight = waking.replace(hour=0, minute=0)
    return max(midnight, waking - MORNING_BEFORE), waking + MORNING_AFTER


def next_due(wearer: Wearer, standings: Standings, moment: Moment) -> dt.datetime:
    """When a person's next feed is due: after a run that just ended, never at once."""
    first = min(due_at(each.cadence, standings.get(each.name), wearer, moment) for each in FEEDS)
    return max(first, moment.now + moment.interval * SLACK)


def order(wearer: Wearer, standings: Standings, moment: Moment) -> Order | None:
    """What is due of a person's feeds; None when nothing is."""
    soon = moment.now + moment.interval * SLACK
    dates = {e.name: due_at(e.cadence, standings.get(e.name), wearer, moment) for e in FEEDS}
    if min(dates.values()) > moment.now:
        return None
    feeds = [each for each in FEEDS if dates[each.name] <= soon]
    days = [days_back(standings.get(each.name), moment) for each in feeds]
    return Order.of(wearer.user_id, feeds, days)


def days_back(standing: Standing | None, moment: Moment) -> int:
    """Days since a feed was last brought, and some more."""
    brought_at = None if standing is None else standing.brought_at
    if brought_at is None or not moment.was(brought_at):
        return moment.lookback
    return min(OVERLAP + max(1, math.ceil((moment.now - brought_at) / DAY)), ALL)


def reaching(planned: Order, standings: Standings, moment: Moment) -> Order:
    """The same as far back as Polar shows, of feeds that were never asked for so much."""
    days = [
        max(each.cadence.reach, days) if _may_reach(standings.get(each.name), moment) else days
        for each, days in zip(planned.feeds, planned.days, strict=True)
    ]
    return Order.of(planned.user_id, planned.feeds, days)


def order_of_past(user_id: str, standings: Standings, moment: Moment) -> Order:
    """Feeds of a person who was synced and was never asked for as much as Polar shows."""
    feeds = [each for each in FEEDS if _may_reach(standings.get(each.name), moment)]
    return Order.of(user_id, feeds, [max(each.cadence.reach, 1) for each in feeds])


def _may_reach(standing: Standing | None, moment: Moment) -> bool:
    if standing is None:
        return True
    tried = standing.reached_for_at
    lately = tried is not None and abs(moment.now - tried) < REACH_AGAIN
    return not standing.whole and not lately


@dataclass(slots=True)
class Purse:
    """What the timetable may spend now; `reserved_a_day` is what its own cadences will need.

    `share_of_past`: part of the windows up to which more than that is asked for.
    """

    windows: Sequence[WindowRoom]
    reserved_a_day: float
    committed: int = 0
    share_of_past: float = PLANNED

    def affords(self, requests: int) -> bool:
        """Whether so many requests fit in both windows."""
        return all(each.left >= self.committed + requests for each in self.windows)

    def spares(self, requests: int) -> bool:
        """Whether they fit beside all that the cadences need until the windows end."""
        share, reserved = self.share_of_past, self.reserved_a_day
        spare = (each.spare(share, reserved) for each in self.windows)
        return all(each >= self.committed + requests for each in spare)

    def spend(self, requests: int) -> None:
        """Count requests that are going to be made."""
        self.committed += requests


def plan(
    people: Iterable[Wearer],
    standings: Mapping[str, Standings],
    purse: Purse,
    moment: Moment,
    unreached: Iterable[str] = (),
) -> Plan:
    """Orders of who is due, as many as the budget affords, in their order.

    What is left over brings the past of those who were never asked for all that Polar shows.
    """
    made = Plan()
    for wearer in people:
        planned = order(wearer, standings.get(wearer.user_id, {}), moment)
        if planned is None:
            known = standings.get(wearer.user_id, {})
            made.idle[wearer.user_id] = next_due(wearer, known, moment)
        elif purse.affords(planned.requests):
            purse.spend(planned.requests)
            made.orders.append(planned)
        else:
            break
    if not purse.spares(1):
        return made
    made.orders = [_reached(each, standings, purse, moment) for each in made.orders]
    ordered = {each.user_id for each in made.orders}
    past = (each for each in unreached if each not in ordered)
    made.orders += _past(past, standings, purse, moment)
    return made


def _reached(
    planned: Order, standings: Mapping[str, Standings], purse: Purse, moment: Moment
) -> Order:
    further = reaching(planned, standings.get(planned.user_id, {}), moment)
    more = further.requests - planned.requests
    if more and not purse.spares(more):
        return planned
    purse.spend(more)
    return further


def _past(
    unreached: Iterable[str], standings: Mapping[str, Standings], purse: Purse, moment: Moment
) -> Iterator[Order]:
    for user_id in unreached:
        past = order_of_past(user_id, standings.get(user_id, {}), moment)
        if past.feeds and purse.spares(past.requests):
            purse.spend(past.requests)
            yield past
