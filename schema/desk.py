"""Gathers what is asked about all people, exercises or runs of an answer, and asks once for all."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from functools import partial
from typing import Any, ParamSpec, TypeVar, cast

from strawberry.dataloader import DataLoader

from app.reads.desk import Desk, Pool, Question
from app.remembering import Memory

K = TypeVar("K", bound=Hashable)
A = TypeVar("A")
P = ParamSpec("P")
Asking = Callable[..., Awaitable[Any]]


class OperationDesk(Desk):
    """The desk of one operation: a question with the same arguments is one statement for all keys.

    What was answered before in the same operation is not asked for again.
    """

    def __init__(self, pool: Pool, found: Memory[Hashable, Any] | None = None) -> None:
        super().__init__(pool, found)
        self._loaders: dict[Hashable, DataLoader[Any, Any]] = {}

    async def ask(self, asked: Question[K, P, A], key: K, *args: P.args, **kwargs: P.kwargs) -> A:
        """The answer for one key, asked for together with the others'."""
        which = (asked, args, tuple(kwargs.items()))
        loader = self._loaders.get(which)
        if loader is None:
            ask = cast("Asking", partial(asked.many, self.pool))
            batch = _batch(lambda keys: ask(keys, *args, **kwargs))
            loader = self._loaders[which] = DataLoader(load_fn=batch)
        # Who gives up waiting must not end it for the others.
        answer: A = await asyncio.shield(loader.load(key))
        return answer

    def clear(self) -> None:
        """Forget all answers: something was changed."""
        self._loaders.clear()


def _batch(ask: Asking) -> Callable[[list[Any]], Awaitable[list[Any]]]:
    async def batch(keys: list[Any]) -> list[Any]:
        found = await ask(keys)
        return [found[key] for key in keys]

    return batch
