"""What a support question would ask, checked."""

import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import httpx

from app.embedded.node import node_path
from app.errors import UrsaError
from app.main import database_at_hand
from app.settings import Settings
from app.store.migrations import check_database
from app.store.pool import open_pool
from app.store.read import fetch_value
from app.vault import open_vault
from workers.broker import make_broker, reach


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    what: str
    good: bool
    found: str
    advice: str = ""


Check = Callable[[Settings], Awaitable[str]]


async def examine(settings: Settings) -> list[Finding]:
    """Look at everything; a fault in one place hides no other."""
    return [await _finding(what, check, settings) for what, check in CHECKS]


async def _finding(what: str, check: Check, settings: Settings) -> Finding:
    try:
        return Finding(what, good=True, found=await check(settings))
    except UrsaError as error:
        return Finding(what, good=False, found=error.code, advice=str(error))


async def _python(_: Settings) -> str:
    return sys.version.split()[0]


async def _node(settings: Settings) -> str:
    return str(node_path()) if settings.embedded else "not needed: DATABASE_URL is set"


async def _vault(settings: Settings) -> str:
    open_vault(settings)
    return "from ENCRYPTION_KEY" if settings.encryption_key else "from the data directory"


async def _database(settings: Settings) -> str:
    async with database_at_hand(settings) as url, open_pool(url, size=1, prepare=False) as pool:
        await check_database(pool)
        version = await fetch_value(pool, "timescale_version")
    return f"{'embedded' if settings.embedded else 'server'}, TimescaleDB {version}, up to date"


async def _broker(settings: Settings) -> str:
    if settings.broker_url is None:
        return "in this process: BROKER_URL is not set"
    reach(make_broker(settings), settings)
    return "answers"


async def _polar(settings: Settings) -> str:
    """Any answer at all shows that AccessLink can be reached; 401 is the expected one."""
    try:
        async with httpx.AsyncClient(timeout=10) as client:
            answer = await client.get(f"{settings.polar_api_url}/v3/exercises")
    except httpx.HTTPError as error:
        raise UrsaError(
            f"{settings.polar_api_url} can not be reached ({type(error).__name__}). "
            "Check the network, a proxy, and POLAR_API_URL."
        ) from None
    return f"answers at {settings.polar_api_url} ({answer.status_code})"


async def _oauth(settings: Settings) -> str:
    if settings.polar_client_id and settings.polar_client_secret:
        return "client id and secret are set"
    return "not set: people can not connect by themselves, syncs with X-Polar-Token work"


async def _keys(settings: Settings) -> str:
    if not settings.auth_required:
        return "no key needed, on loopback only"
    return "master key set" if settings.api_key else "`ursa api-key create` makes the first key"


CHECKS: tuple[tuple[str, Check], ...] = (
    ("Python", _python),
    ("Node for the embedded database", _node),
    ("Encryption of Polar tokens", _vault),
    ("Database", _database),
    ("Broker", _broker),
    ("Polar AccessLink", _polar),
    ("Connecting people (OAuth)", _oauth),
    ("API keys", _keys),
)
