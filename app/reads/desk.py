"""Where questions are put: about one person, or about everybody on a page in one statement."""

from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from functools import update_wrapper
from typing import Concatenate, Generic, ParamSpec, TypeVar

from app.store.pool import Pool

K = TypeVar("K", bound=Hashable)
A = TypeVar("A")
P = ParamSpec("P")

Many = Callable[Concatenate[Pool, Sequence[K], P], Awaitable[Mapping[K, A]]]
"""Answers for several people, or several of their things, in one statement."""


class Question(Generic[K, P, A]):
    """What can be asked about one person (or exercise, or run), and about several at once."""

    def __init__(self, many: Many[K, P, A]) -> None:
        self.many = many
        update_wrapper(self, many)

    async def __call__(self, pool: Pool, key: K, *args: P.args, **kwargs: P.kwargs) -> A:
        """The answer for one."""
        return (await self.many(pool, [key], *args, **kwargs))[key]


def question(many: Many[K, P, A]) -> Question[K, P, A]:
    """Make a question of a function that answers it for several keys; each key has its answer."""
    return Question(many)


class Desk:
    """Takes questions, and asks the database about each at once.

    A surface that lists people hands in a desk of its own, which gathers what is asked about all
    of them. Answers that lead to further questions are asked for at the same desk.
    """

    def __init__(self, pool: Pool) -> None:
        self.pool = pool

    async def ask(self, asked: Question[K, P, A], key: K, *args: P.args, **kwargs: P.kwargs) -> A:
        """The answer for one key."""
        return await asked(self.pool, key, *args, **kwargs)
