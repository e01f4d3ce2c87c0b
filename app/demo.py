"""The demo: simulated people whose days come through the whole real path.

AccessLink shows 28 days, so the simulator's clock and Ursa's walk forward together in steps of at
most 28 days, as if Ursa had been running all that time. Then both run in real time.
"""

import asyncio
import datetime as dt
import secrets
import shlex
import shutil
import socket
import sys
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import orjson
import uvicorn
from pydantic import SecretStr
from rich.console import Console

from app import serving
from app.auth import owner
from app.deeds import keys
from app.deeds.sessions import create_owner, enter_link
from app.deeds.syncs import MOST_DAYS, SyncOrder, trigger
from app.embedded.claim import running_url
from app.errors import Conflict, SyncRunning, Timeout
from app.progress import bar
from app.reads.sync import wait_for_run
from app.records.account import Scope
from app.records.sync import RunState
from app.settings import Settings
from app.simulator.app import create_simulator
from app.simulator.body import Person
from app.simulator.people import demo_people
from app.simulator.world import World
from app.state import State
from app.store.accounts import find_account
from app.store.connections import know_polar_account

DAYS = 120
STEP = 28
EVENING = dt.time(20, tzinfo=dt.UTC)
PATIENCE_S = 300
SILENT_S = 45
"""After so long a run without a sign of life is dead."""
DEMO = owner("demo")


@dataclass(frozen=True, slots=True)
class Memory:
    """What the demo must know again after a restart."""

    first_day: str
    key: str | None = None
    password: str | None = None
    walked: dict[str, str] = field(default_factory=dict)
    """By person, the last evening of the past whose days were synced."""

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
    """Written beside and moved there: whoever kills the demo finds the old file or the new one."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = path.with_suffix(".new")
    beside.touch(mode=0o600)
    beside.write_bytes(orjson.dumps(asdict(memory)))
    beside.replace(path)


@dataclass(slots=True)
class Diary:
    """What the demo remembers, kept on disk with each step."""

    path: Path
    memory: Memory

    def keep(self, **changes: Any) -> None:  # noqa: ANN401 -- fields of Memory
        """Remember something more."""
        self.memory = replace(self.memory, **changes)
        _remember(self.path, self.memory)

    def walked(self, person: Person, moment: dt.datetime) -> None:
        """Remember that a person's days until then were synced."""
        self.keep(walked=self.memory.walked | {str(person.polar_user_id): moment.isoformat()})


async def serve(
    settings: Settings, screen: Console, examine: serving.Examine | None = None
) -> None:
    """Run the simulator beside the server; seed what is missing, then print where to go."""
    path = settings.data_dir / "demo.json"
    memory = _remembered(path)
    diary = Diary(path, memory)
    diary.keep()  # The same people, also when the first start was cut off.
    world = World(demo_people(memory.first))
    for person in world.people.values():
        world.token_for(person)  # The simulator forgets at each start; the tokens are the same.
    async with _simulator(world) as address:
        settings = settings.model_copy(update=_polar(address, world))

        async def ready(state: State, url: str) -> None:
            await _walk(state, world, screen, diary)
            await _with_key(state, diary)
            known = await _with_owner(state, diary)
            link = await enter_link(state["resources"], DEMO.actor)
            screen.rule("Ursa")
            for line in (*_doors(known, link), *_lines(settings, world, known, url, address)):
                screen.print(line, soft_wrap=True, highlight=False, markup=False)
            screen.rule()

        await serving.serve(settings, ready, clock=lambda: world.now, examine=examine)


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


async def _walk(state: State, world: World, screen: Console, diary: Diary) -> None:
    """Sync every person on every step's day; days that were walked are not walked again.

    Each step is remembered when it is done, so that a demo that was killed goes on where it was.
    """
    todo = [
        (moment, person)
        for person in world.people.values()
        for moment in _moments(person)
        if not await _there(state, diary.memory, person, moment)
    ]
    if not todo:
        return
    todo.sort(key=lambda step: step[0])
    with bar(screen) as progress:
        task = progress.add_task("Syncing the demo's people", total=len(todo), note="")
        for moment, person in todo:
            progress.update(task, note=f"{person.first_name}, until {moment:%d %B}")
            await sync_at(state, world, person, moment)
            diary.walked(person, moment)
            progress.advance(task)
        progress.update(task, note="done")
    world.set_now(None)


def _moments(person: Person) -> Iterator[dt.datetime]:
    """Evenings at which the person is synced, and now: each sees the last one's day once more.

    That day was not over.
    """
    now = dt.datetime.now(dt.UTC)
    day = person.first_day + dt.timedelta(days=STEP - 1)
    while dt.datetime.combine(day, EVENING) < now:
        yield dt.datetime.combine(day, EVENING)
        day += dt.timedelta(days=STEP - 1)
    yield now


async def _there(state: State, memory: Memory, person: Person, moment: dt.datetime) -> bool:
    """Whether a step was done: what the timetable did meanwhile is of the present alone."""
    walked = memory.walked.get(str(person.polar_user_id))
    if moment.time() == EVENING.replace(tzinfo=None):
        return walked is not None and dt.datetime.fromisoformat(walked) >= moment
    account = await find_account(state["resources"].pool, str(person.polar_user_id))
    last = account.synced_at if account else None
    return walked is not None and last is not None and last >= moment - dt.timedelta(hours=1)


async def sync_at(state: State, world: World, person: Person, moment: dt.datetime) -> None:
    """One sync through queue, broker and worker, at a moment of the past."""
    user_id = str(person.polar_user_id)
    world.set_now(moment)
    first = moment.date() - person.first_day < dt.timedelta(days=STEP)
    order = SyncOrder(
        user_id=user_id,
        origin="demo",
        days=MOST_DAYS if first else STEP,
        polar_token=world.token_for(person),
    )
    run = await wait_for_run(
        state["resources"].fresh_pool, await _triggered(state, order), PATIENCE_S
    )
    if run.state == RunState.FAILED.value:
        raise RuntimeError(f"the demo's sync failed: {run.error}")
    await know_polar_account(  # As connecting them would do.
        state["resources"].pool, user_id, person.polar_user_id, person.name
    )


async def _triggered(state: State, order: SyncOrder) -> uuid.UUID:
    """A run of the demo's own, after one that the timetable may have begun.

    One whose worker was killed with the demo before gives way as soon as it is known to be dead.
    """
    for _ in range(PATIENCE_S // SILENT_S):
        try:
            return await trigger(state, DEMO, order)
        except SyncRunning as error:
            if error.run_id is None:
                raise
            with suppress(Timeout):
                await wait_for_run(state["resources"].fresh_pool, error.run_id, SILENT_S)
    return await trigger(state, DEMO, order)


async def _with_key(state: State, diary: Diary) -> None:
    """The demo's key, made at the first start; it opens everybody."""
    if diary.memory.key is None:
        powers = keys.Powers(
            user_id=None, scopes=frozenset({Scope.READ, Scope.SYNC}), rate_limit_per_minute=6000
        )
        made = await keys.make(state, DEMO, keys.KeyOrder(label="demo", powers=powers))
        diary.keep(key=made.secret)


async def _with_owner(state: State, diary: Diary) -> Memory:
    """The demo's owner, made at the first start, with a password that nobody else has."""
    if diary.memory.password is None:
        password = secrets.token_urlsafe(9)
        with suppress(Conflict):  # Somebody was the owner before it was a demo.
            await create_owner(state, DEMO, "Demo", password)
            diary.keep(password=password)
    return diary.memory


def _doors(memory: Memory, link: str) -> Iterator[str]:
    """How to get in."""
    yield f"Start here          {link}"
    yield f"                    signs in once, within an hour; another: {started_as()} setup-link"
    if memory.password is not None:
        yield f"Password            {memory.password}   (after ten minutes, for keys and settings)"


def _lines(
    settings: Settings, world: World, memory: Memory, url: str, address: str
) -> Iterator[str]:
    """Where to go, and lines to paste."""
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
        yield f"{started_as()} psql   # SQL beside the running server"


def started_as() -> str:
    """How this command was called, as it can be called again from here."""
    program = Path(sys.argv[0])
    if program.stem != COMMAND:
        return f"{shlex.quote(sys.executable)} -m app.cli"
    found = shutil.which(COMMAND)
    if found is not None and program.exists() and Path(found).samefile(program):
        return COMMAND
    full, here = program.absolute(), Path.cwd()
    return shlex.quote(str(full.relative_to(here) if full.is_relative_to(here) else full))


COMMAND = "ursa"
