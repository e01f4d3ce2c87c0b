"""Polar's webhook."""

from typing import Annotated

import typer

from app.cli.terminal import CLI, at_home, screen
from app.deeds.webhooks import create_webhook, delete_webhook, webhook_status
from app.plain import plain
from app.records.webhook import PolarWebhook

commands = typer.Typer(help="Polar's webhook.", no_args_is_help=True)


@commands.command("create")
def create_webhook_command(
    url: Annotated[
        str | None, typer.Option(help="https address; /webhooks/polar of BASE_URL if left out.")
    ] = None,
) -> None:
    """Make the webhook at Polar, which pings the address meanwhile: a server must answer there."""
    _show_webhook(at_home(lambda house: create_webhook(house, CLI, url)))


@commands.command("status")
def show_webhook() -> None:
    """Ask Polar how the webhook stands; one that was switched off is switched on again."""
    _show_webhook(at_home(lambda house: webhook_status(house, CLI)))


@commands.command("delete")
def delete_webhook_command() -> None:
    """End the webhook at Polar, and forget its secret."""
    deleted = at_home(lambda house: delete_webhook(house, CLI))
    screen.print("the webhook is deleted" if deleted else "there was no webhook")


def _show_webhook(found: PolarWebhook | None) -> None:
    if found is None:
        screen.print("Ursa made no webhook: `ursa webhook create`.")
        return
    made = "being made" if found.webhook_id is None else "not active"
    state = "active" if found.active else made
    last = found.last_notice_at.strftime("%Y-%m-%d %H:%M") if found.last_notice_at else "never"
    screen.print(plain(f"{found.url}: {state}; {found.notices_in_a_day} notices in 24 h"))
    screen.print(plain(f"last notice {last}; {', '.join(found.events)}"))
    if found.error:
        screen.print(plain(found.error, "red"))
