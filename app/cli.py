"""The `ursa` command."""

import asyncio
import datetime as dt
import os
import shutil
import sys
import uuid
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Annotated, Any, TypeVar

import typer
import uvloop
from cryptography.fernet import Fernet
from rich.console import Console
from rich.table import Table

from app import demo, doctor, logs
from app.embedded.claim import running_url
from app.errors import ConfigurationError, InvalidInput, UrsaError
from app.ingest import runs
from app.ingest.analyse import analyse_user
from app.ingest.connection import disconnect as end_connection
from app.ingest.deletion import delete_person
from app.ingest.feeds import FEEDS
from app.ingest.sync import sync_run
from app.main import database_at_hand
from app.progress import feed_progress
from app.records.account import ApiKey, Scope
from app.records.connection import Receipt
from app.records.sync import RunState
from app.resources import Resources, open_resources
from app.serving import serve as serve_forever
from app.settings import Settings, read_settings
from app.simulator.serve import serve as serve_simulator
from app.store import keys
from app.store.migrations import migrate as bring_up_to_date
from app.store.pool import Pool, open_pool
from schema.build import sdl
from workers.process import run_scheduler, run_worker

T = TypeVar("T")
Person = Annotated[str, typer.Option(help="The person's id in Ursa.")]
Force = Annotated[bool, typer.Option("--force", help="Also when Polar does not answer.")]

app = typer.Typer(
    help="Ursa: everything that a Polar watch knows, kept for ever and answered.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
key_app = typer.Typer(help="Keys without the web.", no_args_is_help=True)
app.add_typer(key_app, name="api-key")

screen = Console()
complaints = Console(stderr=True)


def main() -> None:
    """Run the command; an expected error is one line on stderr and exit code 1."""
    try:
        app()
    except UrsaError as error:
        complaints.print(
            f"ursa: {error}", style="red", markup=False, highlight=False, soft_wrap=True
        )
        sys.exit(1)


def _run(work: Coroutine[Any, Any, T]) -> T:
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(work)


def _settings(*, quiet: bool = True) -> Settings:
    settings = read_settings()
    logs.configure(settings, quiet=quiet)
    return settings


@asynccontextmanager
async def _pool(settings: Settings) -> AsyncIterator[Pool]:
    async with database_at_hand(settings) as url, open_pool(url, size=1, prepare=False) as pool:
        await bring_up_to_date(pool)
        yield pool


@asynccontextmanager
async def _resources(settings: Settings) -> AsyncIterator[Resources]:
    async with (
        database_at_hand(settings) as url,
        open_resources(settings, database_url=url, pool_size=2) as resources,
    ):
        await bring_up_to_date(resources.pool)
        yield resources


@app.command()
def serve() -> None:
    """Serve GraphQL, REST and admin; without BROKER_URL the workers run inside."""
    settings = _settings(quiet=False)
    _run(demo.serve(settings, screen) if settings.demo else serve_forever(settings))


@app.command()
def worker() -> None:
    """Work on what the broker brings, for a deployment of several processes."""
    run_worker(_settings(quiet=False))


@app.command()
def scheduler() -> None:
    """Send the work of the timetable, for a deployment of several processes."""
    run_scheduler(_settings(quiet=False))


@app.command()
def migrate() -> None:
    """Bring the database up to date; safe to run from several places at once."""

    async def work(settings: Settings) -> list[str]:
        async with (
            database_at_hand(settings) as url,
            open_pool(url, size=1, prepare=False) as pool,
        ):
            return await bring_up_to_date(pool)

    for name in _run(work(_settings())) or ["nothing to do: the database is up to date"]:
        screen.print(name)


@app.command()
def simulator(
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8900,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    people: Annotated[int, typer.Option(min=1, max=10_000, help="How many people.")] = 3,
    days: Annotated[int, typer.Option(min=1, max=3650, help="Days of data until today.")] = 120,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same people.")] = 0,
    *,
    dense: Annotated[bool, typer.Option(help="Heart rate every few seconds.")] = False,
) -> None:
    """Run a whole AccessLink here, with simulated people."""
    serve_simulator(host=host, port=port, count=people, days=days, seed=seed, dense=dense)


@app.command()
def sync(
    user: Person,
    token: Annotated[
        str | None, typer.Option(envvar="POLAR_TOKEN", help="Polar token; else the stored one.")
    ] = None,
    days: Annotated[int | None, typer.Option(min=1, max=365, help="Days to look back.")] = None,
) -> None:
    """Sync one person in the foreground."""
    settings = _settings()
    state = _run(_sync(settings, user, token, days or settings.sync_days_lookback))
    sys.exit(0 if state in {RunState.SUCCESS, RunState.PARTIAL} else 1)


async def _sync(settings: Settings, user: str, token: str | None, days: int) -> RunState | None:
    async with _resources(settings) as resources:
        run_id = await _queued(resources, user, token, days)
        with feed_progress(screen, f"Sync of {user}", len(FEEDS)) as report:
            state = await sync_run(resources, run_id, report)
        await analyse_user(resources, user)
    screen.print(f"{user}: {state.value if state else 'taken over by another process'}")
    return state


async def _queued(resources: Resources, user: str, token: str | None, days: int) -> uuid.UUID:
    return await runs.queue_run(
        resources.pool,
        resources.vault,
        user_id=user,
        days=days,
        origin="command",
        token=token,
        create_account=True,
        now=resources.clock(),
    )


@app.command()
def disconnect(user: Person, *, force: Force = False) -> None:
    """End a person's connection to Polar; their data stay."""

    async def work() -> bool:
        async with _resources(_settings()) as resources:
            ended = await end_connection(
                resources, user_id=user, actor="command", even_when_polar_is_silent=force
            )
            return ended.deregistered

    screen.print(f"{user} is disconnected; {_at_polar(deregistered=_run(work()))}")


@app.command()
def delete(
    user: Person,
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    force: Force = False,
) -> None:
    """Delete a person: at Polar, and every row of theirs here."""
    if not yes:
        _confirm(f"Delete {user!r} and all their data, for ever?")

    async def work() -> Receipt:
        async with _resources(_settings()) as resources:
            return await delete_person(
                resources, user_id=user, actor="command", even_when_polar_is_silent=force
            )

    receipt = _run(work())
    screen.print(
        f"{user} is deleted: {receipt.rows:,} rows; "
        f"{_at_polar(deregistered=receipt.deregistered)}; receipt {receipt.receipt_id}"
    )


def _at_polar(*, deregistered: bool) -> str:
    if deregistered:
        return "Polar has ended the registration"
    return "Polar had no registration to end, or gave no answer"


def _confirm(question: str) -> None:
    if not sys.stdin.isatty():
        raise InvalidInput("Nobody can be asked here. Add --yes to delete without a question.")
    typer.confirm(question, abort=True)


@key_app.command("create")
def create_key(
    user: Annotated[
        str | None, typer.Option(help="The one person it opens; left out: everybody.")
    ] = None,
    label: Annotated[str, typer.Option(help="What it is for.")] = "made on the command line",
    scope: Annotated[list[Scope] | None, typer.Option(help="Repeatable; read if left out.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="Requests a minute.")] = 600,
    days: Annotated[int | None, typer.Option(min=1, help="Ends after so many days.")] = None,
) -> None:
    """Make a key; its secret is shown this once."""

    async def work() -> tuple[ApiKey, str]:
        async with _pool(_settings()) as pool:
            ends = dt.datetime.now(dt.UTC) + dt.timedelta(days=days) if days else None
            return await keys.create_key(
                pool,
                user_id=user,
                label=label,
                scopes=scope or [Scope.READ],
                rate_limit_per_minute=limit,
                expires_at=ends,
                actor="command",
            )

    key, secret = _run(work())
    screen.print(f"{key.key_id}  {key.label}  {', '.join(key.scopes)}  {user or 'everybody'}")
    screen.print(secret, style="bold", highlight=False, soft_wrap=True)
    complaints.print("Keep it now: it is not stored and can not be shown again.", style="dim")


@key_app.command("list")
def list_keys() -> None:
    """List keys, without their secrets."""

    async def work() -> list[ApiKey]:
        async with _pool(_settings()) as pool:
            return await keys.list_keys(pool)

    table = Table("id", "begins", "person", "label", "scopes", "last used", "requests", "state")
    for key in _run(work()):
        used = key.last_used_at.strftime("%Y-%m-%d %H:%M") if key.last_used_at else "never"
        table.add_row(
            str(key.key_id),
            key.prefix,
            key.user_id or "everybody",
            key.label,
            ", ".join(key.scopes),
            used,
            str(key.request_count),
            _key_state(key),
        )
    screen.print(table)


def _key_state(key: ApiKey) -> str:
    if key.revoked_at:
        return "revoked"
    expired = key.expires_at is not None and key.expires_at <= dt.datetime.now(dt.UTC)
    return "expired" if expired else "valid"


@key_app.command("revoke")
def revoke_key(key_id: Annotated[uuid.UUID, typer.Argument(help="Id of the key.")]) -> None:
    """Take a key back; running servers follow within seconds."""

    async def work() -> ApiKey:
        async with _pool(_settings()) as pool:
            return await keys.revoke_key(pool, key_id, "command")

    screen.print(f"{_run(work()).key_id} is revoked")


@app.command()
def schema() -> None:
    """Print the GraphQL schema."""
    sys.stdout.write(sdl())


@app.command("encryption-key")
def encryption_key() -> None:
    """Print a new key for ENCRYPTION_KEY."""
    screen.print(Fernet.generate_key().decode(), highlight=False)


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def psql(context: typer.Context) -> None:
    """Run psql on the configured database; further arguments are psql's."""
    settings = _settings()
    url = settings.database_url or running_url(settings.data_dir)
    program = shutil.which("psql")
    if program is None:
        raise ConfigurationError("psql is not installed. Install PostgreSQL's client package.")
    if url is None:
        raise ConfigurationError(
            f"No database runs in {settings.data_dir}. Start `ursa serve` first, in another shell."
        )
    os.execv(program, [program, url, *context.args])  # noqa: S606 -- that program is the command


@app.command("doctor")
def run_doctor() -> None:
    """Check everything that a support question would ask, and say what to do."""
    findings = _run(doctor.examine(_settings()))
    table = Table("", "what", "found", "what to do")
    for finding in findings:
        mark = "[green]ok[/]" if finding.good else "[red]no[/]"
        table.add_row(mark, finding.what, finding.found, finding.advice)
    screen.print(table)
    sys.exit(0 if all(finding.good for finding in findings) else 1)


if __name__ == "__main__":
    main()
