"""Notices of Polar's webhook: how many one API process takes, and what each costs it.

500 people, each told of in turn, 500 notices a second for ten seconds over 20 connections that stay
open; the process is killed with -9 in the middle and started anew. The account at the end: how many
were answered 200, how many of those are stored, how many runs the people get.
"""

import asyncio
import hashlib
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

import orjson

from app.resources import open_resources
from app.settings import Settings
from app.store.migrations import migrate
from app.store.pool import Pool, open_pool
from app.sync.notices import queue_noticed_runs
from app.upstream.webhooks import sign
from bench.database import KIND, open_url
from bench.serving import cpu_s

PEOPLE, A_SECOND, SECONDS, CONNECTIONS = 500, 500, 10, 20
SECRET = "the-secret-of-the-webhook"  # noqa: S105 -- of made-up people
HEAD = (
    "POST /webhooks/polar HTTP/1.1\r\nHost: ursa\r\nContent-Type: application/json\r\n"
    "Polar-Webhook-Signature: {}\r\nContent-Length: {}\r\n\r\n"
)
KNOWN = """
    WITH known AS (
        INSERT INTO account (user_id, polar_user_id)
        SELECT 'p' || n, n FROM generate_series(1, %s) AS n RETURNING user_id
    ) INSERT INTO credential (user_id, token_encrypted, connected_at)
    SELECT user_id, '', now() - interval '2 days' FROM known
"""


@dataclass(slots=True)
class Account:
    """What was sent, and what became of it."""

    answered: set[bytes] = field(default_factory=set)
    waited: list[float] = field(default_factory=list)
    cpu_s: float = 0


def bodies(now: str) -> Iterator[bytes]:
    """Notices about everybody in turn, none like another."""
    for n in range(A_SECOND * SECONDS):
        event = {"event": "SLEEP", "user_id": n % PEOPLE + 1, "timestamp": now, "entity_id": f"{n}"}
        yield orjson.dumps(event | {"date": now[:10]})


async def started(url: str, folder: str) -> tuple[asyncio.subprocess.Process, str]:
    """An API process that takes notices, and its address."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.app.webhook_program", url, SECRET, folder),
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    return process, (await process.stdout.readline()).decode().strip()


async def send(address: str, waiting: "asyncio.Queue[bytes]", account: Account) -> None:
    """One connection: a notice after the other until it is cut off; the last one goes back."""
    parts = urlsplit(address)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    while True:
        body = await waiting.get()
        began = time.perf_counter()
        try:
            writer.write(HEAD.format(sign(body, SECRET), len(body)).encode() + body)
            status = await reader.readuntil(b"\r\n\r\n")
        except (OSError, EOFError):
            waiting.put_nowait(body)
            return
        assert status.startswith(b"HTTP/1.1 200"), status
        account.answered.add(hashlib.sha256(body).digest())
        account.waited.append(time.perf_counter() - began)


async def half(
    url: str, folder: str, told: list[bytes], account: Account, *, kill: bool
) -> list[bytes]:
    """Some seconds of notices to one process; answers those that nobody took."""
    process, address = await started(url, folder)
    waiting: asyncio.Queue[bytes] = asyncio.Queue()
    senders = [asyncio.create_task(send(address, waiting, account)) for _ in range(CONNECTIONS)]
    before, began, sent = cpu_s(process.pid), time.perf_counter(), 0
    while sent < len(told):
        due = min(len(told), int((time.perf_counter() - began) * A_SECOND) + 1)
        for body in told[sent:due]:
            waiting.put_nowait(body)
        sent = due
        await asyncio.sleep(0.002)
    goal = 0 if kill else A_SECOND * SECONDS
    while len(account.answered) < goal:  # noqa: ASYNC110 -- the senders know nothing of the end
        await asyncio.sleep(0.01)
    took = time.perf_counter() - began
    account.cpu_s += cpu_s(process.pid) - before
    process.send_signal(signal.SIGKILL)
    await process.wait()
    await asyncio.sleep(0.1)
    for sender in senders:
        sender.cancel()
    left = [waiting.get_nowait() for _ in range(waiting.qsize())]
    print(f"  {(len(told) - len(left)) / took:,.0f} a second for {took:.1f} s", flush=True)
    return left


async def measure(url: str, folder: str, pool: Pool) -> None:
    """Ten seconds with a kill in the middle, and the account."""
    async with pool.connection() as connected:
        await connected.execute(KNOWN, [PEOPLE])
    told, account = [*bodies(time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()))], Account()
    middle = len(told) // 2
    left = await half(url, folder, told[:middle], account, kill=True)
    left = await half(url, folder, left + told[middle:], account, kill=False)
    async with pool.connection() as connected:
        cursor = await connected.execute("SELECT digest FROM polar_notice")
        there = {bytes(digest) for (digest,) in await cursor.fetchall()}
    waited = sorted(account.waited)
    print(f"{len(told):,} notices, {len(account.answered):,} answered, {len(left)} not taken")
    print(f"answered and not stored: {len(account.answered - there)}")
    late = waited[len(waited) * 19 // 20]
    print(f"median {median(waited) * 1000:.0f} ms, 95 % {late * 1000:.0f} ms")
    print(f"processor of the API process: {account.cpu_s / len(told) * 1000:.2f} ms a notice")


async def runs(url: str, folder: str) -> None:
    """How many runs people's notices become."""
    settings = Settings(data_dir=Path(folder))
    async with open_resources(settings, database_url=url) as resources:
        await asyncio.sleep(6)
        found: list[object] = []
        while queued := await queue_noticed_runs(resources):
            found += queued
        print(f"{len(found)} runs queued for {PEOPLE} people")


async def main() -> None:
    """On the server of TEST_DATABASE_URL, or embedded."""
    print(KIND)
    async with open_url() as url, AsyncExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        async with open_pool(url, size=2, prepare=False) as pool:
            await migrate(pool)
            await measure(url, folder, pool)
        await runs(url, folder)


if __name__ == "__main__":
    asyncio.run(main())
