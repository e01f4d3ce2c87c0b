"""The line of a deed in the audit log, where it can be within the transaction that does it."""

from collections.abc import Mapping
from typing import Any

import orjson

from app.store.pool import Connection, Pool, transaction
from app.store.queries import query


async def tell(
    connected: Connection, actor: str, action: str, user_id: str | None, details: Mapping[str, Any]
) -> None:
    """Say who did what to whom."""
    parameters = {
        "actor": actor,
        "action": action,
        "user_id": user_id,
        "details": orjson.dumps(details).decode(),
    }
    await connected.execute(query("write/deed"), parameters)


async def note(
    pool: Pool, actor: str, action: str, user_id: str | None, details: Mapping[str, Any]
) -> None:
    """The same for a deed that was done elsewhere."""
    async with transaction(pool) as connected:
        await tell(connected, actor, action, user_id, details)
