"""Everything about one person in one ZIP: Polar's comes in, Ursa's goes out."""

import sys
import uuid
from pathlib import Path
from typing import Annotated

import typer

from app.cli.terminal import CLI, Person, at_home, screen
from app.deeds import imports, takeouts
from app.errors import InvalidInput, NotFound
from app.findings.analyse import analyse_user
from app.plain import plain
from app.progress import show_report
from app.reads.imports import import_run
from app.records.imports import ImportRun, ImportState
from app.state import State
from app.takeout.writing import Told

commands = typer.Typer()


@commands.command("import")
def import_archive(
    file: Annotated[
        Path | None, typer.Argument(help="The ZIP that Polar's mail led to, as it came.")
    ] = None,
    user: Annotated[str | None, typer.Option(help="Whose archive it is; new people, too.")] = None,
    undo: Annotated[
        uuid.UUID | None, typer.Option(help="Take back what this import brought, and only that.")
    ] = None,
    *,
    ppi: Annotated[bool, typer.Option("--ppi", help="Keep pulse intervals, too.")] = False,
    foreign_owner: Annotated[
        bool, typer.Option("--foreign-owner", help="Also another person's archive.")
    ] = False,
) -> None:
    """Import the archive of past years that Polar hands out, or take an import back."""
    if undo is not None:
        undone = at_home(lambda house: _undone(house, undo))
        screen.print(plain(f"undone: {undone.run_id}"))
    elif file is None or user is None:
        raise InvalidInput("Name the ZIP and --user, or an import with --undo.")
    else:
        order = imports.ArchiveOrder(
            user_id=user, origin="command", ppi=ppi, foreign_owner=foreign_owner
        )
        _end(at_home(lambda house: _imported(house, order, file)))


def _end(run: ImportRun) -> None:
    show_report(screen, run)
    words = f": {run.error.rstrip('.')}" if run.error else f", {run.rows_written:,} rows"
    screen.print(plain(f"{run.user_id}: {run.state}{words}; import {run.run_id}"))
    sys.exit(0 if run.state == ImportState.SUCCESS else 1)


async def _imported(house: State, order: imports.ArchiveOrder, file: Path) -> ImportRun:
    run_id = await imports.import_file(house, CLI, order, file)
    await analyse_user(house["resources"], order.user_id)
    run = await import_run(house["resources"].fresh_pool, run_id)
    if run is None:
        raise NotFound("This person was deleted at this very moment.")
    return run


async def _undone(house: State, run_id: uuid.UUID) -> ImportRun:
    run = await imports.undo(house, CLI, run_id)
    await analyse_user(house["resources"], run.user_id)
    return run


@commands.command()
def export(
    file: Annotated[Path, typer.Argument(help="Where to write it: a ZIP.")], user: Person
) -> None:
    """Write everything about one person to a ZIP: tables, documents, tracks."""
    told = at_home(lambda house: _taken_out(house, user, file))
    screen.print(plain(f"{file}: {told.rows:,} rows, {told.documents:,} nights and exercises"))


async def _taken_out(house: State, user: str, file: Path) -> Told:
    with screen.status("Export") as status:
        return await takeouts.write(house, CLI, user, file, status.update)
