"""What the timetable knows of people and of Polar's budget, and the runs that it plans."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import orjson

from app.days import clock_of
from app.records.timetable import Timetable
from app.store.change import execute, returned
from app.store.pool import Pool
from app.store.read import fetch_all, fetch_lists, fetch_one, fetch_values


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Wearer:
    """A connected person, as far as the timetable must know them."""

    user_id: str
    time_zone: str | None = None
    utc_offset_minutes: int | None = None
    wakes_at: dt.time | None = None
    """When their nights end, on their clock; None: nobody knows."""
    noticed_at: dt.datetime | None = None
    """When a webhook last told of them."""
    due_at: dt.datetime | None = None

    @property
    def zone(self) -> dt.tzinfo:
        """Their clock."""
        return clock_of(self.time_zone, self.utc_offset_minutes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What one person's feed was last asked for, and what came."""

    feed: str
    asked_at: dt.datetime
    brought_at: dt.datetime | None = None
    last_day: dt.date | None = None
    whole: bool = False
    reached_for_at: dt.datetime | None = None


Standings = Mapping[str, Standing]
"""Of one person, by the names of the feeds that were ever asked for."""


async def people_due(
    pool: Pool, now: dt.datetime, latest_at: dt.datetime, most: int
) -> list[Wearer]:
    """Who is due for a sync, who has waited longest first; nobody is due after `latest_at`."""
    return await fetch_all(
        pool, Wearer, "timetable_people", now=now, latest_at=latest_at, people=most
    )


async def people_unreached(pool: Pool, now: dt.datetime, most: int) -> list[str]:
    """Who was synced, and never asked for as much as Polar shows."""
    return await fetch_values(pool, "timetable_unreached", now=now, people=most)


async def find_wearer(pool: Pool, user_id: str, now: dt.datetime) -> Wearer | None:
    """One person; None when they are not connected."""
    return await fetch_one(pool, Wearer, "timetable_wearer", user_id=user_id, now=now)


async def standings(pool: Pool, user_ids: Iterable[str]) -> dict[str, Standings]:
    """What feeds of people were last asked for."""
    keys = [*user_ids]
    found = await fetch_lists(pool, Standing, "feed_states", keys, {"user_ids": keys})
    return {who: {each.feed: each for each in rows} for who, rows in found.items()}


async def keep_promise(pool: Pool, promised: Timetable) -> None:
    """Note what the timetable promises from now on."""
    await execute(
        pool,
        "timetable_planned",
        people=promised.people,
        pace=promised.pace,
        interval_minutes=promised.interval_minutes,
        requests_a_day=promised.requests_a_day,
        allowed_a_day=promised.allowed_a_day,
        now=promised.planned_at,
    )


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
    return await returned(
        pool,
        "run_queue_planned",
        orders=orjson.dumps([*orders]).decode(),
        origin=origin,
        now=now,
        due_at=due_at,
    )
