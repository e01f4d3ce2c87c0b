"""The clock of a night, and moments that come twice."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.normalise import clock

DAY = dt.date(2026, 1, 11)
EVE = dt.date(2026, 1, 10)


def _clock(*texts: str) -> list[dt.time]:
    return [dt.time.fromisoformat(text) for text in texts]


def _night(times: list[dt.time], start: dt.datetime | None = None) -> list[dt.datetime]:
    return [moment.item() for moment in clock.night_clock(times, DAY, start)]


def test_keys_from_the_start_on_belong_to_the_evening() -> None:
    """A key at or after the start's minute is the evening's, an earlier one the morning's."""
    start = dt.datetime(2026, 1, 10, 23, 12, 41)
    found = _night(_clock("23:12", "23:59", "00:03", "06:58"), start)
    assert [moment.date() for moment in found] == [EVE, EVE, DAY, DAY]


@pytest.mark.parametrize(
    ("start", "end", "keys", "dates"),
    [
        # A minute or two before falling asleep, and after waking up.
        ("2026-01-10T23:12:41", "2026-01-11T07:10", ["23:10", "07:10", "07:30"], [EVE, DAY, DAY]),
        ("2026-01-10T23:12:41", None, ["23:10", "23:12", "07:10"], [EVE, EVE, DAY]),
        ("2026-01-11T00:02", "2026-01-11T07:00", ["23:59", "00:02", "07:00"], [EVE, DAY, DAY]),
        # A sleep by day, and one of eleven hours.
        ("2026-01-11T14:00", "2026-01-11T15:10", ["13:58", "15:10"], [DAY, DAY]),
        ("2026-01-10T22:00", "2026-01-11T09:00", ["21:55", "22:00", "09:05"], [EVE, EVE, DAY]),
        # An end before the start says nothing about keys.
        ("2026-01-10T23:00", "2026-01-10T07:00", ["22:59", "03:00"], [EVE, DAY]),
    ],
)
def test_a_key_belongs_to_the_date_nearest_to_the_night(
    start: str, end: str | None, keys: list[str], dates: list[dt.date]
) -> None:
    """A little before the start is that evening, a little after the end that morning."""
    first, last = dt.datetime.fromisoformat(start), end and dt.datetime.fromisoformat(end)
    found = clock.night_clock(_clock(*keys), DAY, first, last or None)
    assert [moment.item().date() for moment in found] == dates


@pytest.mark.parametrize(
    ("keys", "dates"),
    [
        (["23:14", "23:59", "00:04", "06:54"], [EVE, EVE, DAY, DAY]),
        (["00:04", "06:54", "23:14", "23:59"], [DAY, DAY, EVE, EVE]),
        (["01:04", "06:54"], [DAY, DAY]),
        (["08:04", "11:00", "14:54"], [DAY, DAY, DAY]),
        (["22:40", "23:20"], [EVE, EVE]),
    ],
)
def test_without_a_start_the_longest_pause_begins_the_night(
    keys: list[str], dates: list[dt.date]
) -> None:
    """Whatever the order of the keys, and also for those who sleep by day."""
    assert [moment.date() for moment in _night(_clock(*keys))] == dates


@given(st.integers(0, 1439), st.lists(st.integers(0, 600), min_size=2, max_size=50, unique=True))
def test_a_night_is_in_one_piece(start: int, offsets: list[int]) -> None:
    """Moments of a night lie within its own length, whenever it began."""
    begin = dt.datetime.combine(EVE, dt.time()) + dt.timedelta(minutes=start)
    moments = [begin + dt.timedelta(minutes=offset) for offset in [0, *offsets]]
    found = _night([moment.time() for moment in moments], begin)
    assert found == moments


def test_the_last_of_equal_moments_counts() -> None:
    """Where a moment comes twice, the later entry is kept, in the order of time."""
    times = np.array([3, 1, 3, 2])
    assert clock.last_of_each(times).tolist() == [1, 3, 2]


@pytest.mark.parametrize(
    ("times", "folds"),
    [
        ([], []),
        ([5], [0]),
        ([1, 2, 3], [0, 0, 0]),
        ([1, 1, 2], [0, 0, 0]),
        ([110, 159, 100, 130, 159, 200], [0, 0, 0, 1, 1, 0]),
        ([100, 159, 100, 159, 200], [0, 0, 1, 1, 0]),
        # Sorted by key, the evening comes behind the morning: nothing comes twice.
        ([24, 30, 23, 23], [0, 0, 0, 0]),
        ([9, 1, 8, 2, 7, 3], [0, 0, 0, 0, 0, 0]),
    ],
)
def test_what_the_clock_shows_again_is_folded(times: list[int], folds: list[int]) -> None:
    """A step back begins the second showing, which ends where the first one had come to."""
    assert clock.folds(np.array(times, int)).tolist() == folds


def test_a_folded_moment_is_another_one() -> None:
    """Of equal moments the last one counts, of each showing of the clock."""
    times, fold = np.array([3, 3, 3]), np.array([0, 1, 1], np.int8)
    assert clock.last_of_each(times, fold).tolist() == [0, 2]
