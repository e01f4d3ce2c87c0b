"""A stopped world with three registered people, and a way to ask it over ASGI."""

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime

import httpx
import pytest

from app.simulator.app import create_simulator
from app.simulator.people import demo_people
from app.simulator.world import World

FIRST_DAY = date(2026, 3, 1)
NOW = datetime(2026, 7, 1, 9, 42, 10, tzinfo=UTC)

Ask = Callable[..., Awaitable[httpx.Response]]


@pytest.fixture
def world() -> World:
    """Three people with 122 days; the watch of the third has Elixir sensors."""
    world = World(demo_people(FIRST_DAY), now=NOW)
    for person in world.people:
        world.token_for(person)
    return world


@pytest.fixture
def asking() -> Callable[[World], Ask]:
    """Return what makes an `ask` for any world: one request, by default with a person's token."""

    def of(world: World, **options: object) -> Ask:
        app = create_simulator(world, **options)  # type: ignore[arg-type]

        async def ask(
            path: str, person: int | None = 1001, method: str = "GET", **more: object
        ) -> httpx.Response:
            headers = {"Authorization": f"Bearer {world.token_for(person)}"} if person else {}
            transport = httpx.ASGITransport(app)
            async with httpx.AsyncClient(transport=transport, base_url="http://polar") as client:
                return await client.request(
                    method,
                    path,
                    **{"headers": headers, **more},  # type: ignore[arg-type]
                )

        return ask

    return of


@pytest.fixture
def ask(world: World, asking: Callable[[World], Ask]) -> Ask:
    """Ask the stopped world."""
    return asking(world)
