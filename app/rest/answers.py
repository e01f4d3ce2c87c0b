"""Answers that hold for a while: named by what they depend on, remembered, and not sent twice.

An answer about somebody's data depends on what was asked, in which language, on what the caller
may see, on the versions of the data, and on the wearer's day. Its tag names all of these. The
versions are read before the data: an answer may be newer than its tag says, and is then made once
more; one that is older is never given.
"""

import datetime as dt
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

import orjson
from starlette.requests import Request
from starlette.responses import FileResponse, Response

import app
from app.auth import Caller
from app.http.conditional import names, weak_tag
from app.http.encoding import Encoding, accepted, quickly, worth_it
from app.phrases.language import Language
from app.records.account import PersonVersion
from app.remembering import Memory

JSON = "application/json"
MOST_BYTES = 16 * 2**20
LARGEST_BYTES = 2**20
"""Of one answer: a larger one would push out a hundred others."""

Make = Callable[[], Awaitable[object]]
"""Makes the answer: a shape, a list of shapes, or a ready Response."""


Headers = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Told:
    """An answer as it goes over the wire, less what is different each time."""

    body: bytes
    headers: Headers

    @classmethod
    def of(cls, found: object) -> "Told":
        """A shape in JSON: dataclasses, dates and ids are written as they are."""
        if isinstance(found, Response):
            lasting = {k: v for k, v in found.headers.items() if k != "content-length"}
            return cls(bytes(found.body), lasting)
        return cls(orjson.dumps(found), {"content-type": JSON})

    async def in_(self, encoding: Encoding | None) -> "Told":
        """The same in fewer bytes, where that gains anything."""
        if encoding is None or not worth_it(self.headers["content-type"], len(self.body)):
            return self
        headers = {**self.headers, "content-encoding": encoding.name}
        return Told(await quickly(encoding, self.body), headers)

    def response(self, headers: Headers) -> Response:
        """The answer, with what is different each time."""
        return Response(self.body, headers={**self.headers, **headers})


def tag_of(
    request: Request,
    caller: Caller,
    person: PersonVersion,
    day: dt.date,
    language: Language | None = None,
) -> str:
    """The `ETag` of what would be answered now."""
    seen = orjson.dumps([app.__version__, caller.view, day, language and language.code])
    path, query = request.scope["path"].encode(), request.scope["query_string"]
    return weak_tag(seen, path, query, orjson.dumps(person))


def in_language(language: Language | None) -> Headers:
    """What an answer's headers say of its sentences; nothing, where it has none."""
    if language is None:
        return {}
    return {"Content-Language": language.code, "Vary": "Accept-Encoding, Accept-Language"}


class Answers:
    """What was answered lately, by tag and encoding; the least recently used goes first."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._told: Memory[tuple[str, str | None], Told] = Memory(most_bytes, _size)

    async def give(self, request: Request, tag: str, make: Make, fresh: Headers) -> Response:
        """The answer with this tag, remembered or made; to who has it already, the tag alone."""
        headers = _keep_it(tag, fresh)
        if names(request.headers.get("if-none-match"), tag):
            return Response(None, 304, headers)
        encoding = accepted(request.headers.get("accept-encoding", ""))
        return (await self._in(encoding, tag, make)).response(headers)

    async def _in(self, encoding: Encoding | None, tag: str, make: Make) -> Told:
        place = tag, None if encoding is None else encoding.name
        told = self._told.find(place)
        if told is None:
            plain = self._told.find((tag, None)) or self._keep((tag, None), Told.of(await make()))
            told = self._keep(place, await plain.in_(encoding))
        return told

    def _keep(self, place: tuple[str, str | None], told: Told) -> Told:
        """Answers what it keeps; too large a one is answered and not kept."""
        return self._told.keep(place, told) if len(told.body) <= LARGEST_BYTES else told


def _size(told: Told) -> int:
    """Bytes that it takes, about: headers and the place among the others are a few hundred."""
    return len(told.body) + 800


async def give_anew(request: Request, make: Make, fresh: Headers) -> Response:
    """An answer that depends on more than a person's data: made each time, named by its content."""
    found = await make()
    if isinstance(found, FileResponse):  # Goes out as it lies there; it names itself.
        found.headers.update(fresh)
        return found
    told = Told.of(found)
    headers = _keep_it(weak_tag(told.body), fresh)
    if names(request.headers.get("if-none-match"), headers["ETag"]):
        return Response(None, 304, headers)
    return told.response(headers)


def _keep_it(tag: str, fresh: Headers) -> Headers:
    """Browsers may keep it, and ask each time whether it still holds."""
    lasting = {"ETag": tag, "Cache-Control": "private, no-cache"}
    return {"Vary": "Accept-Encoding", **fresh, **lasting}
