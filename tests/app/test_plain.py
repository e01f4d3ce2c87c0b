"""Text of strangers on a terminal."""

import datetime as dt
import io
import uuid

import pytest
from rich.console import Console
from rich.table import Table

from app.plain import plain
from app.progress import feed_progress
from app.records.sync import SyncFeed

HOSTILE = ["a[/nope]", "[red]x", "[link=file:///x]y", "\x1b[2Jgone", "a\rb", "a\nb", "\u202eevil"]


def _console() -> Console:
    return Console(file=io.StringIO(), force_terminal=True, color_system="truecolor", width=200)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_stranger_s_text_is_shown_and_never_obeyed(text: str) -> None:
    """Brackets stay brackets, and no control character reaches the terminal."""
    console = _console()
    table = Table("label")
    table.add_row(plain(text, "green"))
    console.print(table)
    printed = console.file.getvalue()  # type: ignore[attr-defined]
    assert "".join(sign if sign.isprintable() else " " for sign in text) in printed
    assert [sign for sign in ("\x1b[2J", "\r", "\u202e") if sign in printed] == []


@pytest.mark.parametrize("text", HOSTILE)
def test_polar_s_errors_do_not_break_the_display(text: str) -> None:
    """A feed's error is a line of the progress display, whatever Polar wrote."""
    console = _console()
    feed = SyncFeed(
        run_id=uuid.uuid4(),
        feed="sleep",
        state="failed",
        error=text,
        problems=[],
        ended_at=dt.datetime(2026, 1, 11, tzinfo=dt.UTC),
    )
    with feed_progress(console, "Sync", 1) as report:
        report(feed)
    assert "sleep" in console.file.getvalue()  # type: ignore[attr-defined]
