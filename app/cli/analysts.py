"""Roles for people who read SQL."""

from typing import Annotated

import typer
from rich.table import Table

from app.cli.terminal import CLI, at_home, complaints, configured, house_at_hand, run, screen
from app.deeds import analysts
from app.errors import InvalidInput
from app.plain import plain
from app.records.account import DataClass
from app.records.analyst import Analyst, Guard
from app.store.analysts import AnalystOrder

commands = typer.Typer(help="Roles for people who read SQL.", no_args_is_help=True)


@commands.command("create")
def create_analyst(
    name: Annotated[str, typer.Argument(help="Name of the role.")],
    people: Annotated[
        list[str] | None, typer.Option(help="Somebody whom it sees; repeatable.")
    ] = None,
    classes: Annotated[
        str | None, typer.Option(help="Classes of data, as sleep,heart,training; else all.")
    ] = None,
    group: Annotated[
        list[str] | None, typer.Option(help="A group that it is in; repeatable.")
    ] = None,
    *,
    everybody: Annotated[
        bool, typer.Option("--everybody", help="It sees everybody, those to come included.")
    ] = False,
    as_group: Annotated[
        bool, typer.Option("--as-group", help="Nobody logs in as it: a group for others.")
    ] = False,
    lab: Annotated[
        bool, typer.Option("--lab", help="It writes, in a schema lab_NAME of its own.")
    ] = False,
) -> None:
    """Make a role that reads the schema analytics; its password is shown this once."""
    order = AnalystOrder(
        name=name,
        people=_whom(people, group, everybody=everybody),
        classes=_classes(classes),
        groups=group or [],
        logs_in=not as_group,
        lab=lab,
    )
    guards, password, embedded = run(_analyst_made(order))
    table = Table("guard", "value", "a SET lifts it")
    for guard in guards:
        table.add_row(*map(plain, _tell_guard(guard)))
    screen.print(table)
    if password:
        screen.print(f"password: {password}", highlight=False, soft_wrap=True)
    if embedded:
        complaints.print(EMBEDDED_LOGIN, style="dim", soft_wrap=True)


EMBEDDED_LOGIN = (
    "The embedded database knows one login, Ursa's own: the password opens nothing here. "
    "`ursa psql`, then SET ROLE, reads as the analyst does."
)


async def _analyst_made(order: AnalystOrder) -> tuple[list[Guard], str | None, bool]:
    settings = configured()
    async with house_at_hand(settings) as (house, _):
        return *await analysts.create(house, CLI, order), settings.embedded


def _tell_guard(guard: Guard) -> tuple[str, str, str]:
    return guard.guard, guard.value, "no" if guard.forced else "yes"


def _whom(
    people: list[str] | None, groups: list[str] | None, *, everybody: bool
) -> list[str] | None:
    if everybody and people:
        raise InvalidInput("--people and --everybody say two things: give one of them.", "people")
    if not everybody and not people and not groups:
        raise InvalidInput("Say whom it sees: --people ID, --everybody, or --group NAME.", "people")
    return None if everybody else people or []


def _classes(named: str | None) -> frozenset[DataClass] | None:
    if named is None:
        return None
    try:
        return frozenset(DataClass(name.strip()) for name in named.split(","))
    except ValueError:
        known = ", ".join(DataClass)
        raise InvalidInput(
            f"--classes takes names between commas, of {known}.", "classes"
        ) from None


@commands.command("list")
def list_analysts() -> None:
    """List the roles of analysts and their groups."""
    table = Table("role", "sees", "classes", "groups", "lab", "connections")
    for analyst in at_home(lambda house: analysts.listed(house, CLI)):
        table.add_row(*map(plain, _tell_analyst(analyst)))
    screen.print(table)


def _tell_analyst(analyst: Analyst) -> tuple[object, ...]:
    return (
        analyst.role_name,
        "everybody" if analyst.everybody else f"{analyst.people} people",
        "all" if analyst.classes is None else ", ".join(analyst.classes),
        ", ".join(analyst.groups),
        analyst.lab or "",
        analyst.connection_limit if analyst.logs_in else "a group",
    )


@commands.command("drop")
def drop_analyst(
    name: Annotated[str, typer.Argument(help="Name of the role.")],
    *,
    with_lab: Annotated[
        bool, typer.Option("--with-lab", help="Also when it owns tables: they go, too.")
    ] = False,
) -> None:
    """End a role of an analyst: its sessions, its grants, and its lab."""
    at_home(lambda house: analysts.drop(house, CLI, name, with_lab=with_lab))
    screen.print(plain(f"{name} is dropped"))
