"""People's rows: found by name, made when somebody is first heard of."""

import datetime as dt
import re
from collections.abc import Mapping

from psycopg.rows import class_row

from app.errors import InvalidInput, NotFound
from app.records.account import Account
from app.records.connection import Receipt
from app.store import audit
from app.store.again import begun_again
from app.store.change import execute
from app.store.pool import Connection, Pool, connection, transaction
from app.store.queries import query
from app.store.read import fetch_one

_USER_ID = re.compile(r"[A-Za-z0-9._@:-]{1,128}")
"""The same as the check on `account.user_id`; a test compares them."""


def possible_user_id(user_id: str) -> bool:
    """Whether a person can have this name at all; spares the database hostile ones."""
    return _USER_ID.fullmatch(user_id) is not None


def checked_user_id(user_id: str) -> str:
    """The name itself; raises InvalidInput for one that nobody can have."""
    if not possible_user_id(user_id):
        raise InvalidInput(
            "user_id: 1 to 128 letters, digits or any of . _ @ : - are allowed.", "user_id"
        )
    return user_id


async def find_account(pool: Pool, user_id: str) -> Account | None:
    """The person, or None."""
    return await fetch_one(pool, Account, "account", user_id=user_id)


async def existing_account(pool: Pool, user_id: str) -> Account:
    """The person; raises NotFound."""
    account = await find_account(pool, user_id) if possible_user_id(user_id) else None
    if account is None:
        raise NotFound(f"There is no person {user_id!r}.")
    return account


async def create_account(pool: Pool, user_id: str, *, actor: str = "worker") -> Account:
    """The person, made when new; raises InvalidInput for a name that nobody can have."""
    checked_user_id(user_id)
    async with transaction(pool) as connected:
        await meet(connected, user_id, actor)
    account = await find_account(pool, user_id)
    if account is None:
        raise NotFound("This person was deleted at this very moment. Try again.")
    return account


async def meet(connected: Connection, user_id: str, actor: str) -> None:
    """Make a person whom nobody knows, with the line in the audit log."""
    met = await connected.execute(query("write/account_create"), {"user_id": user_id})
    if met.rowcount:
        await audit.tell(connected, actor, "person.begin", user_id, {})


async def note_synced(pool: Pool, user_id: str, synced_at: dt.datetime) -> None:
    """A sync has brought data; what happened last in them tells the wearer's offset."""
    await execute(pool, "account_synced", user_id=user_id, synced_at=synced_at)


async def keep_likes(
    pool: Pool, user_id: str, likes: Mapping[str, str | None], *, actor: str
) -> Account:
    """Keep time zone, units, language and hour cycle of a person; raises NotFound."""
    parameters = {"user_id": user_id, "actor": actor, **likes}
    async with connection(pool) as connected, connected.cursor(row_factory=class_row(Account)) as c:
        await c.execute(query("write/account_likes"), parameters)
        account = await c.fetchone()
    if account is None:
        raise NotFound(f"There is no person {user_id!r}.")
    return account


@begun_again
async def delete_account(pool: Pool, user_id: str, *, actor: str, deregistered: bool) -> Receipt:
    """Delete every row of a person in one statement; raises NotFound."""
    parameters = {"user_id": user_id, "actor": actor, "deregistered": deregistered}
    async with connection(pool) as connected, connected.cursor(row_factory=class_row(Receipt)) as c:
        await c.execute(query("write/person_delete"), parameters)
        receipt = await c.fetchone()
    if receipt is None:
        raise NotFound(f"There is no person {user_id!r} any more.")
    return receipt
