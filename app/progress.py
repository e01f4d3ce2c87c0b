"""Progress displays of long work."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from app.plain import plain
from app.records.imports import ImportRun
from app.records.sync import FeedState, SyncFeed
from app.store.imports import Step

_STYLES = {
    FeedState.SUCCESS.value: "green",
    FeedState.PARTIAL.value: "yellow",
    FeedState.FAILED.value: "red",
    FeedState.SKIPPED.value: "dim",
}


def bar(screen: Console) -> Progress:
    """A bar with what is being done, how much of it, and since when."""
    return Progress(
        TextColumn("[bold]{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[note]}"),
        console=screen,
    )


@contextmanager
def feed_progress(screen: Console, title: str, total: int) -> Iterator[Callable[[SyncFeed], None]]:
    """A bar that moves on with each feed, above which each feed leaves a line."""
    with bar(screen) as progress:
        task = progress.add_task(title, total=total, note="")

        def report(feed: SyncFeed) -> None:
            _print(progress.console, feed)
            progress.advance(task)

        yield report


@contextmanager
def import_progress(screen: Console) -> Iterator[Callable[[Step], None]]:
    """A bar that moves on with the files of an archive."""
    with bar(screen) as progress:
        task = progress.add_task("Import", total=None, note="")

        def watch(step: Step) -> None:
            progress.update(task, total=step.files_total, completed=step.files_done)

        yield watch


def show_report(screen: Console, run: ImportRun) -> None:
    """What an import found, kind by kind, and why something was left out."""
    kinds = run.report.get("kinds", {})
    if kinds:
        screen.print(_counted(kinds))
    reasons = (f"{count:,} of {reason}" for reason, count in run.report.get("reasons", {}).items())
    for words in (*reasons, *run.report.get("notes", ())):
        screen.print(plain(f"  {words}", "dim"), soft_wrap=True)


_COUNTS = ("files", "new", "enriched", "equal", "conflict", "samples", "left_out")


def _counted(kinds: Mapping[str, Mapping[str, int]]) -> Table:
    """A line for each kind, whose name is whole also on 80 columns."""
    table = Table("kind", box=SIMPLE_HEAD, show_edge=False, padding=0)
    for name in _COUNTS:
        table.add_column(name.replace("_", " "), justify="right", no_wrap=True)
    for kind, counts in sorted(kinds.items()):
        told = (f"{counts[name]:,}" if counts.get(name) else "" for name in _COUNTS)
        table.add_row(plain(kind.replace("_", " ")), *told)
    return table


def _print(screen: Console, feed: SyncFeed) -> None:
    """What a feed brought, on a line of its own; what is missing and what was done with it below.

    Words of strangers are printed as they are: they are no markup.
    """
    line = plain(f"{feed.feed:<20}", _STYLES[feed.state])
    line.append(f" {feed.rows_received:>6} rows  {_reach(feed)}", style="default")
    screen.print(line)
    missing = feed.problems or [feed.error or ""]
    for each in (*(problem for problem in missing if problem), *feed.notes):
        screen.print(plain(f"  {each}", "dim"), soft_wrap=True)


def _reach(feed: SyncFeed) -> str:
    """Days that were answered of those that were asked for, and the days that had data."""
    if feed.days_asked is None:
        return ""
    days = f"{feed.days_answered or 0:>3} of {feed.days_asked:>3} days"
    return f"{days}  {feed.first_day} to {feed.last_day}" if feed.first_day else days
