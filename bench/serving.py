"""A server in a process of its own, as `ursa serve` makes it, for what is measured from outside."""

import asyncio
import datetime as dt
import multiprocessing
import os
import resource
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import uvloop

from app.records.account import Scope
from app.remembering import Memory
from app.serving import serve
from app.settings import Settings
from app.state import State
from app.store import change, keys, write
from app.store.pool import Pool
from tests.schema.year import NOW, year

PERSON = "bench"
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Served:
    """A server, the key of its person, and how much memory it takes."""

    address: str
    secret: str
    pid: int

    def memory_mb(self) -> float:
        """Of the process that answers."""
        pages = int(Path(f"/proc/{self.pid}/statm").read_text().split()[1])
        return pages * resource.getpagesize() / 2**20


async def make_person(pool: Pool, user_id: str = PERSON) -> str:
    """A person with a year of everything; answers the secret of a key of theirs."""
    await change.execute(pool, "account_create", user_id=user_id)
    await write.store_harvest(pool, user_id, year())
    async with pool.connection() as connected:
        await connected.execute("ANALYZE")  # As autovacuum does in time.
    return await make_key(pool, user_id, Scope.READ)


async def make_key(pool: Pool, user_id: str | None, *scopes: Scope) -> str:
    """The secret of a key that is never told to wait."""
    _, secret = await keys.create_key(
        pool,
        user_id=user_id,
        label="bench",
        scopes=list(scopes),
        actor="bench",
        rate_limit_per_minute=100_000_000,
    )
    return secret


def cpu_s(pid: int) -> float:
    """Seconds that a process has computed, in all of its threads."""
    told = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / TICKS


@asynccontextmanager
async def served(url: str, secret: str, *, forgetful: bool = False) -> AsyncIterator[Served]:
    """The server; it has stopped when the block ends. `forgetful`: everything is made each time."""
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(url, folder, theirs, forgetful))
        process.start()
        theirs.close()  # Where the process ends before it says anything, nobody waits for it.
        try:
            address = await asyncio.to_thread(ours.recv)
            yield Served(address, secret, process.pid or 0)
        finally:
            process.terminate()
            await asyncio.to_thread(process.join)


def _serve(url: str, folder: str, said: Connection, forgetful: bool) -> None:  # noqa: FBT001
    if forgetful:
        Memory.keep = _only_answer  # type: ignore[assignment, method-assign]
    settings = Settings(database_url=url, data_dir=Path(folder), host="127.0.0.1", port=0)

    async def ready(_: State, address: str) -> None:
        said.send(address)

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(serve(settings, ready, clock=_now))


def _only_answer(_: Memory[Any, Any], __: object, answer: Any) -> Any:  # noqa: ANN401 -- of any kind
    return answer


def _now() -> dt.datetime:
    return NOW


def load() -> str:
    """How busy the machine is beside what is measured."""
    return f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
