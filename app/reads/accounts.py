"""People and the keys that open their data."""

import datetime as dt
import uuid
from collections.abc import Sequence

from app.reads.desk import question
from app.records.account import Account, ApiKey, KeyDay
from app.store import keys
from app.store.pool import Pool
from app.store.read import fetch_each, fetch_lists


async def active_keys(pool: Pool, user_id: str, now: dt.datetime) -> list[ApiKey]:
    """The person's keys that work now, the newest first."""
    return [key for key in await keys.list_keys(pool, user_id=user_id) if _works(key, now)]


async def key(pool: Pool, key_id: uuid.UUID) -> ApiKey | None:
    """A key as it may be shown, whether it still works or not."""
    return await keys.find_key(pool, key_id)


@question
async def people(pool: Pool, user_ids: Sequence[str]) -> dict[str, Account | None]:
    """People by their user ids; None for somebody who is not there."""
    found = await fetch_each(pool, Account, "accounts", {"user_ids": list(user_ids)})
    return {user_id: found.get(user_id) for user_id in user_ids}


@question
async def key_days(
    pool: Pool, key_ids: Sequence[uuid.UUID], since: dt.date
) -> dict[uuid.UUID, list[KeyDay]]:
    """Days on which keys were used since then, the oldest first; days without requests miss."""
    asked = {"key_ids": list(key_ids), "since": since}
    return await fetch_lists(pool, KeyDay, "key_days", key_ids, asked)


def _works(key: ApiKey, now: dt.datetime) -> bool:
    expired = key.expires_at is not None and key.expires_at <= now
    return key.revoked_at is None and not expired
