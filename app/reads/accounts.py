"""People and the keys that open their data."""

import datetime as dt

from app.records.account import ApiKey
from app.store import keys
from app.store.pool import Pool


async def active_keys(pool: Pool, user_id: str, now: dt.datetime) -> list[ApiKey]:
    """The person's keys that work now, the newest first."""
    return [key for key in await keys.list_keys(pool, user_id=user_id) if _works(key, now)]


def _works(key: ApiKey, now: dt.datetime) -> bool:
    expired = key.expires_at is not None and key.expires_at <= now
    return key.revoked_at is None and not expired
