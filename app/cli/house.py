"""The house itself: its database, its schema, its keys' key, its owner's link, its doctor."""

import os
import shutil
import sys

import typer
from cryptography.fernet import Fernet

from app import doctor
from app.cli.terminal import CLI, at_home, complaints, configured, run, screen, show_checks
from app.deeds.sessions import enter_link
from app.embedded.claim import running_url
from app.errors import ConfigurationError
from app.main import database_at_hand
from app.settings import Settings
from app.store.migrations import migrate as bring_up_to_date
from app.store.pool import open_pool
from schema.build import sdl

commands = typer.Typer()


@commands.command()
def migrate() -> None:
    """Bring the database up to date; safe to run from several places at once."""

    async def work(settings: Settings) -> list[str]:
        async with (
            database_at_hand(settings) as url,
            open_pool(url, size=2, prepare=False) as pool,
        ):
            return await bring_up_to_date(pool)

    for name in run(work(configured())) or ["nothing to do: the database is up to date"]:
        screen.print(name)


@commands.command()
def schema() -> None:
    """Print the GraphQL schema."""
    sys.stdout.write(sdl())


@commands.command("encryption-key")
def encryption_key() -> None:
    """Print a new key for ENCRYPTION_KEY."""
    screen.print(Fernet.generate_key().decode(), highlight=False)


@commands.command("setup-link")
def setup_link() -> None:
    """Print a link that signs the owner in to the pages, once, within an hour."""
    screen.print(
        at_home(lambda house: enter_link(house["resources"], CLI.actor)),
        highlight=False,
        soft_wrap=True,
    )
    complaints.print(
        "It works once, for an hour. BASE_URL says where people reach Ursa.", style="dim"
    )


@commands.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def psql(context: typer.Context) -> None:
    """Run psql on the configured database; further arguments are psql's."""
    settings = configured()
    url = settings.database_url or running_url(settings.data_dir)
    program = shutil.which("psql")
    if program is None:
        raise ConfigurationError("psql is not installed. Install PostgreSQL's client package.")
    if url is None:
        raise ConfigurationError(
            f"No database runs in {settings.data_dir}. Start `ursa serve` first, in another shell."
        )
    os.execv(program, [program, url, *context.args])  # noqa: S606 -- that program is the command


@commands.command("doctor")
def run_doctor() -> None:
    """Check everything that a support question would ask, and say what to do."""
    show_checks(run(doctor.examine(configured())))
