import datetime as dt
from collections.abc import Callable

import numpy as np
import pytest

from app.analysis.history import History
from app.analysis.sleep_habits import sleep_debt, sleep_regularity, social_jetlag
from app.records.findings import Significance
from app.records.sleep import Night

Person = Callable[..., History]
MakeNight = Callable[..., Night]
DAY = dt.timedelta(days=1)


def test_the_same_times_every_night_are_perfectly_regular(
    person: Person, night: MakeNight, today: dt.date
) -> None:
    """Equal nights have an index of 100."""
    found = sleep_regularity(person({}, [night(today - n * DAY) for n in range(28)]))
    assert found.score == pytest.approx(100)
    assert found.details["interpretation"] == "Your times of sleep are very regular: 100 of 100"
    assert found.details["pairs"] == 27


def test_regularity_by_minutes(person: Person, night: MakeNight, today: dt.date) -> None:
    """The index is the share of equal moments 24 hours apart, counted in plain loops."""
    rng = np.random.default_rng(15)
    shifts = rng.integers(-24, 24, 20) * 5 / 60
    back = [n for n in range(20) if n != 8]
    nights = [night(today - n * DAY, 23 + shifts[n], 8 - shifts[n] / 2) for n in back]
    found = sleep_regularity(person({}, nights))
    same, total = 0, 0
    ends = [
        (n.sleep_start_local, n.sleep_end_local)
        for n in nights
        if n.sleep_start_local is not None and n.sleep_end_local is not None
    ]
    by_day = {each.date: each for each in nights}
    for each in nights:
        following = by_day.get(each.date + DAY)
        if following is None:
            continue
        noon = dt.datetime.combine(each.date - DAY, dt.time(12))
        for step in range(288):
            moment = noon + dt.timedelta(minutes=5 * step + 2)
            states = [any(start <= m < end for start, end in ends) for m in (moment, moment + DAY)]
            same, total = same + (states[0] == states[1]), total + 1
    assert found.score == pytest.approx(200 * same / total - 100, abs=0.5)
    assert found.details["pairs"] == total // 288 == 17


def test_late_weekends_are_social_jetlag(person: Person, night: MakeNight, today: dt.date) -> None:
    """Two hours later on Saturdays and Sundays are 2.0 h, across midnight too."""
    days = [today - n * DAY for n in range(42)]
    nights = [night(day, 19.5 + (2 if day.weekday() >= 5 else 0)) for day in days]
    found = social_jetlag(person({}, nights))
    assert found.score == pytest.approx(2.0)
    assert found.details["social_jetlag_hours"] == pytest.approx(2.0)
    assert found.details["middle_work_hour"] == pytest.approx(23.5)
    assert found.details["middle_free_hour"] == pytest.approx(1.5)
    assert found.details["interpretation"] == (
        "On free days the middle of your sleep is 2.0 h later than on work days"
    )


def test_sleep_debt_against_the_goal(person: Person, night: MakeNight, today: dt.date) -> None:
    """Fourteen nights of 7 hours against a goal of 8 are a debt of 14 hours."""
    found = sleep_debt(person({}, [night(today - n * DAY, hours=7.0) for n in range(20)]))
    assert found.score == pytest.approx(14.0)
    assert found.details["goal_source"] == "sleep goal"
    assert found.details["interpretation"] == (
        "In 14 nights you slept 14.0 h short of your goal of 8.0 h a night"
    )


def test_without_a_goal_the_free_nights_are_the_need(
    person: Person, night: MakeNight, today: dt.date
) -> None:
    """The third quartile of free nights stands in for a goal that is not set."""
    days = [today - n * DAY for n in range(60)]
    nights = [night(d, hours=9.0 if d.weekday() >= 5 else 7.0, goal_s=None) for d in days]
    found = sleep_debt(person({}, nights))
    assert found.details["goal_hours"] == pytest.approx(9.0)
    assert found.details["goal_source"] == "third quartile of free nights"
    assert found.score == pytest.approx(20.0)


@pytest.mark.parametrize("habit", [sleep_regularity, social_jetlag, sleep_debt])
def test_no_nights_are_insufficient(person: Person, habit: Callable[..., object]) -> None:
    """Without nights there is a reason."""
    found = habit(person({}))
    assert found.significance is Significance.INSUFFICIENT  # type: ignore[attr-defined]
    assert found.details["reason"]  # type: ignore[attr-defined]


def test_impossible_nights_are_passed_over(
    person: Person, night: MakeNight, today: dt.date
) -> None:
    """A night that ends before it starts, one of 30 hours, and one without times count for none."""
    nights = [night(today, hours=-3.0), night(today - DAY, hours=30.0), Night(date=today)]
    found = sleep_regularity(person({}, nights))
    assert found.sample_count == 0
