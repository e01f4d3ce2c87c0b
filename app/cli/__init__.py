"""The `ursa` command: one module per noun, on one terminal."""

import sys

import typer

from app.cli import (
    analysts,
    apps,
    archives,
    backfill,
    house,
    keeping,
    keys,
    people,
    serving,
    webhook,
)
from app.cli.terminal import complaints
from app.errors import UrsaError
from app.plain import plain

app = typer.Typer(
    help="Ursa: everything that a Polar watch knows, kept for ever and answered.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for noun in (serving, people, archives, backfill, house, keeping):
    app.add_typer(noun.commands)
app.add_typer(keys.commands, name="api-key")
app.add_typer(analysts.commands, name="analyst")
app.add_typer(apps.commands, name="app")
app.add_typer(webhook.commands, name="webhook")


def main() -> None:
    """Run the command; an expected error is one line on stderr and exit code 1."""
    try:
        app()
    except UrsaError as error:
        complaints.print(plain(f"ursa: {error}", "red"), soft_wrap=True)
        sys.exit(1)
