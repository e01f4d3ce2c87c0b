"""What attackers and the greedy do to a whole server, and what everybody else feels of it."""

import asyncio
import resource
import socket
import time
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr
from starlette import types

from app import serving
from app.auth import Auth, open_auth
from app.findings import analyse
from app.http import pacing
from app.http.assets import Asset
from app.main import create_app
from app.modelling import Detected, Models
from app.pace import Pace
from app.protocol import Bounds
from app.records.account import Scope
from app.resources import Resources
from app.rest import pages
from app.settings import Settings
from app.state import State
from app.store import keys
from app.store.accounts import create_account
from app.store.pool import Pool
from app.turns import Turns
from tests.running import UNHURRIED, running

LOCAL = Settings.model_validate({"host": "127.0.0.1", "port": 0})
MASTER = "the-master-key-of-the-greed-tests"
ATTACKERS = 60
PATIENCE_S = 10.0
"""Of each test here, whatever is done to the server."""


class NoWorkers:
    """Nobody syncs here."""

    async def takeout(self, run_id: uuid.UUID) -> None:
        """Take an export."""

    async def import_archive(self, run_id: uuid.UUID) -> None:
        """Take an import."""

    async def sync(self, run_id: uuid.UUID) -> None:
        """Take a run."""


class Attack:
    """A whole server, and what is done to it."""

    def __init__(self, address: str, http: httpx.AsyncClient, auth: Auth) -> None:
        self.http = http
        self.auth = auth
        self._port = httpx.URL(address).port
        self._writers: list[asyncio.StreamWriter] = []

    async def knock(self, sent: bytes) -> asyncio.StreamReader:
        """A new connection on which something was sent, and nothing is read yet."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port, limit=2**10)
        self._writers.append(writer)
        writer.write(sent)
        return reader

    async def health(self) -> float:
        """Seconds that somebody waits who asks whether the server is well."""
        began = time.perf_counter()
        assert (await self.http.get("/health")).status_code == 200
        return time.perf_counter() - began

    async def status(self, method: str, path: str, **sent: Any) -> int:  # noqa: ANN401 -- httpx's
        """How a request is answered."""
        return (await self.http.request(method, path, **sent)).status_code

    def leave(self) -> None:
        """Hang up everywhere."""
        for writer in self._writers:
            writer.transport.abort()


@pytest.fixture
def models() -> Models:
    """Models that are never done; they count who asks."""
    return Stuck()


class Stuck(Models):
    """Stands for models that take for ever."""

    def __init__(self) -> None:
        super().__init__(most_waiting=4)
        self.begun = 0

    async def _detect(self, *_: object) -> Detected:
        self.begun += 1
        await asyncio.Event().wait()
        raise AssertionError


@pytest.fixture
def state_of(pool: Pool, resources: Resources) -> Resources:
    """Resources with a master key."""
    assert pool  # It has migrated the database.
    settings = resources.settings.model_copy(update={"api_key": SecretStr(MASTER)})
    return replace(resources, settings=settings)


Serve = Callable[..., AbstractAsyncContextManager[Attack]]


@pytest.fixture
def attacked(state_of: Resources) -> Serve:
    """Serve everything within bounds."""

    @asynccontextmanager
    async def opened(bounds: Bounds = UNHURRIED) -> AsyncIterator[Attack]:
        settings = state_of.settings
        async with open_auth(settings, state_of.pool, state_of.clock) as auth:
            state = State(resources=state_of, auth=auth, dispatch=NoWorkers())
            with serving.bind(LOCAL) as listener:
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 65_536)
                async with (
                    _with_state(state, settings, listener, bounds) as address,
                    httpx.AsyncClient(base_url=address, timeout=PATIENCE_S) as http,
                ):
                    attack = Attack(address, http, auth)
                    try:
                        async with asyncio.timeout(3 * PATIENCE_S):
                            yield attack
                    finally:
                        attack.leave()

    return opened


@asynccontextmanager
async def _with_state(
    state: State, settings: Settings, listener: socket.socket, bounds: Bounds
) -> AsyncIterator[str]:
    app = create_app(settings, state)

    async def answering(scope: types.Scope, receive: types.Receive, send: types.Send) -> None:
        await app({**scope, "state": state}, receive, send)

    async with running(answering, listener, bounds) as address:
        yield address


async def test_half_open_connections_end(attacked: Serve) -> None:
    """Sixty heads that never end are let go at their deadline, and nobody waits for them."""
    async with attacked(Bounds(head_s=0.3)) as attack:
        half = [
            await attack.knock(b"GET /health HTTP/1.1\r\nHost: ursa\r\nX-Half: ")
            for _ in range(ATTACKERS)
        ]
        assert await attack.health() < PATIENCE_S
        told = await asyncio.gather(*(reader.read() for reader in half))
    assert all(each.startswith(b"HTTP/1.1 408") for each in told)


async def test_silence_takes_no_descriptors(attacked: Serve) -> None:
    """More silent connections than there may be keep nobody from asking."""
    async with attacked(Bounds(connections=10, head_s=60)) as attack:
        for _ in range(ATTACKERS):
            await attack.knock(b"")
        for _ in range(5):
            await attack.health()


@pytest.mark.parametrize("lines", [1_000, 1], ids=["many", "one huge"])
async def test_heads_of_headers(attacked: Serve, lines: int) -> None:
    """Sixty heads of 2 MB at once are refused before they are kept."""
    line = b"X-More: " + b"x" * (2_000_000 // lines) + b"\r\n"
    async with attacked() as attack:
        heads = b"GET /health HTTP/1.1\r\nHost: ursa\r\n" + line * lines
        readers = [await attack.knock(heads) for _ in range(ATTACKERS)]
        await attack.health()
        gone = await asyncio.gather(*(_end(reader) for reader in readers))
    assert all(told in {b"", b"HTTP/1.1 431"} for told in gone)


async def _end(reader: asyncio.StreamReader) -> bytes:
    """The first words of an answer; none where the server was quicker to hang up."""
    try:
        return (await reader.read())[:12]
    except ConnectionError:
        return b""


async def test_unread_scripts(
    attacked: Serve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Eighty who ask for a script of 5 MB and read nothing of it cost a piece of it each."""
    (tmp_path / "huge.js").write_bytes(b"x" * 5 * 2**20)
    script = Asset(tmp_path / "huge.js", "text/javascript")
    monkeypatch.setattr(pages, "ASSETS", {**pages.ASSETS, "huge.js": script})
    async with attacked() as attack:
        await attack.http.get("/schema/assets/huge.js")
        before = _memory_mb()
        ask = b"GET /schema/assets/huge.js HTTP/1.1\r\nHost: ursa\r\n\r\n"
        for reader in [await attack.knock(ask) for _ in range(80)]:
            assert (await reader.readline()).startswith(b"HTTP/1.1 200")
        for _ in range(20):
            await attack.health()
        grown = _memory_mb() - before
    assert grown < 80, "copies would be 400"


def _memory_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


FRAGMENTS = "".join(f"fragment f{n} on Query{{...f{n + 1} ...f{n + 1}}}" for n in range(26))
WORST = [
    "{" + "apiVersion " * 90 + "}",
    "{" + "a{" * 500,
    "{...f0}" + FRAGMENTS[:1000],
    "{" + " ".join(f"a{n}:__typename" for n in range(60)) + "}",
]
"""The longest documents of strangers: fields to merge, depth, fragments in fragments, aliases."""


async def test_worst_documents_of_strangers(attacked: Serve) -> None:
    """Three hundred of them keep nobody waiting, and are answered or refused, every one."""
    async with attacked() as attack:
        turn = asyncio.Semaphore(32)

        async def send(number: int) -> int:
            document = WORST[number % len(WORST)][:1024]
            async with turn:
                return await attack.status("POST", "/graphql", json={"query": document})

        flood = [asyncio.create_task(send(number)) for number in range(300)]
        await attack.health()
        waiting = sum(not each.done() for each in flood)
        statuses = set(await asyncio.gather(*flood))
    assert statuses <= {200, 400, 401, 429}
    assert waiting > 200, "whoever asks beside them is answered among the first"


async def test_floods_of_wrong_keys(attacked: Serve, pool: Pool, person: str) -> None:
    """Beside two hundred guesses, a key that nobody has met yet opens its person's data."""
    _, secret = await keys.create_key(
        pool, user_id=person, label="right", scopes=[Scope.READ], actor="test"
    )
    path = f"/api/v1/users/{person}/sleep"
    async with attacked() as attack:
        turn = asyncio.Semaphore(60)

        async def guess(number: int) -> int:
            wrong = f"{secret[:-4]}{number:04}"
            async with turn:
                return await attack.status("GET", path, headers={"X-API-Key": wrong})

        flood = [asyncio.create_task(guess(number)) for number in range(200)]
        await asyncio.sleep(0)
        right = await attack.http.get(path, headers={"X-API-Key": secret})
        assert right.status_code == 200
        assert set(await asyncio.gather(*flood)) <= {401, 429}


async def test_nothing_is_worked_out_yet(
    attacked: Serve, pool: Pool, models: Stuck, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of twenty whose days wait for models, four are waited for; each hears when to come again."""
    monkeypatch.setattr(analyse, "PATIENCE_S", 0.3)
    people = [f"greed-{uuid.uuid4()}" for _ in range(20)]
    for user_id in people:
        await create_account(pool, user_id)
    async with attacked() as attack:
        told = await asyncio.gather(
            *(
                attack.http.get(f"/api/v1/users/{each}/patterns", headers={"X-API-Key": MASTER})
                for each in people
            )
        )
        assert await attack.health() < PATIENCE_S
    assert {each.status_code for each in told} == {429, 503}
    assert all(int(each.headers["retry-after"]) >= 1 for each in told)
    assert models.begun == 4


async def test_aliases_multiply_no_analysis(
    attacked: Serve, person: str, models: Stuck, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twenty aliases of one person's findings, in two requests, have them analysed once."""
    monkeypatch.setattr(analyse, "PATIENCE_S", 0.3)
    fields = " ".join(f"a{n}: patterns {{ patternType }}" for n in range(10))
    query = f'{{ one: person(id: "{person}") {{ {fields} }} }}'
    async with attacked() as attack:
        sent = [
            attack.http.post("/graphql", json={"query": query}, headers={"X-API-Key": MASTER})
            for _ in range(2)
        ]
        told = await asyncio.gather(*sent)
    assert all(each.json()["errors"] for each in told)
    assert models.begun == 1


@pytest.mark.parametrize("path", ["rest", "graphql"])
async def test_one_key_s_many_requests_are_its_own_trouble(
    attacked: Serve, pool: Pool, person: str, path: str
) -> None:
    """Whose line is full is told to wait, and other keys are answered meanwhile."""
    _, secret = await keys.create_key(
        pool, user_id=person, label="modest", scopes=[Scope.READ], actor="test"
    )
    async with attacked() as attack:
        attack.auth._turns = Turns(working=1, most=1)

        async def ask(key: str) -> httpx.Response:
            headers = {"X-API-Key": key}
            if path == "rest":
                return await attack.http.get(f"/api/v1/users/{person}/sleep", headers=headers)
            body = {"query": f'{{ person(id: "{person}") {{ userId }} }}'}
            return await attack.http.post("/graphql", json=body, headers=headers)

        async with attack.auth._turns.take("master"):
            greedy, modest = await ask(MASTER), await ask(secret)
        later = await ask(MASTER)
    assert (greedy.status_code, greedy.headers["retry-after"]) == (429, "1")
    assert (modest.status_code, later.status_code) == (200, 200)


@pytest.mark.parametrize(
    ("path", "headers", "paced"),
    [
        ("/health", {}, True),
        ("/health", {"X-API-Key": MASTER}, True),
        ("/graphql/schema.graphql", {}, True),
        ("/api/v1/users/nobody/sleep", {}, True),
        ("/api/v1/users/nobody/sleep", {"X-API-Key": "made-up"}, True),
        ("/api/v1/users/nobody/sleep", {"X-API-Key": MASTER}, False),
        ("/graphql?query={apiVersion}", {}, True),
        ("/graphql?query={apiVersion}", {"X-API-Key": MASTER}, False),
    ],
)
async def test_only_who_is_known_is_answered_without_a_pace(
    attacked: Serve,
    monkeypatch: pytest.MonkeyPatch,
    path: str,
    headers: dict[str, str],
    *,
    paced: bool,
) -> None:
    """What counts is how a request ended: a made-up key is paced like none."""
    waited = 0

    async def wait(_: Pace) -> None:
        nonlocal waited
        waited += 1

    monkeypatch.setattr(Pace, "wait", wait)
    async with attacked() as attack:
        await attack.http.get(path, headers=headers)
    assert waited == int(paced)


async def test_a_flood_of_strangers_is_spread(
    attacked: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fifty a second of which five come at once: the last of thirty-one waits for half a second."""
    monkeypatch.setattr(pacing, "Pace", lambda timer: Pace(timer, a_second=50, at_once=5))
    async with attacked() as attack:
        began = time.monotonic()
        await asyncio.gather(*(attack.health() for _ in range(31)))
        assert time.monotonic() - began >= 0.5
