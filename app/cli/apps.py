"""Applications and assistants that people let in."""

import time
import uuid
from typing import Annotated

import typer
from rich.table import Table

from app.cli.terminal import CLI, at_home, complaints, configured, screen
from app.deeds import apps
from app.errors import InvalidInput
from app.oauth import redirects, registered
from app.oauth.documents import name_of
from app.plain import plain
from app.records.apps import ConnectedApp
from app.vault import open_vault

commands = typer.Typer(help="Applications and assistants that people let in.", no_args_is_help=True)
COLUMNS = ("id", "application", "at", "person", "may", "used", "asked for", "ends")


@commands.command("list")
def list_apps(
    user: Annotated[str | None, typer.Option(help="One person's alone.")] = None,
) -> None:
    """List applications that have access, with what each asked for."""
    table = Table(*COLUMNS)
    for each in at_home(lambda house: apps.connected(house, CLI, user)):
        table.add_row(*map(plain, _cells(each)))
    screen.print(table)


def _cells(each: ConnectedApp) -> tuple[object, ...]:
    used = each.last_used_at.strftime("%Y-%m-%d %H:%M") if each.last_used_at else "never"
    return (
        each.app_id,
        each.name,
        each.host,
        each.user_id or "everybody",
        ", ".join((*each.scopes, *(each.classes or ()))),
        used,
        ", ".join(each.read),
        each.expires_at.date() if each.expires_at else "never",
    )


@commands.command("disconnect")
def disconnect_app(
    app_id: Annotated[uuid.UUID, typer.Argument(help="Id of the application.")],
) -> None:
    """Send an application away; running servers follow within seconds."""
    ended = at_home(lambda house: apps.end(house, CLI, str(app_id)))
    screen.print(plain(f"{ended.name} at {ended.host} has no access any more"))


@commands.command("register")
def register_app(
    name: Annotated[str, typer.Option(help="What people read on the consent page.")],
    redirect_uri: Annotated[
        list[str], typer.Option(help="Where people are sent back to; repeatable, to the letter.")
    ],
    *,
    secret: Annotated[bool, typer.Option("--secret", help="For a server, which can keep one.")] = (
        False
    ),
) -> None:
    """Name an application that does not register itself; nothing of it is stored."""
    if not all(redirects.possible(each) for each in redirect_uri):
        raise InvalidInput("--redirect-uri: https, or http on the person's own machine.")
    vault, shown = open_vault(configured()), name_of(name, redirects.host(redirect_uri[0]))
    made = registered.register(
        vault, shown, redirect_uri, confidential=secret, now=int(time.time())
    )
    screen.print(made.client.client_id, highlight=False, soft_wrap=True)
    if made.secret is not None:
        screen.print(made.secret, style="bold", highlight=False, soft_wrap=True)
        complaints.print("Keep the secret now: it is not stored and can not be shown again.")
