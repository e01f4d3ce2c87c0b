"""One exchange over real sockets: packing, bounds, silence and cuts."""

import asyncio
import gzip
import zlib
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace

import pytest

from app.errors import PolarBadAnswer, PolarUnavailable
from app.upstream.client import AccessLink
from app.upstream.http import Bounds, _decoded, open_client
from app.upstream.rate_limits import RateLimits

Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], object]
Serve = Callable[[Handler], AbstractAsyncContextManager[str]]

TIGHT = Bounds(read_s=0.05, call_s=0.3, body_bytes=10_000, retries=0)


def _http(body: bytes, *headers: str, length: int | None = None) -> bytes:
    head = ["HTTP/1.1 200 OK", f"Content-Length: {length or len(body)}", *headers, "", ""]
    return "\r\n".join(head).encode() + body


async def _rows(serve: Serve, sent: bytes, bounds: Bounds = TIGHT) -> list[object]:
    async def handler(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(sent)
        await writer.drain()

    async with serve(handler) as url, open_client() as http:
        link = AccessLink(http, url, RateLimits(), bounds=bounds)
        return (await link.session("token").cardio_load()).rows


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress])
async def test_reads_packed_answers(raw_server: Serve, pack: Callable[[bytes], bytes]) -> None:
    """A packed body is unpacked."""
    encoding = "gzip" if pack is gzip.compress else "deflate"
    sent = _http(pack(b"[1,2,3]"), f"Content-Encoding: {encoding}")
    assert await _rows(raw_server, sent) == [1, 2, 3]


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (_http(b"[" + b"1," * 5_000 + b"1]"), "larger than the bound of 10,000 bytes"),
        (
            _http(gzip.compress(bytes(5_000_000)), "Content-Encoding: gzip"),
            "larger than the bound of 10,000 bytes",
        ),
        (_http(gzip.compress(b"[1,2,3]")[:-9], "Content-Encoding: gzip"), "cut off"),
        (_http(b"[1,2,3]", "Content-Encoding: gzip"), "not valid gzip"),
        (_http(b"[1,2,3]", "Content-Encoding: br"), "did not ask for"),
        (_http(b"[1,2,3]", "Content-Encoding: gzip, gzip"), "did not ask for"),
    ],
    ids=["large", "bomb", "cut off", "no gzip", "brotli", "twice"],
)
async def test_refuses_what_is_too_large_or_badly_packed(
    raw_server: Serve, sent: bytes, said: str
) -> None:
    """The bound counts unpacked bytes, and broken packing is named."""
    with pytest.raises(PolarBadAnswer, match=said) as caught:
        await _rows(raw_server, sent)
    assert "cardio load" in str(caught.value)


def test_a_bomb_is_never_unpacked_beyond_the_bound() -> None:
    """One small packed piece gives no more bytes than are still allowed."""
    unpacked = _decoded(zlib.decompressobj(47), gzip.compress(bytes(5_000_000)), 1_001, "it")
    assert len(unpacked) == 1_001


async def test_a_body_of_exactly_the_bound_is_read(raw_server: Serve) -> None:
    """The bound itself is still allowed."""
    body = b"[" + b" " * 9_998 + b"]"
    packed = _http(gzip.compress(body), "Content-Encoding: gzip")
    assert await _rows(raw_server, packed) == []


@pytest.mark.parametrize("sent", [b"", _http(b"[1,2", length=100), b"SSH-2.0-x\r\n\r\n"])
async def test_a_cut_connection_is_unavailable(raw_server: Serve, sent: bytes) -> None:
    """A connection that ends too early is a fault that may pass."""
    with pytest.raises(PolarUnavailable):
        await _rows(raw_server, sent)


async def test_silence_is_unavailable(raw_server: Serve) -> None:
    """A server that takes the request and says nothing is given up."""

    async def handler(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
        await reader.read()

    async with raw_server(handler) as url, open_client() as http:
        link = AccessLink(http, url, RateLimits(), bounds=TIGHT)
        with pytest.raises(PolarUnavailable, match="ReadTimeout"):
            await link.session("token").cardio_load()


async def test_dripping_is_unavailable(raw_server: Serve) -> None:
    """A server that always sends one more byte in time is stopped by the bound on the call."""

    async def handler(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(_http(b"[", length=10_000))
        try:
            while True:
                writer.write(b" ")
                await writer.drain()
                await asyncio.sleep(0.01)
        except ConnectionError:
            return

    async with raw_server(handler) as url, open_client() as http:
        link = AccessLink(http, url, RateLimits(), bounds=replace(TIGHT, read_s=30))
        with pytest.raises(PolarUnavailable, match=r"not within 0\.3 seconds"):
            await link.session("token").cardio_load()


async def test_cancelling_stops_the_retries(raw_server: Serve) -> None:
    """A cancelled call ends at once and is not asked again."""
    asked = asyncio.Event()

    async def handler(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
        asked.set()
        await reader.read()

    async with raw_server(handler) as url, open_client() as http:
        session = AccessLink(http, url, RateLimits()).session("token")
        task = asyncio.ensure_future(session.cardio_load())
        await asked.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert session.requests == 1
