"""What a process needs to work, opened and closed together."""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator, Callable, Hashable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import httpx

from app.gathering import Gathering
from app.joining import UnderWay
from app.modelling import Models, open_models
from app.records.account import PersonVersion
from app.remembering import Memory
from app.settings import Settings
from app.store.data_versions import person_versions
from app.store.findings import Findings
from app.store.notices import Inbox
from app.store.pool import READ_ONLY, READING_FAST, Options, Pool, open_pool
from app.upstream.client import AccessLink
from app.upstream.http import open_client
from app.upstream.oauth import OAuth
from app.upstream.rate_limits import RateLimits
from app.vault import Vault, open_vault

MOST_FOUND = 512
"""Findings that are remembered: five of a hundred people take some 10 MB."""

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
    """What changes something goes through here, and nothing else."""
    fresh_pool: Pool
    """Read-only, and knows what was written a moment ago."""
    read_pool: Pool
    """Read-only: the replica's, which may lag behind, where there is one."""
    polar: AccessLink
    vault: Vault
    clock: Clock
    models: Models
    analyses: UnderWay[tuple[str, dt.date], Findings] = field(default_factory=UnderWay)
    """Findings that somebody waits for, by person and day."""
    probes: UnderWay[str, bool] = field(default_factory=UnderWay)
    """What is asked about the database's health: strangers' many questions are one."""
    works: UnderWay[str, dt.datetime | None] = field(default_factory=UnderWay)
    """What is asked about the last work of the workers, likewise."""
    found: Memory[Hashable, Any] = field(default_factory=lambda: Memory(MOST_FOUND))
    """What was found out lately, by the version of the data that it was found in."""
    storing: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Held while what a feed brought is written: a process takes one of the database's cores, more
    processes take more, and the rest is for those who are answered."""
    versions: Gathering[str, PersonVersion | None] = field(init=False)
    """Where versions are asked for, before every answer: who asks meanwhile shares the next one."""
    inbox: Inbox = field(init=False)
    """Where notices of Polar's webhook arrive."""
    oauth: OAuth | None = None
    """The way to a person's token by the environment's client; None where it names none."""
    oauth_for: Callable[[str, str], OAuth] | None = None
    """The same by a client's id and secret; None where Polar can not be reached at all."""
    database_url: str | None = None
    """Where processes find the database that this one begins; None: it begins none."""

    def __post_init__(self) -> None:
        """Notices are kept through the pool that changes things; versions are the readers'."""
        versions = Gathering[str, PersonVersion | None](partial(person_versions, self.read_pool))
        object.__setattr__(self, "versions", versions)
        object.__setattr__(self, "inbox", Inbox(self.pool, self.settings.data_dir / "notices"))


@asynccontextmanager
async def open_resources(
    settings: Settings,
    *,
    database_url: str,
    pool_size: int = 8,
    clock: Clock = utc_now,
    transport: httpx.AsyncBaseTransport | None = None,
    models: Models | None = None,
) -> AsyncIterator[Resources]:
    """Open the database at `database_url`, the client and the models, or take what is handed in.

    `transport` replaces the network; `models` stay with who opened them.
    """
    async with AsyncExitStack() as stack:
        prepare = not settings.embedded
        pool = await stack.enter_async_context(
            open_pool(database_url, size=pool_size, prepare=prepare)
        )
        fresh_pool = await stack.enter_async_context(
            open_pool(database_url, size=pool_size, prepare=prepare, options=_reading(settings))
        )
        read_pool = fresh_pool
        if settings.read_database_url:
            replica = open_pool(
                settings.read_database_url, size=pool_size, options=_reading(settings)
            )
            read_pool = await stack.enter_async_context(replica)
        http = await stack.enter_async_context(open_client(transport))
        polar = AccessLink(http, settings.polar_api_url, RateLimits())
        if models is None:
            models = await stack.enter_async_context(open_models())
        opened = Resources(
            settings,
            pool,
            fresh_pool,
            read_pool,
            polar,
            open_vault(settings),
            clock,
            models,
            oauth=_oauth(settings, http),
            oauth_for=partial(_oauth_for, settings, http),
            database_url=database_url,
        )
        stack.push_async_callback(opened.analyses.close)
        stack.push_async_callback(opened.probes.close)
        stack.push_async_callback(opened.inbox.close)
        opened.inbox.drain_on()
        yield opened


def _reading(settings: Settings) -> Options:
    """How pools of reads open; the embedded database has no timers."""
    if settings.embedded:
        return READ_ONLY
    return READ_ONLY | READING_FAST | {"statement_timeout": f"{settings.read_timeout_seconds}s"}


def _oauth(settings: Settings, http: httpx.AsyncClient) -> OAuth | None:
    if settings.polar_client_id is None or settings.polar_client_secret is None:
        return None
    secret = settings.polar_client_secret.get_secret_value()
    return _oauth_for(settings, http, settings.polar_client_id, secret)


def _oauth_for(
    settings: Settings, http: httpx.AsyncClient, client_id: str, client_secret: str
) -> OAuth:
    return OAuth(
        http,
        authorize_url=settings.polar_auth_url,
        token_url=settings.polar_token_url,
        client_id=client_id,
        client_secret=client_secret,
    )
