"""One request to the simulated service as its handlers see it, and what they answer."""

from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from urllib.parse import parse_qsl

from app.simulator.times import parse_date
from app.simulator.view import LIST_DAYS, View
from app.simulator.world import World

YEAR = timedelta(days=365)
RANGE = timedelta(days=LIST_DAYS)


class BadRequest(Exception):
    """The request gets status 400: a malformed date, a range too long, a body that is none."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A status and a JSON value, or a body of another kind, or nothing."""

    status: int = 200
    data: object = None
    raw: bytes | None = None
    media_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)


NONE_204 = Answer(204)
NONE_404 = Answer(404)


def ok(data: object) -> Answer:
    """Answer with data, empty lists included."""
    return Answer(200, data)


def or_204(data: object) -> Answer:
    """Answer with data, with 204 where there are none."""
    return Answer(200, data) if data else NONE_204


def or_404(data: object) -> Answer:
    """Answer with data, with 404 where there are none."""
    return Answer(200, data) if data else NONE_404


@dataclass(frozen=True)
class Call:
    """One request: the world, the path's parts, the query, and the body."""

    world: World
    parts: Mapping[str, str]
    query: Mapping[str, str]
    authorization: str
    body: bytes

    @cached_property
    def token(self) -> str:
        """The bearer token, empty without one."""
        scheme, _, token = self.authorization.partition(" ")
        return token.strip() if scheme.lower() == "bearer" else ""

    @property
    def person(self) -> int:
        """The Polar user id that the token belongs to; 0 for a dead token."""
        return self.world.tokens.get(self.token, 0)

    @cached_property
    def view(self) -> View:
        """What is known of the token's person."""
        return self.world.view(self.person)

    @property
    def is_client(self) -> bool:
        """Whether the request carries the application's own name and secret."""
        scheme, _, text = self.authorization.partition(" ")
        try:
            pair = b64decode(text, validate=True).decode() if scheme.lower() == "basic" else ""
        except ValueError:
            return False
        return tuple(pair.split(":", 1)) == self.world.client

    @property
    def form(self) -> dict[str, str]:
        """The fields of a form-encoded body."""
        return dict(parse_qsl(self.body.decode("utf-8", "replace")))

    @property
    def on(self) -> date:
        """The `{date}` of the path."""
        return read_date(self.parts["date"])

    @property
    def recently_on(self) -> date:
        """The `{date}` of the path, which may be 365 days back."""
        if self.on < self.view.today - YEAR:
            raise BadRequest("from")
        return self.on

    def flag(self, name: str) -> bool:
        """Return whether a flag of the query is `true`."""
        return self.query.get(name) == "true"

    def required_range(self, longest: timedelta | None = RANGE) -> tuple[date, date]:
        """Return `from` and `to`, both of which must be there."""
        if "from" not in self.query or "to" not in self.query:
            raise BadRequest("from, to")
        return self.range(longest)

    def range(self, longest: timedelta | None = RANGE) -> tuple[date, date]:
        """Return `from` and `to`; without them the last 28 days."""
        first, last = self.view.last_days
        first = read_date(self.query["from"]) if "from" in self.query else first
        last = read_date(self.query["to"]) if "to" in self.query else last
        if last < first or (longest is not None and last - first > longest):
            raise BadRequest("from, to")
        return first, last

    def year_range(self) -> tuple[date, date]:
        """Return `from` and `to`, which may be 365 days back."""
        first, last = self.range()
        if first < self.view.today - YEAR:
            raise BadRequest("from")
        return first, last

    def last(self, count: str, most: int) -> int:
        """Return a number of days or months of the path."""
        text = self.parts[count]
        if not text.isascii() or not text.isdigit() or not 1 <= int(text[:9]) <= most:
            raise BadRequest(count)
        return int(text)


def read_date(text: str) -> date:
    """Read a date of path or query."""
    try:
        return parse_date(text)
    except ValueError as error:
        raise BadRequest(text[:40]) from error
