"""What the terminal shows of a sync."""

import datetime as dt
import io
import uuid

from rich.console import Console

from app.progress import feed_progress, show_report
from app.records.imports import ImportRun
from app.records.sync import SyncFeed


def _feed(**more: object) -> SyncFeed:
    told = {
        "run_id": uuid.uuid4(),
        "feed": "activity",
        "state": "partial",
        "problems": [],
        "ended_at": dt.datetime.now(dt.UTC),
    }
    return SyncFeed(**(told | more))  # type: ignore[arg-type]


def _shown(*feeds: SyncFeed) -> list[str]:
    page = io.StringIO()
    with feed_progress(Console(file=page, width=100), "Sync", len(feeds)) as report:
        for feed in feeds:
            report(feed)
    return [line.rstrip() for line in page.getvalue().splitlines()]


def test_a_feed_shows_how_far_back_it_reached() -> None:
    """Rows, days that were answered, and the days that had data stand on one line."""
    found = _feed(
        state="success",
        rows_received=220,
        days_asked=365,
        days_answered=365,
        first_day=dt.date(2026, 2, 1),
        last_day=dt.date(2026, 11, 27),
    )
    assert "activity                220 rows  365 of 365 days  2026-02-01 to 2026-11-27" in _shown(
        found
    )


def test_what_is_missing_stands_below() -> None:
    """Each problem has a line of its own, and so has each note."""
    lines = _shown(_feed(error="all", problems=["one did not come", "two"], notes=["united"]))
    place = next(place for place, line in enumerate(lines) if line.startswith("activity"))
    assert lines[place + 1 : place + 4] == ["  one did not come", "  two", "  united"]


def test_words_of_strangers_are_no_markup() -> None:
    """What looks like a tag is printed as it is."""
    assert "  a[/nope]b[bold]" in _shown(_feed(error="a[/nope]b[bold]"))


def _reported(**report: object) -> list[str]:
    page = io.StringIO()
    told = {"origin": "command", "state": "success", "phase": "done", "file_bytes": 1}
    run = ImportRun(
        run_id=uuid.uuid4(),
        user_id="anna",
        queued_at=dt.datetime.now(dt.UTC),
        report=report,
        **told,  # type: ignore[arg-type]
    )
    show_report(Console(file=page, width=80), run)
    return page.getvalue().splitlines()


def test_an_import_is_counted_kind_by_kind() -> None:
    """Names are whole on 80 columns, thousands are marked, and nothing stands for none."""
    lines = _reported(
        kinds={
            "cardio_load_derived": {"new": 4161},
            "session": {"files": 5, "samples": 20_000_000},
        },
        reasons={"session: settings": 30},
        notes=["united"],
    )
    assert [line.split() for line in lines[2:4]] == [
        ["cardio", "load", "derived", "4,161"],
        ["session", "5", "20,000,000"],
    ]
    assert lines[-2:] == ["  30 of session: settings", "  united"]
    assert max(map(len, lines)) <= 80


def test_an_archive_that_was_refused_has_no_table() -> None:
    """Nothing was counted."""
    assert _reported() == []
