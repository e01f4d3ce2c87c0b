"""Backups of the whole database, and their way back."""

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from app.cli.terminal import complaints, configured, run, screen, show_checks
from app.errors import ConfigurationError
from app.keeping import work as keeping
from app.keeping.folder import size_of
from app.keeping.replaced import PGDATA, forget
from app.keeping.replaced import replaced as list_replaced
from app.main import database_at_hand
from app.plain import plain
from app.settings import Settings
from app.store.migrations import check_database
from app.store.pool import open_pool

commands = typer.Typer()


@commands.command()
def backup(
    folder: Annotated[
        Path | None, typer.Argument(help="Where to write it; BACKUP_DIR if left out.")
    ] = None,
    keep: Annotated[
        int, typer.Option(min=0, help="Delete all but the newest so many there; 0: none.")
    ] = 0,
) -> None:
    """Write a backup of the whole database, while everything goes on."""
    settings = configured()
    written = run(_backup(settings, folder or settings.backup_place, keep))
    told = written.manifest
    screen.print(plain(f"{written.path}: {told.size_bytes / 2**20:,.1f} MB"), soft_wrap=True)
    for gone in written.gone:
        screen.print(plain(f"{gone.name} is deleted"))
    complaints.print(
        f"The key that opens Polar's tokens is not in it: keep {told.key_at} elsewhere.",
        style="dim",
        soft_wrap=True,
    )


async def _backup(settings: Settings, place: Path, keep: int) -> keeping.Written:
    if settings.embedded and not (settings.data_dir / PGDATA).exists():
        raise ConfigurationError(f"DATA_DIR {settings.data_dir} has no database to back up.")
    async with database_at_hand(settings) as url, open_pool(url, size=2, prepare=False) as pool:
        await check_database(pool)
        now = dt.datetime.now(dt.UTC)
        return await keeping.backup(settings, pool, place, now, keep)


@commands.command()
def replaced(
    *,
    delete: Annotated[bool, typer.Option("--delete", help="Delete them.")] = False,
    keep: Annotated[int, typer.Option(min=0, help="Leave the newest so many there.")] = 0,
) -> None:
    """List embedded databases that `ursa restore --replace` moved aside, or delete them."""
    place = configured().data_dir
    for path in forget(place, keep) if delete else list_replaced(place):
        size = "is deleted" if delete else f"{size_of(path) / 2**20:,.1f} MB"
        screen.print(plain(f"{path}: {size}"), soft_wrap=True)


@commands.command()
def restore(
    folder: Annotated[Path, typer.Argument(help="A backup, or a folder of them: the newest.")],
    *,
    replace: Annotated[
        bool, typer.Option("--replace", help="Move the embedded database that is there aside.")
    ] = False,
) -> None:
    """Put a backup back, look whether all of it came, and bring it up to date."""
    now = dt.datetime.now(dt.UTC)
    found, checks = run(keeping.restore(configured(), folder, replace=replace, now=now))
    screen.print(plain(f"{found} is restored"), soft_wrap=True)
    show_checks(checks)
