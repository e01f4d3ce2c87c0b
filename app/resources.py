"""What a process needs to work, opened and closed together."""

import datetime as dt
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import httpx

from app.settings import Settings
from app.store.pool import Pool, open_pool
from app.upstream.client import AccessLink
from app.upstream.http import open_client
from app.upstream.oauth import OAuth
from app.upstream.rate_limits import RateLimits
from app.vault import Vault, open_vault

Clock = Callable[[], dt.datetime]
"""Answers the present moment, aware; the demo's and the tests' clocks walk by themselves."""


def utc_now() -> dt.datetime:
    """The present moment."""
    return dt.datetime.now(dt.UTC)


@dataclass(frozen=True, slots=True)
class Resources:
    """The pools, the way to Polar, the vault and the clock of one process."""

    settings: Settings
    pool: Pool
    read_pool: Pool
    polar: AccessLink
    vault: Vault
    clock: Clock
    oauth: OAuth | None = None
    """The way to a person's token; None while Ursa is no client of Polar's."""


@asynccontextmanager
async def open_resources(
    settings: Settings,
    *,
    database_url: str,
    pool_size: int = 8,
    clock: Clock = utc_now,
    transport: httpx.AsyncBaseTransport | None = None,
) -> AsyncIterator[Resources]:
    """Open the database at `database_url` and the client; `transport` replaces the network."""
    async with AsyncExitStack() as stack:
        prepare = not settings.embedded
        pool = await stack.enter_async_context(
            open_pool(database_url, size=pool_size, prepare=prepare)
        )
        read_pool = pool
        if settings.read_database_url:
            read_pool = await stack.enter_async_context(
                open_pool(settings.read_database_url, size=pool_size, prepare=True)
            )
        http = await stack.enter_async_context(open_client(transport))
        polar = AccessLink(http, settings.polar_api_url, RateLimits())
        yield Resources(
            settings, pool, read_pool, polar, open_vault(settings), clock, _oauth(settings, http)
        )


def _oauth(settings: Settings, http: httpx.AsyncClient) -> OAuth | None:
    if settings.polar_client_id is None or settings.polar_client_secret is None:
        return None
    return OAuth(
        http,
        authorize_url=settings.polar_auth_url,
        token_url=settings.polar_token_url,
        client_id=settings.polar_client_id,
        client_secret=settings.polar_client_secret.get_secret_value(),
    )
