"""Requests counted in Redis, for several processes together."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from limits.aio.storage import RedisStorage
from limits.errors import StorageError
from redis.asyncio import ConnectionPool
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from app.auth.cache import Timer
from app.auth.rates import MINUTE_S, MemoryCounter

log = logging.getLogger(__name__)

CONNECTIONS = 16
PATIENCE_S = 0.5
PAUSE_S = 5.0


class RedisCounter:
    """Counts in Redis for all processes; while it is silent, each counts for itself."""

    def __init__(self, storage: RedisStorage, timer: Timer) -> None:
        self._storage = storage
        self._timer = timer
        self._alone = MemoryCounter()
        self._turns = asyncio.Semaphore(CONNECTIONS)
        self._resume_at = float("-inf")

    async def hit(self, name: str, minute: int, requests: int = 1) -> int:
        """Add so many; answers how many there are now."""
        async with self._turns:  # Who waited while Redis fell silent does not try it again.
            count = None if self._silent() else await self._try(name, minute, requests)
        return await self._alone.hit(name, minute, requests) if count is None else count

    async def _try(self, name: str, minute: int, requests: int) -> int | None:
        try:
            return await self._storage.incr(f"{name}:{minute}", 2 * MINUTE_S, requests)
        except StorageError as error:
            self._pause(error)
            return None

    def _silent(self) -> bool:
        return self._timer() < self._resume_at

    def _pause(self, error: StorageError) -> None:
        """Leave Redis alone for a while, lest every request wait for it in vain."""
        if not self._silent():
            log.warning("Redis does not count requests (%s); this process counts alone", error)
        self._resume_at = self._timer() + PAUSE_S


@asynccontextmanager
async def open_redis_counter(url: str, timer: Timer) -> AsyncIterator[RedisCounter]:
    """A counter in the Redis at `url`, which may be away."""
    connections = ConnectionPool.from_url(
        url,
        max_connections=CONNECTIONS,
        socket_timeout=PATIENCE_S,
        socket_connect_timeout=PATIENCE_S,
        retry=Retry(NoBackoff(), 0),
    )
    try:
        yield RedisCounter(_storage(url, connections), timer)
    finally:
        await connections.aclose()


def _storage(url: str, connections: ConnectionPool) -> RedisStorage:
    return RedisStorage(
        f"async+{url}",
        wrap_exceptions=True,
        implementation="redispy",
        key_prefix="ursa:rate",
        connection_pool=connections,  # type: ignore[arg-type]  # It is documented, but not typed.
    )
