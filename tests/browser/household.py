"""A household of three simulated people behind a real server, for browsers.

The whole real path: the simulator answers in this process, syncs of 120 days walk through queue,
worker and analysis, and a server answers on a loopback port. Its clock stands still, so that
pages show the same whenever they are looked at.
"""

import asyncio
import datetime as dt
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import httpx
import uvicorn
from pydantic import SecretStr

from app import demo
from app.auth import owner
from app.auth.sessions import cookie_name
from app.deeds import sessions, webhooks
from app.main import create_app, open_state
from app.records.session import Browser, Role
from app.settings import Settings
from app.simulator.app import create_simulator
from app.simulator.body import Person
from app.simulator.people import demo_people
from app.simulator.world import World
from app.state import State
from app.store import change

MOMENT = dt.datetime(2026, 11, 26, 17, 32, tzinfo=dt.UTC)
"""When it is in the household: an evening on which Ben falls ill."""
MORNING = dt.datetime(2026, 11, 27, 9, tzinfo=dt.UTC)
"""The next day, after Ben's watch has synced."""
NEWCOMER, NAMED = "newcomer", "<b>Zoë</b> אבג \u202e"
"""Somebody without a day, whose name has markup in it and letters that run the other way."""
BEGINNER = 1009
"""Who has a night or two."""
SIMULATOR = "http://simulator"
BROWSER = Browser(address="127.0.0.1", agent="a test")
PATIENCE_S = 600
FRESH = "UPDATE web_session SET fresh_until = fresh_until + interval '3 days'"


@dataclass(frozen=True, slots=True)
class Walked:
    """Whose last days there are: `steps` times 28 of them; the more, the longer it takes."""

    people: tuple[int, ...]
    steps: int
    newcomer: str = NAMED
    """What the newcomer is called."""

    def moments(self, world: World) -> Iterator[tuple[Person, dt.datetime]]:
        """Syncs in the order of time."""
        for back in range(self.steps - 1, -1, -1):
            for polar_user_id in self.people:
                yield world.people[polar_user_id], MOMENT - dt.timedelta(days=demo.STEP * back)


EVERYBODY = Walked(people=(1001, 1002, 1003), steps=5, newcomer="Zoë")
BEN = Walked(people=(1002,), steps=3)


@dataclass(frozen=True, slots=True)
class Household:
    """Where it answers, and the cookies of who is signed in."""

    address: str
    cookie: str
    owner: str
    ben: str
    wake_up: Callable[[dt.datetime], None]
    """Polar's webhook is made, the clock runs on from there, and what was new is told."""

    def cookies(self, secret: str) -> list[dict[str, str]]:
        """For a browser."""
        return [{"name": self.cookie, "value": secret, "url": self.address}]


@contextmanager
def household(settings: Settings, walked: Walked) -> Iterator[Household]:
    """The household on a free port; it is gone when the block ends."""
    with socket.socket(proto=socket.IPPROTO_TCP) as listener:
        listener.bind(("127.0.0.1", 0))
        thread = _Thread(settings, walked, listener)
        thread.start()
        try:
            yield thread.opened()
        finally:
            thread.stop()


class _Thread(threading.Thread):
    """Runs the server in a loop of its own."""

    def __init__(self, settings: Settings, walked: Walked, listener: socket.socket) -> None:
        super().__init__(daemon=True)
        port = listener.getsockname()[1]
        self._settings = settings.model_copy(update={"port": port})
        self._walked, self._listener = walked, listener
        self._ready = threading.Event()
        self._found: Household | Exception | None = None
        self._server: uvicorn.Server | None = None

    def run(self) -> None:
        try:
            asyncio.run(self._live())
        except Exception as error:  # noqa: BLE001 -- who waits for the household is told
            self._found = error
        self._ready.set()

    def opened(self) -> Household:
        """The household, once it stands; raises what kept it from standing."""
        self._ready.wait(PATIENCE_S)
        if isinstance(self._found, Exception):
            raise self._found
        assert self._found is not None, "the household took too long"
        return self._found

    def stop(self) -> None:
        """End the server, and wait for it."""
        if self._server is not None:
            self._server.should_exit = True
        self.join(PATIENCE_S)

    async def _live(self) -> None:
        world = World(_people())
        world.set_now(MOMENT)
        settings = self._settings.model_copy(update=_polar(world))
        transport = httpx.ASGITransport(create_simulator(world))
        async with open_state(settings, clock=lambda: world.now, transport=transport) as state:
            for person, moment in self._walked.moments(world):
                await demo.sync_at(state, world, person, moment)
            await demo.sync_at(state, world, world.people[BEGINNER], MOMENT)
            world.set_now(MOMENT)
            await _newcomer(state, self._walked.newcomer)
            app = create_app(settings, state)
            self._server = uvicorn.Server(uvicorn.Config(app, log_config=None))
            self._found = await self._household(state, world)
            self._ready.set()
            await self._server._serve([self._listener])

    async def _household(self, state: State, world: World) -> Household:
        signed = await sessions.begin(state, BROWSER, Role.OWNER, how="link")
        ben = await sessions.begin(state, BROWSER, Role.PERSON, how="link", user_id="1002")
        async with state["resources"].pool.connection() as connected:
            await connected.execute(FRESH)  # However far a test moves the clock.
        name = cookie_name(state["resources"].settings)
        loop = asyncio.get_running_loop()

        def wake_up(moment: dt.datetime) -> None:
            asyncio.run_coroutine_threadsafe(_wake_up(state, world, moment), loop).result(
                PATIENCE_S
            )

        return Household(self._settings.public_url, name, signed.secret, ben.secret, wake_up)


def _people() -> tuple[Person, ...]:
    """Those of the demo, and one whose watch is new since yesterday."""
    known = demo_people(MOMENT.date() - dt.timedelta(days=demo.DAYS - 1))
    yesterday = MOMENT.date() - dt.timedelta(days=1)
    nova = replace(known[0], polar_user_id=BEGINNER, first_name="Nova", first_day=yesterday)
    return (*known, nova)


def _polar(world: World) -> dict[str, object]:
    client_id, client_secret = world.client
    return {
        "polar_api_url": SIMULATOR,
        "polar_token_url": f"{SIMULATOR}/v2/oauth2/token",
        "polar_client_id": client_id,
        "polar_client_secret": SecretStr(client_secret),
    }


async def _wake_up(state: State, world: World, moment: dt.datetime) -> None:
    """The timetable needs a clock that runs; so does whoever tells how long something took."""
    await webhooks.create_webhook(state, owner("test"))
    since = world.now
    world.set_now(None)
    world.advance(minutes=(moment - world.now).total_seconds() / 60)
    await world.tell(since)
    await webhooks.delete_webhook(state, owner("test"))  # What it told is kept.


async def _newcomer(state: State, name: str) -> None:
    pool = state["resources"].pool
    await change.execute(pool, "account_create", user_id=NEWCOMER)
    await change.execute(
        pool, "account_connected", user_id=NEWCOMER, polar_user_id=9001, display_name=name
    )
