"""Shares of Polar's request budget: who syncs with tokens of their own leaves some to others.

The budget is the application's, not a person's. The timetable, the command line and the owner's
demo have all of it; a key that hands in tokens has a share of it, and all such keys together
another one, whatever number of processes spends them.
"""

from app.errors import PolarShareUsed
from app.resources import Resources
from app.store.spending import spend_request
from app.upstream.client import Spend

OF_ONE_KEY, OF_ALL_KEYS = 0.35, 0.5
"""Shares of AccessLink's 15-minute window; a first sync of a year takes 160 of 500 requests."""
EVERYBODY = "all"
OWNERS = frozenset({"master", "open"})
"""Callers whose server it is: they are bounded by the share of all alone."""


def share_of(resources: Resources, spender: str | None) -> Spend | None:
    """What a request of this spender calls first; None: nothing, it has the whole budget."""
    if spender is None:
        return None

    async def spend() -> None:
        if spender not in OWNERS:
            await _count(resources, spender, OF_ONE_KEY, "This key's share")
        await _count(resources, EVERYBODY, OF_ALL_KEYS, "The share of syncs with handed-in tokens")

    return spend


async def _count(resources: Resources, spender: str, share: float, whose: str) -> None:
    """Count a request, and raise PolarShareUsed for one too many."""
    requests, wait_s = await spend_request(resources.pool, spender, resources.clock())
    if requests > share * resources.polar.limits.short_limit:
        raise PolarShareUsed(
            f"{whose} of Polar's request budget is used up: sync again in {wait_s} seconds.", wait_s
        )
