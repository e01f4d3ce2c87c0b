"""Windows of days, and today on a person's clock."""

import datetime as dt
import itertools

import pytest

from app.days import Window, local_today
from app.records.account import Account

TODAY = dt.date(2026, 1, 11)
NOON_UTC = dt.datetime(2026, 1, 11, 12, tzinfo=dt.UTC)


def test_days_back_include_today() -> None:
    """`days=N` reaches from today - N to today."""
    assert Window.back(7, TODAY) == Window(dt.date(2026, 1, 4), TODAY)
    assert Window.of(28, TODAY).days == 28


@pytest.mark.parametrize(
    ("days", "step", "sizes"), [(28, 14, [14, 14]), (30, 28, [28, 2]), (1, 28, [1])]
)
def test_pieces_cover_the_window_without_overlap(days: int, step: int, sizes: list[int]) -> None:
    """Pieces are the newest first, at most so long, and meet without gap or overlap."""
    pieces = list(Window.of(days, TODAY).pieces(step))
    assert [piece.days for piece in pieces] == sizes
    assert pieces[0].last == TODAY
    for newer, older in itertools.pairwise(pieces):
        assert older.last + dt.timedelta(days=1) == newer.first


@pytest.mark.parametrize(
    ("time_zone", "offset", "hour", "date"),
    [
        ("Pacific/Auckland", None, 12, dt.date(2026, 1, 12)),
        ("Pacific/Auckland", -600, 12, dt.date(2026, 1, 12)),
        (None, -600, 8, dt.date(2026, 1, 10)),
        (None, None, 23, TODAY),
        ("Mars/Olympus", 720, 13, dt.date(2026, 1, 12)),
        ("../../etc/passwd", None, 12, TODAY),
    ],
)
def test_today_is_the_persons_own(
    time_zone: str | None, offset: int | None, hour: int, date: dt.date
) -> None:
    """The zone counts, else the newest offset, else UTC; an unknown zone harms nobody."""
    account = Account(user_id="x", time_zone=time_zone, utc_offset_minutes=offset)
    assert local_today(account, NOON_UTC.replace(hour=hour)) == date
