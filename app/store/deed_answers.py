"""What deeds were answered that somebody named."""

import datetime as dt
from typing import Annotated

from app.records.deed import KeptAnswer, NamedDeed
from app.store.change import execute
from app.store.pool import Pool
from app.store.read import fetch_one

KEPT = dt.timedelta(hours=24)
"""So long the answer of a deed is told again."""
GIVEN_UP = dt.timedelta(minutes=10)
"""After so long, who did a deed is taken to have ended in the middle of it."""
Most = Annotated[int, "Deeds that one actor may have named."]


async def begin(pool: Pool, deed: NamedDeed, begun_at: dt.datetime, most: Most) -> bool:
    """Whether the deed begins now: nobody has begun it, and there is room for its name."""
    begun = await execute(
        pool,
        "deed_begin",
        actor=deed.actor,
        deed_name=deed.name,
        user_id=deed.user_id,
        request_sha256=deed.request_sha256,
        begun_at=begun_at,
        forgotten=begun_at - KEPT,
        given_up=begun_at - GIVEN_UP,
        most=most,
    )
    return begun == 1


async def find(pool: Pool, deed: NamedDeed) -> KeptAnswer | None:
    """What is known of the deed, or None."""
    return await fetch_one(pool, KeptAnswer, "deed_answer", actor=deed.actor, deed_name=deed.name)


async def end(
    pool: Pool,
    deed: NamedDeed,
    begun_at: dt.datetime,
    done_at: dt.datetime,
    answer_sealed: bytes | None,
) -> None:
    """Keep the answer; None: that it was done, and nothing more."""
    await execute(
        pool,
        "deed_end",
        actor=deed.actor,
        deed_name=deed.name,
        begun_at=begun_at,
        done_at=done_at,
        answer_sealed=answer_sealed,
    )


async def let_go(pool: Pool, deed: NamedDeed, begun_at: dt.datetime) -> None:
    """The name is free again."""
    await execute(pool, "deed_let_go", actor=deed.actor, deed_name=deed.name, begun_at=begun_at)


async def forget(pool: Pool, now: dt.datetime) -> None:
    """Forget answers that are not told again."""
    await execute(pool, "deed_answer_forget", before=now - KEPT)
