"""Files that pages load: kept by browsers for ever, sent in few bytes and without copies.

A page links to a file by a name that has the file's hash in it, so that a browser never asks for it
again, and never has an old one. What is sent is read and packed once for all requests, and goes out
in pieces: a client that takes nothing of it holds a piece, and not the whole.
"""

import asyncio
import hashlib
import re
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from app.http.conditional import names, weak_tag
from app.http.encoding import Encoding, accepted, worth_it
from app.joining import UnderWay

PIECE_BYTES = 2**16
FOR_EVER = "public, max-age=31536000, immutable"
_BUNDLED = re.compile(r".+-[0-9A-Z]{8}\.js")
"""A script that the bundler named by its content: others import it by this name."""
_HASHED = re.compile(r"(?P<stem>.+)\.(?P<hash>[0-9a-f]{12})(?P<suffix>\.[a-z0-9]+)")


@dataclass(frozen=True)
class Asset:
    """One file."""

    path: Path
    media_type: str
    replace: Annotated[tuple[tuple[bytes, bytes], ...], "What is sent in the place of what."] = ()

    def read(self) -> bytes:
        """What is sent."""
        content = self.path.read_bytes()
        for old, new in self.replace:
            content = content.replace(old, new)
        return content

    @cached_property
    def hash(self) -> str:
        """Names its content; read once."""
        return hashlib.blake2b(self.read(), digest_size=6).hexdigest()


class Assets:
    """The files under one address; a name from outside is looked up and never joined to a path."""

    def __init__(self, address: str, files: Mapping[str, Asset]) -> None:
        self._files = files
        self._links = re.compile(rf"(?<={re.escape(address)}/)[\w.-]+")
        self._packing: UnderWay[tuple[str, Encoding | None], bytes] = UnderWay()
        self._packed: dict[tuple[str, Encoding | None], bytes] = {}

    def linked(self, page: str) -> str:
        """The page, its links to files here naming their content."""
        return self._links.sub(lambda link: self._named(link[0]), page)

    def _named(self, name: str) -> str:
        asset = self._files.get(name)
        if asset is None or not asset.path.is_file():
            return name
        stem, dot, suffix = name.rpartition(".")
        return f"{stem}.{asset.hash}{dot}{suffix}"

    async def answer(self, request: Request, asked: str) -> Response:
        """The file of this name, with its hash in it or without; raises HTTPException."""
        name, hashed = _plain(asked)
        asset = self._files.get(name)
        if asset is None or not asset.path.is_file() or hashed not in {None, asset.hash}:
            raise HTTPException(404, "There is no such file.")
        tag = weak_tag(asset.hash.encode())
        lasting = hashed is not None or _BUNDLED.fullmatch(name) is not None
        headers = {"Cache-Control": FOR_EVER if lasting else "no-cache", "ETag": tag}
        headers["Vary"] = "Accept-Encoding"
        if names(request.headers.get("if-none-match"), tag):
            return Response(None, 304, headers)
        encoding = _encoding(request, asset)
        if encoding is not None:
            headers["Content-Encoding"] = encoding.name
        content = await self._content(name, asset, encoding)
        headers["Content-Length"] = str(len(content))
        return StreamingResponse(_pieces(content), 200, headers, asset.media_type)

    async def _content(self, name: str, asset: Asset, encoding: Encoding | None) -> bytes:
        """The bytes that all requests share."""
        place = name, encoding
        if place not in self._packed:
            self._packed[place] = await self._packing.join(place, lambda: _pack(asset, encoding))
        return self._packed[place]


def _plain(asked: str) -> tuple[str, str | None]:
    found = _HASHED.fullmatch(asked)
    return (found["stem"] + found["suffix"], found["hash"]) if found else (asked, None)


def _encoding(request: Request, asset: Asset) -> Encoding | None:
    if not worth_it(asset.media_type, asset.path.stat().st_size):
        return None
    return accepted(request.headers.get("accept-encoding", ""))


async def _pack(asset: Asset, encoding: Encoding | None) -> bytes:
    """In a thread: it takes up to a second, once in the life of a process."""
    content = await asyncio.to_thread(asset.read)
    return content if encoding is None else await asyncio.to_thread(encoding.small, content)


async def _pieces(content: bytes) -> AsyncIterator[bytes]:
    """Who sends them waits while the client does not read."""
    for begin in range(0, len(content), PIECE_BYTES):
        yield content[begin : begin + PIECE_BYTES]
