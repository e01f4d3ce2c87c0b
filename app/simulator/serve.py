"""Runs the simulator on a port of its own; the `ursa simulator` command."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

import uvicorn

from app.simulator.app import create_simulator
from app.simulator.people import people
from app.simulator.world import World


def serve(
    *,
    host: str = "127.0.0.1",
    port: int = 8900,
    count: int = 3,
    days: int = 120,
    seed: int = 0,
    dense: bool = False,
    first_day: date | None = None,
    announce: Callable[[str], object] = print,
) -> None:
    """Serve `count` people with `days` days until interrupted, in real time.

    Data follow from seed and first day: a later start gives the same days if `first_day` is given.
    """
    first = first_day or datetime.now(UTC).date() - timedelta(days=days - 1)
    world = World(people(count, first, seed), dense=dense)
    for line in greeting(world, f"http://{host}:{port}"):
        announce(line)
    uvicorn.run(create_simulator(world), host=host, port=port, log_level="warning")


def greeting(world: World, base: str) -> Iterator[str]:
    """Yield what somebody needs to know: people, tokens, URLs, settings for Ursa."""
    yield f"AccessLink, simulated: {base}/simulator"
    for person in world.people.values():
        token = world.token_for(person)
        yield f"  {person.polar_user_id}  {person.name:<16} token {token}  {person.story}"
    yield "Settings that let Ursa speak to it:"
    yield f"  POLAR_API_URL={base}"
    yield f"  POLAR_AUTH_URL={base}/oauth2/authorization"
    yield f"  POLAR_TOKEN_URL={base}/v2/oauth2/token"
    yield f"  POLAR_CLIENT_ID={world.client[0]}"
    yield f"  POLAR_CLIENT_SECRET={world.client[1]}"
