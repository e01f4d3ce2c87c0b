"""A bounded memory: the least recently used goes first."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Q = TypeVar("Q", bound=Hashable)
A = TypeVar("A")


class Memory(Generic[Q, A]):
    """Answers by what they depend on, as long as their sizes together are at most `most`."""

    def __init__(self, most: int, size: Callable[[A], int] = lambda _: 1) -> None:
        self._held: OrderedDict[Q, A] = OrderedDict()
        self._left, self._size = most, size

    def find(self, about: Q) -> A | None:
        """What is remembered, or None."""
        found = self._held.get(about)
        if found is not None:
            self._held.move_to_end(about)
        return found

    def keep(self, about: Q, answer: A) -> A:
        """Remember an answer; what is there already stays. Answers the answer."""
        if about not in self._held:
            self._held[about] = answer
            self._left -= self._size(answer)
            while self._left < 0:
                self._left += self._size(self._held.popitem(last=False)[1])
        return answer
