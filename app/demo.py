"""The demo: simulated people whose days come through the whole real path.

AccessLink shows 28 days, so the simulator's clock and Ursa's walk forward together in steps of at
most 28 days, as if Ursa had been running all that time. Then both run in real time.
"""

import asyncio
import datetime as dt
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import orjson
import uvicorn
from pydantic import SecretStr
from rich.console import Console

from app import serving
from app.embedded.claim import running_url
from app.errors import SyncRunning
from app.ingest import runs
from app.progress import bar
from app.reads.sync import wait_for_run
from app.records.account import Scope
from app.records.sync import RunState
from app.rest.state import State
from app.settings import Settings
from app.simulator.app import create_simulator
from app.simulator.body import Person
from app.simulator.people import demo_people
from app.simulator.world import World
from app.store import keys, write
from app.store.accounts import find_account

DAYS = 120
STEP = 28
EVENING = dt.time(20, tzinfo=dt.UTC)
PATIENCE_S = 300


@dataclass(frozen=True, slots=True)
class Memory:
    """What the demo must know again after a restart."""

    first_day: str
    key: str | None = None

    @property
    def first(self) -> dt.date:
        """First day of the simulated people."""
        return dt.date.fromisoformat(self.first_day)


def _remembered(path: Path) -> Memory:
    try:
        return Memory(**orjson.loads(path.read_bytes()))
    except (OSError, ValueError, TypeError):
        today = dt.datetime.now(dt.UTC).date()
        return Memory((today - dt.timedelta(days=DAYS - 1)).isoformat())


def _remember(path: Path, memory: Memory) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_bytes(orjson.dumps(asdict(memory)))


async def serve(settings: Settings, screen: Console) -> None:
    """Run the simulator beside the server; seed what is missing, then print where to go."""
    path = settings.data_dir / "demo.json"
    memory = _remembered(path)
    world = World(demo_people(memory.first))
    for person in world.people.values():
        world.token_for(person)  # The simulator forgets at each start; the tokens are the same.
    async with _simulator(world) as address:
        settings = settings.model_copy(update=_polar(address, world))

        async def ready(state: State, url: str) -> None:
            await _walk(state, world, screen)
            known = await _with_key(state, memory)
            _remember(path, known)
            screen.rule("Ursa")
            for line in _lines(settings, world, known, url, address):
                screen.print(line, soft_wrap=True, highlight=False, markup=False)
            screen.rule()

        await serving.serve(settings, ready, clock=lambda: world.now)


def _polar(address: str, world: World) -> dict[str, object]:
    """Settings that lead to the simulator."""
    return {
        "polar_api_url": address,
        "polar_auth_url": f"{address}/oauth2/authorization",
        "polar_token_url": f"{address}/v2/oauth2/token",
        "polar_client_id": world.client[0],
        "polar_client_secret": SecretStr(world.client[1]),
    }


@asynccontextmanager
async def _simulator(world: World) -> AsyncIterator[str]:
    """AccessLink on a free loopback port."""
    with socket.socket(proto=socket.IPPROTO_TCP) as listener:
        listener.bind(("127.0.0.1", 0))
        config = uvicorn.Config(create_simulator(world), log_config=None, lifespan="off")
        server = uvicorn.Server(config)
        running = asyncio.create_task(server._serve([listener]))  # noqa: SLF001 -- serve() takes the process's signals
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            await running


async def _walk(state: State, world: World, screen: Console) -> None:
    """Sync every person on every step's day; days that are there already are not walked again."""
    todo = [
        (moment, person)
        for person in world.people.values()
        for moment in _moments(person)
        if not await _there(state, person, moment)
    ]
    if not todo:
        return
    todo.sort(key=lambda step: step[0])
    with bar(screen) as progress:
        task = progress.add_task("Syncing the demo's people", total=len(todo), note="")
        for moment, person in todo:
            progress.update(task, note=f"{person.first_name}, until {moment:%d %B}")
            await _sync(state, world, person, moment)
            progress.advance(task)
        progress.update(task, note="done")
    world.set_now(None)


def _moments(person: Person) -> Iterator[dt.datetime]:
    """Evenings at which the person is synced: every 28 days, and now."""
    now = dt.datetime.now(dt.UTC)
    day = person.first_day + dt.timedelta(days=STEP - 1)
    while dt.datetime.combine(day, EVENING) < now:
        yield dt.datetime.combine(day, EVENING)
        day += dt.timedelta(days=STEP)
    yield now


async def _there(state: State, person: Person, moment: dt.datetime) -> bool:
    account = await find_account(state["resources"].pool, str(person.polar_user_id))
    last = account.synced_at if account else None
    fresh = dt.timedelta(hours=1) if moment.time() != EVENING else dt.timedelta()
    return last is not None and last >= moment - fresh


async def _sync(state: State, world: World, person: Person, moment: dt.datetime) -> None:
    """One sync through queue, broker and worker, at a moment of the past."""
    resources = state["resources"]
    token = world.token_for(person)
    world.set_now(moment)
    try:
        run_id = await runs.queue_run(
            resources.pool,
            resources.vault,
            user_id=str(person.polar_user_id),
            days=STEP,
            origin="demo",
            token=token,
            create_account=True,
            now=moment,
        )
    except SyncRunning:
        return  # The timetable was quicker.
    await state["dispatch"].sync(run_id)
    run = await wait_for_run(resources.pool, run_id, PATIENCE_S)
    if run.state == RunState.FAILED.value:
        raise RuntimeError(f"the demo's sync failed: {run.error}")
    await write.execute(  # As connecting them would do.
        resources.pool,
        "account_connected",
        user_id=str(person.polar_user_id),
        polar_user_id=person.polar_user_id,
        display_name=person.name,
    )


async def _with_key(state: State, memory: Memory) -> Memory:
    """The demo's key, made at the first start; it opens everybody."""
    if memory.key is not None:
        return memory
    _, secret = await keys.create_key(
        state["resources"].pool,
        user_id=None,
        label="demo",
        scopes=[Scope.READ, Scope.SYNC],
        rate_limit_per_minute=6000,
        expires_at=None,
        actor="demo",
    )
    return Memory(memory.first_day, secret)


def _lines(
    settings: Settings, world: World, memory: Memory, url: str, address: str
) -> Iterator[str]:
    """Where to go, and lines to paste."""
    yield f"Start here          {url}/"
    yield f"GraphiQL            {url}/graphql"
    yield f"REST documentation  {url}/schema/swagger   {url}/schema/redoc"
    yield f"Health              {url}/health"
    yield f"Simulated Polar     {address}/simulator"
    yield ""
    for person in world.people.values():
        yield f"{person.polar_user_id}  {person.name}: {person.story}"
    yield ""
    yield f"export KEY={memory.key}"
    yield f'curl -H "X-API-Key: $KEY" "{url}/api/v1/users/1001/sleep?days=7"'
    yield f'curl -H "X-API-Key: $KEY" "{url}/api/v1/users/1002/recharge?days=14"'
    yield f'curl -H "X-API-Key: $KEY" "{url}/api/v1/users/1002/insights"'
    yield f'curl -H "X-API-Key: $KEY" "{url}/api/v1/users/1003/export/sleep.csv?days=90"'
    if settings.embedded and running_url(settings.data_dir):
        yield ""
        yield ".venv/bin/ursa psql   # SQL beside the running server"
