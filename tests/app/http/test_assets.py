"""Assets: kept for ever under their hash, packed once, sent in pieces."""

import asyncio
import re
import socket
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.http.assets import PIECE_BYTES, Asset, Assets
from tests.running import running

SCRIPT = "console.log('https://elsewhere.example');\n" * 10_000
PAGE = '<link href="/assets/page.css"><script src="/assets/page.js" defer></script>/assets/none.js'


class Files:
    """A folder of assets, behind an application."""

    def __init__(self, folder: Path) -> None:
        self.script = folder / "page.js"
        self.script.write_text(SCRIPT)
        (folder / "page.css").write_text("body{}")
        self.reads = 0

    def assets(self) -> Assets:
        """The files as a new process knows them."""
        files = self

        class Counted(Asset):
            def read(self) -> bytes:
                files.reads += 1
                return super().read()

        elsewhere = ((b"https://elsewhere.example", b"data:,"),)
        css = Asset(self.script.with_name("page.css"), "text/css")
        script = Counted(self.script, "text/javascript", elsewhere)
        nothing = Asset(Path("/nowhere"), "text/javascript")
        return Assets("/assets", {"page.js": script, "page.css": css, "gone.js": nothing})

    def app(self) -> Starlette:
        """An application that serves them."""
        assets = self.assets()

        async def answer(request: Request) -> Response:
            return await assets.answer(request, request.path_params["name"])

        return Starlette(routes=[Route("/assets/{name}", answer)])


@pytest.fixture
def files(tmp_path: Path) -> Files:
    """A script, a style, and one that is not built."""
    return Files(tmp_path)


def client_of(app: Starlette) -> httpx.AsyncClient:
    """A client that takes gzip."""
    headers = {"Accept-Encoding": "gzip"}
    transport = httpx.ASGITransport(app)
    return httpx.AsyncClient(transport=transport, base_url="http://ursa.test", headers=headers)


def links(page: str) -> list[str]:
    """Names of what a page loads."""
    return re.findall(r"/assets/([\w.]+)", page)


async def test_a_page_names_what_it_loads_by_content(files: Files) -> None:
    """What is in the address is kept for ever; when the content changes, so does the address."""
    style, script, missing = links(files.assets().linked(PAGE))
    assert re.fullmatch(r"page\.[0-9a-f]{12}\.css", style)
    assert missing == "none.js"
    async with client_of(files.app()) as client:
        answer = await client.get(f"/assets/{script}")
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.text == SCRIPT.replace("https://elsewhere.example", "data:,")
    files.script.write_text("new")
    assert links(files.assets().linked(PAGE))[1] != script


async def test_without_its_hash_it_is_asked_for_each_time(files: Files) -> None:
    """A name alone says nothing of the content: browsers ask whether theirs still holds."""
    async with client_of(files.app()) as client:
        first = await client.get("/assets/page.js")
        again = await client.get(
            "/assets/page.js", headers={"If-None-Match": first.headers["etag"]}
        )
    assert first.headers["cache-control"] == "no-cache"
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    "name", ["page.0123456789ab.js", "gone.js", "none.js", "..%2Fpage.js", "%00"]
)
async def test_what_is_not_there(files: Files, name: str) -> None:
    """Other names, and old hashes, are not found."""
    async with client_of(files.app()) as client:
        assert (await client.get(f"/assets/{name}")).status_code == 404


async def test_packed_once(files: Files) -> None:
    """However many ask at once, a file is read for its hash and for each encoding, and no more."""
    async with client_of(files.app()) as client:
        answers = await asyncio.gather(*(client.get("/assets/page.js") for _ in range(20)))
        plain = await client.get("/assets/page.js", headers={"Accept-Encoding": "identity"})
        await client.get("/assets/page.js", headers={"Accept-Encoding": "identity"})
    assert {answer.headers["content-encoding"] for answer in answers} == {"gzip"}
    assert int(answers[0].headers["content-length"]) < len(SCRIPT) / 50
    assert "content-encoding" not in plain.headers
    assert {answer.text for answer in answers} == {plain.text}
    assert files.reads == 3


async def test_a_small_file_is_sent_as_it_is(files: Files) -> None:
    """It would gain nothing."""
    async with client_of(files.app()) as client:
        answer = await client.get("/assets/page.css")
    assert "content-encoding" not in answer.headers
    assert (answer.text, answer.headers["content-type"]) == ("body{}", "text/css; charset=utf-8")


class Counting:
    """Serves the script, and counts the bytes that were handed on to the socket."""

    def __init__(self, files: Files) -> None:
        self._assets = files.assets()
        self.taken = 0

    async def answer(self, request: Request) -> Response:
        """The endpoint."""
        response: Any = await self._assets.answer(request, "page.js")
        response.body_iterator = self._counted(response.body_iterator)
        return response  # type: ignore[no-any-return]

    async def _counted(self, pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        async for piece in pieces:
            assert len(piece) <= PIECE_BYTES
            self.taken += len(piece)
            yield piece

    async def at_rest(self) -> int:
        """Bytes that were taken when nothing moves any more."""
        before = -1
        while before != self.taken:
            before = self.taken
            for _ in range(100):
                await asyncio.sleep(0)
        return before


async def test_who_does_not_read_holds_a_piece(files: Files) -> None:
    """Of a large file, a client that takes nothing is sent what its sockets hold, and waits."""
    files.script.write_bytes(b"x" * 2**25)
    counting, loop = Counting(files), asyncio.get_running_loop()
    app = Starlette(routes=[Route("/", counting.answer)])
    with socket.socket() as listener, socket.socket() as client:
        listener.bind(("127.0.0.1", 0))
        client.setblocking(False)  # noqa: FBT003 -- the socket's own word
        async with running(app, listener), asyncio.timeout(60):
            await loop.sock_connect(client, listener.getsockname())
            await loop.sock_sendall(client, b"GET / HTTP/1.1\r\nHost: ursa\r\n\r\n")
            assert await loop.sock_recv(client, 15) == b"HTTP/1.1 200 OK"
            assert 0 < await counting.at_rest() < 2**24, "more was kept than sockets hold"
            client.close()
