"""One person: sync, the connection to Polar, the end."""

import asyncio
import sys
from typing import Annotated
from urllib.parse import parse_qs, urlsplit

import typer

from app.cli.terminal import CLI, Force, Person, at_home, configured, house_at_hand, run, screen
from app.deeds.connections import disconnect as end_connection
from app.deeds.connections import finish_connection, start_connection
from app.deeds.house import CALLBACK
from app.deeds.people import delete_person
from app.deeds.syncs import SyncOrder, trigger
from app.errors import InvalidInput
from app.findings.analyse import analyse_user
from app.plain import plain
from app.records.sync import RunState
from app.settings import Settings
from app.state import State

commands = typer.Typer()


@commands.command()
def sync(
    user: Person,
    token: Annotated[
        str | None, typer.Option(envvar="POLAR_TOKEN", help="Polar token; else the stored one.")
    ] = None,
    days: Annotated[int | None, typer.Option(min=1, max=365, help="Days to look back.")] = None,
) -> None:
    """Sync one person in the foreground."""
    settings = configured()
    state = run(_sync(settings, user, token, days))
    sys.exit(0 if state in {RunState.SUCCESS, RunState.PARTIAL} else 1)


async def _sync(
    settings: Settings, user: str, token: str | None, days: int | None
) -> RunState | None:
    order = SyncOrder(user_id=user, origin="command", days=days, polar_token=token)
    async with house_at_hand(settings) as (house, foreground):
        await trigger(house, CLI, order)
        await analyse_user(house["resources"], user)
    state = foreground.state
    screen.print(plain(f"{user}: {state.value if state else 'taken over by another process'}"))
    return state


@commands.command()
def connect(user: Person) -> None:
    """Connect a person to Polar: prints where to allow it, and asks for the address afterwards."""
    name = at_home(lambda house: _connected(house, user))
    screen.print(plain(f"{name} is connected. Fetch their days: ursa sync --user {user}"))


async def _connected(house: State, user: str) -> str:
    """To Polar by a browser, and back by an address that is pasted."""
    redirect_uri = f"{house['resources'].settings.public_url}{CALLBACK}"
    started = await start_connection(house, CLI, user, redirect_uri=redirect_uri)
    screen.print(plain("Open this address, and allow Ursa to read:"))
    screen.print(plain(started.authorization_url), soft_wrap=True)
    came = await asyncio.to_thread(typer.prompt, "The address that your browser shows then")
    back = parse_qs(urlsplit(came).query)
    state, code = ("".join(back.get(name, [])) for name in ("state", "code"))
    done = await finish_connection(house, CLI, state=state, code=code)
    return done.account.display_name or user


@commands.command()
def disconnect(user: Person, *, force: Force = False) -> None:
    """End a person's connection to Polar; their data stay."""
    ended = at_home(lambda house: end_connection(house, CLI, user, even_when_polar_is_silent=force))
    told = _at_polar(deregistered=ended.deregistered)
    screen.print(plain(f"{user} is disconnected; {told}"))


@commands.command()
def delete(
    user: Person,
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    force: Force = False,
) -> None:
    """Delete a person: at Polar, and every row of theirs here."""
    if not yes:
        _confirm(f"Delete {user!r} and all their data, for ever?")
    receipt = at_home(
        lambda house: delete_person(house, CLI, user, even_when_polar_is_silent=force)
    )
    told = f"{_at_polar(deregistered=receipt.deregistered)}; receipt {receipt.receipt_id}"
    screen.print(plain(f"{user} is deleted: {receipt.rows:,} rows; {told}"))


def _at_polar(*, deregistered: bool) -> str:
    if deregistered:
        return "Polar has ended the registration"
    return "Polar had no registration to end, or gave no answer"


def _confirm(question: str) -> None:
    if not sys.stdin.isatty():
        raise InvalidInput("Nobody can be asked here. Add --yes to delete without a question.")
    typer.confirm(question, abort=True)
