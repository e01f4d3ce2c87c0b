"""The line of a deed in the audit log, within the transaction that does it."""

from collections.abc import Mapping
from typing import Any

import orjson

from app.store.pool import Connection
from app.store.queries import query


async def tell(
    connected: Connection, actor: str, action: str, user_id: str, details: Mapping[str, Any]
) -> None:
    """Say who did what to whom."""
    parameters = {
        "actor": actor,
        "action": action,
        "user_id": user_id,
        "details": orjson.dumps(details).decode(),
    }
    await connected.execute(query("write/deed"), parameters)
