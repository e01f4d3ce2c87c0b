"""Endpoints as data: what to ask, how it is wrapped, and a descriptor that makes it a method."""

import datetime as dt
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Generic, ParamSpec, Protocol, Self, overload

from app.errors import InvalidInput, PolarBadAnswer, PolarFaulty
from app.upstream.http import Answer, bad_answer, unavailable
from app.upstream.salvage import document, rows_before_the_cut

P = ParamSpec("P")

QueryParameters = dict[str, str]

_ACCEPTED, _NO_CONTENT, _NOT_FOUND = 202, 204, 404
_EXERCISE_ID = re.compile(r"(?!\.{1,2}$)[A-Za-z0-9._~:=+@-]{1,128}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Page:
    """Rows as they were sent (whatever JSON they are), none when Polar has no data.

    `there` is False for a 404: what was asked for does not exist, and any server may have said so.
    `broken` says what was wrong with an answer of which not all could be read.
    """

    rows: list[Any]
    body_bytes: int = 0
    there: bool = True
    broken: PolarBadAnswer | None = None


def latest() -> QueryParameters:
    """Ask for all that the endpoint shows without dates."""
    return {}


def on_day(day: dt.date) -> QueryParameters:
    """Ask for one day."""
    return {"date": day.isoformat()}


def between(first: dt.date, last: dt.date) -> QueryParameters:
    """Ask for a window of days, both ends included."""
    return {"from": first.isoformat(), "to": last.isoformat()}


def last_days(days: int) -> QueryParameters:
    """Ask for the last 1 to 180 days."""
    return {"days": str(days)}


def by_id(exercise_id: str) -> QueryParameters:
    """Ask for one exercise. Raises InvalidInput for what can be no id of Polar's."""
    if not _EXERCISE_ID.fullmatch(exercise_id):
        raise InvalidInput(
            "A Polar exercise id is 1 to 128 letters, digits and . _ ~ : = + @ -.", "id"
        )
    return {"id": exercise_id}


_FAULTS = {"error", "errors", "fault", "problems"}


def wrapped_rows(body: object, depth: int = 3) -> list[Any] | None:
    """The one list of objects that lies in an object, under whatever name; None: there is none.

    >>> wrapped_rows({"data": {"nights": [{"date": "2026-01-11"}]}, "total": 1})
    [{'date': '2026-01-11'}]
    >>> wrapped_rows({"errors": [{"code": 1}]})
    """
    if isinstance(body, list):
        return body if body and all(isinstance(row, dict) for row in body) else None
    if not isinstance(body, dict) or not depth or _FAULTS & body.keys():
        return None
    found = [rows for value in body.values() if (rows := wrapped_rows(value, depth - 1))]
    return found[0] if len(found) == 1 else None


class CanRead(Protocol):
    """Whoever has endpoints as methods."""

    async def read(self, endpoint: "Endpoint[Any]", asked: QueryParameters) -> Page:
        """Ask the endpoint."""


@dataclass(frozen=True)
class Endpoint(Generic[P]):
    """One data endpoint: `ask` turns a method's arguments into path and query parameters.

    `wrapper` is the key around the list, `single` says that a bare object is one row.
    """

    what: str
    path: str
    ask: Callable[P, QueryParameters]
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

    def target(self, asked: QueryParameters) -> tuple[str, QueryParameters]:
        """Return the path, and what is left for the query."""
        query = {name: value for name, value in asked.items() if f"{{{name}}}" not in self.path}
        return self.path.format(**asked), query | dict.fromkeys(self.flags, "true")

    def page(self, answer: Answer) -> Page:
        """Unwrap an answer. Raises PolarBadAnswer, PolarUnavailable."""
        if answer.status == _ACCEPTED:
            raise unavailable(self.what, "status 202: it is not ready yet", PolarFaulty)
        if answer.status in {_NO_CONTENT, _NOT_FOUND}:
            return Page([], there=answer.status != _NOT_FOUND)
        try:
            body = answer.json(self.what)
        except PolarBadAnswer as error:
            return self._salvaged(answer, error)
        return Page(self._rows(body, answer), len(answer.body))

    def _salvaged(self, answer: Answer, error: PolarBadAnswer) -> Page:
        """What can be read of an answer that is no JSON; where that is nothing, the error."""
        try:
            rows = self._rows(document(answer.body), answer)
        except (ValueError, PolarBadAnswer):
            rows = rows_before_the_cut(answer.body, self.wrapper)
        if not rows:
            raise error
        return Page(rows, len(answer.body), broken=error)

    def _rows(self, body: object, answer: Answer) -> list[Any]:
        if isinstance(body, dict) and self.wrapper in body:
            body = body[self.wrapper]
        elif isinstance(body, dict) and self.single:
            return [body]
        if body is None:
            return []
        rows = body if isinstance(body, list) else wrapped_rows(body)
        if rows is not None:
            return rows
        raise bad_answer(self.what, "is not the list it should be", answer.said)
