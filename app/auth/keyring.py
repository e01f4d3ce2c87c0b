"""Keys by the hash of their secret: remembered for seconds, and guarded against guessing."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from app.auth.cache import Cache, Timer
from app.auth.caller import Budget
from app.errors import TooManyRequests
from app.gathering import Gathering
from app.store.keys import HeldKey, find_keys_by_secret
from app.store.pool import Pool

GUESSES_PER_SECOND = 50
"""So many are told that their key is unknown; the others, to wait. Nobody with a key is either."""

SHARED_PER_MINUTE = 1_200
"""Of all applications of a person together, and of all keys made in sessions of theirs; each has
a key's minute besides, and whoever makes one more gains no request."""
WHOSE = {"apps": "this person's applications", "sessions": "the keys made in the person's pages"}


@dataclass(frozen=True, slots=True)
class Held:
    """A key, and what its requests are taken from."""

    key: HeldKey
    budgets: tuple[Budget, ...]

    def descends_from(self, key_id: uuid.UUID) -> bool:
        """Whether it is this key, or was made by it or by one that it made."""
        return any(budget.name == str(key_id) for budget in self.budgets)


class KeyRing:
    """The keys that this process has met, and the way to those that it has not."""

    def __init__(self, pool: Pool, timer: Timer) -> None:
        self._pool = pool
        self._guesses = Guesses(timer)
        self._unmet = Gathering(self._look_up)
        self._keys: Cache[bytes, Held] = Cache(self._find, timer, size_absent=1_000)

    async def key(self, digest: bytes) -> Held | None:
        """The key with this SHA-256, expired and revoked ones included, at most 5 s old.

        Raises TooManyRequests while somebody floods this process with unknown keys.
        """
        return await self._keys.get(digest)

    def forget(self, key_id: uuid.UUID) -> None:
        """The key was changed: ask again at its next request, and at those of keys it made."""
        self._keys.forget(lambda held: held.descends_from(key_id))

    def forget_person(self, user_id: str) -> None:
        """The person was changed or deleted: ask again for all their keys."""
        self._keys.forget(lambda held: held.key.user_id == user_id)

    async def _find(self, digest: bytes) -> Held | None:
        found = await self._unmet.ask(digest)
        if found is None:
            self._guesses.count()
        return found

    async def _look_up(self, digests: Sequence[bytes]) -> dict[bytes, Held]:
        """Right keys and wrong ones in one statement: a flood of these keeps none of those out."""
        found = await find_keys_by_secret(self._pool, digests)
        return {digest: _held(key) for digest, key in found.items()}


def _held(key: HeldKey) -> Held:
    makers = zip(key.maker_ids, key.maker_limits, strict=True)
    family = [(key.key_id, key.rate_limit_per_minute), *makers]
    own = tuple(Budget(str(name), limit) for name, limit in family)
    shares = key.shares or ("apps" if key.audience else None)
    return Held(key, (*own, _shared(shares, key)) if shares else own)


def _shared(shares: str, key: HeldKey) -> Budget:
    return Budget(f"{shares}:{key.user_id or ''}", SHARED_PER_MINUTE, WHOSE[shares])


class Guesses:
    """Counts keys that nobody has, second by second."""

    def __init__(self, timer: Timer) -> None:
        self._timer = timer
        self._second = self._in_vain = 0

    def count(self) -> None:
        """One more; raises TooManyRequests when there were many in this second."""
        second = int(self._timer())
        if second != self._second:
            self._second, self._in_vain = second, 0
        self._in_vain += 1
        if self._in_vain > GUESSES_PER_SECOND:
            raise TooManyRequests("Too many unknown keys are being tried. Try again in 1 s.", 1)
