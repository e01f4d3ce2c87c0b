"""Answers of the database, remembered for a few seconds."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, TypeVar

Q = TypeVar("Q", bound=Hashable)
A = TypeVar("A")
Timer = Callable[[], float]
"""Answers seconds; not the clock, which may stand still or leap in a demo."""

TTL_S = 5.0


class Cache(Generic[Q, A]):
    """A bounded memory of `look_up`, with one look-up at a time per question.

    Things that are there and things that are not have shelves of their own, so that a flood of
    wrong questions can not push out the good answers. The least recently used goes first.
    """

    def __init__(
        self,
        look_up: Callable[[Q], Awaitable[A | None]],
        timer: Timer,
        *,
        size: int = 10_000,
        size_absent: int = 0,
    ) -> None:
        self._look_up = look_up
        self._timer = timer
        self._there: OrderedDict[Q, tuple[float, A]] = OrderedDict()
        self._absent: OrderedDict[Q, float] = OrderedDict()
        self._size, self._size_absent = size, size_absent
        self._under_way: dict[Q, asyncio.Task[A | None]] = {}

    async def get(self, question: Q) -> A | None:
        """The answer, at most TTL_S old; None when there is none."""
        found = self._there.get(question)
        if found is not None and self._fresh(found[0]):
            self._there.move_to_end(question)
            return found[1]
        if self._fresh(self._absent.get(question)):
            return None
        return await self._ask(question)

    def knew(self, question: Q) -> bool:
        """Whether the last answer was a good one, however old."""
        return question in self._there

    def forget(self, unwanted: Callable[[A], bool]) -> None:
        """Drop answers at once; a look-up under way still serves who waits, but is not kept."""
        for question in [q for q, (_, answer) in self._there.items() if unwanted(answer)]:
            del self._there[question]
        self._under_way.clear()

    def _fresh(self, since: float | None) -> bool:
        """Also false when the timer was set back, lest an answer stay for longer."""
        return since is not None and 0 <= self._timer() - since < TTL_S

    async def _ask(self, question: Q) -> A | None:
        """Join the look-up under way, or start one; who gives up waiting does not end it."""
        task = self._under_way.get(question)
        if task is None:
            task = asyncio.create_task(self._look_up_and_keep(question))
            task.add_done_callback(_seen)
            self._under_way[question] = task
        return await asyncio.shield(task)

    async def _look_up_and_keep(self, question: Q) -> A | None:
        since = self._timer()
        try:
            answer = await self._look_up(question)
            if self._mine(question):
                self._keep(question, answer, since)
            return answer
        finally:
            if self._mine(question):
                del self._under_way[question]

    def _mine(self, question: Q) -> bool:
        """Whether nobody called `forget` since this look-up began."""
        return self._under_way.get(question) is asyncio.current_task()

    def _keep(self, question: Q, answer: A | None, since: float) -> None:
        self._there.pop(question, None)
        self._absent.pop(question, None)
        if answer is None:
            self._absent[question] = since
        else:
            self._there[question] = (since, answer)
        _trim(self._there, self._size)
        _trim(self._absent, self._size_absent)


def _trim(shelf: OrderedDict[Q, A], size: int) -> None:
    while len(shelf) > size:
        shelf.popitem(last=False)


def _seen(task: "asyncio.Task[A | None]") -> None:
    """Look at the outcome, because nobody may be left who does."""
    if not task.cancelled():
        task.exception()
