"""The timetable: cadences, mornings, and Polar's budget. Pure."""

import datetime as dt
from dataclasses import replace

import pytest

from app.store.timetable import Standing, Standings, Wearer
from app.sync.cadence import ALL, NET, Cadence
from app.sync.feeds import FEEDS
from app.sync.timetable import (
    PLANNED,
    SHARE,
    SHARE_WITH_NEWCOMERS,
    Moment,
    Order,
    Purse,
    WindowRoom,
    days_back,
    demand,
    due_at,
    next_due,
    order,
    pace,
    plan,
    requests,
)
from app.upstream.rate_limits import LONG, allowance
from bench.timetable import Simulation

HOUR = dt.timedelta(hours=1)
NOON = dt.datetime(2026, 3, 10, 12, tzinfo=dt.UTC)
BER = "Europe/Berlin"
FEED = {feed.name: feed for feed in FEEDS}


def at(hour: float, day: int = 10) -> dt.datetime:
    """A moment of March 2026 in UTC; Berlin is an hour ahead."""
    return dt.datetime(2026, 3, day, tzinfo=dt.UTC) + HOUR * hour


def moment(now: dt.datetime = NOON, interval: dt.timedelta = HOUR) -> Moment:
    """A moment with an interval of an hour."""
    return Moment(now=now, interval=interval)


def stood(feed: str, asked_at: dt.datetime, **more: object) -> Standing:
    """A feed that was asked for, and came."""
    told = {"brought_at": asked_at, "whole": True} | more
    return Standing(feed=feed, asked_at=asked_at, **told)  # type: ignore[arg-type]


def all_stood(asked_at: dt.datetime, **more: object) -> Standings:
    """All feeds at the same moment."""
    return {feed.name: stood(feed.name, asked_at, **more) for feed in FEEDS}


def roomy(used: int = 0) -> Purse:
    """A budget of one person's."""
    return Purse([WindowRoom(used, 520, HOUR / 4), WindowRoom(used, 5100, HOUR * 24)], 76)


def test_a_feed_is_due_after_its_cadence() -> None:
    """Counted in intervals, from when it was asked for last."""
    who, asked = Wearer(user_id="a"), stood("activity", NOON)
    assert due_at(Cadence(2), asked, who, moment()) == NOON + 2 * HOUR
    assert due_at(Cadence(2), asked, who, moment(interval=3 * HOUR)) == NOON + 6 * HOUR


def test_what_was_never_asked_for_is_due() -> None:
    """And so is what was asked for by a clock that ran ahead."""
    who = Wearer(user_id="a")
    assert due_at(Cadence(24), None, who, moment()) == NOON
    ahead = stood("spo2", NOON + dt.timedelta(days=40))
    assert due_at(Cadence(24), ahead, who, moment()) == NOON


@pytest.mark.parametrize(
    ("asked", "last_day", "wakes", "due"),
    [
        pytest.param(at(1), 9, None, at(4.5), id="the morning begins at half past five in Berlin"),
        pytest.param(at(5), 9, None, at(6), id="every hour in the morning"),
        pytest.param(at(5), 10, None, at(11), id="the night is there"),
        pytest.param(at(11), 9, None, at(17), id="the morning is over"),
        pytest.param(at(23), 10, None, at(4.5, 11), id="tomorrow's morning"),
        pytest.param(at(12), 9, dt.time(16), at(13.5), id="who works at night wakes at four"),
        pytest.param(at(20), 9, dt.time(0, 30), at(23, 10), id="no morning before midnight"),
    ],
)
def test_nights_are_asked_for_in_the_wearers_morning(
    asked: dt.datetime, last_day: int, wakes: dt.time | None, due: dt.datetime
) -> None:
    """Until the night is there; then, and in the rest of the day, as seldom as other things."""
    who = Wearer(user_id="a", time_zone=BER, wakes_at=wakes)
    asked_at = stood("sleep", asked, last_day=dt.date(2026, 3, last_day))
    assert due_at(Cadence(6, morning=1), asked_at, who, moment(asked)) == due


@pytest.mark.parametrize("day", [dt.date(2026, 3, 29), dt.date(2026, 10, 25)])
def test_mornings_follow_the_clock_when_it_changes(day: dt.date) -> None:
    """On the days when Berlin's clock jumps, the morning begins at half past five there."""
    who = Wearer(user_id="a", time_zone=BER)
    asked = dt.datetime.combine(day, dt.time(0, 30), dt.UTC)
    due = due_at(Cadence(8, morning=1), stood("sleep", asked), who, moment(asked))
    assert due.astimezone(who.zone).time() == dt.time(5, 30)


def test_what_webhooks_announce_is_asked_for_less_often() -> None:
    """As long as they arrive; polling stays as the net."""
    night, asked = FEED["sleep"].cadence, stood("sleep", at(4))
    told = Wearer(user_id="a", noticed_at=NOON - 47 * HOUR)
    silent = Wearer(user_id="a", noticed_at=NOON - 49 * HOUR)
    assert due_at(night, asked, told, moment()) == at(4) + NET * night.every * HOUR
    assert due_at(night, asked, silent, moment()) == at(5.5)
    tests = FEED["spo2"].cadence
    assert due_at(tests, asked, told, moment()) == at(4) + tests.every * HOUR


def test_a_run_takes_along_what_is_due_soon() -> None:
    """Feeds that are due in some minutes come with those that are due."""
    who = Wearer(user_id="a")
    known = dict(all_stood(NOON))
    known["activity"] = stood("activity", NOON - 2 * HOUR)
    known["exercises"] = stood("exercises", NOON - dt.timedelta(minutes=117))
    made = order(who, known, moment())
    assert made is not None
    assert [feed.name for feed in made.feeds] == ["activity", "exercises"]
    assert order(who, all_stood(NOON), moment()) is None
    assert next_due(who, all_stood(NOON), moment()) == NOON + 2 * HOUR


def test_days_reach_back_to_the_last_answer() -> None:
    """With three days of overlap, at most a year; the usual ones where a clock was wrong."""
    assert days_back(stood("activity", NOON - HOUR), moment()) == 4
    assert days_back(stood("activity", NOON - 49 * HOUR), moment()) == 6
    assert days_back(stood("activity", NOON - dt.timedelta(days=500)), moment()) == ALL
    assert days_back(stood("activity", NOON + dt.timedelta(days=40)), moment()) == 28
    assert days_back(None, moment()) == 28


@pytest.mark.parametrize("people", [1, 20, 1000, 10_000, 1_000_000])
@pytest.mark.parametrize("announced", [0.0, 1.0])
def test_the_pace_keeps_within_polars_budget(people: int, announced: float) -> None:
    """Whatever the number of people, their cadences take less than 80 % of a day's requests."""
    allowed = allowance(people)[LONG]
    slower = pace(people, announced, allowed, HOUR)
    assert people * demand(HOUR * slower, announced) <= SHARE * allowed
    assert 1.0 <= slower < 1.1
    while_past = pace(people, announced, allowed, HOUR, past=True)
    assert people * demand(HOUR * while_past, announced) <= SHARE * allowed * 0.8


def test_somebody_new_is_asked_for_all_that_polar_shows() -> None:
    """Where the budget allows it; else for the usual days, and for the rest later."""
    who = Wearer(user_id="new")
    (whole,) = plan([who], {}, roomy(), moment()).orders
    assert max(whole.days) == ALL
    (short,) = plan([who], {}, roomy(used=350), moment()).orders
    assert (max(short.days), short.requests) == (28, 17)
    came = all_stood(NOON, whole=False)
    (past,) = plan([], {"new": came}, roomy(), moment(), ["new"]).orders
    assert requests(FEED["activity"], past.days[2]) == 14
    assert plan([], {"new": came}, roomy(used=350), moment(), ["new"]).orders == []
    busy = roomy(used=70)
    assert len(plan([], {"new": came}, busy, moment(), ["new"]).orders) == 1
    busy = replace(roomy(used=70), share_of_past=SHARE_WITH_NEWCOMERS)
    assert plan([], {"new": came}, busy, moment(), ["new"]).orders == []


def test_a_past_that_did_not_come_is_asked_for_once_a_day() -> None:
    """A feed that Polar refuses is not asked for a year at each turn."""
    tried = all_stood(NOON, whole=False, reached_for_at=NOON - HOUR)
    assert plan([], {"a": tried}, roomy(), moment(), ["a"]).orders == []
    again = all_stood(NOON, whole=False, reached_for_at=NOON - 25 * HOUR)
    assert len(plan([], {"a": again}, roomy(), moment(), ["a"]).orders) == 1


def test_a_used_up_budget_holds_everybody_up_in_their_order() -> None:
    """Of people who are due, those get a run who fit, and nobody jumps the queue."""
    people = [Wearer(user_id=f"{n}") for n in range(100)]
    purse = roomy(used=0)
    made = plan(people, {}, purse, moment()).orders
    assert [each.user_id for each in made] == [f"{n}" for n in range(len(made))]
    assert sum(each.requests for each in made) <= SHARE * 520
    assert len(made) == int(PLANNED * 520) // Order.of("", FEEDS, (28,) * len(FEEDS)).requests
    assert plan(people, {}, roomy(used=420), moment()).orders == []


def test_ten_thousand_at_once_stay_within_the_window() -> None:
    """As many as fit are planned in one turn, the others in the next 15 minutes."""
    people = [Wearer(user_id=f"{n}") for n in range(10_000)]
    windows = [WindowRoom(0, 200_500, HOUR / 4), WindowRoom(0, 1_005_000, HOUR * 24)]
    made = plan(people, {}, Purse(windows, 760_000), moment()).orders
    assert sum(each.requests for each in made) <= SHARE * 200_500
    assert 8_900 < len(made) < 10_000


def test_what_is_under_way_counts() -> None:
    """Requests that open runs will make are not promised twice."""
    assert not Purse([WindowRoom(0, 520, HOUR)], 0, committed=379).affords(17)
    assert Purse([WindowRoom(0, 520, HOUR)], 0, committed=378).affords(17)


def test_the_simulation_takes_nobody_twice() -> None:
    """Who is due at one moment for two reasons gets one run, as in the database."""
    simulation = Simulation(1, webhooks=False)
    (who,) = simulation.bodies
    for _ in range(2):
        simulation.due_again(who, simulation.now)
    assert [each.user_id for each in simulation.waiting()] == [who]
    assert simulation.waiting() == []
