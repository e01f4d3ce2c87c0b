"""Days as an assistant says them, resolved on the wearer's calendar."""

import datetime as dt

from app.days import DAY, Window
from app.errors import InvalidInput

MOST_DAYS = 3_660
"""Ten years."""
FIRST = dt.date(2000, 1, 1)
"""No watch is older."""


def day(word: str, today: dt.date) -> dt.date:
    """`today`, `yesterday` or YYYY-MM-DD; raises InvalidInput with what to send instead."""
    known = {"today": today, "yesterday": today - DAY}
    found = known.get(word.strip().lower()) or _date(word)
    if not FIRST <= found <= today:
        raise InvalidInput(f"{found} lies outside of {FIRST} to {today} (today).", "date")
    return found


def _date(word: str) -> dt.date:
    try:
        return dt.date.fromisoformat(word.strip()[:32])
    except ValueError:
        raise InvalidInput(
            "Send a day as YYYY-MM-DD, or the words `today` or `yesterday`.", "date"
        ) from None


def window(days: int, until: str, today: dt.date) -> Window:
    """So many days that end with this one."""
    if not 1 <= days <= MOST_DAYS:
        raise InvalidInput(f"`days` goes from 1 to {MOST_DAYS}; ask for fewer.", "days")
    return Window.of(days, day(until, today))
