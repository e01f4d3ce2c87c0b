"""Tools over `/mcp` with an application's token: how long `today` takes, how many calls pass.

One process answers; processor time a call is printed beside the clock's, because the clock also
counts what else the machine does.
"""

import asyncio
import datetime as dt
import time
from itertools import cycle
from statistics import median

import httpx

from app.auth.sessions import digest
from app.deeds.apps import ACCESS_LIFE
from app.store import apps, keys
from app.store.pool import Pool
from bench.database import KIND, open_migrated
from bench.serving import PERSON, Served, cpu_s, make_person, served
from tests.schema.year import NOW

CALLS, AT_ONCE = 400, 16
GOAL_S, GOAL_RATE = 0.03, 200
MIX = ("today", "sleep", "recovery", "people")
TOKEN = f"{keys.ACCESS}{'b' * 43}"


async def _let_in(pool: Pool, now: dt.datetime) -> None:
    """An application with a token for assistants."""
    consent = apps.Consent(
        client_id="bench",
        client_name="bench",
        host="localhost",
        redirect_uri="http://127.0.0.1/",
        challenge="",
        audience="mcp",
        user_id=PERSON,
        scopes=["read"],
        classes=["sleep", "heart", "training", "profile"],
        made_by="bench",
        grant_ends_at=now + dt.timedelta(days=1),
    )
    await apps.keep_code(pool, digest("code"), consent, now + dt.timedelta(minutes=1))
    pair = apps.Pair(
        access_sha256=digest(TOKEN),
        refresh_sha256=digest("refresh"),
        access_ends_at=now + ACCESS_LIFE,
        refresh_ends_at=now + ACCESS_LIFE,
    )
    assert await apps.redeem_code(
        pool, digest("code"), pair, now=now, wrong=lambda _: False, most=1
    )
    async with pool.connection() as connected:  # What is measured is the server, not its budgets.
        await connected.execute("UPDATE api_key SET rate_limit_per_minute = 1000000")


async def _call(http: httpx.AsyncClient, name: str) -> None:
    meta = {
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientCapabilities": {},
    }
    params = {"name": name, "arguments": {}, "_meta": meta}
    headers = {"MCP-Protocol-Version": "2026-07-28", "Mcp-Method": "tools/call", "Mcp-Name": name}
    asked = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}
    answer = await http.post("/mcp", json=asked, headers=headers)
    assert answer.status_code == 200, answer.text
    if answer.json()["result"].get("isError"):
        raise ToolFailed(answer.text)


class ToolFailed(Exception):
    """A tool answered an error."""


async def _found_out(http: httpx.AsyncClient, name: str) -> None:
    """What was found out is remembered from here on; a busy machine takes a while."""
    for _ in range(60):
        try:
            return await _call(http, name)
        except ToolFailed as failed:
            if "analysis_unavailable" not in str(failed):
                raise
            await asyncio.sleep(1)
    raise TimeoutError(name)


async def _one_by_one(http: httpx.AsyncClient, name: str, pid: int) -> None:
    await _found_out(http, name)
    seconds, before = [], cpu_s(pid)
    for _ in range(CALLS // 4):
        began = time.perf_counter()
        await _call(http, name)
        seconds.append(time.perf_counter() - began)
    used = (cpu_s(pid) - before) / len(seconds)
    print(
        f"{KIND}: {name} {median(seconds) * 1_000:.1f} ms, of it {used * 1_000:.1f} ms of the "
        f"process (goal {GOAL_S * 1_000:.0f})"
    )


async def _at_once(http: httpx.AsyncClient, pid: int) -> None:
    names, before, began = cycle(MIX), cpu_s(pid), time.perf_counter()

    async def some() -> None:
        for _ in range(CALLS // AT_ONCE):
            await _call(http, next(names))

    await asyncio.gather(*(some() for _ in range(AT_ONCE)))
    took, used = time.perf_counter() - began, cpu_s(pid) - before
    print(
        f"{KIND}: {CALLS / took:,.0f} calls/s, {CALLS / used:,.0f} a second of the process's own "
        f"time (goal {GOAL_RATE})"
    )


async def main() -> None:
    """Measure on a person with a year of everything."""
    async with open_migrated() as (url, pool):
        await make_person(pool)
        await _let_in(pool, NOW)
        async with served(url, TOKEN) as server:
            await _measure(server)


async def _measure(server: Served) -> None:
    headers = {
        "Authorization": f"Bearer {server.secret}",
        "Accept": "application/json, text/event-stream",
    }
    async with httpx.AsyncClient(base_url=server.address, headers=headers, timeout=60) as http:
        await _one_by_one(http, "today", server.pid)
        await _at_once(http, server.pid)


if __name__ == "__main__":
    asyncio.run(main())
