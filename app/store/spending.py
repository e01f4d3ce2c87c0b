"""What is spent of Polar's request budget, counted across all processes."""

import datetime as dt
from collections.abc import Sequence

from app.store.change import execute
from app.store.pool import Pool, connection
from app.store.queries import query
from app.upstream.rate_limits import WindowUse


async def spend_request(pool: Pool, spender: str, now: dt.datetime) -> tuple[int, int]:
    """Count one request; answers how many the window has, and the seconds until it ends."""
    async with connection(pool) as connected:
        parameters = {"spender": spender, "now": now}
        cursor = await connected.execute(query("write/polar_spend"), parameters)
        ((requests, wait_s),) = await cursor.fetchall()
    return requests, max(wait_s, 1)


async def keep_budget(pool: Pool, windows: Sequence[WindowUse], now: dt.datetime) -> None:
    """Remember what Polar said of its budget, for processes that did not ask it themselves."""
    if not windows:
        return
    await execute(
        pool,
        "polar_budget_keep",
        span=[window.name for window in windows],
        used=[window.used for window in windows],
        allowed=[window.limit for window in windows],
        resets_at=[now + dt.timedelta(seconds=window.resets_in_s) for window in windows],
        seen_at=now,
    )


async def forget(pool: Pool, before: dt.datetime) -> None:
    """Forget windows of before."""
    await execute(pool, "polar_spending_forget", before=before)
