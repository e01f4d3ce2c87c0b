"""What a connection may cost before anybody knows whose it is."""

import asyncio
import resource
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from app import serving
from app.protocol import RESERVED_DESCRIPTORS, Bounds, bounds
from app.settings import Settings
from tests.running import running

LOCAL = Settings.model_validate({"host": "127.0.0.1", "port": 0})
QUICK = Bounds(head_s=0.2, body_s=0.2)

Stream = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def length(request: Request) -> PlainTextResponse:
    """Length of the body."""
    return PlainTextResponse(str(len(await request.body())))


async def early(_: Request) -> PlainTextResponse:
    """An answer that waits for no body."""
    return PlainTextResponse("early")


class Door:
    """A server, and connections to it."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._writers: list[asyncio.StreamWriter] = []

    async def knock(self, sent: bytes = b"") -> Stream:
        """A new connection on which something was sent."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        self._writers.append(writer)
        writer.write(sent)
        return reader, writer

    async def answer(self, sent: bytes) -> str:
        """All that comes back until the server hangs up."""
        reader, _ = await self.knock(sent)
        async with asyncio.timeout(10):
            return (await reader.read()).decode()

    def leave(self) -> None:
        """Hang up everywhere."""
        for writer in self._writers:
            writer.transport.abort()


@asynccontextmanager
async def door(limits: Bounds) -> AsyncIterator[Door]:
    """A server with these bounds."""
    app = Starlette(routes=[Route("/", length, methods=["POST", "GET"]), Route("/early", early)])
    with serving.bind(LOCAL) as listener:
        async with running(app, listener, limits):
            opened = Door(listener.getsockname()[1])
            try:
                yield opened
            finally:
                opened.leave()


HEAD = b"POST / HTTP/1.1\r\nHost: ursa\r\nContent-Length: 20\r\nConnection: close\r\n\r\n"


@pytest.mark.parametrize(
    "sent",
    [b"", b"GET", b"GET / HTTP/1.1\r\nHost: ursa\r\nX-Half: ", HEAD, HEAD + b"half"],
    ids=["silent", "half a line", "half a header", "no body", "half a body"],
)
async def test_who_does_not_go_on_is_let_go(sent: bytes) -> None:
    """A connection that stops in the middle ends at its deadline, with a word about it."""
    async with door(QUICK) as opened:
        assert (await opened.answer(sent)).startswith("HTTP/1.1 408")


async def test_one_byte_now_and_then_is_not_going_on() -> None:
    """A head has one deadline, however it is dripped."""
    async with door(QUICK) as opened:
        reader, writer = await opened.knock(b"GET / HTTP/1.1\r\nHost: ")
        told = asyncio.create_task(reader.read())
        async with asyncio.timeout(10):
            while not told.done():
                writer.write(b"u")
                await asyncio.sleep(0.02)
        assert told.result().startswith(b"HTTP/1.1 408")


async def test_the_next_request_has_a_deadline_too() -> None:
    """A connection that is kept and then stops in the middle of a request ends as a new one."""
    async with door(QUICK) as opened:
        reader, writer = await opened.knock(b"GET / HTTP/1.1\r\nHost: ursa\r\n\r\n")
        async with asyncio.timeout(10):
            await reader.readuntil(b"\r\n\r\n0")
            writer.write(b"GET / HTTP/1.1\r\nHo")
            assert (await reader.read()).startswith(b"HTTP/1.1 408")


async def test_a_large_body_has_time() -> None:
    """Who brings what they said may take longer than a small body does."""
    limits = Bounds(head_s=5, body_s=0.05, body_bytes_s=1_000)
    async with door(limits) as opened:
        reader, writer = await opened.knock(HEAD.replace(b"20", b"3000"))
        async with asyncio.timeout(10):
            for _ in range(3):
                writer.write(b"x" * 1_000)
                await asyncio.sleep(0.2)
            assert (await reader.read()).endswith(b"3000")


async def test_an_answer_is_not_followed_by_another() -> None:
    """Who was answered without their body gets no second answer when it does not come."""
    head = b"GET /early HTTP/1.1\r\nHost: ursa\r\nContent-Length: 20\r\n\r\n"
    async with door(QUICK) as opened:
        told = await opened.answer(head)
    assert told.endswith("early")
    assert told.count("HTTP/1.1") == 1


@pytest.mark.parametrize(
    "head",
    [
        b"".join(b"X-%d: 1\r\n" % number for number in range(101)),
        b"X-Long: " + b"x" * 40_000 + b"\r\n",
    ],
    ids=["too many", "too long"],
)
async def test_heads_are_bounded(head: bytes) -> None:
    """Too many headers, and too long ones, are refused before anybody keeps them."""
    async with door(Bounds()) as opened:
        told = await opened.answer(b"GET / HTTP/1.1\r\nHost: ursa\r\n" + head + b"\r\n")
    assert told.startswith("HTTP/1.1 431")
    assert "32,768 bytes and 100 lines" in told


async def test_a_header_without_end_is_not_kept() -> None:
    """The connection ends long before 200 MB have come."""
    async with door(Bounds()) as opened:
        reader, writer = await opened.knock(b"GET / HTTP/1.1\r\nX-Endless: ")
        told = asyncio.create_task(reader.read())
        sent = 0
        with suppress(ConnectionError):
            while not told.done():
                writer.write(b"x" * 65_536)
                sent += 65_536
                await writer.drain()
        assert sent < 2**24, "more was taken than sockets hold"
        await asyncio.wait([told])
        assert told.exception() or told.result().startswith(b"HTTP/1.1 431")


async def test_addresses_are_bounded() -> None:
    """An address counts as the headers do."""
    async with door(Bounds()) as opened:
        told = await opened.answer(b"GET /" + b"x" * 40_000 + b" HTTP/1.1\r\nHost: ursa\r\n\r\n")
    assert told.startswith("HTTP/1.1 431")


async def test_silence_keeps_nobody_out() -> None:
    """With all connections taken by silent ones, those go first, the longest silent at once."""
    async with door(Bounds(connections=5, head_s=60)) as opened:
        silent = [await opened.knock() for _ in range(20)]
        told = await opened.answer(b"GET / HTTP/1.1\r\nHost: ursa\r\nConnection: close\r\n\r\n")
        assert told.startswith("HTTP/1.1 200")
        async with asyncio.timeout(5):
            assert await silent[0][0].read() == b""


async def test_requests_at_the_same_time_are_bounded() -> None:
    """One more than are answered at a time is told so at once."""
    async with door(Bounds(requests=1)) as opened:
        await opened.knock(HEAD)  # It waits for its body.
        answers = [await opened.answer(b"GET / HTTP/1.1\r\nHost: ursa\r\n\r\n") for _ in range(2)]
    assert all(told.startswith("HTTP/1.1 503") for told in answers)


def test_descriptors_are_left_for_the_database() -> None:
    """There are never more connections than descriptors, less those for everything else."""
    allowed, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    assert 1 <= bounds().connections <= max(1, allowed - RESERVED_DESCRIPTORS)
