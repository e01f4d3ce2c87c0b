"""How many requests a key may make in a minute, counted here or, for several processes, in Redis.

Minutes are those of the wall clock. A key may therefore spend two budgets around a full minute;
in return a count is one addition, and every process agrees on when it starts anew.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Protocol

from app.auth.cache import Timer
from app.auth.caller import Budget, Rate
from app.errors import TooManyRequests

MINUTE_S = 60


class Counter(Protocol):
    """Counts requests of one name in one minute."""

    async def hit(self, name: str, minute: int, requests: int = 1) -> int:
        """Add so many; answers how many there are now."""


class MemoryCounter:
    """Counts in this process, exactly: nothing is awaited between reading and writing.

    The `limits` library's own memory storage scans all live keys in a task at each hit:
    34 µs with 200 keys, and growing. This takes 0.3 µs, whatever their number.
    """

    def __init__(self) -> None:
        self._minute = 0
        self._counts: dict[str, int] = {}

    async def hit(self, name: str, minute: int, requests: int = 1) -> int:
        """Add so many; answers how many there are now. A new minute drops the old one's counts."""
        if minute != self._minute:
            self._minute, self._counts = minute, {}
        count = self._counts[name] = self._counts.get(name, 0) + requests
        return count


class RateLimits:
    """Budgets of requests per minute."""

    def __init__(self, counter: Counter, timer: Timer) -> None:
        self._counter = counter
        self._timer = timer

    async def spend(self, name: str, limit: int, requests: int = 1) -> Rate:
        """Take requests from the budget of `name`; raises TooManyRequests when it is too small.

        What does not fit is not taken, so that a smaller one still may.
        """
        return await self.spend_all((Budget(name, limit),), requests)

    async def spend_all(self, budgets: Sequence[Budget], requests: int = 1) -> Rate:
        """Take requests from a key's own budget, its makers', and what its person's keys share.

        Raises TooManyRequests when one of them is too small; then none is taken from any. The
        answer is the key's own limit, and what the tightest budget has left.
        """
        minute, second = divmod(int(self._timer()), MINUTE_S)
        reset_s = MINUTE_S - second
        left: list[int] = []
        for budget in budgets:
            count = await self._counter.hit(budget.name, minute, requests)
            left.append(budget.limit - count)
            if left[-1] < 0:
                await self._give_back(budgets[: len(left)], minute, requests)
                raise _refusal(left, requests, budgets, reset_s)
        return Rate(budgets[0].limit, min(left), reset_s)

    async def give_back(self, budgets: Sequence[Budget], rate: Rate, requests: int) -> Rate:
        """Put requests back that were taken in the minute of `rate`, while it lasts.

        The minute is another one when more of it is left than there was then.
        """
        minute, second = divmod(int(self._timer()), MINUTE_S)
        if MINUTE_S - second > rate.reset_s:
            return rate
        await self._give_back(budgets, minute, requests)
        return Rate(rate.limit, min(rate.remaining + requests, rate.limit), MINUTE_S - second)

    async def _give_back(self, budgets: Sequence[Budget], minute: int, requests: int) -> None:
        """To the minute that they were taken from, which may be over."""
        for budget in budgets:
            await self._counter.hit(budget.name, minute, -requests)


def _refusal(
    left: list[int], requests: int, budgets: Sequence[Budget], reset_s: int
) -> TooManyRequests:
    if len(left) > 1:
        whose = budgets[len(left) - 1].whose
        return TooManyRequests(
            f"The requests of {whose} are used up. Try again in {reset_s} s.", reset_s
        )
    still = max(left[0] + requests, 0)
    return TooManyRequests(_used_up(budgets[0].limit, still, requests, reset_s), reset_s)


def _used_up(limit: int, left: int, requests: int, reset_s: int) -> str:
    if requests == 1:
        return f"This key's {limit} requests a minute are used up. Try again in {reset_s} s."
    return (
        f"This counts as {requests + 1} requests, and {left + 1} of this key's {limit} a minute "
        f"are left. Ask for less, or try again in {reset_s} s."
    )


@asynccontextmanager
async def open_counter(broker_url: str | None, timer: Timer) -> AsyncIterator[Counter]:
    """Counter in Redis when the broker is one, else in memory."""
    if broker_url is None or not broker_url.startswith(("redis://", "rediss://")):
        yield MemoryCounter()
        return
    # Redis' client takes 9 MB: only who has a Redis shall.
    from app.auth.rates_in_redis import open_redis_counter  # noqa: PLC0415

    async with open_redis_counter(broker_url, timer) as counter:
        yield counter
