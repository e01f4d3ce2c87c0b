"""The `ursa` command as a person meets it: one line for what is wrong, nothing harmed."""

import asyncio
import contextlib
import gzip
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import IO, Any
from urllib.parse import urlsplit

import httpx
import psycopg
import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span
from psycopg import sql

from app.simulator.app import create_simulator
from app.simulator.people import people
from app.simulator.troubles import Trouble
from app.simulator.world import World
from tests.app.conftest import NOW
from tests.running import free_port, running

ROOT = Path(__file__).parents[2]
PATIENCE_S = 60
KEY = "a-master-key-of-the-test"


def _environment(**variables: str) -> dict[str, str]:
    """The tests' own environment without any of Ursa's variables, plus these."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return kept | variables


def _ursa(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "app.cli", *arguments],
        env=_environment(**variables),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )


def _one_line(finished: subprocess.CompletedProcess[str]) -> str:
    """The one line of a refused start."""
    assert finished.returncode == 1
    lines = finished.stderr.strip().splitlines()
    assert len(lines) == 1, finished.stderr
    return lines[0]


@contextlib.contextmanager
def _taken_port() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_port_in_use_is_one_line(tmp_path: Path) -> None:
    """The line names address and port, and no database was begun."""
    with _taken_port() as port:
        line = _one_line(_ursa("serve", PORT=str(port), DATA_DIR=str(tmp_path / "data")))
    assert f"PORT={port}" in line
    assert not (tmp_path / "data" / "pgdata").exists()


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({"DATABASE_URL": "postgresql://me:hunter2@127.0.0.1:1/x"}, "does not answer"),
        ({"DATABASE_URL": "mysql://me:hunter2@host/x"}, "DATABASE_URL: should look like"),
        ({"PORT": "eighty"}, "PORT='eighty'"),
        ({"AUTH_REQUIRED": "false", "HOST": "0.0.0.0"}, "AUTH_REQUIRED"),  # noqa: S104
        ({"ENCRYPTION_KEY": "short", "DATABASE_URL": "postgresql://127.0.0.1:1/x"}, "ursa:"),
    ],
)
def test_a_wrong_setting_is_one_line(variables: dict[str, str], words: str, tmp_path: Path) -> None:
    """The line says what is wrong, and shows no password."""
    line = _one_line(_ursa("serve", **{"PORT": "0", "DATA_DIR": str(tmp_path), **variables}))
    assert words in line
    assert "hunter2" not in line


def test_nobody_is_deleted_without_a_yes(tmp_path: Path) -> None:
    """Where no terminal can be asked, the line says how to do without, and nothing was begun."""
    line = _one_line(_ursa("delete", "--user", "1001", DATA_DIR=str(tmp_path / "data")))
    assert "--yes" in line
    assert not (tmp_path / "data").exists()


async def test_people_leave_without_the_web(database_url: str, person: str, tmp_path: Path) -> None:
    """Somebody is disconnected, deleted with a receipt, and then not found."""

    async def ursa(*arguments: str) -> subprocess.CompletedProcess[str]:
        variables = {"DATABASE_URL": database_url, "DATA_DIR": str(tmp_path)}
        return await asyncio.to_thread(_ursa, *arguments, "--user", person, **variables)

    assert "is disconnected" in (await ursa("disconnect")).stdout
    told = (await ursa("delete", "--yes")).stdout.replace("\n", " ")
    assert re.search(rf"{person} is deleted: \d+ rows.*receipt \d+", told)
    assert "no person" in _one_line(await ursa("delete", "--yes"))


@pytest.mark.usefixtures("strangers")
async def test_somebody_is_connected_from_the_terminal(
    database_url: str, person: str, tmp_path: Path
) -> None:
    """The command prints where to allow it, and takes the address that the browser shows then."""
    world = World(people(1, NOW.date(), seed=7))
    redirect = "http://127.0.0.1:8000/oauth/polar/callback"
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        async with running(create_simulator(world), listener) as polar:
            variables = _environment(
                DATABASE_URL=database_url,
                DATA_DIR=str(tmp_path),
                POLAR_API_URL=polar,
                POLAR_AUTH_URL=f"{polar}/oauth2/authorization",
                POLAR_TOKEN_URL=f"{polar}/v2/oauth2/token",
                POLAR_CLIENT_ID=world.client[0],
                POLAR_CLIENT_SECRET=world.client[1],
            )
            command = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "app.cli", "connect", "--user", person),
                stdin=PIPE,
                stdout=PIPE,
                env=variables,
                cwd=ROOT,
            )
            assert command.stdout is not None
            lines = [(await command.stdout.readline()).decode() for _ in range(2)]
            state = re.search(r"state=([\w-]{43})", lines[1])
            assert state is not None, lines
            code = world.authorize(1001, redirect)
            back = f"{redirect}?state={state[1]}&code={code}\n"
            told, _ = await command.communicate(back.encode())
    assert f"is connected. Fetch their days: ursa sync --user {person}" in told.decode()


async def test_a_link_to_the_pages(database_url: str, tmp_path: Path) -> None:
    """`ursa setup-link` prints a link alone, whose token stands behind the #."""
    known = {"DATABASE_URL": database_url, "DATA_DIR": str(tmp_path)}
    told = _ursa("setup-link", BASE_URL="https://ursa.example", **known)
    assert told.returncode == 0, told.stderr
    assert re.fullmatch(r"https://ursa\.example/enter#[\w-]{43}\n", told.stdout)


async def test_a_label_is_no_markup(database_url: str, person: str, tmp_path: Path) -> None:
    """Brackets of a label are shown as they are, when a key is made and when keys are listed."""

    async def ursa(*arguments: str) -> str:
        variables = {"DATABASE_URL": database_url, "DATA_DIR": str(tmp_path), "COLUMNS": "200"}
        finished = await asyncio.to_thread(_ursa, "api-key", *arguments, **variables)
        assert finished.returncode == 0, finished.stderr
        return finished.stdout

    named = ("--user", person, "--label", "a[/nope]", "--class", "sleep", "--class", "heart")
    assert "a[/nope]  read, sleep, heart" in await ursa("create", *named)
    assert "a[/nope]" in await ursa("list")


@pytest.mark.parametrize("command", ["worker", "scheduler"])
def test_processes_apart_need_a_broker(command: str, tmp_path: Path) -> None:
    """A worker without a broker says that it needs one."""
    assert "BROKER_URL" in _one_line(_ursa(command, DATA_DIR=str(tmp_path)))


@pytest.mark.skipif(
    "TEST_DATABASE_URL" not in os.environ, reason="the embedded database knows one login only"
)
async def test_a_database_without_the_extension_is_refused(
    database_url: str, tmp_path: Path
) -> None:
    """A PostgreSQL whose Ursa may not have TimescaleDB gets one line that says so."""
    name = f"plain_{secrets.token_hex(4)}"
    with psycopg.connect(database_url, autocommit=True) as connected:
        connected.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        role = sql.Identifier(name)
        connected.execute(sql.SQL("CREATE ROLE {} LOGIN PASSWORD 'plain'").format(role))
        parts = urlsplit(database_url)
        url = f"postgresql://{name}:plain@{parts.hostname}:{parts.port}/{name}"
        line = _one_line(
            await asyncio.to_thread(_ursa, "migrate", DATABASE_URL=url, DATA_DIR=str(tmp_path))
        )
        connected.execute(sql.SQL("DROP DATABASE {}").format(role))
        connected.execute(sql.SQL("DROP ROLE {}").format(role))
    assert "no TimescaleDB extension" in line


class Server:
    """A running `ursa serve` on an embedded database."""

    def __init__(self, folder: Path, **variables: str) -> None:
        self.environment = _environment(
            DATA_DIR=str(folder), PORT=str(free_port()), API_KEY=KEY, **variables
        )
        self.url = f"http://127.0.0.1:{self.environment['PORT']}"
        self.process: subprocess.Popen[bytes] | None = None

    async def start(self, log: int | IO[bytes] = subprocess.DEVNULL) -> None:
        """Start, and wait for the first answer."""
        self.process = subprocess.Popen(  # noqa: ASYNC220 -- it is quick
            [sys.executable, "-m", "app.cli", "serve"],
            env=self.environment,
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=log,
        )
        async with asyncio.timeout(PATIENCE_S):
            while not await self._answers():
                assert self.process.poll() is None, "the server ended"
                await asyncio.sleep(0.1)

    async def _answers(self) -> bool:
        async with httpx.AsyncClient() as http:
            try:
                return (await http.get(f"{self.url}/health")).status_code == 200
            except httpx.TransportError:
                return False

    async def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Send a signal, and wait for the end."""
        assert self.process is not None
        self.process.send_signal(number)
        return await asyncio.to_thread(self.process.wait, PATIENCE_S)

    async def ask(self, method: str, path: str, **more: Any) -> httpx.Response:  # noqa: ANN401
        """One request with the master key."""
        async with httpx.AsyncClient(timeout=PATIENCE_S) as http:
            headers = {"X-API-Key": KEY, **more.pop("headers", {})}
            return await http.request(method, f"{self.url}{path}", headers=headers, **more)


Serving = Callable[..., Server]


@pytest.fixture
async def serving(tmp_path: Path) -> AsyncIterator[Serving]:
    """Makes servers, and ends those that a failed test left behind."""
    made: list[Server] = []

    def make(**variables: str) -> Server:
        made.append(Server(tmp_path / "data", **variables))
        return made[-1]

    yield make
    for server in made:
        if server.process is not None and server.process.poll() is None:
            await server.end(signal.SIGKILL)


@pytest.fixture
async def polar(tmp_path: Path) -> AsyncIterator[tuple[str, str]]:
    """Address of a simulator in a process of its own, and a person's token."""
    port = free_port()
    process = subprocess.Popen(  # noqa: ASYNC220 -- it is quick
        [sys.executable, "-m", "app.cli", "simulator", "--port", str(port), "--days", "40"],
        env=_environment(DATA_DIR=str(tmp_path), PYTHONUNBUFFERED="1"),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    line = ""
    while "1001" not in line:
        line = await asyncio.to_thread(process.stdout.readline)
    found = re.search(r"token (\S+)", line)
    assert found is not None
    yield f"http://127.0.0.1:{port}", found[1]
    process.kill()
    await asyncio.to_thread(process.wait, PATIENCE_S)
    process.stdout.close()


async def test_killed_in_the_middle_of_a_sync(serving: Serving, polar: tuple[str, str]) -> None:
    """After SIGKILL the data are whole, and the run goes on when the server is there again."""
    address, token = polar
    server = serving(POLAR_API_URL=address)
    await server.start()
    await _trouble(address, {"trouble": Trouble.SLOW.value, "path": "/v3/exercises", "amount": 30})
    run_id = await _begin_sync(server, token)
    await server.end(signal.SIGKILL)
    await _trouble(address, {"clear": True})
    await server.start()
    assert len((await server.ask("GET", f"{PERSON}/sleep?days=30")).json()) > 20
    run = await _over(server, run_id)
    assert run["status"] == "success"
    assert next(e["rows_received"] for e in run["feeds"] if e["feed"] == "exercises") > 10
    assert await server.end() == 0


class Collector(ThreadingHTTPServer):
    """Takes traces as an OpenTelemetry collector does; `spans` is all that came."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Taking)
        self.spans: list[Span] = []
        self.about: dict[str, str] = {}
        Thread(target=self.serve_forever, daemon=True).start()

    def lines(self, trace: str) -> set[tuple[str, str]]:
        """Each span of a trace: its name, and that of the one above it."""
        names = {span.span_id: span.name for span in self.spans}
        mine = [span for span in self.spans if span.trace_id.hex() == trace]
        return {(span.name, names.get(span.parent_span_id, "")) for span in mine}


class _Taking(BaseHTTPRequestHandler):
    server: Collector

    def do_POST(self) -> None:
        """Read what comes, in the protocol's own words."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers["Content-Encoding"] == "gzip":
            body = gzip.decompress(body)
        for sent in ExportTraceServiceRequest.FromString(body).resource_spans:
            self.server.about |= {a.key: a.value.string_value for a in sent.resource.attributes}
            self.server.spans += [span for scope in sent.scope_spans for span in scope.spans]
        self.send_response(200 if self.path == "/v1/traces" else 404)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nobody listens."""


TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
TRIGGER = "POST /api/v1/users/{user_id}/sync/trigger"


async def test_a_trace_leads_from_a_request_to_the_feeds_of_its_sync(
    serving: Serving, polar: tuple[str, str]
) -> None:
    """A caller's trace goes on: request, statement, message, sync, feed; no token, no address."""
    address, token = polar
    with Collector() as collector:
        server = serving(
            POLAR_API_URL=address,
            OTEL_EXPORTER_OTLP_ENDPOINT=f"http://127.0.0.1:{collector.server_port}",
            OTEL_SERVICE_NAME="ursa-at-home",
        )
        await server.start()
        headers = {"X-Polar-Token": token, "traceparent": f"00-{TRACE}-00f067aa0ba902b7-01"}
        asked = await server.ask("POST", f"{PERSON}/sync/trigger?days=7", headers=headers)
        assert asked.status_code == 200, asked.text
        assert await server.end() == 0
        collector.shutdown()
    assert {
        (TRIGGER, ""),
        ("write/run_queue", TRIGGER),
        ("send sync_user", TRIGGER),
        ("sync_user", "send sync_user"),
        ("sync", "sync_user"),
        ("fetch sleep", "sync"),
        ("store sleep", "sync"),
        ("write/sleep", "store sleep"),
    } <= collector.lines(TRACE)
    assert collector.about["service.name"] == "ursa-at-home"
    said = " ".join(str(span) for span in collector.spans)
    assert [secret for secret in (token, KEY, PERSON, address) if secret in said] == []
    (sync,) = [span for span in collector.spans if span.name == "sync"]
    assert {each.key for each in sync.attributes} == {"ursa.run_id", "ursa.user_id"}


async def test_a_collector_that_is_away_is_one_line(serving: Serving, tmp_path: Path) -> None:
    """Ursa answers all the same, and the log has no tracebacks."""
    server = serving(OTEL_EXPORTER_OTLP_ENDPOINT=f"http://127.0.0.1:{free_port()}")
    with (tmp_path / "log").open("wb") as log:
        await server.start(log)
        assert (await server.ask("GET", f"{PERSON}/sleep")).status_code == 404
        assert await server.end() == 0
    lines = (tmp_path / "log").read_text().splitlines()
    (told,) = [line for line in lines if "opentelemetry" in line]
    assert told.endswith("nobody takes traces at OTEL_EXPORTER_OTLP_ENDPOINT: they are lost")
    assert not [line for line in lines if "Traceback" in line]


async def _over(server: Server, run_id: str) -> dict[str, Any]:
    """The run, once it has ended."""
    for _ in range(PATIENCE_S * 5):
        run: dict[str, Any] = (await server.ask("GET", f"{PERSON}/sync/runs/{run_id}")).json()
        if run["status"] not in {"queued", "running"}:
            return run
        await asyncio.sleep(0.2)
    return pytest.fail("the run does not end")


PERSON = "/api/v1/users/1001"


async def _trouble(address: str, switch: dict[str, object]) -> None:
    async with httpx.AsyncClient() as http:
        (await http.post(f"{address}/simulator/troubles", json=switch)).raise_for_status()


async def _begin_sync(server: Server, token: str) -> str:
    """Begin a sync, and wait until some of it is stored."""
    queued = await server.ask(
        "POST", f"{PERSON}/sync/trigger?wait=false", headers={"X-Polar-Token": token}
    )
    async with asyncio.timeout(PATIENCE_S):
        while len((await server.ask("GET", f"{PERSON}/activity")).json()) < 28:  # noqa: ASYNC110
            await asyncio.sleep(0.1)
    return str(queued.json()["run_id"])


async def test_a_second_server_on_the_same_data(serving: Serving) -> None:
    """The second one is refused with one line, and the first goes on."""
    server = serving()
    await server.start()
    second = await asyncio.to_thread(
        _ursa, "serve", DATA_DIR=server.environment["DATA_DIR"], PORT="0"
    )
    assert "is in use by process" in _one_line(second)
    assert (await server.ask("GET", "/health")).json()["database"] == "connected"
    assert await server.end() == 0
