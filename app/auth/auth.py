"""The door of every surface: headers become a caller, a caller and a name become an account."""

import asyncio
import hashlib
import re
import secrets
import time
import uuid
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import cache

from app.auth.cache import Cache, Timer
from app.auth.caller import Caller
from app.auth.keyring import KeyRing
from app.auth.rates import RateLimits, open_counter
from app.auth.usage import Usage
from app.errors import ConfigurationError, Forbidden, NotFound, TooManyRequests, Unauthenticated
from app.records.account import Account, ApiKey, Scope
from app.resources import Clock
from app.settings import Settings
from app.store import keys
from app.store.accounts import find_account, possible_user_id
from app.store.pool import Pool

MASTER_RATE_LIMIT_PER_MINUTE = 6_000
STRANGERS_PER_MINUTE = 300
FLUSH_EVERY_S = 5.0
EVERY_SCOPE = frozenset(Scope)

_SENDABLE = re.compile(r"[!-~]{1,256}")
"""What a header may carry as a key: printable ASCII without spaces."""

NO_KEY = "An API key is needed. Send it in the X-API-Key header, or as a bearer token."
UNKNOWN = "This API key is not known. Check that all of it was sent, or ask for a new one."
REVOKED = "This API key was revoked. Ask for a new one."
EXPIRED = "This API key has expired. Ask for a new one."
NOT_THEIRS = "This key opens one person's data, and not this one's. Use that person's own key."
NO_PERSON = "There is no such person. Check the user id; a person's first sync makes them known."


class Auth:
    """Who may do what, in one process.

    Key and account look-ups are remembered for 5 seconds. `revoke`, `regenerate`, `forget` and
    `forget_account` drop them at once in this process; other processes follow within 5 seconds.
    """

    def __init__(
        self, settings: Settings, pool: Pool, clock: Clock, limits: RateLimits, timer: Timer
    ) -> None:
        self._pool = pool
        self._clock = clock
        self._limits = limits
        self._required = settings.auth_required
        self._master = _digest_of_master(settings)
        self._ring = KeyRing(pool, timer)
        self._accounts: Cache[str, Account] = Cache(self._find_account, timer)
        self._usage = Usage(pool)

    async def authenticate(self, headers: Mapping[str, str]) -> Caller:
        """The holder of the key in `headers`, whose names are lower case or in any case.

        Raises Unauthenticated, or TooManyRequests when the key's minute is used up.
        """
        secret = _presented(headers)
        if secret is None:
            return await self._without_key()
        digest = _digest(secret)
        if self._is_master(digest):
            return await self._holder_of_all("master")
        return await self._holder(await self._valid_key(secret, digest))

    async def count_stranger(self, requests: int = 1) -> None:
        """Somebody asks without a key; raises TooManyRequests when many did in this minute."""
        try:
            await self._limits.spend("nobody", STRANGERS_PER_MINUTE, requests)
        except TooManyRequests as error:
            raise TooManyRequests(
                "Too many requests came without a key. Send one, or try again in "
                f"{error.retry_after_s} s.",
                error.retry_after_s,
            ) from None

    async def charge(self, caller: Caller, requests: int) -> Caller:
        """Take further requests from the minute of a caller who asks for much.

        Raises TooManyRequests when they are not left; then none is taken.
        """
        rate = await self._limits.spend(caller.actor, caller.rate.limit, requests)
        return replace(caller, rate=rate)

    async def check_still_valid(self, caller: Caller) -> None:
        """Raise Unauthenticated when the caller's key has ended since it was shown."""
        if caller.key_id is None:
            return
        key = await keys.find_key(self._pool, caller.key_id)
        if key is None or key.prefix != caller.prefix:
            raise Unauthenticated(UNKNOWN)
        self._check_alive(key)

    async def account_for(self, caller: Caller, user_id: str, scope: Scope) -> Account:
        """The person `user_id`, when `caller` may do `scope` with their data.

        Raises Forbidden, without asking whether the person exists, or NotFound.
        """
        require_person(caller, user_id, scope)
        account = await self._accounts.get(user_id)
        if account is None:
            raise NotFound(NO_PERSON)
        return account

    async def revoke(self, key_id: uuid.UUID, actor: str) -> ApiKey:
        """Take a key back, at once; raises NotFound."""
        try:
            return await keys.revoke_key(self._pool, key_id, actor)
        finally:
            self.forget(key_id)

    async def regenerate(self, key_id: uuid.UUID, actor: str) -> tuple[ApiKey, str]:
        """The key with a new secret; the old one ends at once. Raises NotFound or Conflict."""
        try:
            return await keys.regenerate_key(self._pool, key_id, actor)
        finally:
            self.forget(key_id)

    def forget(self, key_id: uuid.UUID) -> None:
        """A key was changed: its next request asks the database."""
        self._ring.forget(key_id)

    def forget_account(self, user_id: str) -> None:
        """A person was changed or deleted: the next request asks for them and for their keys."""
        self._accounts.forget(lambda account: account.user_id == user_id)
        self._ring.forget_person(user_id)

    async def flush(self) -> None:
        """Write last use and number of requests now, for who is about to show them."""
        await self._usage.flush()

    async def keep_flushing(self, stop: asyncio.Event, every_s: float) -> None:
        """Write last use and number of requests now and then, and when `stop` is set."""
        await self._usage.keep_flushing(stop, every_s)

    def _is_master(self, digest: bytes) -> bool:
        """Hashes are compared: in constant time, and of equal length whatever was sent."""
        return self._master is not None and secrets.compare_digest(digest, self._master)

    async def _without_key(self) -> Caller:
        if self._required:
            raise Unauthenticated(NO_KEY)
        return await self._holder_of_all("open")

    async def _holder_of_all(self, actor: str) -> Caller:
        rate = await self._limits.spend(actor, MASTER_RATE_LIMIT_PER_MINUTE)
        return Caller(None, None, EVERY_SCOPE, rate, actor)

    async def _valid_key(self, secret: str, digest: bytes) -> ApiKey:
        """Expiry is judged now, however fresh the look-up; a key of wrong shape needs none."""
        key = await self._ring.key(digest) if keys.possible_secret(secret) else None
        if key is None:
            raise Unauthenticated(UNKNOWN)
        self._check_alive(key)
        return key

    def _check_alive(self, key: ApiKey) -> None:
        if key.revoked_at is not None:
            raise Unauthenticated(REVOKED)
        if key.expires_at is not None and key.expires_at <= self._clock():
            raise Unauthenticated(EXPIRED)

    async def _holder(self, key: ApiKey) -> Caller:
        name = str(key.key_id)
        self._usage.note(key.key_id, self._clock())
        rate = await self._limits.spend(name, key.rate_limit_per_minute)
        return Caller(
            key_id=key.key_id,
            user_id=key.user_id,
            scopes=_scopes(tuple(key.scopes)),
            rate=rate,
            actor=name,
            prefix=key.prefix,
            expires_at=key.expires_at,
        )

    async def _find_account(self, user_id: str) -> Account | None:
        return await find_account(self._pool, user_id)


def require(caller: Caller, scope: Scope) -> None:
    """Raise Forbidden unless the caller's key has the scope."""
    if scope not in caller.scopes:
        raise Forbidden(f"This key has not the scope {scope.value!r}. Use one that has.")


def require_person(caller: Caller, user_id: str, scope: Scope) -> None:
    """Raise Forbidden, or NotFound for a name that nobody can have; asks no database.

    For deeds that may make a person known, such as a first sync.
    """
    require(caller, scope)
    if caller.user_id is not None and caller.user_id != user_id:
        raise Forbidden(NOT_THEIRS)
    if not possible_user_id(user_id):
        raise NotFound(NO_PERSON)


@asynccontextmanager
async def open_auth(
    settings: Settings,
    pool: Pool,
    clock: Clock,
    *,
    timer: Timer = time.time,
    flush_every_s: float = FLUSH_EVERY_S,
) -> AsyncIterator[Auth]:
    """The process's Auth; what keys did is written every few seconds, and when it closes."""
    async with open_counter(settings.broker_url, timer) as counter:
        auth = Auth(settings, pool, clock, RateLimits(counter, timer), timer)
        stop = asyncio.Event()
        flushing = asyncio.create_task(auth.keep_flushing(stop, flush_every_s))
        try:
            yield auth
        finally:
            stop.set()
            await flushing


def _presented(headers: Mapping[str, str]) -> str | None:
    """The key that was sent, X-API-Key first; an empty one counts as none."""
    key = headers.get("x-api-key")
    if key:
        return key
    scheme, _, token = headers.get("authorization", "").partition(" ")
    return (token.strip() or None) if scheme.lower() == "bearer" else None


def _digest(secret: str) -> bytes:
    if not _SENDABLE.fullmatch(secret):
        raise Unauthenticated(UNKNOWN)
    return hashlib.sha256(secret.encode()).digest()


def _digest_of_master(settings: Settings) -> bytes | None:
    if settings.api_key is None:
        return None
    try:
        return _digest(settings.api_key.get_secret_value())
    except Unauthenticated:
        raise ConfigurationError(
            "API_KEY: 1 to 256 printable ASCII characters without spaces are allowed"
        ) from None


@cache
def _scopes(words: tuple[str, ...]) -> frozenset[Scope]:
    """The database allows three words only, so that there are few sets of them."""
    return frozenset(map(Scope, words))
