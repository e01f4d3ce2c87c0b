"""A simulated AccessLink, and resources whose clock stands still."""

import datetime as dt
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr

from app.modelling import Models
from app.records.sync import RunState, SyncFeed
from app.resources import Resources, open_resources
from app.settings import Settings
from app.simulator.app import create_simulator
from app.simulator.people import people
from app.simulator.world import World
from app.store.pool import Pool
from app.sync import runs, work

NOW = dt.datetime(2026, 1, 11, 18, 30, tzinfo=dt.UTC)
DAYS = 120


@pytest.fixture
def world() -> World:
    """Three people with 120 days, seen at half past six in the evening of the last one."""
    first = NOW.date() - dt.timedelta(days=DAYS - 1)
    world = World(people(3, first, seed=7))
    world.set_now(NOW)
    return world


def token_of(world: World, person: int, days: int = 4) -> str:
    """Token of a person who registered a few days ago, so that there are few exercises."""
    return world.token_for(person, registered=NOW - dt.timedelta(days=days))


@pytest.fixture
def token(world: World) -> str:
    """Token of the person with every sensor."""
    return token_of(world, 1003)


@pytest.fixture
async def resources(
    database_url: str, pool: Pool, world: World, tmp_path: Path, models: Models
) -> AsyncIterator[Resources]:
    """Resources that reach the simulator instead of the network."""
    assert pool is not None  # It has migrated the database.
    async with simulated(database_url, world, tmp_path, models) as opened:
        yield opened


@asynccontextmanager
async def simulated(
    database_url: str, world: World, folder: Path, models: Models
) -> AsyncIterator[Resources]:
    """Resources whose Polar and whose clock are a world's."""
    client_id, client_secret = world.client
    settings = Settings(
        database_url=database_url,
        polar_api_url="http://polar",
        polar_auth_url="http://polar/oauth2/authorization",
        polar_token_url="http://polar/v2/oauth2/token",
        polar_client_id=client_id,
        polar_client_secret=SecretStr(client_secret),
        data_dir=folder,
    )
    async with open_resources(
        settings,
        database_url=database_url,
        pool_size=2,
        clock=lambda: world.now,
        models=models,
        transport=httpx.ASGITransport(create_simulator(world)),
    ) as opened:
        yield opened


Synced = tuple[RunState | None, dict[str, SyncFeed]]
Sync = Callable[..., Awaitable[Synced]]


@pytest.fixture
def synced(resources: Resources) -> Sync:
    """One sync in the foreground; answers how it ended and what each feed did."""

    async def run(user_id: str, token: str, days: int = 2) -> Synced:
        run_id = await runs.queue_run(
            resources,
            user_id=user_id,
            days=days,
            origin="test",
            token=token,
            met_by="test",
        )
        feeds: dict[str, SyncFeed] = {}
        state = await work.sync_run(resources, run_id, lambda feed: feeds.update({feed.feed: feed}))
        return state, feeds

    return run


@pytest.fixture
async def alone(pool: Pool) -> None:
    """Nobody else is connected or under way, and Polar's budget is unheard of."""
    for statement in (
        b"TRUNCATE polar_budget, timetable",
        b"UPDATE credential SET refused_at = now()",
        b"UPDATE sync_run SET state = 'interrupted' WHERE state IN ('queued', 'running')",
    ):
        async with pool.connection() as connected:
            await connected.execute(statement)
