from datetime import date, timedelta

import numpy as np
import pytest
from numpy.typing import NDArray

from app.simulator.body import Body, Chapter, Day, Kind
from app.simulator.people import demo_people, people

FIRST = date(2026, 3, 1)
SEEDS = range(6)


def days(place: int, seed: int, count: int = 120) -> list[Day]:
    """Return the days of a demo person."""
    body = Body(demo_people(FIRST, seed)[place])
    return body.days(FIRST, FIRST + timedelta(days=count - 1))


def column(lived: list[Day], name: str) -> NDArray[np.float64]:
    """Return a value of each day or its night."""
    values = [getattr(day, name, None) or getattr(day.night, name, 0.0) for day in lived]
    return np.array(values, dtype=float)


def lagged(first: NDArray[np.float64], second: NDArray[np.float64]) -> float:
    """Return the correlation of a day with the next day."""
    return float(np.corrcoef(first[:-1], second[1:])[0, 1])


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_load_tires_the_heart(place: int, seed: int) -> None:
    """Yesterday's load lowers this night's HRV."""
    lived = days(place, seed)
    assert lagged(column(lived, "load"), column(lived, "hrv")) < -0.1


@pytest.mark.parametrize("seed", SEEDS)
def test_load_raises_heart_rate(seed: int) -> None:
    """Yesterday's load raises the heart rate of a healthy runner's night."""
    lived = days(0, seed)
    assert lagged(column(lived, "load"), column(lived, "heart_rate")) > 0.2


def test_nights_resemble_the_night_before() -> None:
    """The lag-1 autocorrelation of HRV is about 0.3 over many seeds."""
    hrv = [column(days(0, seed, 240), "hrv") for seed in range(12)]
    assert 0.2 < np.mean([lagged(each, each) for each in hrv]) < 0.45


@pytest.mark.parametrize("seed", SEEDS)
def test_illness_is_visible(seed: int) -> None:
    """Severe illness raises heart rate by 6 bpm, breathing and skin temperature; HRV falls."""
    lived = days(1, seed)
    ill = np.array([day.illness > 0.8 for day in lived])
    well = np.array([day.illness == 0 for day in lived])
    change = {
        name: column(lived, name)[ill].mean() - column(lived, name)[well].mean()
        for name in ("heart_rate", "hrv", "breathing", "skin_celsius")
    }
    assert change["heart_rate"] > 6
    assert change["hrv"] < -8
    assert change["breathing"] > 1
    assert change["skin_celsius"] > 0.5


@pytest.mark.parametrize("seed", SEEDS)
def test_camp_doubles_the_load(seed: int) -> None:
    """In the week of the camp the load is about twice the usual one."""
    lived = days(1, seed)
    camp = np.array([day.camp for day in lived])
    well = np.array([day.illness == 0 for day in lived]) & ~camp
    load = column(lived, "load")
    assert 1.5 < load[camp].mean() / load[well].mean() < 3.5


def test_camp_lowers_hrv() -> None:
    """Over several seeds the nights of the camp have less HRV than the usual ones."""
    changes = []
    for seed in SEEDS:
        lived = days(1, seed)
        camp = np.array([day.camp for day in lived])
        well = np.array([day.illness == 0 for day in lived]) & ~camp
        hrv = column(lived, "hrv")
        changes.append(hrv[camp].mean() - hrv[well].mean())
    assert np.mean(changes) < -2


def test_weekends_are_slept_in() -> None:
    """On free mornings people wake up later than on working days."""
    lived = days(0, 0)
    woke = {
        free: np.mean(
            [d.night.awake.hour * 60 + d.night.awake.minute for d in lived if d.workday != free]
        )
        for free in (True, False)
    }
    assert woke[True] > woke[False] + 20


def test_journey_shifts_the_clock_and_heals() -> None:
    """Far west the offset changes at once, sleep comes hours early, and a week later on time."""
    lived = days(2, 0)
    assert [lived[39].offset_minutes, lived[40].offset_minutes] == [120, -240]
    assert lived[40].jet_lag_hours == -6
    assert lived[47].jet_lag_hours == 0
    early = lived[40].night.asleep - lived[40].night.asleep.replace(hour=0, minute=0)
    assert early < timedelta(hours=22)


def test_new_device_stays() -> None:
    """From day 60 on the traveller's watch is another one, with Elixir sensors."""
    lived = days(2, 0, 300)
    assert {day.device.elixir for day in lived[:60]} == {False}
    assert {day.device.model for day in lived[60:]} == {"Polar Vantage V3"}


def test_no_watch_no_night() -> None:
    """Without the watch there is neither day nor night; after 120 days the story comes again."""
    lived = days(2, 0, 260)
    gone = [day.index for day in lived if not day.worn]
    assert gone == [20, 21, 22, 23, 71, 72, 140, 141, 142, 143, 191, 192]
    assert not any(lived[index].night.worn for index in gone)


def test_magnitudes_are_an_adults() -> None:
    """HRV, heart rate, breathing, sleep and charge stay within what adults have."""
    for place in range(3):
        lived = days(place, 1)
        assert 30 < column(lived, "hrv").mean() < 70
        assert 45 < column(lived, "heart_rate").mean() < 60
        assert 11 < column(lived, "breathing").min() < column(lived, "breathing").max() < 18
        assert min(day.night.epochs for day in lived) / 120 >= 4.8
        assert max(day.night.epochs for day in lived) / 120 <= 9.9
        charges = [d.night.ans_charge for d in lived if d.night.ans_charge is not None]
        assert -10 <= min(charges) < 0 < max(charges) <= 10


def test_a_day_does_not_depend_on_what_is_asked_for() -> None:
    """A day is the same whether it is the first or the last one that somebody asks for."""
    person = demo_people(FIRST, 3)[1]
    on = FIRST + timedelta(days=300)
    late = Body(person)
    late.day(FIRST + timedelta(days=700))
    assert Body(person).day(on) == late.day(on)


def test_seeds_differ() -> None:
    """Another seed is another life."""
    assert days(0, 0)[5] != days(0, 1)[5]


def test_no_baseline_no_charge() -> None:
    """The first five recorded nights have no charge, all later ones have one."""
    nights = [day.night for day in days(0, 0) if day.night.worn]
    assert [night.ans_charge for night in nights[:5]] == [None] * 5
    assert None not in [night.ans_charge for night in nights[5:]]


def test_as_many_people_as_wanted() -> None:
    """There are as many people as asked for, each with an id of its own."""
    crowd = people(12, FIRST)
    assert [person.polar_user_id for person in crowd] == list(range(1001, 1013))
    assert people(2, FIRST) == crowd[:2]
    assert Body(crowd[11]).day(FIRST + timedelta(days=100)) is not None


def test_chapters_know_their_days() -> None:
    """A chapter says how long ago it began, and nothing outside of itself."""
    chapter = Chapter(Kind.CAMP, 5, 3)
    assert [chapter.position(index) for index in (4, 5, 7, 8, 125)] == [None, 0, 2, None, 0]
