"""One simulated person's last weeks in the database, in seconds: `make seed`.

The whole real path but for the network: the simulator answers in this process, a sync reads,
settles and stores, the analysis follows. The connection ends with it, so that no server asks
Polar about somebody who does not exist.
"""

import asyncio
import datetime as dt
from typing import Annotated

import httpx
import typer
from pydantic import SecretStr
from rich.console import Console

from app.auth import owner
from app.deeds.connections import disconnect
from app.deeds.syncs import SyncOrder, trigger
from app.findings.analyse import analyse_user
from app.foreground import open_house
from app.main import database_at_hand
from app.resources import Resources, open_resources
from app.settings import Settings, read_settings
from app.simulator.app import create_simulator
from app.simulator.body import STORY_DAYS
from app.simulator.people import demo_people
from app.simulator.world import World
from app.store.migrations import migrate
from app.store.pool import open_pool
from app.sync.fetch import SHOWN_DAYS

SIMULATOR = "http://simulator"
SEED = owner("seed")
PEOPLE = {"aino": 1001, "ben": 1002, "chiara": 1003}


async def seed(settings: Settings, name: str, days: int, screen: Console) -> None:
    """Sync the person's last days under their own name, analyse them, and disconnect them."""
    first = dt.datetime.now(dt.UTC).date() - dt.timedelta(days=STORY_DAYS - 1)
    world = World(demo_people(first))
    settings = settings.model_copy(update=_polar(world))
    async with database_at_hand(settings) as url:
        async with open_pool(url, size=1, prepare=False) as pool:
            await migrate(pool)
        transport = httpx.ASGITransport(create_simulator(world))
        async with open_resources(
            settings, database_url=url, pool_size=2, transport=transport
        ) as resources:
            token = world.token_for(world.people[PEOPLE[name]])
            await _bring(resources, name, token, days, screen)


def _polar(world: World) -> dict[str, object]:
    client_id, client_secret = world.client
    return {
        "polar_api_url": SIMULATOR,
        "polar_token_url": f"{SIMULATOR}/v2/oauth2/token",
        "polar_client_id": client_id,
        "polar_client_secret": SecretStr(client_secret),
    }


async def _bring(resources: Resources, name: str, token: str, days: int, screen: Console) -> None:
    order = SyncOrder(user_id=name, origin="demo", days=days, polar_token=token)
    async with open_house(resources, screen) as (house, foreground):
        await trigger(house, SEED, order)
        await analyse_user(resources, name)
        await disconnect(house, SEED, name, even_when_polar_is_silent=True)
    screen.print(f"{name}: {foreground.state}, {days} days; ask for /api/v1/users/{name}/sleep")


def main(
    name: Annotated[str, typer.Option(help="aino, ben or chiara.")] = "chiara",
    days: Annotated[int, typer.Option(min=1, max=SHOWN_DAYS, help="Days until today.")] = 28,
) -> None:
    """Put one simulated person's days into the database."""
    if name not in PEOPLE:
        raise typer.BadParameter(f"{name} is none of {', '.join(PEOPLE)}")
    asyncio.run(seed(read_settings(), name, days, Console()))


if __name__ == "__main__":
    typer.run(main)
