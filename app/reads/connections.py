"""How people are connected to Polar."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from app.reads.desk import question
from app.store.pool import Pool
from app.store.read import fetch_each, fetch_value


@dataclass(frozen=True, slots=True, kw_only=True)
class PolarConnection:
    """A person's connection to Polar: a token that Ursa keeps, encrypted, and never shows."""

    connected_at: Annotated[dt.datetime, "When the token was first accepted."]
    refused_at: Annotated[
        dt.datetime | None,
        "When Polar first refused it; NULL while it works. Then the person must connect again.",
    ]


@question
async def connections(pool: Pool, user_ids: Sequence[str]) -> dict[str, PolarConnection | None]:
    """The connection of each person; None for somebody who is not connected."""
    found = await fetch_each(pool, PolarConnection, "connections", {"user_ids": list(user_ids)})
    return {user_id: found.get(user_id) for user_id in user_ids}


async def connected(pool: Pool, user_id: str) -> bool:
    """Whether a person has a token that Polar has not refused."""
    return bool(await fetch_value(pool, "credential_there", user_id=user_id))
