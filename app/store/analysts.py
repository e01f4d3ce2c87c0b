"""Roles for people who read SQL: made with guards and grants, listed, dropped."""

import datetime as dt
import re
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
from psycopg.rows import class_row

from app.errors import ConfigurationError, Conflict, InvalidInput, NotFound, UrsaError
from app.records.account import DataClass
from app.records.analyst import Analyst, Guard
from app.store.change import execute
from app.store.pool import Pool, transaction
from app.store.queries import query
from app.store.read import fetch_all

_NAME = re.compile(r"(?!pg_|ursa_analyst$)[a-z][a-z0-9_]{0,50}")


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalystOrder:
    """A role that somebody wants."""

    name: str
    people: Sequence[str] | None
    """Whom it sees; None: everybody, those to come included."""
    classes: frozenset[DataClass] | None = None
    """Classes of data that it sees; None: all."""
    groups: Sequence[str] = ()
    logs_in: bool = True
    lab: bool = False
    """Whether it writes, in a schema of its own."""


async def analysts(pool: Pool) -> list[Analyst]:
    """Roles of analysts and their groups, by name."""
    return await fetch_all(pool, Analyst, "analysts")


async def create_analyst(
    pool: Pool, order: AnalystOrder, actor: str
) -> tuple[list[Guard], str | None]:
    """Make the role; answers its guards, and its password where it logs in.

    The database gets a SCRAM verifier and never the password, so that no log can hold it. Raises
    InvalidInput, NotFound, Conflict, or ConfigurationError where Ursa's role may make no roles.
    """
    if not _NAME.fullmatch(order.name):
        raise InvalidInput(
            "The name of a role is lower-case letters, digits and _, at most 51, and not pg_…",
            "name",
        )
    password = secrets.token_urlsafe(24) if order.logs_in else None
    with _refusals(order.name):
        return await _create(pool, order, password, actor), password


async def _create(pool: Pool, order: AnalystOrder, password: str | None, actor: str) -> list[Guard]:
    async with transaction(pool) as connected:
        named = {
            "role_name": order.name,
            "verifier": password and _verifier(connected.pgconn, order.name, password),
            "people": None if order.people is None else list(order.people),
            "classes": None if order.classes is None else sorted(order.classes),
            "groups": list(order.groups),
            "lab": order.lab,
            "actor": actor,
        }
        async with connected.cursor(row_factory=class_row(Guard)) as cursor:
            await cursor.execute(query("write/analyst_create"), named)
            return await cursor.fetchall()


def _verifier(pgconn: psycopg.pq.abc.PGconn, name: str, password: str) -> str:
    made = pgconn.encrypt_password(password.encode(), name.encode(), b"scram-sha-256")
    return made.decode()


async def drop_analyst(pool: Pool, name: str, *, with_lab: bool, actor: str) -> None:
    """End the role, its sessions and its grants; with its lab where it has one.

    Raises NotFound, Conflict where it owns tables that were not to go, or ConfigurationError.
    """
    with _refusals(name):
        await execute(pool, "analyst_drop", role_name=name, with_lab=with_lab, actor=actor)


MAY = {
    "statement_may": dt.timedelta(minutes=5),
    "statement_ends": dt.timedelta(minutes=8),
    "transaction_may": dt.timedelta(hours=1),
}
"""So long analysts take who have lifted their time-outs: cancelled, the next time ended."""


async def stop_long(pool: Pool) -> None:
    """Stop analysts' statements and open transactions that take longer."""
    await execute(pool, "analysts_stop_long", **MAY)


REMEDY = (
    "Have a superuser run ALTER ROLE … CREATEROLE for it, and GRANT ursa_analyst TO … WITH ADMIN "
    "OPTION where there is that role already; or make the role by hand: sql/README.md says how."
)
REFUSALS: tuple[tuple[type[psycopg.Error], type[UrsaError], str], ...] = (
    (
        psycopg.errors.DuplicateObject,
        Conflict,
        "There is a role {name} here already: take another name, or `ursa analyst drop {name}`.",
    ),
    (
        psycopg.errors.DuplicateSchema,
        Conflict,
        "A former role left the schema lab_{name}. Take another name, or drop the schema.",
    ),
    (psycopg.errors.NoDataFound, NotFound, "{said}."),
    (psycopg.errors.UndefinedObject, NotFound, "{said}. `ursa analyst list` shows the analysts."),
    (psycopg.errors.ObjectInUse, Conflict, "{said}. Add --with-lab to drop them, too."),
    (psycopg.errors.DependentObjectsStillExist, Conflict, "{said}."),
    (
        psycopg.errors.InsufficientPrivilege,
        ConfigurationError,
        f"Ursa's role may not do that: {{said}}. {REMEDY}",
    ),
)
"""What the database says, as what it means here: its error, ours, and our words."""


@contextmanager
def _refusals(name: str) -> Iterator[None]:
    try:
        yield
    except psycopg.Error as error:
        for kind, refusal, words in REFUSALS:
            if isinstance(error, kind):
                raise refusal(words.format(name=name, said=_said(error))) from error
        raise


def _said(error: psycopg.Error) -> str:
    said = error.diag.message_primary or str(error)
    detail = error.diag.message_detail
    return said[:1].upper() + said[1:] + (f" ({detail.rstrip('.')})" if detail else "")
