"""Local days and windows of days: the only calendar arithmetic."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.records.account import Account

DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Window:
    """Days from `first` to `last`, both included."""

    first: dt.date
    last: dt.date

    @classmethod
    def back(cls, days: int, today: dt.date) -> "Window":
        """Days dated from `today` - `days` to `today`, as REST's `days=N` means it."""
        return cls(today - dt.timedelta(days=days), today)

    @classmethod
    def of(cls, days: int, today: dt.date) -> "Window":
        """Exactly `days` days that end with `today`."""
        return cls(today - dt.timedelta(days=days - 1), today)

    @property
    def days(self) -> int:
        """Number of days in the window."""
        return (self.last - self.first).days + 1

    def meets(self, other: "Window") -> bool:
        """Whether a day is in both."""
        return self.first <= other.last and other.first <= self.last

    def pieces(self, days: int) -> Iterator["Window"]:
        """Cut into windows of at most `days` days, the newest first."""
        last = self.last
        while last >= self.first:
            first = max(self.first, last - dt.timedelta(days=days - 1))
            yield Window(first, last)
            last = first - DAY


def local_today(account: Account, now: dt.datetime) -> dt.date:
    """Date on the person's clock: their zone, else the newest offset seen, else UTC."""
    return now.astimezone(zone_of(account)).date()


def zone_name(account: Account) -> str:
    """Whose days those are, as people read it: `Europe/Helsinki`, or `UTC+02:00`."""
    return str(zone_of(account))


def zone_of(account: Account) -> dt.tzinfo:
    """The person's clock, as far as it is known."""
    return clock_of(account.time_zone, account.utc_offset_minutes)


@lru_cache(maxsize=1024)
def clock_of(time_zone: str | None, utc_offset_minutes: int | None) -> dt.tzinfo:
    """The clock of a zone, else of an offset, else UTC."""
    if time_zone:
        try:
            return ZoneInfo(time_zone)
        except (ZoneInfoNotFoundError, ValueError):
            pass  # A zone that this machine does not know must not stop an answer.
    return dt.timezone(dt.timedelta(minutes=utc_offset_minutes or 0))
