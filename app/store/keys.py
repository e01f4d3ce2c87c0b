"""API keys: made, listed, renewed, taken back; their secrets are never stored."""

import datetime as dt
import hashlib
import re
import secrets
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Annotated, Any

from psycopg.rows import class_row

from app.errors import Conflict, InvalidInput, NotFound
from app.records.account import ApiKey, DataClass, Scope
from app.store.accounts import possible_user_id
from app.store.change import execute
from app.store.pool import Connection, Pool, transaction
from app.store.queries import query
from app.store.read import fetch_all, fetch_each, fetch_one

DEFAULT_RATE_LIMIT_PER_MINUTE = 600
HIGHEST_RATE_LIMIT_PER_MINUTE = 1_000_000_000
LONGEST_LABEL = 100
PREFIX_LENGTH = 12
NO_SUCH_KEY = "There is no such key. List the keys to see their ids."

Use = tuple[int, dt.datetime]
"""Number of requests, and when the last of them was."""

ACCESS = "ursa_at_"
"""How access tokens of applications begin."""
_SECRET = re.compile(r"ursa_(?:at_)?[A-Za-z0-9_-]{43}")


def possible_secret(secret: str) -> bool:
    """Whether Ursa can have given this secret out; spares the database hostile ones."""
    return _SECRET.fullmatch(secret) is not None


async def find_key(pool: Pool, key_id: uuid.UUID) -> ApiKey | None:
    """The key with this id, or None."""
    return await fetch_one(pool, ApiKey, "api_key", key_id=key_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldKey(ApiKey):
    """A key as its holder showed it, and the keys that it descends from, its maker first."""

    maker_ids: Annotated[list[uuid.UUID], "Who made it, who made that one, and so on."]
    maker_limits: Annotated[list[int], "Requests that each of them has in a minute."]
    audience: Annotated[
        str | None, "Where an application's token works: api or mcp; NULL: it is a key."
    ] = None
    shares: Annotated[
        str | None, "Whose minute of its person it also spends from: sessions, apps; NULL: none."
    ] = None


async def find_keys_by_secret(pool: Pool, secrets_sha256: Sequence[bytes]) -> dict[bytes, HeldKey]:
    """Keys by the SHA-256 of their secrets, expired and revoked ones included; one statement."""
    asked = {"secrets_sha256": list(secrets_sha256)}
    return await fetch_each(pool, HeldKey, "api_keys_by_secret", asked)


async def list_keys(pool: Pool, *, user_id: str | None = None) -> list[ApiKey]:
    """Keys of one person, or all keys, newest first."""
    if user_id is not None and not possible_user_id(user_id):
        return []
    return await fetch_all(pool, ApiKey, "api_keys", user_id=user_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """What a key that the owner did not make is held to."""

    parent_id: Annotated[uuid.UUID | None, "The key that makes it; NULL: it heads a family."] = None
    shares: Annotated[str | None, "Whose minute it spends from; NULL: what its maker shares."] = (
        None
    )
    most: Annotated[int, "Keys that work of its person; without one, of its family's."]
    longest: Annotated[int, "Keys of a line in which each was made by the one before."]
    now: Annotated[dt.datetime, "When they are counted."]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewKey:
    """What a key is made of."""

    user_id: str | None
    label: str
    scopes: Collection[Scope]
    actor: str
    rate_limit_per_minute: int = DEFAULT_RATE_LIMIT_PER_MINUTE
    expires_at: dt.datetime | None = None
    classes: Collection[DataClass] | None = None
    renews_itself: bool = False


async def create_key(  # noqa: PLR0913 -- what a key is made of; callers name each
    pool: Pool,
    *,
    user_id: str | None,
    label: str,
    scopes: Collection[Scope],
    actor: str,
    rate_limit_per_minute: int = DEFAULT_RATE_LIMIT_PER_MINUTE,
    expires_at: dt.datetime | None = None,
    classes: Collection[DataClass] | None = None,
    renews_itself: bool = False,
    bound: Bound | None = None,
) -> tuple[ApiKey, str]:
    """A new key and its secret, which is shown now and never again.

    `user_id` None opens everybody. `bound` is checked while person and family are held. Raises
    InvalidInput, NotFound for an unknown person, or Conflict when the bound does not allow it.
    """
    new = NewKey(
        user_id=user_id,
        label=label,
        scopes=scopes,
        actor=actor,
        rate_limit_per_minute=rate_limit_per_minute,
        expires_at=expires_at,
        classes=classes,
        renews_itself=renews_itself,
    )
    async with transaction(pool) as connected:
        return await create_within(connected, new, bound)


async def create_within(
    connected: Connection, new: NewKey, bound: Bound | None = None
) -> tuple[ApiKey, str]:
    """The same in a transaction that makes more than the key."""
    _check(new.label, new.scopes, new.rate_limit_per_minute, new.expires_at)
    secret, stored = _new_secret()
    parameters = stored | {
        **{each.name: getattr(new, each.name) for each in fields(new)},
        "scopes": sorted(Scope(scope).value for scope in new.scopes),
        "classes": _words(new.classes),
        "parent_id": bound.parent_id if bound else None,
        "shares": bound.shares if bound else None,
    }
    if new.user_id is not None:
        await hold_person(connected, new.user_id)
    if bound is not None:
        await _check_bound(connected, new.user_id, bound)
    return _there(await _written(connected, "api_key_create", parameters)), secret


async def revoke_key(pool: Pool, key_id: uuid.UUID, actor: str) -> ApiKey:
    """Take a key back, with all that descend from it; one taken back before stays as it is.

    Raises NotFound.
    """
    async with transaction(pool) as connected:
        await _family(connected, key_id)
        parameters = {"key_id": key_id, "actor": actor}
        revoked = await _written(connected, "api_key_revoke", parameters)
    return revoked or await _existing(pool, key_id)


async def regenerate_key(
    pool: Pool, key_id: uuid.UUID, actor: str, *, previous_until: dt.datetime | None = None
) -> tuple[ApiKey, str]:
    """The same key with a new secret; the old one works until then, or is dead at once.

    Raises NotFound, Conflict.
    """
    secret, stored = _new_secret()
    async with transaction(pool) as connected:
        parameters = stored | {"key_id": key_id, "actor": actor, "previous_until": previous_until}
        renewed = await _written(connected, "api_key_regenerate", parameters)
    if renewed is None:
        await _existing(pool, key_id)
        raise Conflict("This key was revoked and can not come back. Make a new one.")
    return renewed, secret


async def add_usage(pool: Pool, uses: Mapping[uuid.UUID, Use]) -> int:
    """Add to what keys did, in one statement; answers how many keys are still there."""
    return await execute(
        pool,
        "api_key_usage",
        key_id=list(uses),
        request_count=[count for count, _ in uses.values()],
        last_used_at=[last for _, last in uses.values()],
    )


def _new_secret() -> tuple[str, dict[str, object]]:
    """256 random bits, and what is kept of them."""
    secret = f"ursa_{secrets.token_urlsafe(32)}"
    digest = hashlib.sha256(secret.encode()).digest()
    return secret, {"prefix": secret[:PREFIX_LENGTH], "secret_sha256": digest}


async def hold_person(connected: Connection, user_id: str) -> None:
    """Keep the person, so that they neither vanish nor get another key meanwhile.

    Raises NotFound.
    """
    held = None
    if possible_user_id(user_id):
        cursor = await connected.execute(query("write/account_hold"), {"user_id": user_id})
        held = await cursor.fetchone()
    if held is None:
        raise NotFound("There is no such person. Connect or sync them first, then make the key.")


async def _check_bound(connected: Connection, user_id: str | None, bound: Bound) -> None:
    if bound.parent_id is not None and not await _lives(connected, bound.parent_id):
        raise Conflict("The key that makes this one has ended. Ask with one that works.")
    asked = {"user_id": user_id, "parent_id": bound.parent_id, "now": bound.now}
    cursor = await connected.execute(query("read/api_keys_active"), asked)
    ((active, generations),) = await cursor.fetchall()
    if active >= bound.most:
        whose = user_id or "The family of this key"
        raise Conflict(f"{whose} has {active} keys that work. Revoke one, then make this.")
    if generations >= bound.longest:
        raise Conflict(
            f"{generations} keys made one another down to this one, and no line is longer. "
            "Ask with one of those before it."
        )


async def _lives(connected: Connection, key_id: uuid.UUID) -> bool:
    return (await _family(connected, key_id)).get(key_id, key_id) is None


async def _family(connected: Connection, key_id: uuid.UUID) -> dict[uuid.UUID, Any]:
    """When each key of the family was taken back; all of them are held until the commit."""
    cursor = await connected.execute(query("write/api_key_hold"), {"key_id": key_id})
    return dict(await cursor.fetchall())


async def _existing(pool: Pool, key_id: uuid.UUID) -> ApiKey:
    key = await find_key(pool, key_id)
    if key is None:
        raise NotFound(NO_SUCH_KEY)
    return key


async def _written(
    connected: Connection, name: str, parameters: Mapping[str, object]
) -> ApiKey | None:
    """One statement writes key and audit log together."""
    async with connected.cursor(row_factory=class_row(ApiKey)) as cursor:
        await cursor.execute(query(f"write/{name}"), parameters)
        return await cursor.fetchone()


def _there(made: ApiKey | None) -> ApiKey:
    if made is None:
        raise NotFound(NO_SUCH_KEY)
    return made


def _words(classes: Collection[DataClass] | None) -> list[str] | None:
    """None opens all; raises InvalidInput for a list that would open none."""
    if classes is None:
        return None
    if not classes or not set(classes) <= set(DataClass):
        raise InvalidInput(f"classes: one or more of {', '.join(DataClass)}.", "classes")
    return [each.value for each in DataClass if each in set(classes)]


def _check(
    label: str, scopes: Collection[Scope], rate_limit: int, expires_at: dt.datetime | None
) -> None:
    if not (label.strip() and label.isprintable() and len(label) <= LONGEST_LABEL):
        raise InvalidInput(f"label: 1 to {LONGEST_LABEL} printable characters.", "label")
    if not scopes or not set(scopes) <= set(Scope):
        raise InvalidInput(f"scopes: one or more of {', '.join(Scope)}.", "scopes")
    if not 1 <= rate_limit <= HIGHEST_RATE_LIMIT_PER_MINUTE:
        raise InvalidInput(
            f"rate_limit_per_minute: 1 to {HIGHEST_RATE_LIMIT_PER_MINUTE}.", "rate_limit_per_minute"
        )
    if expires_at is not None and expires_at.tzinfo is None:
        raise InvalidInput("expires_at: a moment with its UTC offset is needed.", "expires_at")


async def forget_days(pool: Pool, before: dt.date) -> None:
    """Forget how often keys were used on days before."""
    await execute(pool, "key_days_forget", before=before)
