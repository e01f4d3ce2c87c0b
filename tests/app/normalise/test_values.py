"""The clock of a night, sentinels, words."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.normalise import values

DAY = dt.date(2026, 1, 11)
EVE = dt.date(2026, 1, 10)


def _clock(*texts: str) -> list[dt.time]:
    return [dt.time.fromisoformat(text) for text in texts]


def _night(times: list[dt.time], start: dt.datetime | None = None) -> list[dt.datetime]:
    return [moment.item() for moment in values.night_clock(times, DAY, start)]


def test_keys_from_the_start_on_belong_to_the_evening() -> None:
    """A key at or after the start's minute is the evening's, an earlier one the morning's."""
    start = dt.datetime(2026, 1, 10, 23, 12, 41)
    found = _night(_clock("23:12", "23:59", "00:03", "06:58"), start)
    assert [moment.date() for moment in found] == [EVE, EVE, DAY, DAY]


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


def test_sentinels_become_none() -> None:
    """0 and -1 are no measurements, where Polar means them so."""
    assert [values.above_zero(v) for v in (0, -1, None, 2.5)] == [None, None, None, 2.5]
    assert [values.not_negative(v) for v in (0.0, -1.0, None)] == [0.0, None, None]


@pytest.mark.parametrize(
    ("sent", "word"),
    [
        ("LOAD_STATUS_NOT_AVAILABLE", None),
        ("PRODUCTIVE", "PRODUCTIVE"),
        ("LOAD_STATUS_PRODUCTIVE", "PRODUCTIVE"),
        ("", None),
        (None, None),
        ("SOMETHING_NEW", "SOMETHING_NEW"),
    ],
)
def test_words_lose_their_prefix(sent: str | None, word: str | None) -> None:
    """Prefixes go, words for "unknown" are NULL, new words stay."""
    assert values.word(sent, "LOAD_STATUS_") == word


def test_the_last_of_equal_moments_counts() -> None:
    """Where a moment comes twice, the later entry is kept, in the order of time."""
    times = np.array([3, 1, 3, 2])
    assert values.last_of_each(times).tolist() == [1, 3, 2]
