"""What every command stands on: terminal, settings, a database, a house without a server."""

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Annotated, Any, TypeVar

import typer
import uvloop
from rich.console import Console
from rich.table import Table
from rich.text import Text

from app import logs
from app.auth import owner
from app.foreground import Foreground, open_house
from app.main import database_at_hand
from app.plain import plain
from app.records.server import Check
from app.resources import open_resources
from app.settings import Settings, read_settings
from app.state import State
from app.store.migrations import migrate as bring_up_to_date
from app.store.pool import Pool, open_pool

T = TypeVar("T")
Deed = Callable[[State], Awaitable[T]]
Person = Annotated[str, typer.Option(help="The person's id in Ursa.")]
Force = Annotated[bool, typer.Option("--force", help="Also when Polar does not answer.")]

CLI = owner("cli")
"""Whoever has a shell on the machine."""

screen = Console()
complaints = Console(stderr=True)


def run(work: Coroutine[Any, Any, T]) -> T:
    """Do the work; its answer."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(work)


def configured(*, quiet: bool = True) -> Settings:
    """The settings, with the log as they say; raises ConfigurationError."""
    settings = read_settings()
    logs.configure(settings, quiet=quiet)
    return settings


@asynccontextmanager
async def pool_at_hand(settings: Settings) -> AsyncIterator[Pool]:
    """A connection to the database at hand, which is up to date then."""
    async with database_at_hand(settings) as url, open_pool(url, size=1, prepare=False) as pool:
        await bring_up_to_date(pool)
        yield pool


@asynccontextmanager
async def house_at_hand(settings: Settings) -> AsyncIterator[tuple[State, Foreground]]:
    """What deeds need, without a server."""
    async with (
        database_at_hand(settings) as url,
        open_resources(settings, database_url=url, pool_size=2) as resources,
        open_house(resources, screen) as house,
    ):
        await bring_up_to_date(resources.pool)
        yield house


def at_home(deed: Deed[T]) -> T:
    """Do one deed in the house at hand; its answer."""

    async def work() -> T:
        async with house_at_hand(configured()) as (house, _):
            return await deed(house)

    return run(work())


def show_checks(checks: list[Check]) -> None:
    """A table of what was looked at; exit code 1 where Ursa can not work as it is.

    What is good and has advice all the same is a warning.
    """
    table = Table("", "what", "found", "what to do")
    for check in checks:
        table.add_row(_mark(check), *map(plain, (check.what, check.found, check.advice)))
    screen.print(table)
    sys.exit(0 if all(check.good for check in checks) else 1)


def _mark(check: Check) -> Text:
    if not check.good:
        return plain("no", "red")
    return plain("warn", "yellow") if check.advice else plain("ok", "green")
