"""Who is not known is answered at an even pace: a flood of them leaves time for the others."""

import asyncio
from collections.abc import Callable
from contextvars import ContextVar

A_SECOND = 1_000
"""Answers to strangers of one process: about a fifth of what it could give them."""
AT_ONCE = 100
"""So many may come together before they are spread: a page with all that belongs to it."""

_KNOWN: ContextVar[bool] = ContextVar("known", default=False)


def meet() -> None:
    """Somebody asks, and nothing is known of them yet."""
    _KNOWN.set(False)


def know() -> None:
    """Whoever asks here has shown who they are, and their minute has room."""
    _KNOWN.set(True)


def is_known() -> bool:
    """Whether the request that is answered here is one of somebody known."""
    return _KNOWN.get()


class Pace:
    """Moments at an even distance, after a few that come at once."""

    def __init__(
        self, timer: Callable[[], float], *, a_second: int = A_SECOND, at_once: int = AT_ONCE
    ) -> None:
        self._timer = timer
        self._apart = 1 / a_second
        self._ahead = at_once / a_second
        self._next = float("-inf")

    def delay(self) -> float:
        """Seconds until the next moment, which is the asker's."""
        now = self._timer()
        self._next = max(self._next + self._apart, now - self._ahead)
        return max(0.0, self._next - now)

    async def wait(self) -> None:
        """Wait for a moment of one's own."""
        if delay := self.delay():
            await asyncio.sleep(delay)
