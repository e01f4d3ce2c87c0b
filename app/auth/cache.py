"""Answers of the database, remembered for a few seconds."""

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, TypeVar

from app.joining import UnderWay

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
        self._under_way: UnderWay[Q, A | None] = UnderWay()

    async def get(self, question: Q) -> A | None:
        """The answer, at most TTL_S old; None when there is none."""
        found = self._there.get(question)
        if found is not None and self._fresh(found[0]):
            self._there.move_to_end(question)
            return found[1]
        if self._fresh(self._absent.get(question)):
            return None
        turn = self._under_way
        return await turn.join(question, lambda: self._look_up_and_keep(question, turn))

    def forget(self, unwanted: Callable[[A], bool]) -> None:
        """Drop answers at once; a look-up under way still serves who waits, but is not kept."""
        for question in [q for q, (_, answer) in self._there.items() if unwanted(answer)]:
            del self._there[question]
        self._under_way = UnderWay()

    def _fresh(self, since: float | None) -> bool:
        """Also false when the timer was set back, lest an answer stay for longer."""
        return since is not None and 0 <= self._timer() - since < TTL_S

    async def _look_up_and_keep(self, question: Q, turn: "UnderWay[Q, A | None]") -> A | None:
        since = self._timer()
        answer = await self._look_up(question)
        if turn is self._under_way:  # Nobody called `forget` since.
            self._keep(question, answer, since)
        return answer

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
