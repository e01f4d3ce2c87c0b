"""Progress displays of long work."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from app.records.sync import FeedState, SyncFeed

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
            style = _STYLES[feed.state]
            line = f"[{style}]{feed.feed:<20}[/] {feed.rows_received:>6} rows"
            progress.console.print(line, f"  {feed.error}" if feed.error else "", markup=True)
            progress.advance(task)

        yield report
