"""The rate-limit book."""

import datetime as dt
from email.utils import format_datetime
from pathlib import Path

import orjson
import pytest

from app.errors import PolarRateLimited
from app.upstream.rate_limits import RateLimits, WindowUse


class Clock:
    """A clock that stands still."""

    def __init__(self) -> None:
        self.now = 5_000.0

    def __call__(self) -> float:
        """Tell the time."""
        return self.now


def _headers(usage: str, limit: str, reset: str) -> dict[str, str]:
    return {"RateLimit-Usage": usage, "RateLimit-Limit": limit, "RateLimit-Reset": reset}


def test_tells_the_usage() -> None:
    """Both windows are told as last heard, with the seconds that are left."""
    clock = Clock()
    limits = RateLimits(clock)
    limits.observe(_headers("15, 100", "520,5100", "620 , 86000"))
    clock.now += 20.5
    assert limits.usage() == (
        WindowUse("15 minutes", 15, 520, 600),
        WindowUse("24 hours", 100, 5100, 85_980),
    )
    limits.check()


@pytest.mark.parametrize(
    ("usage", "wait"), [("519, 100", 0), ("520, 100", 620), ("3, 5100", 86_000)]
)
def test_a_full_window_closes_the_gate(usage: str, wait: int) -> None:
    """At the limit no request is sent, until that window starts anew."""
    clock = Clock()
    limits = RateLimits(clock)
    limits.observe(_headers(usage, "520, 5100", "620, 86000"))
    assert limits.wait_s() == wait
    if wait:
        with pytest.raises(PolarRateLimited) as caught:
            limits.check()
        assert caught.value.retry_after_s == wait
    clock.now += wait
    limits.check()


@pytest.mark.parametrize(
    "headers",
    [
        {},
        _headers("520", "520, 5100", "620, 86000"),
        _headers("a, b", "520, 5100", "620, 86000"),
        _headers("520, 100", "0, 0", "620, 86000"),
        _headers("520, 100", "-1, 5", "620, 86000"),
        _headers("9" * 5_000, "1, 1", "1, 1"),
    ],
)
def test_garbage_changes_nothing(headers: dict[str, str]) -> None:
    """Headers that can not be read neither raise nor close the gate."""
    limits = RateLimits(Clock())
    limits.observe(headers)
    assert (limits.usage(), limits.wait_s()) == ((), 0)


def test_a_reset_in_years_counts_as_a_day() -> None:
    """An absurd reset does not lock Ursa out for longer than the long window."""
    limits = RateLimits(Clock())
    limits.observe(_headers("520, 100", "520, 5100", "999999999, 1"))
    assert limits.wait_s() == 86_400


@pytest.mark.parametrize(
    ("retry_after", "seconds"),
    [("30", 30), ("0", 900), ("-5", 900), ("soon", 900), ("9999999", 900), (None, 900)],
)
def test_retry_after_counts_when_it_is_sane(retry_after: str | None, seconds: int) -> None:
    """Without a sane Retry-After and without a full window the wait is 900 seconds."""
    limits = RateLimits(Clock())
    assert limits.refused({"Retry-After": retry_after} if retry_after else {}) == seconds
    assert limits.wait_s() == seconds


@pytest.mark.parametrize(
    ("until", "seconds"),
    [
        ("Fri, 27 Nov 2026 06:02:30 GMT", 150),
        ("Friday, 27-Nov-26 06:02:30 GMT", 150),
        ("Fri, 27 Nov 2026 05:00:00 GMT", 900),
        ("Fri, 99 Nov 2026 06:02:30 GMT", 900),
    ],
)
def test_retry_after_may_be_a_date(until: str, seconds: int) -> None:
    """A date counts from the answer's own date; one that is over or is none says nothing."""
    headers = {"Retry-After": until, "Date": "Fri, 27 Nov 2026 06:00:00 GMT"}
    assert RateLimits(Clock()).refused(headers) == seconds


def test_a_date_without_a_date() -> None:
    """Where the answer has no date of its own, this machine's clock tells the time."""
    until = dt.datetime.now(dt.UTC) + dt.timedelta(minutes=10)
    said = {"Retry-After": format_datetime(until, usegmt=True)}
    assert 590 <= RateLimits(Clock()).refused(said) <= 600


@pytest.mark.parametrize(
    ("name", "seconds"), [("short_window_exceeded", 212), ("long_window_exceeded", 20_411)]
)
def test_the_full_window_says_how_long(polar_files: Path, name: str, seconds: int) -> None:
    """Of Polar's example headers, the window that is full decides."""
    examples = orjson.loads((polar_files / "examples/rate-limit-headers.json").read_bytes())
    limits = RateLimits(Clock())
    limits.observe(examples[name]["headers"])
    assert limits.refused(examples[name]["headers"]) == seconds
