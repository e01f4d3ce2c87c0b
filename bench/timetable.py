"""Thirty days of the timetable on a virtual clock.

Does it stay within Polar's windows, and how old are nights? The planner is the one that runs
(`app.sync.timetable`), the windows are the simulator's; people, nights and watches are made up.
`python -m bench.timetable --write` writes the table of docs/timetable.md.
"""

import datetime as dt
import heapq
import random
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from app.days import DAY
from app.records.backfill import BackfillFeed
from app.simulator.limits import Window, Windows
from app.store.timetable import Standing, Wearer
from app.sync.back import BACK
from app.sync.backfill import MOST_WAITING, Slice, next_slice
from app.sync.feeds import FEEDS
from app.sync.fetch import SHOWN_DAYS
from app.sync.timetable import (
    PLANNED,
    SHARE,
    SHARE_WITH_NEWCOMERS,
    Moment,
    Order,
    Purse,
    WindowRoom,
    demand,
    next_due,
    pace,
    plan,
)

DAYS = 30
PEOPLE = (1, 20, 1000, 10_000)
BACKFILLED, BACK_DAYS = 100, 365
"""So many people ask for their past at the same moment, so many days of it."""
START = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
TURN = dt.timedelta(minutes=1)
TURNS = 6
"""So often a minute Ursa looks for slices of the past; simulated, all of them are one."""
HOUR = dt.timedelta(hours=1)
ARRIVING = dt.timedelta(hours=12)
"""Everybody connects within the first half day."""
MOST = 250
"""People who are made up."""
SETTLED = 5
"""From this day on ages are counted: Polar's limits follow the number of people once a day."""
PAGE = Path(__file__).parents[1] / "docs" / "timetable.md"
FEED = {feed.name: feed for feed in FEEDS}
BODY = ("activity", "heart_rate", "activity_samples")
NIGHT = ("sleep", "recharge", *BODY, "sleepwise_alertness", "sleepwise_bedtime")
SPORT = (*BODY, "exercises", "cardio_load")
"""What webhooks of a night and of an exercise ask for, in one run each."""
BEGIN, END = "<!-- bench.timetable -->\n", "<!-- end -->\n"


@dataclass(slots=True)
class Night:
    """A night: when it ended, and when the watch brought it to Polar."""

    day: dt.date
    ended: dt.datetime
    at_polar: dt.datetime


@dataclass(slots=True)
class Body:
    """A made-up person: when they connect, their nights, and what Ursa knows of them."""

    wearer: Wearer
    connects: dt.datetime
    nights: list[Night]
    exercises: list[dt.datetime]
    standings: dict[str, Standing] = field(default_factory=dict)
    newest: Night | None = None
    whole_at: dt.datetime | None = None
    synced_at: dt.datetime | None = None
    back: list[BackfillFeed] = field(default_factory=list)


def body(number: int, chance: random.Random) -> Body:
    """Somebody in Europe or America who wakes at about seven, now and then wears no watch."""
    offset = chance.choice((0, 60, 60, 60, 120, -300, -480))
    wakes = chance.gauss(420, 60)
    wearer = Wearer(
        user_id=f"{number}",
        utc_offset_minutes=offset,
        wakes_at=(START + dt.timedelta(minutes=max(240, wakes))).time(),
    )
    days = [START.date() + DAY * each for each in range(-2, DAYS)]
    nights = [_night(day, wakes, offset, chance) for day in days if chance.random() < 0.9]
    exercises = [_noon(day, offset, chance) for day in days if chance.random() < 0.7]
    return Body(wearer, START + ARRIVING * chance.random(), nights, exercises)


def _night(day: dt.date, wakes: float, offset: int, chance: random.Random) -> Night:
    """Most watches sync within two hours of waking, one in twenty in the evening."""
    minutes = max(240, wakes + chance.gauss(0, 40)) - offset
    ended = dt.datetime.combine(day, dt.time(), dt.UTC) + dt.timedelta(minutes=minutes)
    waited = chance.uniform(600, 840) if chance.random() < 0.05 else chance.expovariate(1 / 40)
    return Night(day, ended, ended + dt.timedelta(minutes=min(waited, 840)))


def _noon(day: dt.date, offset: int, chance: random.Random) -> dt.datetime:
    at = dt.datetime.combine(day, dt.time(18), dt.UTC)
    return at + dt.timedelta(minutes=chance.gauss(0, 120) - offset)


@dataclass(slots=True)
class Told:
    """What a simulation has seen."""

    people: int
    webhooks: bool
    backfill: bool = False
    short: float = 0
    long: float = 0
    refused: int = 0
    requests: list[int] = field(default_factory=lambda: [0] * DAYS)
    lags: list[float] = field(default_factory=list)
    ages: list[float] = field(default_factory=list)
    interval: float = 0
    first: float = 0
    past: float = 0
    back: float = 0


class Simulation:
    """People, Polar's windows, and the timetable between them.

    Above 250 people each made-up one stands for several: `weight`.
    """

    def __init__(self, people: int, *, webhooks: bool, backfill: bool = False) -> None:
        chance = random.Random(people)  # noqa: S311 -- no secret
        self.weight = max(1, people // MOST)
        made_up = (body(n, chance) for n in range(people // self.weight))
        self.bodies = {each.wearer.user_id: each for each in made_up}
        self.windows = Windows(users=people, users_on=START.date())  # Polar counts them already.
        self.told = Told(people, webhooks, backfill)
        self.now = START
        self.connected = 0
        self.due: list[tuple[dt.datetime, str]] = [
            (each.connects, who) for who, each in self.bodies.items()
        ]
        heapq.heapify(self.due)
        self.due_at = {who: at for at, who in self.due}
        self.past: dict[str, None] = {}
        self.tell = sorted(self._notices()) if webhooks else []

    def _notices(self) -> Iterator[tuple[dt.datetime, str]]:
        """When Polar tells of a person: a minute after each sync of their watch."""
        for who, each in self.bodies.items():
            moments = [night.at_polar for night in each.nights] + each.exercises
            yield from ((at + TURN, who) for at in moments if at > each.connects)

    def run(self) -> Told:
        """All turns of thirty days."""
        while self.now < START + DAY * DAYS:
            self._turn()
            if self.told.backfill and self.now == START + DAY * SETTLED:
                self._ask_for_the_past()
            self._slices()
            if self.now.minute == 0 and self.now >= START + DAY * SETTLED:
                self._look()
            self.now += TURN
        return self.told

    def _turn(self) -> None:
        told = bool(self.tell) and self.tell[0][0] <= self.now
        waiting = self.waiting()
        if not waiting and not told and not self.past:
            return
        purse, moment = self._purse()
        notices = self._noticed(purse)
        known = {each.user_id: self.bodies[each.user_id].standings for each in waiting}
        past = [*self.past][:30]
        known |= {who: self.bodies[who].standings for who in past}
        made = plan(waiting, known, purse, moment, past)
        for each in (*made.orders, *notices):
            self._work(each, moment)
        self._put_back(waiting, {e.user_id for e in made.orders}, made.idle)

    def _ask_for_the_past(self) -> None:
        """Everybody at once; what lists show is there already."""
        shown = self.now.date() - DAY * (SHOWN_DAYS - 1)
        goal = self.now.date() - DAY * BACK_DAYS
        for each in self.bodies.values():
            each.back = [
                BackfillFeed(
                    feed=name,
                    goal=back.goal(goal, self.now.date()),
                    reached=shown,
                    rows_received=0,
                    tries=0,
                    done=False,
                    note=None,
                )
                for name, back in BACK.items()
            ]

    def _slices(self) -> None:
        """The next slice of each backfill, as `queue_slices` queues them: behind the cadences."""
        running = [each for each in self.bodies.values() if each.back][: MOST_WAITING * TURNS]
        if not running:
            return
        purse, _ = self._purse()
        for each in running:
            piece = next_slice(each.back)
            if piece is None:
                each.back, self.told.back = [], (self.now - START) / DAY - SETTLED
            elif purse.spares(piece.requests):
                purse.spend(piece.requests)
                self._count(piece.requests * self.weight)
                each.back = [_further(feed, piece) for feed in each.back]

    def waiting(self) -> list[Wearer]:
        """Who is due now."""
        found: list[Wearer] = []
        while self.due and self.due[0][0] <= self.now and len(found) < 2000:
            at, who = heapq.heappop(self.due)
            if self.due_at.get(who) == at:
                del self.due_at[who]  # A second entry of the same moment is none.
                found.append(self.bodies[who].wearer)
        return sorted(found, key=lambda each: bool(self.bodies[each.user_id].standings))

    def _noticed(self, purse: Purse) -> list[Order]:
        """Runs that webhooks ask for: what the watch brought, and what has no event of its own."""
        found = []
        while self.tell and self.tell[0][0] <= self.now:
            at, who = self.tell[0]
            one = self.bodies[who]
            names = SPORT if at - TURN in one.exercises else NIGHT
            feeds = tuple(FEED[name] for name in names)
            asked = Order.of(who, feeds, (4,) * len(feeds))
            if not purse.affords(asked.requests):
                break
            heapq.heappop(self.tell)
            one.wearer = replace(one.wearer, noticed_at=self.now)
            if one.standings:
                purse.spend(asked.requests)
                found.append(asked)
        return found

    def due_again(self, who: str, at: dt.datetime) -> None:
        """Everybody is due at one moment; what stood there before counts no more."""
        self.due_at[who] = at
        heapq.heappush(self.due, (at, who))

    def _purse(self) -> tuple[Purse, Moment]:
        settled = self.windows.users
        allowed = self.windows.limits.of(settled)
        announced = 1.0 if self.told.webhooks else 0.0
        people = self._connected()
        slower = pace(people, announced, allowed[1], HOUR, past=bool(self.past))
        self.told.interval = slower * 60
        both = self.windows.short, self.windows.long
        rooms = [self._room(window, limit) for window, limit in zip(both, allowed, strict=True)]
        needed = people * demand(HOUR * slower, announced) / self.weight
        share = PLANNED if people == self.told.people else SHARE_WITH_NEWCOMERS
        return Purse(rooms, needed, 0, share), Moment(now=self.now, interval=HOUR * slower)

    def _connected(self) -> int:
        if self.now > START + ARRIVING:
            return self.told.people
        return max(1, int(self.told.people * ((self.now - START) / ARRIVING)))

    def _room(self, window: Window, limit: int) -> WindowRoom:
        if window.begun is None or self.now >= window.begun + window.length:
            return WindowRoom(0, limit // self.weight, window.length)
        used, allowed = -(-window.used // self.weight), limit // self.weight
        return WindowRoom(used, allowed, window.begun + window.length - self.now)

    def _work(self, order: Order, moment: Moment) -> None:
        """The run's requests are counted, and what Polar has by now is there."""
        one = self.bodies[order.user_id]
        fresh = [at for at in one.exercises if at <= self.now and (one.synced_at or START) < at]
        asked = any(feed.name == "exercises" for feed in order.feeds)
        extra = len(fresh) - 1 if asked else 0  # One is planned; there may be none, or several.
        self._count((order.requests + extra) * self.weight)
        for feed, days in zip(order.feeds, order.days, strict=True):
            far = days >= feed.cadence.reach
            self._stand(one, feed.name, far=far)
        if one.synced_at is None:
            self.told.first = max(self.told.first, (self.now - one.connects) / HOUR)
        one.synced_at = self.now
        self._note(order.user_id, one)
        self.due_again(order.user_id, next_due(one.wearer, one.standings, moment))

    def _stand(self, one: Body, feed: str, *, far: bool) -> None:
        before = one.standings.get(feed)
        last = before.last_day if before else None
        if feed in {"sleep", "recharge"}:
            last = self._brought(one, feed) or last
        one.standings[feed] = Standing(
            feed=feed,
            asked_at=self.now,
            brought_at=self.now,
            last_day=last,
            whole=far or (before is not None and before.whole),
            reached_for_at=self.now if far else before.reached_for_at if before else None,
        )

    def _brought(self, one: Body, feed: str) -> dt.date | None:
        """The newest night that Polar has; how long it lay there is noted once."""
        nights = reversed(one.nights[: (self.now - START).days + 4])
        newest = next((night for night in nights if night.at_polar <= self.now), None)
        if newest is None:
            return None
        if feed == "sleep" and (one.newest is None or newest.day > one.newest.day):
            if self.now >= START + DAY * SETTLED:
                self.told.lags.append((self.now - newest.at_polar) / TURN)
            one.newest = newest
        return newest.day

    def _count(self, requests: int) -> None:
        users = self.told.people
        usage = self.windows.count(self.now, users)
        self.windows.short.used += requests - 1
        self.windows.long.used += requests - 1
        self.told.refused += self.windows.long.used > usage.limit[1]
        self.told.short = max(self.told.short, self.windows.short.used / usage.limit[0])
        self.told.long = max(self.told.long, self.windows.long.used / usage.limit[1])
        self.told.requests[(self.now - START).days] += requests

    def _note(self, who: str, one: Body) -> None:
        """When somebody was synced first, and when all their past was there."""
        whole = all(each.whole for each in one.standings.values())
        if whole:
            self.past.pop(who, None)
            if one.whole_at is None:
                one.whole_at = self.now
                self.told.past = max(self.told.past, (self.now - one.connects) / DAY)
        else:
            self.past[who] = None

    def _put_back(
        self, waiting: Sequence[Wearer], ordered: set[str], idle: dict[str, dt.datetime]
    ) -> None:
        for each in waiting:
            if each.user_id not in ordered:
                self.due_again(each.user_id, idle.get(each.user_id, self.now))

    def _look(self) -> None:
        """How old everybody's newest night is, since they woke up."""
        for each in self.bodies.values():
            if each.newest is not None:
                self.told.ages.append((self.now - each.newest.ended) / HOUR)


def _further(feed: BackfillFeed, piece: Slice) -> BackfillFeed:
    if feed.feed != piece.feed:
        return feed
    return replace(feed, reached=piece.days.first, done=piece.days.first <= feed.goal)


COLUMNS = (
    "people",
    "webhooks",
    "backfill",
    "interval",
    "15 min, at most",
    "24 h, at most",
    "requests a person and day",
    "from Polar to Ursa, a night: median, 95 %, worst",
    "newest night, hours since waking: median, worst",
    "first sync, at most",
    "whole past, at most",
)
HEAD = f"| {' | '.join(COLUMNS)} |\n|{'---|' * len(COLUMNS)}\n"


def line(told: Told) -> str:
    """One line of the table."""
    settled = told.requests[SETTLED + 5 :]
    a_day = sum(settled) / len(settled) / told.people
    lag = [_part(told.lags, part) for part in (0.5, 0.95, 1)]
    age = [_part(told.ages, part) for part in (0.5, 1)]
    cells = (
        f"{told.people:,}",
        "arrive" if told.webhooks else "none",
        f"{told.back:.1f} days" if told.backfill else "none",
        f"{told.interval:.0f} min",
        f"{told.short:.0%}",
        f"{told.long:.0%}",
        f"{a_day:.0f}",
        ", ".join(f"{each:.0f}" for each in lag) + " min",
        ", ".join(f"{each:.1f}" for each in age),
        f"{told.first * 60:.0f} min",
        f"{told.past:.1f} days",
    )
    return f"| {' | '.join(cells)} |\n"


def _part(values: Sequence[float], part: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))] if ordered else 0


def simulate(cases: Iterable[tuple[int, bool, bool]]) -> Iterator[Told]:
    """Every case, with what it took."""
    for people, webhooks, backfill in cases:
        began = time.perf_counter()
        told = Simulation(people, webhooks=webhooks, backfill=backfill).run()
        assert max(told.short, told.long) <= SHARE, (told.people, told.short, told.long)
        print(line(told), f"  ({time.perf_counter() - began:.0f} s)", flush=True)
        yield told


def main() -> None:
    """All cases; `--write` puts the table into the page."""
    cases = [(people, webhooks, False) for people in PEOPLE for webhooks in (False, True)]
    cases += [(BACKFILLED, webhooks, back) for webhooks in (False, True) for back in (False, True)]
    table = HEAD + "".join(map(line, simulate(sorted(cases))))
    if "--write" in sys.argv:
        text = PAGE.read_text()
        before, rest = text.split(BEGIN)
        _, after = rest.split(END)
        PAGE.write_text(before + BEGIN + table + END + after)


if __name__ == "__main__":
    main()
