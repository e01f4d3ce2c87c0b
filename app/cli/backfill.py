"""A person's past, as far back as Polar goes."""

import datetime as dt
from typing import Annotated

import typer
from rich.table import Table

from app.cli.terminal import CLI, Person, configured, house_at_hand, run, screen
from app.deeds.backfills import start_backfill, stop_backfill
from app.foreground import Foreground
from app.plain import plain
from app.reads.backfills import PersonsBackfill, backfill_of
from app.records.backfill import BackfillState
from app.settings import Settings
from app.state import State
from app.sync.backfill import queue_slices

commands = typer.Typer()


@commands.command()
def backfill(
    user: Person,
    until: Annotated[
        dt.datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Oldest day to ask for; left out: how it stands."),
    ] = None,
    *,
    stop: Annotated[bool, typer.Option("--stop", help="End it; what came stays.")] = False,
) -> None:
    """Ask Polar for a person's past, down to a day; goes on where an earlier one stopped."""
    _show_backfill(run(_backfill(configured(), user, until.date() if until else None, stop=stop)))


async def _backfill(
    settings: Settings, user: str, until: dt.date | None, *, stop: bool
) -> PersonsBackfill | None:
    async with house_at_hand(settings) as (house, foreground):
        if stop:
            return await stop_backfill(house, CLI, user)
        if until is not None:
            await start_backfill(house, CLI, user, until)
            await _work_back(house, foreground, user)
        return await backfill_of(house["resources"].fresh_pool, user)


async def _work_back(house: State, foreground: Foreground, user: str) -> None:
    """Work on slices until nothing is left, or Polar's budget is the timetable's."""
    while runs := await queue_slices(house["resources"], user):
        for run_id in runs:
            await foreground.sync(run_id)


def _show_backfill(found: PersonsBackfill | None) -> None:
    if found is None:
        screen.print("Nobody asked for this person's past yet: add --until.")
        return
    table = Table("feed", "down to", "of", "rows", "", title=plain(f"{found.state}"))
    for feed in found.feeds:
        told = (feed.feed, feed.reached, feed.goal, feed.rows_received, feed.note or "")
        table.add_row(*map(plain, told))
    screen.print(table)
    if found.state != BackfillState.RUNNING.value:
        return
    if found.error:
        screen.print(plain(found.error, "red"))
    else:
        screen.print("It goes on with `ursa serve` or a worker, as Polar's budget allows.")
