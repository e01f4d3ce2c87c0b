"""Endpoints as data: what to ask, how it is wrapped, and a descriptor that makes it a method."""

import datetime as dt
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Generic, ParamSpec, Protocol, Self, overload

from app.errors import InvalidInput
from app.upstream.http import Answer, bad_answer

P = ParamSpec("P")

Asked = dict[str, str]

_EXERCISE_ID = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Page:
    """Rows as they were sent (whatever JSON they are), none when Polar has no data."""

    rows: list[Any]
    body_bytes: int = 0


def latest() -> Asked:
    """Ask for all that the endpoint shows without dates."""
    return {}


def on_day(day: dt.date) -> Asked:
    """Ask for one day."""
    return {"date": day.isoformat()}


def between(first: dt.date, last: dt.date) -> Asked:
    """Ask for a window of days, both ends included."""
    return {"from": first.isoformat(), "to": last.isoformat()}


def last_days(days: int) -> Asked:
    """Ask for the last 1 to 180 days."""
    return {"days": str(days)}


def last_months(months: int) -> Asked:
    """Ask for the last 1 to 6 months."""
    return {"months": str(months)}


def by_id(exercise_id: str) -> Asked:
    """Ask for one exercise. Raises InvalidInput for what can be no id of Polar's."""
    if not _EXERCISE_ID.fullmatch(exercise_id):
        raise InvalidInput("A Polar exercise id is 1 to 64 letters, digits, - and _.", "id")
    return {"id": exercise_id}


class CanRead(Protocol):
    """Whoever has endpoints as methods."""

    async def read(self, endpoint: "Endpoint[Any]", asked: Asked) -> Page:
        """Ask the endpoint."""


@dataclass(frozen=True)
class Endpoint(Generic[P]):
    """One data endpoint: `ask` turns a method's arguments into path and query parameters.

    `wrapper` is the key around the list, `single` says that a bare object is one row.
    """

    what: str
    path: str
    ask: Callable[P, Asked]
    wrapper: str | None = None
    single: bool = False
    flags: tuple[str, ...] = ()

    @overload
    def __get__(self, session: None, _owner: object) -> Self: ...
    @overload
    def __get__(self, session: CanRead, _owner: object) -> Callable[P, Awaitable[Page]]: ...
    def __get__(
        self, session: CanRead | None, _owner: object
    ) -> Self | Callable[P, Awaitable[Page]]:
        """Return the endpoint itself on the class, and a method on a session."""
        if session is None:
            return self

        def read(*args: P.args, **kwargs: P.kwargs) -> Awaitable[Page]:
            return session.read(self, self.ask(*args, **kwargs))

        return read

    def target(self, asked: Asked) -> tuple[str, Asked]:
        """Return the path, and what is left for the query."""
        query = {name: value for name, value in asked.items() if f"{{{name}}}" not in self.path}
        return self.path.format(**asked), query | dict.fromkeys(self.flags, "true")

    def page(self, answer: Answer) -> Page:
        """Unwrap an answer. Raises PolarBadAnswer."""
        if answer.status in {204, 404}:
            return Page([])
        return Page(self._rows(answer.json(self.what), answer), len(answer.body))

    def _rows(self, body: object, answer: Answer) -> list[Any]:
        if isinstance(body, dict) and self.wrapper in body:
            body = body[self.wrapper]
        elif isinstance(body, dict) and self.single:
            return [body]
        if body is None:
            return []
        if isinstance(body, list):
            return body
        raise bad_answer(self.what, "is not the list it should be", answer.said)
