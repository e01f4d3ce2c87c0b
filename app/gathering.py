"""Questions that come while one is being answered are asked together, in one further one."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from itertools import islice
from typing import Generic, TypeVar

Q = TypeVar("Q", bound=Hashable)
A = TypeVar("A")

AT_ONCE = 1_000


class Gathering(Generic[Q, A]):
    """Asks about one thing at a time for each who asks, and about all that waits for the answerer.

    However many ask, one question is under way: a flood costs what a few do.
    """

    def __init__(self, answer: Callable[[Sequence[Q]], Awaitable[Mapping[Q, A]]]) -> None:
        self._answer = answer
        self._waiting: dict[Q, asyncio.Future[A | None]] = {}
        self._asking: asyncio.Task[None] | None = None

    async def ask(self, about: Q) -> A | None:
        """What there is about one thing, or None; who gives up waiting disturbs nobody."""
        future = self._waiting.get(about)
        if future is None:
            future = self._waiting[about] = asyncio.get_running_loop().create_future()
        if self._asking is None:
            self._asking = asyncio.create_task(self._ask_on())
        return await asyncio.shield(future)

    async def _ask_on(self) -> None:
        await asyncio.sleep(0)  # Who asks at this very moment comes along.
        while self._waiting:
            batch = dict(islice(self._waiting.items(), AT_ONCE))
            for about in batch:
                del self._waiting[about]
            await self._settle(batch)
        self._asking = None

    async def _settle(self, batch: "Mapping[Q, asyncio.Future[A | None]]") -> None:
        try:
            found = await self._answer(list(batch))
        except Exception as error:  # noqa: BLE001 -- it is the error of all who wait
            for future in batch.values():
                future.set_exception(error)
                future.exception()  # Nobody may be left to look at it.
        else:
            for about, future in batch.items():
                future.set_result(found.get(about))
