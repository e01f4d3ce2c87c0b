"""What the timetable knows of people and of Polar's budget, and the runs that it plans."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import orjson

from app.store.pool import Pool, transaction
from app.store.queries import query
from app.store.read import fetch_one
from app.store.write import execute


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """How many people are connected, and the requests that open runs will make."""

    people: int
    settled: int
    announced: int
    unreached: int
    committed: int


async def load(pool: Pool, now: dt.datetime) -> Load:
    """People and what is under way."""
    found = await fetch_one(pool, Load, "timetable_load", now=now)
    return found or Load(people=0, settled=0, announced=0, unreached=0, committed=0)


async def set_due(pool: Pool, due: Mapping[str, dt.datetime]) -> None:
    """Note when people are due next."""
    if due:
        await execute(pool, "credential_due", user_id=[*due], due_at=[*due.values()])


async def queue_planned(
    pool: Pool,
    orders: Iterable[Mapping[str, object]],
    *,
    origin: str,
    now: dt.datetime,
    due_at: dt.datetime | None,
) -> list[uuid.UUID]:
    """Queue a run for each order, where none of the person is under way; answers their ids."""
    parameters = {"orders": orjson.dumps([*orders]).decode(), "origin": origin}
    async with transaction(pool) as connected:
        cursor = await connected.execute(
            query("write/run_queue_planned"), parameters | {"now": now, "due_at": due_at}
        )
        return [row[0] for row in await cursor.fetchall()]
