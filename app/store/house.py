"""What the house was told in the pages, applications' names of people, and their codes."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from app.records.account import Account
from app.store.change import execute
from app.store.pool import Pool
from app.store.read import fetch_all, fetch_one, fetch_value, fetch_values


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A setting, encrypted."""

    name: str
    value_sealed: bytes = field(repr=False)


async def find_settings(pool: Pool) -> dict[str, bytes]:
    """Settings that were made, sealed, by their names."""
    return {one.name: one.value_sealed for one in await fetch_all(pool, Setting, "settings")}


async def keep_settings(
    pool: Pool, settings: Mapping[str, bytes], *, actor: str, now: dt.datetime
) -> None:
    """Make settings; the audit log tells their names."""
    await execute(
        pool,
        "setting_keep",
        names=list(settings),
        values_sealed=list(settings.values()),
        actor=actor,
        now=now,
    )


async def find_by_polar(pool: Pool, polar_user_id: int) -> Account | None:
    """The person whom Polar knows by this number, or None."""
    return await fetch_one(pool, Account, "account_by_polar", polar_user_id=polar_user_id)


async def find_named(pool: Pool, called: str) -> str | None:
    """Whom a name means: a person's own id, an application's name of them, or Polar's number."""
    user_id: str | None = await fetch_value(pool, "person_named", called=called)
    return user_id


async def find_names(pool: Pool, user_id: str) -> list[str]:
    """Further names of a person: applications' names of them, and Polar's number."""
    return await fetch_values(pool, "person_names", user_id=user_id)


async def keep_alias(pool: Pool, alias: str, user_id: str, now: dt.datetime) -> bool:
    """Whether the name means this person from now on; false: it is another's."""
    return await execute(pool, "person_alias_keep", alias=alias, user_id=user_id, now=now) == 1


async def keep_exchange(
    pool: Pool,
    code_sha256: bytes,
    *,
    user_id: str,
    called: str,
    callback_url: str,
    expires_at: dt.datetime,
) -> None:
    """Keep a code that an application will exchange for a key."""
    await execute(
        pool,
        "exchange_code_keep",
        code_sha256=code_sha256,
        user_id=user_id,
        called=called,
        callback_url=callback_url,
        expires_at=expires_at,
    )
