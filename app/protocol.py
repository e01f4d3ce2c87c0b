"""HTTP/1.1 as Ursa speaks it: what a connection may cost before anybody knows whose it is."""

import asyncio
import resource
from asyncio.events import TimerHandle
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

RESERVED_DESCRIPTORS = 100
"""For the database, Polar, files and what else a process opens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What one connection may cost, and how many there may be."""

    head_bytes: Annotated[int, "Address and headers of a request together."] = 32_768
    headers: Annotated[int, "Header lines of a request."] = 100
    head_s: Annotated[float, "Until the head is whole, from the connection or the first byte."] = 15
    body_s: Annotated[float, "Until the body is whole, without what its size adds."] = 20
    body_bytes_s: Annotated[int, "A large body has another second for each of these."] = 16_384
    requests: Annotated[int, "Requests that are answered at the same time."] = 1_000
    connections: Annotated[int, "Connections at the same time."] = 10_000


def bounds() -> Bounds:
    """Bounds of this process, as many connections as its descriptors allow."""
    most = Bounds()
    allowed = _descriptors(most.connections + RESERVED_DESCRIPTORS) - RESERVED_DESCRIPTORS
    return Bounds(connections=max(1, min(allowed, most.connections)))


def _descriptors(wanted: int) -> int:
    """How many descriptors the process may open, after asking for as many as it wants."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    return max(soft, wanted)


class _Refused(Exception):
    """Ends the parser's work on a request."""


class BoundedProtocol(HttpToolsProtocol):
    """Uvicorn's protocol with deadlines for head and body, and an end to heads and connections.

    Where there are too many connections, the one that has been silent for longest goes first, so
    that silence keeps nobody out.
    """

    def __init__(self, *args: Any, bounds: Bounds, **kwargs: Any) -> None:  # noqa: ANN401 -- uvicorn's
        super().__init__(*args, **kwargs)
        self._bounds = bounds
        self._deadline: TimerHandle | None = None
        self._due = 0.0
        self._head_bytes = 0
        self._refusal: tuple[str, str] | None = None
        self.silent_since: float | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Somebody is there; the head has to come in time."""
        super().connection_made(transport)
        self.silent_since = self.loop.time()
        self._expect(self._bounds.head_s)
        if len(self.connections) > self._bounds.connections:
            _longest_silent(self.connections).transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """Somebody left."""
        self._calm()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Bytes of a head or a body."""
        super().data_received(data)
        if self.silent_since is not None:
            self._count_head(len(data))

    def _count_head(self, size: int) -> None:
        """A head whose lines have no end would be kept by the parser, unseen by `on_header`."""
        self._head_bytes += size
        if self._head_bytes > 2 * self._bounds.head_bytes and not self.transport.is_closing():
            self._refuse_head()
            self.send_400_response("")

    def on_message_begin(self) -> None:
        """A request begins: the first of the connection is expected since it was made."""
        super().on_message_begin()
        self._head_bytes = 0
        self.silent_since = self.loop.time()
        if self._deadline is None:
            self._expect(self._bounds.head_s)

    def on_url(self, url: bytes) -> None:
        """A part of the address."""
        self._measure(len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """A header line."""
        self._measure(len(name) + len(value))
        super().on_header(name, value)
        if len(self.headers) > self._bounds.headers:
            self._refuse_head()
            raise _Refused

    def _measure(self, size: int) -> None:
        self._head_bytes += size
        if self._head_bytes > self._bounds.head_bytes:
            self._refuse_head()
            raise _Refused

    def _refuse_head(self) -> None:
        most = f"{self._bounds.head_bytes:,} bytes and {self._bounds.headers} lines"
        words = f"Address and headers may have {most}."
        self._refusal = ("431 Request Header Fields Too Large", words)

    def on_headers_complete(self) -> None:
        """The head is whole: the body has to come in time."""
        self.silent_since = None
        self._calm()
        self._expect(self._bounds.body_s)
        # Uvicorn's own limit counts connections, too; the silent ones are no reason to refuse.
        self.limit_concurrency = 0 if len(self.tasks) >= self._bounds.requests else None
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """A part of the body, which gives time for more."""
        self._due += len(body) / self._bounds.body_bytes_s
        super().on_body(body)

    def on_message_complete(self) -> None:
        """The request is whole; what is answered takes the time that it takes."""
        self._calm()
        super().on_message_complete()

    def handle_websocket_upgrade(self) -> None:
        """The connection speaks another protocol from here on."""
        self._calm()
        super().handle_websocket_upgrade()

    def send_400_response(self, msg: str) -> None:
        """Say what is wrong with the head, and end the connection."""
        self._calm()
        if self._refusal is None:
            super().send_400_response(msg)
        else:
            self.transport.write(_answer(*self._refusal))
            self.transport.close()

    def _expect(self, seconds: float) -> None:
        self._due = self.loop.time() + seconds
        self._deadline = self.loop.call_later(seconds, self._look)

    def _look(self) -> None:
        """End a connection that is late; a body that came on has moved its end meanwhile."""
        left = self._due - self.loop.time()
        if left > 0:
            self._deadline = self.loop.call_later(left, self._look)
            return
        self._deadline = None
        if self.silent_since is None and self.cycle.response_started:
            self.transport.close()  # It was answered without the rest of its body.
            return
        self._refusal = ("408 Request Timeout", "The request did not come in time.")
        self.send_400_response("")

    def _calm(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None


def _answer(status: str, words: str) -> bytes:
    return (
        f"HTTP/1.1 {status}\r\nContent-Type: text/plain; charset=utf-8\r\n"
        f"Content-Length: {len(words)}\r\nConnection: close\r\n\r\n{words}"
    ).encode()


def _longest_silent(connections: set[Any]) -> Any:  # noqa: ANN401 -- uvicorn's
    """The connection that has been waiting for a head for longest; the newest is always one."""
    silent = (each for each in connections if getattr(each, "silent_since", None) is not None)
    return min(silent, key=lambda each: each.silent_since)


def bounded(bounds: Bounds) -> Any:  # noqa: ANN401 -- uvicorn wants a class and takes what makes one
    """The protocol class for uvicorn."""
    return partial(BoundedProtocol, bounds=bounds)
