"""How GraphQL's time compares with REST's, with bare JSON, and with plain graphql-core's.

Ratios of one run on one machine; run `python -m bench.graphql` with TEST_DATABASE_URL set to a
server, or without it for the embedded database.
"""

import asyncio
import re
import statistics
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from itertools import count
from pathlib import Path
from typing import Any, cast

import httpx
import orjson
from cryptography.fernet import Fernet
from graphql import execute, parse
from starlette.applications import Starlette
from starlette.types import ASGIApp, Receive, Scope, Send
from strawberry.execution import optimized_is_awaitable
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

from app.auth import open_auth
from app.days import Window
from app.findings.analyse import analyse_user
from app.modelling import open_models
from app.reads import sleep
from app.resources import Resources
from app.rest.routes import rest_routes
from app.settings import Settings
from app.state import State
from app.store import change, read
from app.store.migrations import migrate
from app.store.pool import Pool, open_pool
from app.store.write import store_harvest
from app.vault import Vault
from bench.database import KIND, SERVER, open_url
from schema.build import build_schema
from schema.context import Context
from schema.executor import FlatRowExecutor
from schema.routes import graphql_routes
from tests.schema.year import NOW, TODAY, year

PERSON = "bench"
KEY = "the-master-key-of-the-bench"
ROUNDS = 25
TURNS = count()

NIGHTS = (
    'query { person(id: "bench") { sleep(days: 364) { date totalHours deepHours remHours '
    "sleepScore continuity sleepCycles heartRateAvg } } }"
)
BEATS = (
    'query { person(id: "bench") { series(metrics: [HR_MEAN], days: 0, resolution: RAW, '
    "maxPoints: 20000) { timestamps values } } }"
)
DAY_OF_BEATS = (
    'query { person(id: "bench") { day(date: "2026-01-11") { heartRate { timestamps values } } } }'
)
BARE = re.sub(
    r":'(\w+)'", r"%(\1)s", (Path(__file__).parent / "sql/samples_bare.sql").read_text()
).encode()
DASHBOARD = (Path(__file__).parents[1] / "schema/web/examples/dashboard.graphql").read_text()
DASHBOARD_REST = (
    "sleep",
    "recharge",
    "activity",
    "cardio-load",
    "heart-rate",
    "temperature/skin",
    "sleepwise/bedtime",
    "activity-samples",
    "baselines?extended=true",
    "patterns?extended=true",
    "insights",
    "sync/runs",
)


Work = Callable[[], Awaitable[object]]


async def compared(*works: Work) -> list[float]:
    """Median milliseconds of each, taken in turns so that a busy machine is busy for all."""
    times: list[list[float]] = [[] for _ in works]
    for turn in range(ROUNDS + 4):
        for work, taken in zip(works, times, strict=True):
            start = time.perf_counter()
            await work()
            if turn >= 4:  # The first ones warm up.
                taken.append((time.perf_counter() - start) * 1000)
    return [statistics.median(taken) for taken in times]


@asynccontextmanager
async def server() -> AsyncIterator[tuple[State, httpx.AsyncClient]]:
    """REST and GraphQL on a year of data, asked in process: the network is not measured."""
    async with AsyncExitStack() as stack:
        url = await stack.enter_async_context(open_url())
        prepare = SERVER is not None
        pool = await stack.enter_async_context(open_pool(url, size=8, prepare=prepare))
        await migrate(pool)
        await change.execute(pool, "account_create", user_id=PERSON)
        await store_harvest(pool, PERSON, year(365, samples=10_000))
        async with pool.connection() as connected:
            await connected.execute("ANALYZE")  # As autovacuum does in time.
        settings = Settings.model_validate({"api_key": KEY})
        auth = await stack.enter_async_context(open_auth(settings, pool, lambda: NOW))
        models = await stack.enter_async_context(open_models())
        vault = Vault([Fernet.generate_key().decode()])
        resources = Resources(
            settings, pool, pool, pool, cast("Any", None), vault, lambda: NOW, models
        )
        await analyse_user(resources, PERSON)  # Nobody waits for models here.
        state: State = {"resources": resources, "auth": auth, "dispatch": cast("Any", None)}
        app = Starlette(routes=[*rest_routes(), *graphql_routes()])
        client = await stack.enter_async_context(
            httpx.AsyncClient(
                transport=httpx.ASGITransport(with_state(app, state)),
                base_url="http://bench",
                headers={"X-API-Key": KEY},
            )
        )
        yield state, client


def with_state(app: ASGIApp, state: State) -> ASGIApp:
    """The app, with this state on every request."""

    async def answering(scope: Scope, receive: Receive, send: Send) -> None:
        await app({**scope, "state": state}, receive, send)

    return answering


async def posted(client: httpx.AsyncClient, query: str, **variables: object) -> bytes:
    """A GraphQL answer without errors."""
    answered = await client.post("/graphql", json={"query": query, "variables": variables})
    assert b'"errors"' not in answered.content, answered.text[:500]
    return answered.content


async def got(client: httpx.AsyncClient, path: str, days: int) -> bytes:
    """A REST answer that was not remembered: no address is asked for twice."""
    sign = "&" if "?" in path else "?"
    address = f"/api/v1/users/{PERSON}/{path}{sign}days={days}&turn={next(TURNS)}"
    answered = await client.get(address)
    assert answered.status_code == 200, answered.text
    return answered.content


async def bare_samples(pool: Pool) -> bytes:
    """A day's samples, fetched and encoded with nothing in between."""
    async with pool.connection() as connected:
        cursor = await connected.execute(BARE, {"user_id": PERSON, "date": TODAY})
        moments, values = zip(*await cursor.fetchall(), strict=True)
    return orjson.dumps({"timestamps": moments, "values": values})


async def completed(state: State, rows: list[Any], executor: type) -> int:
    """Completion alone of a list that is there already: the executor's own time."""
    schema = build_schema()._schema  # noqa: SLF001 -- as the engine has it
    document = parse(NIGHTS)
    context = Context(state=state, caller=await state["auth"].authenticate({"x-api-key": KEY}))
    field = schema.type_map["Person"].fields["sleep"]  # type: ignore[attr-defined]
    kept, field.resolve = field.resolve, lambda *_, **__: rows
    try:
        result = await cast(
            "Any",
            execute(
                schema,
                document,
                context_value=context,
                executor_class=executor,
                is_awaitable=cast("Any", optimized_is_awaitable),
            ),
        )
    finally:
        field.resolve = kept
    return len(result.data["person"]["sleep"])


async def statements(client: httpx.AsyncClient) -> int:
    """SQL statements of one dashboard."""
    asked: list[str] = []
    store: Any = read
    query = store.query

    def counting(name: str) -> bytes:
        asked.append(name)
        text: bytes = query(name)
        return text

    store.query = counting
    try:
        await posted(client, DASHBOARD, id=PERSON)
    finally:
        store.query = query
    return len(asked)


async def main() -> int:
    """Print the table; 1 when a promise is broken."""
    async with server() as (state, client):
        pool = state["resources"].pool
        rows = await sleep.nights(pool, PERSON, Window.back(364, TODAY))

        async def dashboard_rest() -> None:
            for path in DASHBOARD_REST:
                await got(client, path, 30)

        lines: list[Any] = [
            (
                "365 nights x 8 fields: GraphQL / REST",
                *await compared(
                    lambda: posted(client, NIGHTS),
                    lambda: got(client, "sleep", 364),
                ),
                1.5,
            ),
            (
                "dashboard: one document / its REST calls",
                *await compared(
                    lambda: posted(client, DASHBOARD, id=PERSON),
                    dashboard_rest,
                ),
                1.3,
            ),
            (
                "10,000 samples of a series: GraphQL / bare",
                *await compared(
                    lambda: posted(client, BEATS),
                    lambda: bare_samples(pool),
                ),
                1.5,
            ),
            (
                "10,000 samples of a day: GraphQL / bare",
                *await compared(
                    lambda: posted(client, DAY_OF_BEATS),
                    lambda: bare_samples(pool),
                ),
                1.5,
            ),
            (
                "completion of 365 nights: flat / plain",
                *await compared(
                    lambda: completed(state, rows, FlatRowExecutor),
                    lambda: completed(state, rows, StrawberryGraphQLCoreExecutionContext),
                ),
                0.25,
            ),
        ]
        count = await statements(client)
    print(f"database: {KIND}")
    for name, ours, theirs, most in lines:
        sign = "ok" if ours / theirs <= most else "MISSED"
        print(f"{name:42} {ours:8.2f} ms {theirs:8.2f} ms  {ours / theirs:5.2f} <= {most} {sign}")
    print(f"{'SQL statements of the dashboard':42} {count:8}     <= 12")
    return int(any(ours / theirs > most for _, ours, theirs, most in lines) or count > 12)


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
