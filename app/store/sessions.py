"""Sessions of browsers, the owner's account, links that work once, and wrong passwords."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

from psycopg.rows import class_row

from app.records.session import Browser, Role, WebSession
from app.store.change import execute
from app.store.pool import Pool, connection, transaction
from app.store.queries import query
from app.store.read import fetch_all, fetch_one, fetch_value


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """Who owns the house."""

    name: str
    password_argon2: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """A session that is to begin."""

    secret_sha256: bytes = field(repr=False)
    role: Role
    user_id: str | None
    how: str
    expires_at: dt.datetime
    fresh_until: dt.datetime


async def find_session(pool: Pool, secret_sha256: bytes) -> WebSession | None:
    """The session whose cookie has this SHA-256, an expired one included, or None."""
    return await fetch_one(pool, WebSession, "session", secret_sha256=secret_sha256)


async def session_ends(pool: Pool, session_id: uuid.UUID) -> dt.datetime | None:
    """When the session ends by itself; None: it was ended."""
    ends: dt.datetime | None = await fetch_value(pool, "session_alive", session_id=session_id)
    return ends


async def list_sessions(pool: Pool, user_id: str | None, now: dt.datetime) -> list[WebSession]:
    """Sessions of one person that work, or of everybody and the owner."""
    return await fetch_all(pool, WebSession, "sessions", user_id=user_id, now=now)


async def begin_session(
    pool: Pool, beginning: Beginning, browser: Browser, now: dt.datetime
) -> WebSession | None:
    """The session, begun; None for a person who is gone."""
    parameters = {
        "secret_sha256": beginning.secret_sha256,
        "role": beginning.role.value,
        "user_id": beginning.user_id,
        "how": beginning.how,
        "expires_at": beginning.expires_at,
        "fresh_until": beginning.fresh_until,
        "agent": browser.agent,
        "address": browser.address,
        "now": now,
    }
    async with (
        connection(pool) as connected,
        connected.cursor(row_factory=class_row(WebSession)) as cursor,
    ):
        await cursor.execute(query("write/session_begin"), parameters)
        return await cursor.fetchone()


async def session_seen(
    pool: Pool, session_id: uuid.UUID, now: dt.datetime, expires_at: dt.datetime
) -> None:
    """The session was used, and lives on."""
    await execute(pool, "session_seen", session_id=session_id, now=now, expires_at=expires_at)


async def freshen_session(pool: Pool, session_id: uuid.UUID, fresh_until: dt.datetime) -> bool:
    """Whether the session is there, and asks for no password until then."""
    return await execute(pool, "session_fresh", session_id=session_id, fresh_until=fresh_until) == 1


async def end_session(
    pool: Pool, session_id: uuid.UUID, *, user_id: str | None, actor: str
) -> bool:
    """Whether there was such a session of the person, or of anybody; now there is none."""
    ended = await execute(pool, "session_end", session_id=session_id, user_id=user_id, actor=actor)
    return ended == 1


async def find_owner(pool: Pool) -> Owner | None:
    """The owner, or None before the house was set up."""
    return await fetch_one(pool, Owner, "owner_account")


async def create_owner(
    pool: Pool, name: str, password_argon2: str, *, actor: str, now: dt.datetime
) -> bool:
    """Whether the owner's account was made; false: there is one."""
    made = await execute(
        pool, "owner_create", called=name, password_argon2=password_argon2, actor=actor, now=now
    )
    return made == 1


async def set_owner_password(
    pool: Pool,
    password_argon2: str,
    *,
    actor: str,
    session_id: uuid.UUID | None,
    now: dt.datetime,
) -> bool:
    """Whether there is an owner, who has this password now, and no session but `session_id`."""
    changed = await execute(
        pool,
        "owner_password",
        password_argon2=password_argon2,
        actor=actor,
        session_id=session_id,
        now=now,
    )
    return changed == 1


async def make_link(
    pool: Pool,
    token_sha256: bytes,
    purpose: str,
    *,
    label: str | None,
    actor: str,
    now: dt.datetime,
    expires_at: dt.datetime,
) -> None:
    """Give out a link; of those that let the owner in the newest alone works."""
    await execute(
        pool,
        "link_make",
        token_sha256=token_sha256,
        purpose=purpose,
        label=label,
        actor=actor,
        now=now,
        expires_at=expires_at,
    )


async def take_link(pool: Pool, token_sha256: bytes, purpose: str, now: dt.datetime) -> bool:
    """Whether the link worked; it does not any more."""
    taken = await execute(pool, "link_take", token_sha256=token_sha256, purpose=purpose, now=now)
    return taken == 1


async def link_there(pool: Pool, token_sha256: bytes, purpose: str, now: dt.datetime) -> bool:
    """Whether the link works."""
    asked = {"token_sha256": token_sha256, "purpose": purpose, "now": now}
    return await fetch_value(pool, "link_there", **asked) is not None


async def next_password_at(pool: Pool, names: list[str], now: dt.datetime) -> dt.datetime | None:
    """From when on another password of one of the names is looked at; None: now."""
    next_at: dt.datetime | None = await fetch_value(pool, "wrong_passwords", names=names, now=now)
    return next_at


async def note_wrong_password(
    pool: Pool, longest_s: Mapping[str, int], address: str, now: dt.datetime
) -> None:
    """The next password of each name waits longer, at most so many seconds."""
    names, longest = list(longest_s), list(longest_s.values())
    async with transaction(pool) as connected:
        await connected.execute(
            query("write/wrong_password"),
            {"names": names, "longest_s": longest, "address": address, "now": now},
        )


async def forget_wrong_passwords(pool: Pool, names: list[str]) -> None:
    """The right one came."""
    await execute(pool, "wrong_password_forget", names=names)


async def forget_over(pool: Pool, now: dt.datetime, wrong_before: dt.datetime) -> None:
    """Forget sessions, links and codes that are over, and passwords that were wrong before then."""
    await execute(pool, "session_forget", now=now, before=wrong_before)
