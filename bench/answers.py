"""Every GET of REST: made, worded, asked again, and not sent again (304), 32 at once.

Two processes answer over HTTP on loopback, in turns, so that the machine's mood hits all alike. One
remembers nothing: there each answer is made, out of the database. The other one is `ursa serve` as
it is: "worded" are questions that nobody asked before, about a person of whom everything was found
out; again and 304 are the same question. Milliseconds are those that the answering process
computed: on a busy machine they tell more than the rate.

    python -m bench.answers                   every address
    python -m bench.answers sleep insights    those whose address holds one of the words
"""

import asyncio
import itertools
import os
import sys
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import islice
from statistics import median
from urllib.parse import urlsplit

import orjson

from app.rest.routes import ENDPOINTS
from bench.database import KIND, open_migrated
from bench.serving import PERSON, Served, cpu_s, load, make_person, served
from tests.schema.year import TODAY

AT_ONCE = 32
TURNS = int(os.environ.get("TURNS", "3"))
REQUESTS = int(os.environ.get("REQUESTS", "320"))
NIGHTS = "sleep?days=30"
GOAL_AGAIN, GOAL_304 = 0.8, 2 / 3
PLACES = {
    "date": f"{TODAY}",
    "metric_name": "hrv_rmssd",
    "value": "25.5",
    "pattern_name": "overtraining_risk",
    "relation": "sleep",
}
OF_A_RUN = "{run_id}"
"""Runs have an answer of their own while they are under way; here is nobody who syncs."""


@dataclass(frozen=True, slots=True)
class Asked:
    """How fast a question was answered, and what that took of the process."""

    rate: float
    cpu_ms: float


class Client:
    """One kept connection, cheap enough not to be what is measured."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    async def get(self, path: str, headers: str) -> tuple[int, str, bytes]:
        """Status, tag and body of the answer."""
        request = f"GET /api/v1/users/{PERSON}/{path} HTTP/1.1\r\nHost: ursa\r\n{headers}\r\n"
        self._writer.write(request.encode())
        head = (await self._reader.readuntil(b"\r\n\r\n")).decode()
        told = dict(line.lower().split(": ", 1) for line in head.splitlines()[1:] if line)
        body = await self._reader.readexactly(int(told.get("content-length", 0)))
        return int(head.split(" ", 2)[1]), told.get("etag", ""), body


class Crowd:
    """As many clients as ask at the same time; they come anew, because silence ends connections."""

    def __init__(self, server: Served) -> None:
        self._server = server
        self.key = f"X-API-Key: {server.secret}\r\n"

    @asynccontextmanager
    async def _come(self, many: int) -> AsyncIterator[list[Client]]:
        parts = urlsplit(self._server.address)
        opened = [await asyncio.open_connection(parts.hostname, parts.port) for _ in range(many)]
        yield [Client(*each) for each in opened]
        for _, writer in opened:
            writer.close()

    async def first_id(self, path: str) -> str:
        """Of the first row of a list."""
        async with self._come(1) as (client,):
            _, _, body = await client.get(path, self.key)
        return str(orjson.loads(body)[0]["id"])

    async def settled(self, path: str) -> str:
        """The tag, when what is found out on the spot is stored."""
        status, tag = 0, ""
        async with self._come(1) as (client,):
            while status != 200 or tag != (await client.get(path, self.key))[1]:
                status, tag, _ = await client.get(path, self.key)
                assert status in {200, 503}, f"{path}: {status}"
        return tag

    async def ask(
        self, paths: Iterator[str], more: str, expected: int, requests: int = REQUESTS
    ) -> Asked:
        """All of them ask, each as soon as it was answered."""
        async with self._come(AT_ONCE) as clients:
            before, began = cpu_s(self._server.pid), time.perf_counter()
            each = requests // AT_ONCE
            await asyncio.gather(
                *(_go(one, islice(paths, each), self.key + more, expected) for one in clients)
            )
            took, computed = time.perf_counter() - began, cpu_s(self._server.pid) - before
        return Asked(requests / took, 1000 * computed / requests)


async def _go(client: Client, paths: Iterator[str], headers: str, expected: int) -> None:
    for path in paths:
        status, _, _ = await client.get(path, headers)
        assert status == expected, status


async def every_path(asking: Crowd) -> list[str]:
    """Each GET about a person, with an example of what it names; lists of days also of a year."""
    ids = {each: await asking.first_id(f"{each}?days=365") for each in ("exercises", "ecg")}
    found = [NIGHTS]
    for each in ENDPOINTS:
        if each.method != "GET" or OF_A_RUN in each.path:
            continue
        path = each.path.removeprefix("/users/{user_id}/")
        path = path.format(id=ids.get(path.partition("/")[0], ""), **PLACES)
        names = {parameter.name: parameter for parameter in each.parameters}
        most = names["days"].schema["maximum"] if "days" in names else 0
        found += [f"{path}?days={n}" for n in (30, 365) if n <= most] if most else [f"{path}?"]
        found += [f"{path}?extended=true"] if "extended" in names else []
    return list(dict.fromkeys(found))


def chosen(paths: Sequence[str], words: Sequence[str]) -> list[str]:
    """Those that hold one of the words, and the nights that all are held against."""
    held = [path for path in paths if not words or any(word in path for word in words)]
    return list(dict.fromkeys([NIGHTS, *held]))


WAYS = ("made", "worded", "again", "304")
Told = dict[tuple[str, str], list[Asked]]


async def compare(making: Crowd, asking: Crowd, paths: Sequence[str]) -> Told:
    """Each path in each way, in turns."""
    turn = itertools.count()
    for path in paths:  # What is found out on the spot is stored, and changes the others' tags.
        await asking.settled(path)
    told: Told = {(path, way): [] for path in paths for way in WAYS}
    for _ in range(TURNS):
        for path in paths:
            known = f"If-None-Match: {await asking.settled(path)}\r\n"
            unlike = (f"{path}&turn={next(turn)}" for _ in itertools.count())
            same = itertools.repeat(path)
            told[path, "made"].append(await making.ask(same, "", 200))
            told[path, "worded"].append(await asking.ask(unlike, "", 200))
            told[path, "again"].append(await asking.ask(same, "", 200))
            told[path, "304"].append(await asking.ask(same, known, 304))
    return told


def tell(told: Told, paths: Sequence[str]) -> None:
    """The table; shares are of processor time, which others on the machine hardly touch."""
    rates = {place: median(each.rate for each in asked) for place, asked in told.items()}
    cpu = {place: median(each.cpu_ms for each in asked) for place, asked in told.items()}
    nights = cpu[NIGHTS, "made"]
    print(f"{KIND}, {AT_ONCE} at once, {load()}; answers a second, and ms of the process for each")
    heads = "".join(f"{way:>14}" for way in WAYS)
    print(f"{'':34}{heads}   again/nights   time of 304/made")
    for path in paths:
        shown = "".join(f"{rates[path, way]:7,.0f}{cpu[path, way]:7.2f}" for way in WAYS)
        again, unchanged = nights / cpu[path, "again"], cpu[path, "304"] / cpu[path, "made"]
        print(f"{path:34}{shown}{again:15.2f}{unchanged:19.2f}")
    print(f"goals: again/nights at least {GOAL_AGAIN}, 304/made at most {GOAL_304:.2f}")


async def main(words: Sequence[str] = ()) -> None:
    async with open_migrated() as (url, pool):
        secret = await make_person(pool)
        async with (
            served(url, secret, forgetful=True) as forgetful,
            served(url, secret) as server,
        ):
            making, asking = Crowd(forgetful), Crowd(server)
            paths = chosen(await every_path(asking), words)
            tell(await compare(making, asking, paths), paths)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
