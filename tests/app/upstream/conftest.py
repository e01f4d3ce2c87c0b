"""A Polar that answers what a test tells it to."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from app.upstream.client import AccessLink, PolarSession
from app.upstream.http import Bounds, open_client
from app.upstream.rate_limits import RateLimits

TOKEN = "tok-2YotnFZFEjr1zCsicMWpAA"
POLAR = Path(__file__).parents[4] / "shared" / "polar"


@dataclass
class FakePolar:
    """Answers from a list (its last answer for ever), and remembers requests and pauses."""

    answers: list[httpx.Response | Exception]
    requests: list[httpx.Request] = field(default_factory=list)
    pauses: list[float] = field(default_factory=list)
    now: float = 1_000.0
    bounds: Bounds = field(default_factory=Bounds)

    def __post_init__(self) -> None:
        """Build the client over this transport."""
        self.http = open_client(httpx.MockTransport(self._answer))
        self.limits = RateLimits(lambda: self.now)
        self.link = AccessLink(
            self.http,
            "https://polar.test/",
            self.limits,
            bounds=self.bounds,
            sleep=self._sleep,
        )

    @property
    def session(self) -> PolarSession:
        """A person's session."""
        return self.link.session(TOKEN)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        answer = self.answers[min(len(self.requests), len(self.answers)) - 1]
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def _sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)


@pytest.fixture
def fake_polar() -> Callable[..., FakePolar]:
    """Make a Polar with the given answers."""

    def make(*answers: httpx.Response | Exception, bounds: Bounds | None = None) -> FakePolar:
        return FakePolar(list(answers), bounds=bounds or Bounds())

    return make


@pytest.fixture
def polar_files() -> Path:
    """The folder with Polar's examples and captured answers."""
    if not POLAR.is_dir():
        pytest.skip("Polar's example files are not beside this repository (../shared/polar).")
    return POLAR


Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@pytest.fixture
def raw_server() -> Callable[[Handler], object]:
    """Serve raw bytes on a loopback port; for faults that only a socket can have."""

    @asynccontextmanager
    async def serve(handler: Handler) -> AsyncIterator[str]:
        async def connection(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.readuntil(b"\r\n\r\n")
            try:
                await handler(reader, writer)
            finally:
                writer.close()

        server = await asyncio.start_server(connection, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        async with server:
            yield f"http://127.0.0.1:{port}"

    return serve
