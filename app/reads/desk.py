"""Where questions are put: about one person, or about everybody on a page in one statement."""

from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from functools import update_wrapper
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

from app.records.account import PersonVersion
from app.remembering import Memory
from app.store.classes import classes_of
from app.store.data_versions import person_versions
from app.store.pool import Pool

__all__ = ["Desk", "Many", "Pool", "Question", "question"]
"""Surfaces hand the pool on, and know it from here."""

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


versions = question(person_versions)


class Desk:
    """Takes questions, and asks the database about each at once.

    A surface that lists people hands in a desk of its own, which gathers what is asked about all
    of them. Answers that lead to further questions are asked for at the same desk. `found` is the
    process's memory of what was found out; `person` somebody whose version is known.
    """

    def __init__(
        self,
        pool: Pool,
        found: Memory[Hashable, Any] | None = None,
        person: PersonVersion | None = None,
    ) -> None:
        self.pool = pool
        self._found, self._person = found, person

    async def ask(self, asked: Question[K, P, A], key: K, *args: P.args, **kwargs: P.kwargs) -> A:
        """The answer for one key."""
        return await asked(self.pool, key, *args, **kwargs)

    async def keep(self, make: Callable[[], Awaitable[A]], user_id: str, *about: Hashable) -> A:
        """What is found out about a person: remembered as long as their data are the same.

        `about` names what was asked. The version is read before the data, so that what is
        remembered may be newer than its name says, and never older.
        """
        person = None if self._found is None else await self._version(user_id)
        if self._found is None or person is None:
            return await make()
        place = (person, classes_of(self.pool), about)
        known: A | None = self._found.find(place)
        return self._found.keep(place, await make()) if known is None else known

    async def _version(self, user_id: str) -> PersonVersion | None:
        if self._person is not None and self._person.user_id == user_id:
            return self._person
        return await self.ask(versions, user_id)
