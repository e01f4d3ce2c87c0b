"""Transactions that met another one: of two that wait for each other, the server ends one.

Writes into a day and the job that packs its chunk may do so; the same again succeeds.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from functools import partial, wraps
from typing import Any, ParamSpec, TypeVar

from app.errors import Collided

log = logging.getLogger(__name__)

P = ParamSpec("P")
R = TypeVar("R")

MOST_TRIES = 3
PAUSE_S = 0.1
"""Or we had again what the other one still waits for."""


async def despite_collisions(work: Callable[[], Awaitable[R]]) -> R:
    """What `work` does in one transaction of its own; raises Collided after the third try."""
    for _ in range(MOST_TRIES - 1):
        try:
            return await work()
        except Collided as error:
            log.info("once more: %s", str(error.__cause__).partition("\n")[0])
            await asyncio.sleep(PAUSE_S)
    return await work()


def begun_again(write: Callable[P, Awaitable[R]]) -> Callable[P, Coroutine[Any, Any, R]]:
    """The same for a function whose whole work is one transaction."""

    @wraps(write)
    async def again(*given: P.args, **named: P.kwargs) -> R:
        return await despite_collisions(partial(write, *given, **named))

    return again
