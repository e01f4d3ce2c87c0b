"""Processes that stay: the server, workers, the simulator; and what stands beside them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import anyio
import typer

from app import demo, doctor
from app.apart import give_way
from app.cli.terminal import CLI, configured, run, screen
from app.deeds.sessions import enter_link, has_owner
from app.mcp.pipe import pipe
from app.plain import plain
from app.serving import serve as serve_forever
from app.settings import Settings
from app.simulator.archive import write_simulated
from app.simulator.serve import serve as serve_simulator
from app.state import State
from app.tracing import open_tracing
from workers.process import run_scheduler, run_worker

commands = typer.Typer()


@commands.command()
def serve() -> None:
    """Serve GraphQL, REST and admin; without BROKER_URL the workers run inside."""
    with _process("serve") as settings:
        if settings.demo:
            run(demo.serve(settings, screen, doctor.examine))
        else:
            run(serve_forever(settings, _greet, examine=doctor.examine))


@contextmanager
def _process(name: str) -> Iterator[Settings]:
    """A process that stays, with its log and its traces."""
    settings = configured(quiet=False)
    collector, service = settings.otel_exporter_otlp_endpoint, settings.otel_service_name
    with open_tracing(collector, service, name):
        yield settings


async def _greet(state: State, _: str) -> None:
    """A house without an owner tells how to become one, on the terminal alone."""
    resources = state["resources"]
    if resources.settings.auth_required and not await has_owner(resources):
        link = await enter_link(resources, CLI.actor)
        screen.print("This house has no owner yet. Open, within an hour:", highlight=False)
        screen.print(link, highlight=False, soft_wrap=True)


@commands.command()
def worker() -> None:
    """Work on what the broker brings, for a deployment of several processes."""
    give_way()
    with _process("worker") as settings:
        run_worker(settings)


@commands.command()
def scheduler() -> None:
    """Send the work of the timetable, for a deployment of several processes."""
    with _process("scheduler") as settings:
        run_scheduler(settings)


@commands.command()
def simulator(
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8900,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    people: Annotated[int, typer.Option(min=1, max=10_000, help="How many people.")] = 3,
    days: Annotated[int, typer.Option(min=1, max=3650, help="Days of data until today.")] = 120,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same people.")] = 0,
    *,
    dense: Annotated[bool, typer.Option(help="Heart rate every few seconds.")] = False,
    archive: Annotated[
        Path | None,
        typer.Option(help="Write the archive that Polar would hand the first person out, and end."),
    ] = None,
) -> None:
    """Run a whole AccessLink here, with simulated people, or write an archive of one."""
    if archive is not None:
        files = write_simulated(archive, days=days, seed=seed, dense=dense)
        screen.print(plain(f"{archive}: {files:,} files, {days:,} days"))
        return
    serve_simulator(host=host, port=port, count=people, days=days, seed=seed, dense=dense)


@commands.command("mcp")
def assistants(
    key: Annotated[
        str, typer.Option(envvar="URSA_API_KEY", help="Key of whom the assistant may ask about.")
    ],
    url: Annotated[str | None, typer.Option(help="Where Ursa runs; BASE_URL without it.")] = None,
) -> None:
    """Speak MCP over the pipe, for an assistant on this machine, with a running Ursa."""
    anyio.run(pipe, url or configured().public_url, key)
