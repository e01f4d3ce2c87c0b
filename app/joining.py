"""The same work for everybody who asks for it at the same time."""

import asyncio
from collections.abc import Callable, Coroutine, Hashable
from typing import Any, Generic, TypeVar

Q = TypeVar("Q", bound=Hashable)
A = TypeVar("A")


class UnderWay(Generic[Q, A]):
    """Work under way, by what it is about; who gives up waiting does not end it."""

    def __init__(self) -> None:
        self._tasks: dict[Q, asyncio.Task[A]] = {}

    async def join(self, about: Q, work: Callable[[], Coroutine[Any, Any, A]]) -> A:
        """The outcome of the work under way, or of `work`, begun now."""
        task = self._tasks.get(about)
        if task is None:
            task = self._tasks[about] = asyncio.create_task(work())
            task.add_done_callback(lambda done: self._over(about, done))
        return await asyncio.shield(task)

    def _over(self, about: Q, done: "asyncio.Task[A]") -> None:
        """Look at the outcome, because nobody may be left who does."""
        if self._tasks.get(about) is done:
            del self._tasks[about]
        if not done.cancelled():
            done.exception()

    async def close(self) -> None:
        """Cancel what is left."""
        left = list(self._tasks.values())
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
