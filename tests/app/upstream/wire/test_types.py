"""Days, times and durations in all the ways AccessLink writes them."""

import datetime as dt
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from app.upstream.wire import types

UTC = dt.UTC
PLUS_2 = dt.timezone(dt.timedelta(hours=2))


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("PT6917.941S", 6917.941),
        ("PT2H44M", 9840.0),
        ("PT44M5.252S", 2645.252),
        ("PT1H29M13S", 5353.0),
        ("PT0S", 0.0),
        ("PT8H", 28_800.0),
        ("PT7H30M", 27_000.0),
        ("PT90M", 5_400.0),
        ("P1D", 86_400.0),
        ("P1DT2H3M", 93_780.0),
        ("P1W", 604_800.0),
        ("PT1.5H", 5_400.0),
        (1800, 1_800.0),
        (12.5, 12.5),
        ("1800", 1_800.0),
        (-1, -1.0),
    ],
)
def test_durations(text: object, seconds: float) -> None:
    """Seconds may exceed 59 and carry decimals; days count 24 hours."""
    assert types.duration_s(text) == seconds


@pytest.mark.parametrize(
    "text",
    [
        "",
        "P",
        "PT",
        "P1DT",
        "P1M",
        "P1Y",
        "PT99999999H",
        "PT1S1M",
        "PT-1S",
        "PT1.S",
        "PT٣S",
        None,
        True,
        -5,
        10**9,
        "5 s",
    ],
)
def test_what_is_no_duration(text: object) -> None:
    """Anything else is refused."""
    with pytest.raises(PydanticCustomError):
        types.duration_s(text)


@pytest.mark.parametrize(
    ("read", "sent", "found"),
    [
        (
            types.device_time,
            "2026-01-10T23:12:41.340+02:00",
            dt.datetime(2026, 1, 10, 23, 12, 41, 340_000, PLUS_2),
        ),
        (
            types.device_time,
            "2020-01-01T00:39:07+02:00",
            dt.datetime(2020, 1, 1, 0, 39, 7, tzinfo=PLUS_2),
        ),
        (types.device_time, "2026-01-10T23:12:41", dt.datetime(2026, 1, 10, 23, 12, 41)),
        (types.utc_time, "2026-01-11T08:31:20Z", dt.datetime(2026, 1, 11, 8, 31, 20, tzinfo=UTC)),
        (
            types.utc_time,
            "2026-01-11T08:25:10.02Z",
            dt.datetime(2026, 1, 11, 8, 25, 10, 20_000, UTC),
        ),
        (
            types.utc_time,
            "2026-01-11T04:58:11.34",
            dt.datetime(2026, 1, 11, 4, 58, 11, 340_000, UTC),
        ),
        (types.utc_time, "2026-01-11T01:00+02:00", dt.datetime(2026, 1, 10, 23, tzinfo=UTC)),
        (types.local_time, "2026-01-11T07:30:04", dt.datetime(2026, 1, 11, 7, 30, 4)),
        (types.local_time, "2026-01-11T00:00", dt.datetime(2026, 1, 11)),
        (types.local_time, "2026-01-11T24:00", dt.datetime(2026, 1, 12)),
        (types.utc_time, "2026-12-31T24:00:00Z", dt.datetime(2027, 1, 1, tzinfo=UTC)),
        (types.utc_time, 1_697_787_256, dt.datetime(2023, 10, 20, 7, 34, 16, tzinfo=UTC)),
        (types.day, "2026-01-11T00:00:00+01:00", dt.date(2026, 1, 11)),
        (types.day, "2026-01-11 00:00", dt.date(2026, 1, 11)),
        (types.clock, "24:00", dt.time()),
        (types.epoch_time, 1_697_787_256, dt.datetime(2023, 10, 20, 7, 34, 16, tzinfo=UTC)),
        (types.epoch_time, 1_697_787_256_000, dt.datetime(2023, 10, 20, 7, 34, 16, tzinfo=UTC)),
        (types.day, "2026-01-11", dt.date(2026, 1, 11)),
        (types.clock, "23:12", dt.time(23, 12)),
        (types.clock, "00:04:39", dt.time(0, 4, 39)),
    ],
)
def test_times(read: Callable[[object], object], sent: object, found: dt.datetime) -> None:
    """Each of AccessLink's time formats is read to the microsecond, with its zone."""
    got = read(sent)
    assert got == found
    assert getattr(got, "tzinfo", None) == getattr(found, "tzinfo", None)


@pytest.mark.parametrize(
    "sent",
    [
        "",
        "yesterday",
        "2026-02-30",
        "2026-W02-1",
        "20260111",
        "0001-01-01",
        "2026-01-11T25:00",
        "2026-01-11T24:01",
        "9",
        "2026-01-11T00:00+99:00",
        "2026-01-11T00:00:60",
        None,
        True,
        [],
        {},
        10**30,
        -1,
        0,
    ],
)
@pytest.mark.parametrize(
    "read",
    [types.day, types.device_time, types.utc_time, types.local_time, types.epoch_time, types.clock],
)
def test_what_is_no_time(read: Callable[[object], object], sent: object) -> None:
    """Anything else is refused in the same way, and nothing else is raised."""
    with pytest.raises(PydanticCustomError):
        read(sent)


@given(st.text(max_size=30) | st.integers() | st.floats() | st.none())
def test_random_values_are_refused_or_read(value: object) -> None:
    """No value makes a reader raise anything but its own refusal."""
    for read in (types.day, types.utc_time, types.epoch_time, types.clock, types.duration_s):
        try:
            assert read(value) is not None
        except PydanticCustomError as error:
            assert error.message()  # noqa: PT017 -- both outcomes are right
