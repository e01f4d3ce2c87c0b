"""How values are written: rounding, whole numbers, moments; and how fields are described."""

import datetime as dt
from collections.abc import Callable
from functools import lru_cache
from typing import Any, overload

from pydantic import Field
from pydantic.fields import FieldInfo

from app.reads.series import Series


def about(meaning: str, example: Any, **rules: Any) -> FieldInfo:  # noqa: ANN401 -- any JSON value
    """Meaning (with the unit) and example of a field, for the OpenAPI document."""
    described: FieldInfo = Field(description=meaning, examples=[example], **rules)
    return described


def moment(meaning: str, example: str) -> FieldInfo:
    """A moment on the wearer's clock, as `local` writes it."""
    return about(meaning, example, pattern=r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$")


def instant(meaning: str, example: str) -> FieldInfo:
    """A moment in UTC, as `utc` writes it."""
    return about(meaning, example, json_schema_extra={"format": "date-time"})


def two(value: float | None) -> float | None:
    """Rounded to 2 decimals, as hours, kilometres, minutes and ratios are; a 0 stays a 0."""
    return None if value is None else round(value, 2)


def whole(value: float | None) -> int | None:
    """The nearest whole number, where the document shows one."""
    return None if value is None else round(value)


def real(value: float | None) -> float | None:
    """A number with a decimal point, where the document shows one."""
    return None if value is None else float(value)


@overload
def statistic(value: float) -> float: ...
@overload
def statistic(value: float | None) -> float | None: ...
def statistic(value: float | None) -> float | None:
    """A mean or a bound: 2 decimals, always with a decimal point."""
    return None if value is None else round(float(value), 2)


@overload
def amount(value: float) -> float: ...
@overload
def amount(value: float | None) -> float | None: ...
def amount(value: float | None) -> float | None:
    """A metric's value: whole numbers without a decimal point, others with up to 2 decimals."""
    if value is None:
        return None
    rounded = round(float(value), 2)
    return int(rounded) if rounded.is_integer() else rounded


@lru_cache(maxsize=8192)
def hours(seconds: float | None) -> float | None:
    """Seconds as hours, 2 decimals.

    Remembered, because rounding is the dearest part of a list, and stages last whole half minutes.
    """
    return None if seconds is None else round(seconds / 3600, 2)


def minutes(seconds: float | None) -> float | None:
    """Seconds as minutes, 2 decimals."""
    return None if seconds is None else round(seconds / 60, 2)


def kilometres(metres: float | None) -> float | None:
    """Metres as kilometres, 2 decimals."""
    return None if metres is None else round(metres / 1000, 2)


@overload
def local(told: dt.datetime) -> str: ...
@overload
def local(told: dt.datetime | None) -> str | None: ...
def local(told: dt.datetime | None) -> str | None:
    """`YYYY-MM-DD HH:MM:SS` on the clock that the moment was told by."""
    return None if told is None else told.replace(tzinfo=None).isoformat(" ", "seconds")


@overload
def on_clock(at: dt.datetime, utc_offset_minutes: int | None) -> dt.datetime: ...
@overload
def on_clock(at: dt.datetime | None, utc_offset_minutes: int | None) -> dt.datetime | None: ...
def on_clock(at: dt.datetime | None, utc_offset_minutes: int | None) -> dt.datetime | None:
    """An absolute moment on the wearer's clock; UTC where the offset is not known."""
    if at is None:
        return None
    return at.astimezone(dt.timezone(dt.timedelta(minutes=utc_offset_minutes or 0)))


def clock_time(told: dt.datetime | None) -> str | None:
    """`HH:MM:SS` on the clock that the moment was told by."""
    return None if told is None else told.time().isoformat("seconds")


@overload
def utc(at: dt.datetime) -> str: ...
@overload
def utc(at: dt.datetime | None) -> str | None: ...
def utc(at: dt.datetime | None) -> str | None:
    """`YYYY-MM-DDTHH:MM:SSZ`."""
    if at is None:
        return None
    return at.astimezone(dt.UTC).replace(tzinfo=None).isoformat("T", "seconds") + "Z"


def by_clock(series: Series, value: Callable[[Any], Any] = lambda value: value) -> dict[str, Any]:
    """A night's series as Polar writes it: clock time to value, in the order of the night."""
    return {
        at.strftime("%H:%M"): value(v)
        for at, v in zip(series.local_time, series.values, strict=True)
    }
