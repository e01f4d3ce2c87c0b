"""Keys by the hash of their secret: remembered for seconds, and guarded against guessing."""

import asyncio
import uuid

from app.auth.cache import Cache, Timer
from app.errors import TooManyRequests
from app.records.account import ApiKey
from app.store.keys import find_key_by_secret
from app.store.pool import Pool

GUESSES_PER_SECOND = 50
STRANGERS_AT_ONCE = 4


class KeyRing:
    """The keys that this process has met, and the way to those that it has not."""

    def __init__(self, pool: Pool, timer: Timer) -> None:
        self._pool = pool
        self._guard = Guard(timer)
        self._keys: Cache[bytes, ApiKey] = Cache(self._find, timer, size_absent=1_000)

    async def key(self, digest: bytes) -> ApiKey | None:
        """The key with this SHA-256, expired and revoked ones included, at most 5 s old.

        Raises TooManyRequests while somebody floods this process with unknown keys.
        """
        return await self._keys.get(digest)

    def forget(self, key_id: uuid.UUID) -> None:
        """The key was changed: ask again at its next request."""
        self._keys.forget(lambda key: key.key_id == key_id)

    def forget_person(self, user_id: str) -> None:
        """The person was changed or deleted: ask again for all their keys."""
        self._keys.forget(lambda key: key.user_id == user_id)

    async def _find(self, digest: bytes) -> ApiKey | None:
        """A key met before passes the guard, so that a flood does not lock out its holders."""
        if self._keys.knew(digest):
            return await find_key_by_secret(self._pool, digest)
        async with self._guard:
            found = await find_key_by_secret(self._pool, digest)
            self._guard.note(found=found is not None)
            return found


class Guard:
    """Lets few strangers look at a time, and only so many in a second come in vain."""

    def __init__(self, timer: Timer) -> None:
        self._timer = timer
        self._turns = asyncio.Semaphore(STRANGERS_AT_ONCE)
        self._inside = 0
        self._second = 0
        self._in_vain = 0

    async def __aenter__(self) -> None:
        await self._turns.acquire()
        if self._recent() + self._inside >= GUESSES_PER_SECOND:
            self._turns.release()
            raise TooManyRequests("Too many unknown keys are being tried. Try again in 1 s.", 1)
        self._inside += 1

    async def __aexit__(self, *_: object) -> None:
        self._inside -= 1
        self._turns.release()

    def note(self, *, found: bool) -> None:
        """Count a look-up that found nothing."""
        self._in_vain = self._recent() + (not found)

    def _recent(self) -> int:
        """Look-ups in vain within the present second."""
        second = int(self._timer())
        if second != self._second:
            self._second, self._in_vain = second, 0
        return self._in_vain
