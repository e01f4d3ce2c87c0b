"""Backfills in the database: begun, how far their feeds got, and ended."""

import datetime as dt
from collections.abc import Mapping, Sequence

from app.records.backfill import BackfillFeed
from app.store.change import execute, returned
from app.store.pool import Pool
from app.store.read import fetch_lists, fetch_values


async def begin(
    pool: Pool,
    user_id: str,
    until: dt.date,
    *,
    goals: Mapping[str, dt.date],
    reached: Mapping[str, dt.date],
    actor: str,
    now: dt.datetime,
) -> bool:
    """Begin one; False while another one of the person runs, or without a person.

    `goals` is the oldest day of each feed, `reached` the first of those that are done already.
    """
    begun = await returned(
        pool,
        "backfill_begin",
        user_id=user_id,
        until=until,
        actor=actor,
        now=now,
        feed=[*goals],
        goal=[*goals.values()],
        reached=[reached[feed] for feed in goals],
    )
    return bool(begun)


async def running(pool: Pool, most: int, *, only: str | None = None) -> list[str]:
    """People whose backfills run and wait for a slice, who got least of late first."""
    return await fetch_values(pool, "backfills_running", people=most, only=only)


async def feeds(pool: Pool, user_ids: Sequence[str]) -> dict[str, list[BackfillFeed]]:
    """How far the feeds of each person's backfill got."""
    asked = {"user_ids": [*user_ids]}
    return await fetch_lists(pool, BackfillFeed, "backfill_feeds", user_ids, asked)


async def advance(
    pool: Pool,
    user_id: str,
    feed: str,
    *,
    reached: dt.date,
    rows: int,
    tries: int,
    done: bool,
    note: str | None,
) -> None:
    """Note how far a slice got; `rows` more were received."""
    await execute(
        pool,
        "backfill_advance",
        user_id=user_id,
        feed=feed,
        reached=reached,
        rows=rows,
        tries=tries,
        done=done,
        note=note,
    )


async def end_when_done(pool: Pool, user_id: str, now: dt.datetime) -> None:
    """A backfill is done when all of its feeds are."""
    await execute(pool, "backfill_done", user_id=user_id, now=now)


async def stop(pool: Pool, user_id: str, *, actor: str, now: dt.datetime) -> bool:
    """End one; whether one was running. What it reached is kept."""
    return bool(await execute(pool, "backfill_stop", user_id=user_id, actor=actor, now=now))


async def tell_error(pool: Pool, user_id: str, error: str | None) -> None:
    """Note what stopped the last slice, or that nothing did."""
    await execute(pool, "backfill_error", user_id=user_id, error=error)
