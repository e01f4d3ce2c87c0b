"""The door of every surface: headers become a caller, a caller and a name become an account."""

import asyncio
import hashlib
import re
import secrets
import time
import uuid
from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from functools import cache

from app.auth.asked import AskedFor
from app.auth.audience import resource
from app.auth.cache import Cache, Timer
from app.auth.caller import EVERY_SCOPE, Budget, Caller
from app.auth.keyring import Held, KeyRing
from app.auth.rates import RateLimits, open_counter
from app.auth.sessions import NOBODY, Sessions, caller_of
from app.auth.usage import Usage
from app.errors import (
    ConfigurationError,
    Forbidden,
    NotFound,
    PasswordNeeded,
    TooManyRequests,
    Unauthenticated,
)
from app.pace import know
from app.records.account import Account, ApiKey, DataClass, Scope
from app.records.apps import Audience
from app.resources import Clock
from app.settings import Settings
from app.store import keys
from app.store.accounts import find_account, possible_user_id
from app.store.house import find_names
from app.store.pool import Pool
from app.turns import Lasting, Turns

MASTER_RATE_LIMIT_PER_MINUTE = 6_000
STRANGERS_PER_MINUTE = 300
STRANGERS_AT_ONCE = 2
"""Documents of theirs that are worked on: who has a key does not wait behind all that are there."""
MOST_STRANGERS = 1_000
"""In line: as many as a process answers at the same time; their minute bounds them before."""
FLUSH_EVERY_S = 5.0

_SENDABLE = re.compile(r"[!-~]{1,256}")
"""What a header may carry as a key: printable ASCII without spaces."""

NO_KEY = "An API key is needed. Send it in the X-API-Key header, or as a bearer token."
UNKNOWN = "This API key is not known. Check that all of it was sent, or ask for a new one."
REVOKED = "This API key was revoked. Ask for a new one."
EXPIRED = "This API key has expired. Ask for a new one."
NOT_THEIRS = "This key opens one person's data, and not this one's. Use that person's own key."
SETS_UP = "Make the owner's account first; until then this link opens nothing else."
STALE = "Give your password, or your consent at Polar, once more: the last time is too long ago."
ELSEWHERE = "This token is for another address of Ursa ({bound}). Ask for one with resource={here}."
NO_PERSON = "There is no such person. Check the user id; a person's first sync makes them known."


class Auth:
    """Who may do what, in one process.

    Key and account look-ups are remembered for 5 seconds. `forget` and `forget_account` drop them
    at once in this process; other processes follow within 5 seconds.
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
        self.sessions = Sessions(settings, pool, timer)
        """Browsers that are signed in."""
        self._accounts: Cache[str, Account] = Cache(self._find_account, timer)
        self._names: Cache[str, frozenset[str]] = Cache(self._find_names, timer)
        self._usage = Usage(pool)
        self.asked = AskedFor(pool, clock)
        """What applications read, and which tools were called."""
        self._public = settings.public_url
        self._turns = Turns()
        self.lasting = Lasting()
        """Places of what lasts longer than a question."""
        self._strangers = Turns(working=STRANGERS_AT_ONCE, most=MOST_STRANGERS)

    async def authenticate(
        self,
        headers: Mapping[str, str],
        method: str = "POST",
        audience: Audience = Audience.API,
    ) -> Caller:
        """The holder of the key in `headers`, whose names are lower case or in any case.

        Without a key: who is signed in with the cookie, which counts for pages of our own alone
        where the method changes something. Raises Unauthenticated, also for an application's token
        that works elsewhere, Forbidden for a foreign page, or TooManyRequests when the minute is
        used up.
        """
        caller = await self._caller(headers, method, audience)
        know()
        return caller

    async def _caller(self, headers: Mapping[str, str], method: str, audience: Audience) -> Caller:
        secret = _presented(headers)
        if secret is None:
            cookie = self.sessions.shown(headers)
            return await (self._signed_in(cookie, headers, method) if cookie else self._no_key())
        digest = _digest(secret)
        if self._is_master(digest):
            return await self._holder_of_all("master")
        held = await self._valid_key(secret, digest)
        self._check_audience(held.key.audience, audience)
        return await self._holder(held)

    async def count_stranger(self, requests: int = 1, *, of: Budget | None = None) -> None:
        """Somebody asks without a key; raises TooManyRequests when many did in this minute."""
        of = of or Budget("nobody", STRANGERS_PER_MINUTE)
        try:
            await self._limits.spend(of.name, of.limit, requests)
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
        rate = await self._limits.spend_all(caller.budgets, requests)
        return replace(caller, rate=rate)

    async def give_back(self, caller: Caller, requests: int) -> Caller:
        """Put back what `charge` took for more than was found."""
        rate = await self._limits.give_back(caller.budgets, caller.rate, requests)
        return replace(caller, rate=rate)

    def turn(self, caller: Caller | None) -> AbstractAsyncContextManager[None]:
        """A turn to be answered in, beside the other requests of the caller's family.

        None: a stranger. Raises TooManyRequests when too many of those wait.
        """
        if caller is None:
            return self._strangers.take("nobody")
        return self._turns.take(caller.family)

    async def check_still_valid(self, caller: Caller) -> None:
        """Raise Unauthenticated when the caller's key or session has ended since it was shown."""
        if caller.session is not None:
            await self.sessions.check_still_there(caller.session.session_id, self._clock())
        if caller.key_id is None:
            return
        if caller.expires_at is not None and caller.expires_at <= self._clock():
            raise Unauthenticated(EXPIRED)
        key = await keys.find_key(self._pool, caller.key_id)
        if key is None or caller.prefix not in {key.prefix, key.previous_prefix}:
            raise Unauthenticated(UNKNOWN)
        self._check_alive(key)
        if caller.prefix != key.prefix:
            self._check_overlap(key)

    async def account_for(self, caller: Caller, user_id: str, *scopes: Scope) -> Account:
        """The person `user_id`, when `caller` may do all of `scopes` with their data.

        Raises Forbidden, without asking whether the person exists, or NotFound.
        """
        user_id = await self.own_name(caller, user_id)
        require_person(caller, user_id, *scopes)
        account = await self._accounts.get(user_id)
        if account is None:
            raise NotFound(NO_PERSON)
        return account

    async def own_name(self, caller: Caller, user_id: str) -> str:
        """The caller's own id for a further name of theirs; any other name as it is.

        What is asked is the same whoever is meant: nobody learns who else exists.
        """
        own = caller.user_id
        if own in {None, user_id, NOBODY}:
            return user_id
        names = await self._names.get(own) if own else None
        return own if own and names and user_id in names else user_id

    async def named(self, user_id: str) -> str:
        """Whom a name means: their own id, an application's name of them, or Polar's number.

        The one place where names are looked up; one that is nobody's is left as it is.
        """
        if not possible_user_id(user_id):
            return user_id
        found = await self._accounts.get(user_id)
        return found.user_id if found else user_id

    def forget(self, key_id: uuid.UUID) -> None:
        """A key was changed: its next request asks the database, and those of keys it made."""
        self._ring.forget(key_id)

    def forget_account(self, user_id: str) -> None:
        """A person was changed or deleted: the next request asks for them and for their keys."""
        self._accounts.forget(lambda account: account.user_id == user_id)
        self._names.forget(lambda _: True)
        self._ring.forget_person(user_id)
        self.sessions.forget_person(user_id)

    async def flush(self) -> None:
        """Write last use and number of requests now, for who is about to show them."""
        await self._usage.flush()
        await self.asked.flush()

    async def keep_flushing(self, stop: asyncio.Event, every_s: float) -> None:
        """Write last use and number of requests now and then, and when `stop` is set."""
        await asyncio.gather(
            self._usage.keep_flushing(stop, every_s), self.asked.keep_flushing(stop, every_s)
        )

    def _is_master(self, digest: bytes) -> bool:
        """Hashes are compared: in constant time, and of equal length whatever was sent."""
        return self._master is not None and secrets.compare_digest(digest, self._master)

    async def _signed_in(self, cookie: str, headers: Mapping[str, str], method: str) -> Caller:
        """Where no key is needed, a cookie that does not work any more does no harm."""
        now = self._clock()
        try:
            session = await self.sessions.session(cookie, now)
        except Unauthenticated:
            if self._required:
                raise
            return await self._no_key()
        self.sessions.check_origin(headers, method)
        caller = caller_of(session, now)
        return replace(caller, rate=await self._limits.spend_all(caller.budgets))

    async def _no_key(self) -> Caller:
        if self._required:
            raise Unauthenticated(NO_KEY)
        return await self._holder_of_all("open")

    async def _holder_of_all(self, actor: str) -> Caller:
        budgets = (Budget(actor, MASTER_RATE_LIMIT_PER_MINUTE),)
        rate = await self._limits.spend_all(budgets)
        return Caller(None, None, EVERY_SCOPE, rate, actor, budgets=budgets)

    async def _valid_key(self, secret: str, digest: bytes) -> Held:
        """Expiry is judged now, however fresh the look-up; a key of wrong shape needs none."""
        held = await self._ring.key(digest) if keys.possible_secret(secret) else None
        if held is None:
            raise Unauthenticated(UNKNOWN)
        self._check_alive(held.key)
        return held

    def _check_audience(self, bound: str | None, here: Audience) -> None:
        """A key, and a token for all of Ursa, work everywhere; one for a part of it works there."""
        if bound not in {None, Audience.API, here}:
            theirs = resource(self._public, Audience(bound))
            ours = resource(self._public, here)
            raise Unauthenticated(ELSEWHERE.format(bound=theirs, here=ours))

    def _check_alive(self, key: ApiKey) -> None:
        if key.revoked_at is not None:
            raise Unauthenticated(REVOKED)
        if key.expires_at is not None and key.expires_at <= self._clock():
            raise Unauthenticated(EXPIRED)

    def _check_overlap(self, key: ApiKey) -> None:
        if key.previous_until is None or key.previous_until <= self._clock():
            raise Unauthenticated(EXPIRED)

    async def _holder(self, held: Held) -> Caller:
        key = held.key
        self._usage.note(key.key_id, self._clock())
        return Caller(
            key_id=key.key_id,
            user_id=key.user_id,
            scopes=_scopes(tuple(key.scopes)),
            rate=await self._limits.spend_all(held.budgets),
            actor=str(key.key_id),
            prefix=key.prefix,
            expires_at=key.expires_at,
            classes=None if key.classes is None else frozenset(map(DataClass, key.classes)),
            renews_itself=key.renews_itself,
            app=key.audience is not None,
            budgets=held.budgets,
        )

    async def _find_names(self, user_id: str) -> frozenset[str]:
        return frozenset(await find_names(self._pool, user_id))

    async def _find_account(self, user_id: str) -> Account | None:
        return await find_account(self._pool, user_id)


def require(caller: Caller, *scopes: Scope) -> None:
    """Raise Forbidden unless the caller has all of the scopes.

    What needs `admin` changes something that matters: raises PasswordNeeded for a browser whose
    password or consent is more than ten minutes old.
    """
    require_to_see(caller, *scopes)
    if Scope.ADMIN in scopes and not caller.fresh:
        raise PasswordNeeded(STALE)


def require_to_see(caller: Caller, *scopes: Scope) -> None:
    """The same for what changes nothing: no password is asked for again."""
    if caller.sets_up:
        raise Forbidden(SETS_UP)
    for scope in sorted(scopes):
        if scope not in caller.scopes:
            raise Forbidden(f"This key has not the scope {scope.value!r}. Use one that has.")


def require_person(caller: Caller, user_id: str, *scopes: Scope) -> None:
    """Raise Forbidden, or NotFound for a name that nobody can have; asks no database.

    For deeds that may make a person known, such as a first sync.
    """
    require(caller, *scopes)
    if caller.user_id is not None and caller.user_id != user_id:
        raise Forbidden(NOT_THEIRS)
    if not possible_user_id(user_id):
        raise NotFound(NO_PERSON)


def require_house(caller: Caller) -> None:
    """Raise Forbidden unless the caller runs the house: `admin`, and opens everybody.

    For what changes nothing: no password is asked for again.
    """
    require_to_see(caller, Scope.ADMIN)
    if caller.user_id is not None:
        raise Forbidden("This key opens one person's data. The server is its owner's to look at.")


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
