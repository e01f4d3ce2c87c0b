"""Weeks of training, splits, the minutes after an exercise, and what is found among many."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from app.days import Window
from app.reads import exercises, pages, training
from app.reads.pages import PageRequest
from app.records.exercise import (
    SAMPLE_TYPES,
    Exercise,
    ExerciseSamples,
    ExerciseZone,
    RoutePointSamples,
)
from app.records.heart_rate import HeartRateSamples
from app.store.pool import Pool
from app.store.write import store_harvest

MONDAY = dt.date(2026, 1, 5)
AROUND = Window(MONDAY + dt.timedelta(days=2), MONDAY + dt.timedelta(days=2))


def session(polar_id: str, day: int, hour: int = 18, **more: object) -> Exercise:
    """A session so many days after Monday."""
    start = dt.datetime.combine(MONDAY, dt.time(hour)) + dt.timedelta(days=day)
    bare = Exercise(
        polar_exercise_id=polar_id,
        start_at=start.replace(tzinfo=dt.UTC),
        start_local=start,
        duration_s=3600.0,
        sport="RUNNING",
        has_details=True,
    )
    return replace(bare, **more)  # type: ignore[arg-type]


def zones(name: str, *seconds: float, first: int = 0) -> list[ExerciseZone]:
    """Time in zones, the lowest first."""
    return [
        ExerciseZone(polar_exercise_id=name, zone_index=first + place, in_zone_s=each)
        for place, each in enumerate(seconds)
    ]


def course(of: Exercise, **columns: list[float]) -> ExerciseSamples:
    """One sample a second from the start."""
    count = len(next(iter(columns.values())))
    nothing = np.full(count, np.nan)
    return ExerciseSamples(
        polar_exercise_id=np.array([of.polar_exercise_id] * count),
        local_time=np.datetime64(of.start_local) + np.arange(count) * np.timedelta64(1, "s"),
        **{name: np.array(columns.get(name, nothing), np.float64) for name in SAMPLE_TYPES},
    )


def beats(at: dt.datetime, seconds: list[int], bpm: list[float]) -> HeartRateSamples:
    """Heart rates of the day, so many seconds after a moment."""
    moments = np.datetime64(at) + np.array(seconds) * np.timedelta64(1, "s")
    known = np.isfinite(bpm)
    minutes = moments.astype("datetime64[m]")
    weights = [1 / max(1, (known & (minutes == minute)).sum()) for minute in minutes]
    return HeartRateSamples(
        local_time=moments,
        bpm=np.array(bpm),
        minute_weight=np.where(known, weights, 0.0),
    )


async def test_a_week_is_the_wearers_and_whole(pool: Pool, person: str) -> None:
    """A week runs from Monday 00:00 to Sunday 24:00 of the wearer's clock, whatever day asks."""
    kept = [
        session("before", -1, 23),
        session("first", 0, 0, distance_m=5000.0, cardio_load=40.0, calories=300),
        session("last", 6, 23, distance_m=7000.0, cardio_load=60.5),
        session("next", 7, 0),
    ]
    await store_harvest(pool, person, [kept])
    (week,) = await training.training_weeks(pool, person, AROUND)
    assert (week.week, week.sport_name, week.sessions) == (MONDAY, "RUNNING", 2)
    assert (week.duration_s, week.distance_m, week.cardio_load) == (7200.0, 12_000.0, 100.5)
    assert week.calories == 300


async def test_a_row_a_sport(pool: Pool, person: str) -> None:
    """Each sport has its row; where the coarse word says nothing, the fine one is the sport."""
    kept = [
        session("run", 0, detailed_sport="ROAD_RUNNING"),
        session("stretch", 1, sport="OTHER", detailed_sport="MOBILITY_STATIC"),
        session("unknown", 2, sport=None),
    ]
    await store_harvest(pool, person, [kept])
    weeks = await training.training_weeks(pool, person, AROUND)
    assert [week.sport_name for week in weeks] == ["MOBILITY_STATIC", "OTHER", "RUNNING"]
    stored = await exercises.exercises(pool, person, Window(MONDAY, MONDAY + dt.timedelta(days=9)))
    names = {each.sport_name or "OTHER" for each in stored}
    assert {week.sport_name for week in weeks} == names


async def test_minutes_in_zones(pool: Pool, person: str) -> None:
    """Zones are summed from the lowest, counted from 0 or from 1; the rest is below."""
    kept = [session("a", 0), session("b", 1), session("without", 2)]
    found = [*zones("a", 600, 1200, 600, 0, 60), *zones("b", 0, 60, 0, 0, 0, first=1)]
    await store_harvest(pool, person, [kept, found])
    (week,) = await training.training_weeks(pool, person, AROUND)
    assert week.zone_minutes == [10, 21, 10, 0, 1]
    assert week.below_zones_minutes == 120 - 42
    assert (week.sessions, week.sessions_with_zones) == (3, 2)


async def test_what_came_twice_counts_once(pool: Pool, person: str) -> None:
    """A record that repeats another adds nothing to a week, to the sports, or to the count."""
    await store_harvest(pool, person, [[session("one", 0, device="Polar Vantage V3")]])
    (one,) = await exercises.exercises(pool, person, AROUND.of(9, MONDAY))
    twice = session("again", 0, device="Polar Vantage V3")
    await store_harvest(pool, person, [[twice]])
    every = await exercises.exercises(pool, person, AROUND.of(9, MONDAY), duplicates=True)
    assert {each.duplicate_of for each in every} == {None, one.exercise_id}
    (week,) = await training.training_weeks(pool, person, AROUND)
    (sport,) = await training.sports(pool, person)
    assert (week.sessions, sport.sessions) == (1, 1)
    assert await training.exercise_counts(pool, person, PageRequest(size=1)) == 1


async def test_nobody_trained(pool: Pool, person: str) -> None:
    """Somebody without exercises has no weeks, no sports, and a count of 0."""
    assert await training.training_weeks(pool, person, AROUND) == []
    assert await training.sports(pool, person) == []
    assert await training.exercise_counts(pool, person, PageRequest(size=1)) == 0


FOUND = [
    ({}, {"run", "road", "ride"}),
    ({"sports": ("RUNNING",)}, {"run", "road"}),
    ({"sports": ("CYCLING", "RUNNING")}, {"run", "road", "ride"}),
    ({"sports": ("running",)}, set()),
    ({"words": ("road",)}, {"road", "ride"}),
    ({"words": ("ROAD", "vantage")}, {"road"}),
    ({"words": ("road", "nothing")}, set()),
    ({"words": ("first", "SNOW")}, {"run"}),
    ({"words": ("%",)}, {"run"}),
    ({"words": ("s%w",)}, set()),
    ({"sports": ("RUNNING",), "words": ("road",)}, {"road"}),
    ({"first": MONDAY + dt.timedelta(days=1)}, {"road", "ride"}),
]


@pytest.mark.parametrize(("asked", "names"), FOUND)
async def test_the_page_and_the_count_agree(
    pool: Pool, person: str, asked: dict[str, object], names: set[str]
) -> None:
    """Sport, words and days narrow the list, and the count is the list's length."""
    kept = [
        session("run", 0, name="First of the year", note="Snow, and _%_ of wind."),
        session("road", 1, detailed_sport="ROAD_RUNNING", device="Polar Vantage V3"),
        session("ride", 2, sport="CYCLING", detailed_sport="ROAD_BIKING"),
    ]
    await store_harvest(pool, person, [kept])
    request = PageRequest(size=2, **asked)  # type: ignore[arg-type]
    page = await pages.exercises(pool, person, replace(request, size=50))
    assert {row.polar_exercise_id for row in page.rows} == names
    assert await training.exercise_counts(pool, person, request) == len(names)


async def test_neighbours(pool: Pool, person: str) -> None:
    """Before and after is by time; the first has nothing before it, the last nothing after."""
    await store_harvest(pool, person, [[session("b", 1), session("a", 0), session("c", 2)]])
    page = await pages.exercises(pool, person, PageRequest(size=9))
    c, b, a = [row.exercise_id or 0 for row in page.rows]
    found = await training.neighbours.many(pool, [a, b, c])
    assert [(one.earlier_id, one.later_id) for one in found.values()] == [
        (None, b),
        (a, c),
        (b, None),
    ]


async def test_splits(pool: Pool, person: str) -> None:
    """A split lasts until the next begins, pauses included; the last is as long as what is left."""
    one = session("run", 0)
    distance = [0.0, 400, 800, 1000, 1000, 1500, 2000, 2300]
    altitude = [10.0, 12, 14, 15, 15, 13, 11, 12]
    heart = [100, 110, 120, np.nan, 130, 140, 150, 160]
    samples = course(one, distance_m=distance, altitude_m=altitude, heart_rate=heart)
    await store_harvest(pool, person, [[one], samples])
    (stored,) = await exercises.exercises(pool, person, AROUND.of(9, MONDAY))
    found = await training.splits(pool, exercises.key_of(person, stored), 1000)
    assert [each.number for each in found] == [1, 2, 3]
    assert [each.distance_m for each in found] == [1000, 1000, 300]
    assert [each.duration_s for each in found] == [3, 3, 1]
    assert [each.heart_rate_avg for each in found] == [110, 135, 155]
    assert [each.climb_m for each in found] == [5, -4, 1]


async def test_recovery(pool: Pool, person: str) -> None:
    """Heart rate after the end is the day's, and falls from the mean of the last 15 seconds."""
    one = session("run", 0)
    samples = course(one, heart_rate=[*[120.0] * 30, *[150.0] * 16, np.nan])
    end = one.start_local + dt.timedelta(seconds=45)
    day = beats(end, [-5, 0, 30, 62, 125, 599, 601], [151, 150, 140, 130, np.nan, 90, 80])
    await store_harvest(pool, person, [[one], samples, day])
    (stored,) = await exercises.exercises(pool, person, AROUND.of(9, MONDAY))
    found = await training.recoveries(pool, exercises.key_of(person, stored))
    assert found is not None
    assert (found.ended_local, found.heart_rate_end) == (end, 150)
    assert (found.after_s, found.heart_rate) == ([30, 62, 599], [140, 130, 90])
    assert (found.drop_one_minute, found.drop_two_minutes) == (20, None)


async def test_recovery_ends_with_the_next_session(pool: Pool, person: str) -> None:
    """What is measured once the next session has begun tells nothing of the one before."""
    one = session("run", 0)
    end = one.start_local + dt.timedelta(seconds=1)
    more = replace(
        session("ride", 0),
        start_local=end + dt.timedelta(seconds=100),
        start_at=one.start_at + dt.timedelta(seconds=101),
    )
    samples = course(one, heart_rate=[150.0, 150.0])
    await store_harvest(pool, person, [[one, more], samples, beats(end, [60, 120], [120, 140])])
    page = await pages.exercises(pool, person, PageRequest(size=9))
    found = await training.recoveries(pool, exercises.key_of(person, page.rows[-1]))
    assert found is not None
    assert (found.drop_one_minute, found.after_s) == (30, [60])


async def test_no_recovery_without_a_heart_rate(pool: Pool, person: str) -> None:
    """Where the exercise has no heart rate there is nothing to fall from."""
    one = session("walk", 0)
    await store_harvest(pool, person, [[one], course(one, speed_kmh=[5.0, 5.0])])
    (stored,) = await exercises.exercises(pool, person, AROUND.of(9, MONDAY))
    assert await training.recoveries(pool, exercises.key_of(person, stored)) is None


async def test_metres_along_a_route(pool: Pool, person: str) -> None:
    """A route's metres are summed over all points, also over those that are left out."""
    one = session("run", 0)
    latitude = np.array([60.0, 60.001, 60.002, 60.001, 60.0])
    points = RoutePointSamples(
        polar_exercise_id=np.array(["run"] * 5),
        local_time=np.datetime64(one.start_local) + np.arange(5) * np.timedelta64(1, "s"),
        latitude=latitude,
        longitude=np.full(5, 24.0),
        satellites=np.full(5, np.nan),
        fix=np.full(5, np.nan),
    )
    await store_harvest(pool, person, [[one], points])
    (stored,) = await exercises.exercises(pool, person, AROUND.of(9, MONDAY))
    whole = await exercises.route(pool, exercises.key_of(person, stored))
    step = 6_371_008.8 * np.radians(0.001)
    assert list(whole.distance_m) == pytest.approx(
        [0, step, 2 * step, 3 * step, 4 * step], abs=0.01
    )
    thin = await exercises.route(pool, exercises.key_of(person, stored), 2)
    assert list(thin.distance_m) == pytest.approx([0, 3 * step], abs=0.01)
