"""API keys: made, listed, renewed, taken back; their secrets are never stored."""

import datetime as dt
import hashlib
import re
import secrets
import uuid
from collections.abc import Collection, Mapping
from contextlib import suppress

import psycopg
from psycopg.rows import class_row

from app.errors import Conflict, InvalidInput, NotFound
from app.records.account import ApiKey, Scope
from app.store.accounts import possible_user_id
from app.store.pool import Pool, connection
from app.store.queries import query
from app.store.read import fetch_all, fetch_one
from app.store.write import execute

DEFAULT_RATE_LIMIT_PER_MINUTE = 600
HIGHEST_RATE_LIMIT_PER_MINUTE = 1_000_000_000
LONGEST_LABEL = 100
PREFIX_LENGTH = 12
NO_SUCH_KEY = "There is no such key. List the keys to see their ids."

Use = tuple[int, dt.datetime]
"""Number of requests, and when the last of them was."""

_SECRET = re.compile(r"ursa_[A-Za-z0-9_-]{43}")


def possible_secret(secret: str) -> bool:
    """Whether Ursa can have given this secret out; spares the database hostile ones."""
    return _SECRET.fullmatch(secret) is not None


async def find_key(pool: Pool, key_id: uuid.UUID) -> ApiKey | None:
    """The key with this id, or None."""
    return await fetch_one(pool, ApiKey, "api_key", key_id=key_id)


async def find_key_by_secret(pool: Pool, secret_sha256: bytes) -> ApiKey | None:
    """The key whose secret has this SHA-256, expired and revoked ones included, or None."""
    return await fetch_one(pool, ApiKey, "api_key_by_secret", secret_sha256=secret_sha256)


async def list_keys(pool: Pool, *, user_id: str | None = None) -> list[ApiKey]:
    """Keys of one person, or all keys, newest first."""
    if user_id is not None and not possible_user_id(user_id):
        return []
    return await fetch_all(pool, ApiKey, "api_keys", user_id=user_id)


async def create_key(
    pool: Pool,
    *,
    user_id: str | None,
    label: str,
    scopes: Collection[Scope],
    actor: str,
    rate_limit_per_minute: int = DEFAULT_RATE_LIMIT_PER_MINUTE,
    expires_at: dt.datetime | None = None,
) -> tuple[ApiKey, str]:
    """A new key and its secret, which is shown now and never again.

    `user_id` None opens everybody. Raises InvalidInput, or NotFound for an unknown person.
    """
    _check(label, scopes, rate_limit_per_minute, expires_at)
    secret, stored = _new_secret()
    parameters = stored | {
        "user_id": user_id,
        "label": label,
        "scopes": sorted(Scope(scope).value for scope in scopes),
        "rate_limit_per_minute": rate_limit_per_minute,
        "expires_at": expires_at,
        "actor": actor,
    }
    return await _insert(pool, user_id, parameters), secret


async def revoke_key(pool: Pool, key_id: uuid.UUID, actor: str) -> ApiKey:
    """Take a key back; one taken back before stays as it is. Raises NotFound."""
    revoked = await _write(pool, "api_key_revoke", {"key_id": key_id, "actor": actor})
    return revoked or await _existing(pool, key_id)


async def regenerate_key(pool: Pool, key_id: uuid.UUID, actor: str) -> tuple[ApiKey, str]:
    """The same key with a new secret; the old one is dead. Raises NotFound, Conflict."""
    secret, stored = _new_secret()
    renewed = await _write(pool, "api_key_regenerate", stored | {"key_id": key_id, "actor": actor})
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


async def _insert(pool: Pool, user_id: str | None, parameters: Mapping[str, object]) -> ApiKey:
    """The foreign key decides whether the person is there, so that none can vanish meanwhile."""
    made = None
    if user_id is None or possible_user_id(user_id):
        with suppress(psycopg.errors.ForeignKeyViolation):
            made = await _write(pool, "api_key_create", parameters)
    if made is None:
        raise NotFound("There is no such person. Connect or sync them first, then make the key.")
    return made


async def _existing(pool: Pool, key_id: uuid.UUID) -> ApiKey:
    key = await find_key(pool, key_id)
    if key is None:
        raise NotFound(NO_SUCH_KEY)
    return key


async def _write(pool: Pool, name: str, parameters: Mapping[str, object]) -> ApiKey | None:
    """One statement writes key and audit log together."""
    async with connection(pool) as connected, connected.cursor(row_factory=class_row(ApiKey)) as c:
        await c.execute(query(f"write/{name}"), parameters)
        return await c.fetchone()


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
