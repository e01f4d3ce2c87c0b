"""What a support question would ask, checked."""

import datetime as dt
import sys
from collections.abc import Awaitable, Callable, Sequence

import httpx

from app.deeds.sessions import enter_link, has_owner
from app.embedded.node import node_path
from app.errors import UrsaError
from app.keeping.replaced import weighed
from app.main import database_at_hand
from app.reads import server
from app.reads.server import polar_webhook
from app.records.server import Check, ChunkSize
from app.resources import open_resources, utc_now
from app.settings import Settings
from app.store.house import find_settings
from app.store.keeping import some_token, timescale_version
from app.store.migrations import check_database
from app.store.polar_webhook import sealed_secrets
from app.store.pool import Pool, open_pool
from app.vault import Sealed, open_vault
from workers.broker import make_broker, reach

Look = Callable[[Settings], Awaitable[str]]


class Doubtful(UrsaError):
    """Ursa works, but something is not as it should be; the message says what to do."""

    def __init__(self, found: str, advice: str) -> None:
        super().__init__(advice)
        self.found = found


async def examine(settings: Settings) -> list[Check]:
    """Look at everything; a fault in one place hides no other."""
    return [await _finding(what, look, settings) for what, look in CHECKS]


async def _finding(what: str, look: Look, settings: Settings) -> Check:
    try:
        return Check(what=what, good=True, found=await look(settings))
    except Doubtful as doubt:
        return Check(what=what, good=True, found=doubt.found, advice=doubt.message)
    except UrsaError as error:
        return Check(what=what, good=False, found=error.code, advice=str(error))


async def _python(_: Settings) -> str:
    return sys.version.split()[0]


async def _node(settings: Settings) -> str:
    return str(node_path()) if settings.embedded else "not needed: DATABASE_URL is set"


async def _vault(settings: Settings) -> str:
    open_vault(settings)
    return "from ENCRYPTION_KEY" if settings.encryption_key else "from the data directory"


async def _stored_secrets(settings: Settings) -> str:
    """Whether what was stored encrypted can be opened, one token for all of them."""
    vault = open_vault(settings)
    async with database_at_hand(settings) as url, open_pool(url, size=1, prepare=False) as pool:
        await check_database(pool)
        sealed = await _sealed(pool)
    for kind, value in sealed:
        vault.open(value, kind)
    return f"{len(sealed)} tried, all can be opened" if sealed else "none yet"


async def _sealed(pool: Pool) -> list[tuple[Sealed, bytes]]:
    """What the pages were told, the webhook's secret, one token."""
    token, webhooks = await some_token(pool), await sealed_secrets(pool)
    found = [(Sealed.SETTING, sealed) for sealed in (await find_settings(pool)).values()]
    found += [(Sealed.WEBHOOK, sealed) for sealed in webhooks if sealed is not None]
    return found + ([] if token is None else [(Sealed.TOKEN, token)])


async def _database(settings: Settings) -> str:
    async with database_at_hand(settings) as url, open_pool(url, size=1, prepare=False) as pool:
        await check_database(pool)
        version = await timescale_version(pool)
    return f"{'embedded' if settings.embedded else 'server'}, TimescaleDB {version}, up to date"


async def _moved_aside(settings: Settings) -> str:
    found = weighed(settings.data_dir)
    return f"{found}; `ursa replaced --delete` makes room" if found else "none"


async def _everybody(settings: Settings) -> str:
    """What analysts could do beside reading, and Ursa's role could not take from them."""
    async with database_at_hand(settings) as url, open_pool(url, size=1, prepare=False) as pool:
        await check_database(pool)
        deeds = await server.open_deeds(pool)
    if not deeds:
        return "may do nothing that they should not"
    raise Doubtful(
        f"may {', '.join(deeds)}",
        "Before you make a role for an analyst, have a superuser end it: open_to_everybody() has "
        "the statements; REVOKE CONNECT ON DATABASE … FROM PUBLIC",
    )


async def _locks(settings: Settings) -> str:
    """Deleting somebody who is in every chunk locks all of them at once."""
    if settings.embedded:
        return "nobody else holds any: the embedded database is one session"
    async with database_at_hand(settings) as url, open_pool(url, size=1, prepare=False) as pool:
        found = await server.lock_room(pool)
    assert found is not None  # noqa: S101 -- the statement has no condition
    if found.relations * LOCKS_FOR > found.room:
        wanted = -(-found.relations * LOCKS_FOR * found.setting // found.room)
        raise UrsaError(
            f"{found.relations} chunks and indexes, and room for {found.room} locks: deleting a "
            f"person may fail. Set max_locks_per_transaction = {wanted} and restart PostgreSQL."
        )
    return f"{found.relations:,} chunks and indexes, room for {found.room:,} locks"


LOCKS_FOR = 2
"""So many transactions at once may touch every chunk."""


async def _chunks(settings: Settings) -> str:
    """Chunks that are written to should lie in memory, all of them together."""
    if settings.embedded:
        return "as they are made: right for one household"
    async with database_at_hand(settings) as url, open_pool(url, size=1, prepare=False) as pool:
        sizes = await server.chunk_sizes(pool)
    large = [each for each in sizes if each.chunk_bytes > each.memory_bytes * MEMORY_SHARE]
    if not large:
        return f"{len(sizes)} relations, the largest chunk {_megabytes(sizes)}"
    raise UrsaError(" ".join(map(_advice, large)))


MEMORY_SHARE = 0.25
"""Of shared_buffers, for one chunk with its indexes."""


def _megabytes(sizes: Sequence[ChunkSize]) -> str:
    return f"{max((each.chunk_bytes for each in sizes), default=0) / 2**20:,.0f} MB"


def _advice(size: ChunkSize) -> str:
    fitting = size.interval_days * size.memory_bytes * MEMORY_SHARE / size.chunk_bytes
    days = max(1, int(fitting))
    return (
        f"{size.relation}: a chunk of {size.interval_days} days has "
        f"{size.chunk_bytes / 2**20:,.0f} MB, more than a quarter of shared_buffers. New chunks "
        f"fit with SELECT set_chunk_time_interval('{size.relation}', INTERVAL '{days} days');"
    )


async def _broker(settings: Settings) -> str:
    if settings.broker_url is None:
        return "in this process: BROKER_URL is not set"
    reach(make_broker(settings), settings)
    return "answers"


async def _polar(settings: Settings) -> str:
    """Without a token AccessLink answers 401 in a way of its own; every other server does not."""
    answer = await _knock(f"{settings.polar_api_url}/v3/exercises")
    if not is_accesslink(answer):
        raise UrsaError(
            f"What answers at {settings.polar_api_url} ({answer.status_code}) is no AccessLink: "
            "is POLAR_API_URL right?"
        )
    return f"AccessLink answers at {settings.polar_api_url}"


async def _knock(url: str) -> httpx.Response:
    try:
        async with httpx.AsyncClient(timeout=10) as client:
            return await client.get(url)
    except httpx.HTTPError as error:
        raise UrsaError(
            f"{url} can not be reached ({type(error).__name__}). "
            "Check the network, a proxy, and POLAR_API_URL."
        ) from None


def is_accesslink(answer: httpx.Response) -> bool:
    """Whether an answer to a request without a token is AccessLink's: 401 and its error object."""
    if answer.status_code != httpx.codes.UNAUTHORIZED:
        return False
    try:
        body = answer.json()
    except ValueError:
        return False
    return isinstance(body, dict) and {"errorType", "corrId"} & body.keys() != set()


async def _oauth(settings: Settings) -> str:
    if settings.polar_client_id and settings.polar_client_secret:
        return "client id and secret are set"
    return "not set: people can not connect by themselves, syncs with X-Polar-Token work"


async def _webhook(settings: Settings) -> str:
    """How it stood at the last look, which Ursa takes every hour, and whether anything came."""
    now = utc_now()
    async with database_at_hand(settings) as url, open_pool(url, size=1, prepare=False) as pool:
        await check_database(pool)
        found = await polar_webhook(pool, now)
    if found is None:
        return "none: Polar is asked by the timetable alone"
    if found.error or not found.active:
        raise Doubtful("not active", found.error or "`ursa webhook status` asks Polar about it.")
    if max(found.created_at, found.last_notice_at or found.created_at) < now - SILENT:
        raise Doubtful(
            f"active, and silent for {SILENT.days} days",
            f"Where watches synced meanwhile, Polar does not reach {found.url}, or signs with "
            "another secret: look from outside, then `ursa webhook delete`, `ursa webhook create`.",
        )
    return f"active, {found.notices_in_a_day:,} notices in 24 hours"


SILENT = dt.timedelta(days=3)
"""Watches that are worn sync more often."""


async def _pages(settings: Settings) -> str:
    """Whether somebody owns the house; a link for whoever should, by the side."""
    async with (
        database_at_hand(settings) as url,
        open_resources(settings, database_url=url, pool_size=1) as resources,
    ):
        if await has_owner(resources):
            return f"at {settings.public_url}; `ursa setup-link` lets the owner in"
        return f"no owner yet, open within an hour: {await enter_link(resources, 'cli')}"


async def _keys(settings: Settings) -> str:
    if not settings.auth_required:
        return "no key needed, on loopback only"
    return "master key set" if settings.api_key else "`ursa api-key create` makes the first key"


CHECKS: tuple[tuple[str, Look], ...] = (
    ("Python", _python),
    ("Node for the embedded database", _node),
    ("Encryption of Polar tokens", _vault),
    ("Database", _database),
    ("What is stored encrypted", _stored_secrets),
    ("Databases that a restore moved aside", _moved_aside),
    ("All roles of the database", _everybody),
    ("Locks of the database", _locks),
    ("Chunks of the database", _chunks),
    ("Broker", _broker),
    ("Polar AccessLink", _polar),
    ("Connecting people (OAuth)", _oauth),
    ("Polar's webhook", _webhook),
    ("API keys", _keys),
    ("The pages", _pages),
)
