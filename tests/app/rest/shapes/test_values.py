import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from app.rest.shapes import values

AT = dt.datetime(2026, 1, 10, 21, 2, 3, 900_000, dt.UTC)
WRITTEN: list[tuple[Callable[[Any], Any], object, object]] = [
    (values.two, 1.005, 1.0),  # The nearest double lies below.
    (values.two, 0, 0),
    (values.two, None, None),
    (values.whole, 51.5, 52),
    (values.whole, 50.5, 50),  # Python rounds halves to even.
    (values.whole, None, None),
    (values.real, 45, 45.0),
    (values.real, None, None),
    (values.statistic, 45, 45.0),
    (values.statistic, 1.239, 1.24),
    (values.amount, 85.0, 85),
    (values.amount, 84.999, 85),
    (values.amount, 0.7049, 0.7),
    (values.amount, None, None),
    (values.hours, 27_000, 7.5),
    (values.hours, 1, 0.0),
    (values.hours, None, None),
    (values.minutes, 2_730.0, 45.5),
    (values.kilometres, 8_204.0, 8.2),
    (values.kilometres, 0.0, 0.0),
    (values.local, AT, "2026-01-10 21:02:03"),
    (values.local, None, None),
    (values.clock_time, AT, "21:02:03"),
    (values.utc, AT, "2026-01-10T21:02:03Z"),
    (values.utc, AT.astimezone(dt.timezone(dt.timedelta(hours=13))), "2026-01-10T21:02:03Z"),
    (values.utc, None, None),
]


@pytest.mark.parametrize(("write", "value", "written"), WRITTEN)
def test_values_are_written(write: Callable[[Any], Any], value: object, written: object) -> None:
    """Rounded, with or without a decimal point, and cut to the second, as the document shows."""
    found = write(value)
    assert (found, type(found)) == (written, type(written))


@pytest.mark.parametrize(
    ("offset", "told"),
    [(120, "2026-01-10 23:02:03"), (780, "2026-01-11 10:02:03"), (None, "2026-01-10 21:02:03")],
)
def test_moments_on_a_clock(offset: int | None, told: str) -> None:
    """By the wearer's offset; UTC where it is not known."""
    assert values.local(values.on_clock(AT, offset)) == told
