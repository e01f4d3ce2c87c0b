"""Exercises by either id."""

import datetime as dt

import pytest

from app.days import Window
from app.reads import exercises
from app.records.exercise import Exercise
from app.store.pool import Pool
from app.store.write import store_harvest

DAY = dt.date(2026, 1, 11)


def exercise(polar_exercise_id: str) -> Exercise:
    """An exercise of that day."""
    return Exercise(
        polar_exercise_id=polar_exercise_id,
        start_at=dt.datetime(2026, 1, 11, 5, 30, tzinfo=dt.UTC),
        start_local=dt.datetime(2026, 1, 11, 7, 30),
        utc_offset_minutes=120,
    )


async def test_ursas_number_goes_first(pool: Pool, person: str) -> None:
    """A Polar id that looks like a number does not hide the exercise with that number."""
    await store_harvest(pool, person, [[exercise("abc")]])
    (first,) = await exercises.exercises(pool, person, Window(DAY, DAY))
    await store_harvest(
        pool, person, [[exercise(str(first.exercise_id)), exercise("424242424242")]]
    )
    by_number = await exercises.exercise(pool, person, str(first.exercise_id))
    by_polar = await exercises.exercise(pool, person, "424242424242")
    assert by_number is not None
    assert by_polar is not None
    assert (by_number.polar_exercise_id, by_polar.polar_exercise_id) == ("abc", "424242424242")


@pytest.mark.parametrize("odd", ["", "0abc", "٣", "-1", "1" * 40, "a\x00b", "x" * 129, "007"])
async def test_ids_that_nothing_has(pool: Pool, person: str, odd: str) -> None:
    """Whatever text is asked for, the answer is that there is no such exercise."""
    assert await exercises.exercise(pool, person, odd) is None


async def test_somebody_elses(pool: Pool, person: str) -> None:
    """An exercise is found under its own person alone."""
    await store_harvest(pool, person, [[exercise("mine")]])
    (mine,) = await exercises.exercises(pool, person, Window(DAY, DAY))
    assert await exercises.exercise(pool, "somebody-else", str(mine.exercise_id)) is None


async def test_an_exercise_without_course(pool: Pool, person: str) -> None:
    """An exercise without samples and route has empty ones."""
    await store_harvest(pool, person, [[exercise("bare")]])
    (bare,) = await exercises.exercises(pool, person, Window(DAY, DAY))
    key = exercises.key_of(person, bare)
    assert (await exercises.samples(pool, key)).quantities() == {}
    assert (await exercises.route(pool, key)).latitude == []
    assert await exercises.zones(pool, bare.exercise_id or 0) == []
