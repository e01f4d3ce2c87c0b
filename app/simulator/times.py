"""The five ways in which AccessLink writes a time, and its two ways to write a duration."""

import re
from datetime import UTC, date, datetime, timedelta

CLOCK = tuple(f"{minute // 60:02}:{minute % 60:02}" for minute in range(1440))
_SECONDS = tuple(f":{second:02}" for second in range(60))
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def parse_date(text: str) -> date:
    """Read `YYYY-MM-DD` and nothing else; ValueError for all other texts."""
    if not _DATE.fullmatch(text):
        raise ValueError(text)
    return date.fromisoformat(text)


def midnight(day: date) -> datetime:
    """Return the naive first moment of a local day."""
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001 - device-local clock has no zone.


def clock(minute: int) -> str:
    """Return `HH:MM` for a minute counted from any midnight, negative ones included."""
    return CLOCK[minute % 1440]


def clock_second(second: int) -> str:
    """Return `HH:MM:SS` for a second of the day."""
    return CLOCK[second // 60] + _SECONDS[second % 60]


def to_utc(local: datetime, offset_minutes: int) -> datetime:
    """Return the absolute moment of a naive local time with its offset."""
    return (local - timedelta(minutes=offset_minutes)).replace(tzinfo=UTC)


def zulu(moment: datetime) -> str:
    """Return `2026-01-11T08:31:20Z`."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def zulu_millis(moment: datetime) -> str:
    """Return `2026-01-11T08:31:20.000Z`."""
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03}Z"


def with_offset(local: datetime, offset_minutes: int) -> str:
    """Return `2026-01-10T23:12:41.340+02:00`."""
    sign = "-" if offset_minutes < 0 else "+"
    return f"{local.isoformat(timespec='milliseconds')}{sign}{clock(abs(offset_minutes))}"


def naive(moment: datetime) -> str:
    """Return `2026-01-11T04:58:11`, whatever the zone of the moment."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S")


def naive_fraction(moment: datetime) -> str:
    """Return `2026-01-11T04:58:11.34`: trailing zeros of the fraction are left out."""
    fraction = f"{moment.microsecond:06}".rstrip("0")
    return naive(moment) + (f".{fraction}" if fraction else "")


def to_minute(local: datetime) -> str:
    """Return `2026-01-11T00:00`, with seconds only where they are not zero."""
    return local.strftime("%Y-%m-%dT%H:%M:%S" if local.second else "%Y-%m-%dT%H:%M")


def duration(seconds: int) -> str:
    """Return `PT7H22M`, `PT4M16S`, `PT0S`: parts that are zero are left out."""
    hours, rest = divmod(seconds, 3600)
    parts = ((hours, "H"), (rest // 60, "M"), (rest % 60, "S"))
    return "PT" + ("".join(f"{value}{unit}" for value, unit in parts if value) or "0S")


def duration_seconds(seconds: float) -> str:
    """Return `PT2731.418S`: seconds above 59 and decimals, as exercises carry them."""
    return f"PT{seconds:.3f}S"


_DURATION = re.compile(r"PT(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?")


def read_duration(text: str) -> float:
    """Return the seconds of a duration that this module wrote; 0 for anything else."""
    found = _DURATION.fullmatch(text)
    hours, minutes, seconds = found.groups() if found else (None, None, None)
    return int(hours or 0) * 3600 + int(minutes or 0) * 60 + float(seconds or 0)
