"""The embedded database as a child process: started, watched, started again, stopped."""

import asyncio
import json
import logging
import resource
import secrets
from asyncio.subprocess import PIPE, Process
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from app.embedded.claim import claim, publish, withdraw
from app.embedded.node import node_path
from app.embedded.room import RoomWatch, named, require_room_to_start
from app.errors import ConfigurationError

log = logging.getLogger(__name__)

_HERE = Path(__file__).parent
_SERVER = _HERE / "server.mjs"
_PACKAGE = _HERE / "node_modules" / "@unni-craftsman" / "pglite"
_START_SECONDS = 120.0
_STOP_SECONDS = 15.0
_CRASHES = 5
_CRASH_WINDOW_SECONDS = 60.0
_LONGEST_PAUSE_SECONDS = 5.0
_TAIL_LINES = 20
_CHUNK = 65536
_LONGEST_LINE = 500
_WHERE = ("at ", "file://", "^", "Node.js v")
_LEAST_STACK_KIB = 984  # V8's own default.
_MOST_STACK_KIB = 7168
_STACK_LEFT_KIB = 1024
_LOOK_S = 5.0
_ROOM_S = 1.0


@dataclass(frozen=True, kw_only=True)
class Options:
    """How the embedded database runs."""

    # Seconds that a connection may be silent inside a transaction, while all others wait for it.
    idle_seconds: float = 30.0
    # Called once when the database stays down: a server without one should end.
    on_failure: Callable[[], None] = lambda: None
    # Leave it to the system when a commit reaches the disk: faster, and a power cut harms the data.
    relaxed: bool = False


@asynccontextmanager
async def open_embedded(
    data_dir: Path, options: Options | None = None
) -> AsyncIterator["EmbeddedDatabase"]:
    """Run the embedded database on `data_dir`; it answers at `.url` until the block ends.

    Raises ConfigurationError when the directory is in use, Node or the npm package is missing, the
    database does not start, or it stayed down later; DiskFull, which names the disk, also in place
    of one that the block ends with.
    """
    with named(data_dir):
        async with claim(data_dir) as lock:
            require_room_to_start(data_dir)
            database = EmbeddedDatabase(data_dir, lock, options or Options())
            try:
                await database.start()
                yield database
            finally:
                await database.stop()
    if database.failure is not None:
        raise database.failure


class EmbeddedDatabase:
    """A database process and its watch; `failure` is set when the watch has given up."""

    def __init__(self, data_dir: Path, lock: int, options: Options) -> None:
        self._data_dir = data_dir.absolute()
        self._lock = lock
        self._options = options
        self._password = secrets.token_urlsafe(32)
        self._port = 0
        self._process: Process | None = None
        self._tail: deque[str] = deque(maxlen=_TAIL_LINES)
        self._reader: asyncio.Task[None] | None = None
        self._watchers: list[asyncio.Task[None]] = []
        self._room = RoomWatch(self._data_dir)
        self.failure: ConfigurationError | None = None

    @property
    def url(self) -> str:
        """Where it answers, password included; the same after a restart."""
        return f"postgresql://postgres:{self._password}@127.0.0.1:{self._port}/postgres"

    @property
    def pid(self) -> int:
        """The process of the database itself."""
        return self._process.pid if self._process else 0

    async def start(self) -> None:
        """Start the process, publish its address, watch over it."""
        node = await asyncio.to_thread(_node)
        await self._launch(node)
        publish(self._data_dir, self.url)
        self._watchers = [asyncio.create_task(w) for w in (self._watch(node), self._look())]

    async def _launch(self, node: Path) -> None:
        self._process = await asyncio.create_subprocess_exec(
            *self._command(node),
            stdin=PIPE,
            stdout=PIPE,
            stderr=PIPE,
            # It holds the lock as long as it lives, also when this process was killed.
            pass_fds=(self._lock,),
            # A Ctrl-C in the terminal is for us: we stop it when nobody needs it any more.
            start_new_session=True,
        )
        self._tail.clear()
        self._reader = asyncio.create_task(self._read_errors(self._process))
        self._port = await self._ready(self._process)
        log.info("embedded database ready on port %d, process %d", self._port, self.pid)

    def _command(self, node: Path) -> list[str]:
        idle = str(self._options.idle_seconds)
        command = [str(node), f"--stack-size={_stack_kib()}", str(_SERVER)]
        command += [str(self._data_dir / "pgdata")]
        command += ["--port", str(self._port), "--idle-seconds", idle]
        return [*command, "--relaxed"] if self._options.relaxed else command

    async def _ready(self, process: Process) -> int:
        """Hand over the password, wait for the ready line and return the port that it names."""
        assert process.stdin  # noqa: S101 - It was asked for.
        assert process.stdout  # noqa: S101
        process.stdin.write(f"{self._password}\n".encode())
        try:
            line = await asyncio.wait_for(process.stdout.readline(), _START_SECONDS)
            return int(json.loads(line)["port"])
        except (TimeoutError, ValueError) as error:
            await _end(process)
            raise ConfigurationError(
                f"the embedded database on {self._data_dir} did not start: {await self._words()}"
            ) from error

    async def _read_errors(self, process: Process) -> None:
        """Keep the last lines; those of the package's own text, which is one line, are none."""
        assert process.stderr  # noqa: S101 - It was asked for.
        rest = b""
        while chunk := await process.stderr.read(_CHUNK):
            *lines, rest = (rest + chunk).split(b"\n")
            rest = rest[-_CHUNK:]
            self._tail.extend(filter(None, map(_readable, lines)))

    async def _words(self) -> str:
        """Return what the process said last, once it has ended."""
        if self._reader:
            await asyncio.wait([self._reader], timeout=1)
        return " | ".join(filter(None, self._tail)) or "it said nothing"

    async def _watch(self, node: Path) -> None:
        """Start the process again, on the same port, whenever it ends by itself."""
        crashes: deque[float] = deque(maxlen=_CRASHES)
        while self._process:
            code = await self._process.wait()
            if self._room.is_short():
                await self._until_room()
                crashes.clear()
            else:
                log.error("embedded database ended with %s: %s", code, await self._words())
            crashes.append(asyncio.get_running_loop().time())
            if len(crashes) == _CRASHES and crashes[-1] - crashes[0] < _CRASH_WINDOW_SECONDS:
                return await self._give_up()
            await asyncio.sleep(min(0.1 * 2 ** len(crashes), _LONGEST_PAUSE_SECONDS))
            with suppress(ConfigurationError):
                await self._launch(node)
        return None

    async def _look(self) -> None:
        while True:
            await asyncio.sleep(_LOOK_S)
            self._room.is_short()

    async def _until_room(self) -> None:
        while self._room.is_short():  # noqa: ASYNC110 - A disk has no event.
            await asyncio.sleep(_ROOM_S)

    async def _give_up(self) -> None:
        self.failure = ConfigurationError(
            f"the embedded database on {self._data_dir} ended {_CRASHES} times within a minute "
            f"and stays down: {await self._words()}"
        )
        log.critical("%s", self.failure)
        self._options.on_failure()

    async def stop(self) -> None:
        """Close the database cleanly and withdraw its address."""
        for watcher in self._watchers:
            watcher.cancel()
            await asyncio.wait([watcher])
        if self._process:
            await _end(self._process)
        if self._reader:
            await asyncio.wait([self._reader], timeout=1)
        withdraw(self._data_dir)


def _readable(line: bytes) -> str | None:
    """A line that says something: neither the package's text nor where in it a fault was met."""
    text = line.decode(errors="replace").strip()
    said = text and len(text) <= _LONGEST_LINE and not text.startswith(_WHERE)
    return text if said else None


def _stack_kib() -> int:
    """What V8 may use of the process's stack: this build of PostgreSQL does not watch it."""
    soft, _ = resource.getrlimit(resource.RLIMIT_STACK)
    allowed = _MOST_STACK_KIB if soft == resource.RLIM_INFINITY else soft // 1024 - _STACK_LEFT_KIB
    return max(_LEAST_STACK_KIB, min(_MOST_STACK_KIB, allowed))


def _node() -> Path:
    if not _PACKAGE.is_dir():
        raise ConfigurationError(
            f"the embedded database is not installed: run `npm ci` in {_HERE}, or set DATABASE_URL"
        )
    return node_path()


async def _end(process: Process) -> None:
    """Ask it to close its data; kill it when it does not: the write-ahead log makes that safe."""
    with suppress(ProcessLookupError):
        process.terminate()
    try:
        await asyncio.wait_for(process.wait(), _STOP_SECONDS)
    except TimeoutError:
        process.kill()
        await process.wait()
