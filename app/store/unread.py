"""What came from Polar and could not be read: kept as it came."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from app.store.change import execute
from app.store.pool import Pool


@dataclass(frozen=True, slots=True)
class Unread:
    """A row or a part of one, as JSON, and why it could not be read."""

    sent: str
    problem: str


async def keep(
    pool: Pool,
    user_id: str,
    feed: str,
    things: Sequence[Unread],
    run_id: uuid.UUID,
    now: dt.datetime,
) -> None:
    """Keep things of one feed; what is there already stays as it is."""
    await execute(
        pool,
        "unread_row_keep",
        user_id=user_id,
        feed=feed,
        run_id=run_id,
        now=now,
        sent=[thing.sent for thing in things],
        problem=[thing.problem for thing in things],
    )


async def forget(pool: Pool, before: dt.datetime) -> None:
    """Forget things that were last seen before then."""
    await execute(pool, "unread_row_forget", before=before)
