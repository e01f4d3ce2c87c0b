"""Keys without the web."""

import datetime as dt
import uuid
from typing import Annotated

import typer
from rich.table import Table

from app.cli.terminal import CLI, at_home, complaints, configured, pool_at_hand, run, screen
from app.deeds import keys
from app.errors import InvalidInput
from app.plain import plain
from app.records.account import ApiKey, DataClass, Scope
from app.records.apps import WORDS, Reach
from app.settings import Settings
from app.store import keys as store

commands = typer.Typer(help="Keys without the web.", no_args_is_help=True)


@commands.command("create")
def create_key(
    user: Annotated[
        str | None, typer.Option(help="The one person it opens; left out: everybody.")
    ] = None,
    label: Annotated[str, typer.Option(help="What it is for.")] = "made on the command line",
    scope: Annotated[
        list[str] | None,
        typer.Option(help="read, read:sleep … (one class of data), sync, admin; repeatable; read."),
    ] = None,
    data: Annotated[
        list[DataClass] | None,
        typer.Option("--class", help="Class of data that it reads alone; repeatable; else all."),
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="Requests a minute.")] = 600,
    days: Annotated[int | None, typer.Option(min=1, help="Ends after so many days.")] = None,
    *,
    renews_itself: Annotated[
        bool, typer.Option("--renews-itself", help="May renew itself though it may only read.")
    ] = False,
) -> None:
    """Make a key; its secret is shown this once."""
    reach = _reach(scope or [Scope.READ.value])
    powers = keys.Powers(
        user_id=user,
        scopes=reach.scopes,
        classes=frozenset(data) | (reach.classes or frozenset()) if data else reach.classes,
        rate_limit_per_minute=limit,
        expires_at=dt.datetime.now(dt.UTC) + dt.timedelta(days=days) if days else None,
    )
    order = keys.KeyOrder(label=label, powers=powers, renews_itself=renews_itself)
    made = at_home(lambda house: keys.make(house, CLI, order))
    key = made.key
    may = ", ".join((*key.scopes, *(key.classes or ())))
    screen.print(plain(f"{key.key_id}  {key.label}  {may}  {user or 'everybody'}"))
    screen.print(made.secret, style="bold", highlight=False, soft_wrap=True)
    complaints.print("Keep it now: it is not stored and can not be shown again.", style="dim")


def _reach(words: list[str]) -> Reach:
    """A key that reads without naming classes reads all of them."""
    try:
        return Reach.of(words, every=None)
    except ValueError as error:
        known = ", ".join((*WORDS, Scope.ADMIN.value))
        raise InvalidInput(f"--scope: {str(error)!r} is none of {known}.", "scope") from None


@commands.command("list")
def list_keys() -> None:
    """List keys, without their secrets."""
    table = Table(*KEY_COLUMNS)
    for key in run(_listed(configured())):
        table.add_row(*map(plain, _cells(key)))
    screen.print(table)


async def _listed(settings: Settings) -> list[ApiKey]:
    async with pool_at_hand(settings) as pool:
        return await store.list_keys(pool)


KEY_COLUMNS = ("id", "begins", "person", "label", "scopes", "classes", "used", "requests", "state")


def _cells(key: ApiKey) -> tuple[object, ...]:
    used = key.last_used_at.strftime("%Y-%m-%d %H:%M") if key.last_used_at else "never"
    return (
        key.key_id,
        key.prefix,
        key.user_id or "everybody",
        key.label,
        ", ".join(key.scopes),
        "all" if key.classes is None else ", ".join(key.classes),
        used,
        key.request_count,
        _key_state(key),
    )


def _key_state(key: ApiKey) -> str:
    if key.revoked_at:
        return "revoked"
    expired = key.expires_at is not None and key.expires_at <= dt.datetime.now(dt.UTC)
    return "expired" if expired else "valid"


@commands.command("revoke")
def revoke_key(key_id: Annotated[uuid.UUID, typer.Argument(help="Id of the key.")]) -> None:
    """Take a key back; running servers follow within seconds."""
    screen.print(f"{at_home(lambda house: keys.revoke(house, CLI, key_id)).key_id} is revoked")
