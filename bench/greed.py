"""What strangers' greed costs others: 32 of them send the worst that they may, all the time.

Half send documents, half heads of headers, from a process of their own. Beside them somebody asks
for `/health`, and a key reads nights that nobody has asked for before. Ratios are of one run.
"""

import asyncio
import itertools
import multiprocessing
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from multiprocessing.synchronize import Event
from urllib.parse import urlsplit

import httpx
import numpy as np
import orjson

from app.protocol import Bounds
from bench.database import KIND, open_migrated
from bench.serving import PERSON, Served, load, make_person, served

STRANGERS, ASKED = 32, 200
GOAL_HEALTH_MS, GOAL_READING = 100, 3

FRAGMENTS = "".join(f"fragment f{n} on Query{{...f{n + 1} ...f{n + 1}}}" for n in range(24))
DOCUMENTS = (
    "{" + "apiVersion " * 90 + "}",
    "{" + "a{" * 500,
    "{...f0}" + FRAGMENTS[:1000],
    "{" + " ".join(f"a{n}:__typename" for n in range(60)) + "}",
)
"""As long as strangers' may be: fields to merge, depth, fragments in fragments, aliases."""

Path = Callable[[int], str]


async def _ask(http: httpx.AsyncClient, path: Path) -> list[float]:
    """Milliseconds of each of many questions, one after the other."""
    took = []
    for number in range(ASKED):
        began = time.perf_counter()
        answer = await http.get(path(number))
        took.append(1000 * (time.perf_counter() - began))
        assert answer.status_code == 200, answer.text
        await asyncio.sleep(0.01)
    return took


def _head() -> bytes:
    """A request with as many and as long headers as are let in."""
    bounds = Bounds()
    lines, size = bounds.headers - 2, (bounds.head_bytes - 200) // bounds.headers - 12
    more = b"".join(b"X-%06d: %b\r\n" % (n, b"x" * size) for n in range(lines))
    return b"GET /health HTTP/1.1\r\nHost: ursa\r\n" + more + b"\r\n"


def _document(number: int) -> bytes:
    """A document that was not sent before."""
    text = f"#{number}\n" + DOCUMENTS[number % len(DOCUMENTS)][:1000]
    body = orjson.dumps({"query": text})
    head = "POST /graphql HTTP/1.1\r\nHost: ursa\r\nContent-Type: application/json\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


async def _stranger(
    port: int, number: int, sent: list[int], numbers: "itertools.count[int]"
) -> None:
    """Sends one after the other, as fast as it is answered."""
    head = _head()
    while True:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            while True:
                writer.write(head if number % 2 else _document(next(numbers)))
                told = await reader.readuntil(b"\r\n\r\n")
                length = told.lower().split(b"content-length: ")[1].split(b"\r\n")[0]
                await reader.readexactly(int(length))
                sent[0] += 1
        except (OSError, asyncio.IncompleteReadError):
            writer.close()


def _strangers(address: str, begun: Event, sent: "multiprocessing.Queue[int]", over: Event) -> None:
    asyncio.run(_all_of_them(urlsplit(address).port or 0, begun, sent, over))


async def _all_of_them(
    port: int, begun: Event, told: "multiprocessing.Queue[int]", over: Event
) -> None:
    sent, numbers = [0], itertools.count()
    tasks = [asyncio.create_task(_stranger(port, each, sent, numbers)) for each in range(STRANGERS)]
    begun.set()
    await asyncio.to_thread(over.wait)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    told.put(sent[0])


@asynccontextmanager
async def _attacked(server: Served) -> AsyncIterator[list[int]]:
    """While the block lasts, strangers are at it; how much they sent is there afterwards."""
    context = multiprocessing.get_context("spawn")
    begun, over, sent = context.Event(), context.Event(), context.Queue()
    process = context.Process(target=_strangers, args=(server.address, begun, sent, over))
    process.start()
    answered: list[int] = []
    try:
        await asyncio.to_thread(begun.wait)
        yield answered
    finally:
        over.set()
        answered.append(await asyncio.to_thread(sent.get))
        process.join()


def _p95(took: list[float]) -> float:
    return float(np.percentile(took, 95))


async def _compare(server: Served) -> None:
    fresh = itertools.count()

    def health(_: int) -> str:
        return "/health"

    def nights(_: int) -> str:
        return f"/api/v1/users/{PERSON}/sleep?days=30&fresh={next(fresh)}"

    headers = {"X-API-Key": server.secret}
    async with httpx.AsyncClient(base_url=server.address, headers=headers, timeout=60) as http:
        await _ask(http, nights)
        idle = {each: _p95(await _ask(http, each)) for each in (health, nights)}
        before, began = server.memory_mb(), time.perf_counter()
        async with _attacked(server) as answered:
            busy = {each: _p95(await _ask(http, each)) for each in (health, nights)}
        seconds = time.perf_counter() - began
        rate = answered[0] / seconds
    print(f"{KIND}: {STRANGERS} strangers were answered {rate:,.0f} times a second; {load()}")
    print(f"{KIND}: /health p95 {busy[health]:.1f} ms (goal {GOAL_HEALTH_MS}), ", end="")
    print(f"idle {idle[health]:.1f}")
    print(
        f"{KIND}: a reading key's p95 {busy[nights]:.1f} ms, "
        f"{busy[nights] / idle[nights]:.1f} x idle (goal {GOAL_READING})"
    )
    print(f"{KIND}: {server.memory_mb():.0f} MB, {server.memory_mb() - before:+.1f} by it")


async def main() -> None:
    async with open_migrated() as (url, pool):
        secret = await make_person(pool)
        async with served(url, secret) as server:
            await _compare(server)


if __name__ == "__main__":
    asyncio.run(main())
