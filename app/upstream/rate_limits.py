"""The request budget of the whole application, as AccessLink's headers tell it."""

import datetime as dt
import math
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

from app.errors import PolarRateLimited

DEFAULT_WAIT_S = 900
SHORT, LONG = "15 minutes", "24 hours"
"""AccessLink's two windows."""
SHORT_LIMIT, SHORT_OF_A_PERSON = 500, 20
"""Requests that AccessLink allows an application in 15 minutes, and for each registered person."""
LONG_LIMIT, LONG_OF_A_PERSON = 5000, 100
"""The same in 24 hours."""
LONGEST_WAIT_S = 86_400

_PAIR = re.compile(r"\s*(\d{1,9})\s*,\s*(\d{1,9})\s*", re.ASCII)
_SECONDS = re.compile(r"\s*(\d{1,9})\s*", re.ASCII)


@dataclass(frozen=True, slots=True)
class WindowUse:
    """One window of the budget: requests used, requests allowed, seconds until it starts anew."""

    name: str
    used: int
    limit: int
    resets_in_s: int

    @property
    def full(self) -> bool:
        """Whether the next request would be refused."""
        return self.used >= self.limit and self.resets_in_s > 0


class RateLimits:
    """Shared by all calls of one application (one client id).

    A refused request still counts in the long window, so Ursa rather sends none.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._seen: tuple[tuple[str, int, int, float], ...] = ()
        self._refused_until = 0.0

    def observe(self, headers: Mapping[str, str]) -> None:
        """Remember what an answer says; garbage changes nothing."""
        used, limits, resets = (
            _pair(headers.get(f"RateLimit-{name}")) for name in ("Usage", "Limit", "Reset")
        )
        if used and limits and resets and min(limits) > 0:
            ends = [self._clock() + min(seconds, LONGEST_WAIT_S) for seconds in resets]
            self._seen = tuple(
                zip((SHORT, LONG), used, limits, ends, strict=True),
            )

    def refused(self, headers: Mapping[str, str]) -> int:
        """Work out from a 429 how many seconds to wait, and remember that."""
        seconds = _retry_after_s(headers)
        if not 0 < seconds <= LONGEST_WAIT_S:
            seconds = self._full_for_s() or DEFAULT_WAIT_S
        self._refused_until = self._clock() + seconds
        return seconds

    def wait_s(self) -> int:
        """Seconds until a request makes sense again; 0 when it does now."""
        refused = math.ceil(self._refused_until - self._clock()) if self._refused_until else 0
        return max(0, refused, self._full_for_s())

    def check(self) -> None:
        """Raise PolarRateLimited when a request would be refused."""
        seconds = self.wait_s()
        if seconds:
            raise rate_limited(seconds)

    @property
    def short_limit(self) -> int:
        """Requests allowed in 15 minutes, as last heard."""
        return self._seen[0][2] if self._seen else SHORT_LIMIT

    def usage(self) -> tuple[WindowUse, ...]:
        """Return the short and the long window as last heard; nothing before the first answer."""
        now = self._clock()
        return tuple(
            WindowUse(name, used if ends > now else 0, limit, max(0, math.ceil(ends - now)))
            for name, used, limit, ends in self._seen
        )

    def _full_for_s(self) -> int:
        return max((window.resets_in_s for window in self.usage() if window.full), default=0)


def allowance(people: int) -> dict[str, int]:
    """Requests that AccessLink allows in each window for so many registered people."""
    return {
        SHORT: SHORT_LIMIT + people * SHORT_OF_A_PERSON,
        LONG: LONG_LIMIT + people * LONG_OF_A_PERSON,
    }


def rate_limited(seconds: int) -> PolarRateLimited:
    """Say how long the budget is used up."""
    return PolarRateLimited(
        f"Polar's request budget for this application is used up: sync again in {seconds} seconds.",
        seconds,
    )


def _retry_after_s(headers: Mapping[str, str]) -> int:
    """Seconds that `Retry-After` asks for, told as a number or as a date; 0 when it says nothing.

    A date is taken against the answer's own `Date`, so that no clock but Polar's counts.
    """
    text = headers.get("Retry-After", "")
    said = _SECONDS.fullmatch(text)
    if said:
        return int(said[1])
    until, sent = _moment(text), _moment(headers.get("Date", ""))
    now = sent or dt.datetime.now(dt.UTC)
    return max(0, math.ceil((until - now).total_seconds())) if until else 0


def _moment(text: str) -> dt.datetime | None:
    """A date as HTTP writes it; None for anything else."""
    try:
        found = parsedate_to_datetime(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=dt.UTC)


def _pair(text: str | None) -> tuple[int, int] | None:
    found = _PAIR.fullmatch(text or "")
    return (int(found[1]), int(found[2])) if found else None
