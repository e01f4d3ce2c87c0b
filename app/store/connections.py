"""People on their way to Polar and back, and the tokens that they leave here."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import psycopg
from psycopg.rows import class_row

from app.errors import Conflict
from app.records.account import Account
from app.store import audit
from app.store.change import execute
from app.store.pool import Connection, Pool, connection, transaction
from app.store.queries import query
from app.store.read import fetch_one


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """A connection that was started; see the comments of the relation."""

    user_id: str | None = None
    redirect_uri: str | None = None
    started_by: str
    purpose: str = "connect"
    invitation_sha256: bytes | None = field(default=None, repr=False)
    callback_url: str | None = None
    callback_state: str | None = field(default=None, repr=False)
    token_sealed: bytes | None = field(default=None, repr=False)
    polar_user_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """What is needed to speak to Polar in a person's name."""

    user_id: str
    polar_user_id: int | None
    token_encrypted: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What a person came back with from Polar."""

    user_id: str
    polar_user_id: int
    display_name: str | None
    token_encrypted: bytes = field(repr=False)


async def start_attempt(
    pool: Pool, state_sha256: bytes, attempt: Attempt, expires_at: dt.datetime
) -> None:
    """Remember an attempt under a state."""
    parameters = {**asdict(attempt), "state_sha256": state_sha256, "expires_at": expires_at}
    async with transaction(pool) as connected:
        await connected.execute(query("write/connection_start"), parameters)


async def take_attempt(
    pool: Pool,
    state_sha256: bytes,
    *,
    started_by: Sequence[str],
    purposes: Sequence[str],
    now: dt.datetime,
) -> Attempt | None:
    """The attempt with this state, taken away.

    None when it is unknown, used or too old, or when somebody else started it; then it stays.
    """
    parameters = {
        "state_sha256": state_sha256,
        "started_by": list(started_by),
        "purposes": list(purposes),
        "now": now,
    }
    async with connection(pool) as connected, connected.cursor(row_factory=class_row(Attempt)) as c:
        await c.execute(query("write/connection_take"), parameters)
        return await c.fetchone()


async def find_credential(pool: Pool, user_id: str) -> Credential | None:
    """The person's stored token, or None."""
    return await fetch_one(pool, Credential, "credential", user_id=user_id)


async def keep_grant(
    pool: Pool, grant: Grant, *, actor: str, now: dt.datetime
) -> tuple[Account, bool]:
    """Store a token, making the person when new; answers them, and whether they were.

    Raises Conflict when the person has another Polar account, or the Polar account another person.
    """
    try:
        async with transaction(pool) as connected:
            return await _keep(connected, grant, actor, now)
    except psycopg.errors.UniqueViolation:
        raise Conflict(
            "This Polar account is connected under another user id already. "
            "Use that one, or delete it first."
        ) from None


async def _keep(
    connected: Connection, grant: Grant, actor: str, now: dt.datetime
) -> tuple[Account, bool]:
    made = await connected.execute(query("write/account_create"), {"user_id": grant.user_id})
    account = await _account(connected, grant)
    await connected.execute(
        query("write/credential_keep"),
        {"user_id": grant.user_id, "token": grant.token_encrypted, "connected_at": now},
    )
    details = {"polar_user_id": grant.polar_user_id, "new": made.rowcount == 1}
    await audit.tell(connected, actor, "connection.make", grant.user_id, details)
    return account, made.rowcount == 1


async def _account(connected: Connection, grant: Grant) -> Account:
    parameters = {
        "user_id": grant.user_id,
        "polar_user_id": grant.polar_user_id,
        "display_name": grant.display_name,
    }
    async with connected.cursor(row_factory=class_row(Account)) as cursor:
        await cursor.execute(query("write/account_connected"), parameters)
        account = await cursor.fetchone()
    if account is None:
        raise Conflict(
            f"{grant.user_id} is the user id of another Polar account. "
            "Log in at Polar with that one, or connect this one under another user id."
        )
    return account


async def know_polar_account(
    pool: Pool, user_id: str, polar_user_id: int, display_name: str | None
) -> None:
    """Note which Polar account a person has, without a token; who has another one keeps it."""
    await execute(
        pool,
        "account_connected",
        user_id=user_id,
        polar_user_id=polar_user_id,
        display_name=display_name,
    )


async def forget_attempts(pool: Pool, now: dt.datetime) -> None:
    """Forget the people who did not come back from Polar."""
    await execute(pool, "connection_forget", now=now)


PAST_WAITS = "The person is not connected to Polar: it goes on when they are again."


async def forget_credential(
    pool: Pool, user_id: str, *, actor: str, details: Mapping[str, Any]
) -> None:
    """Delete a person's tokens, with a line in the audit log."""
    async with transaction(pool) as connected:
        await connected.execute(
            query("write/credential_forget"), {"user_id": user_id, "past": PAST_WAITS}
        )
        await audit.tell(connected, actor, "connection.end", user_id, details)
