"""API keys: made, renewed, taken back; what a key gives away is never more than it has.

| deed | of which key | who may |
|---|---|---|
| make | one no stronger than the caller | `admin` |
| renew | the caller's own | `sync`, `admin`; one that may only read where the owner allowed it |
| renew | another, no stronger than the caller | `admin` |
| revoke | the caller's own | every key |
| revoke | another, of somebody whom the caller opens | `admin` |
| see | the caller's own | every key |
| see | another, of somebody whom the caller opens | `admin` |

A key that another one makes belongs to its family: it spends from the minute of each key that it
descends from, so that making keys gains nothing, and it ends with each of them. What the owner
makes (on the command line, with the master key, in the pages, where no key is needed) heads a
family of its own. So does what a person makes in the pages; all of those of one person, and their
families, share one minute.
"""

import datetime as dt
import uuid
from dataclasses import dataclass, field

from app.auth import Caller, require, require_to_see
from app.auth.auth import NOT_THEIRS
from app.errors import Conflict, Forbidden, InvalidInput, NotFound
from app.records.account import ApiKey, DataClass, Scope
from app.state import State
from app.store import keys as store
from app.store.apps import stands_for_app

DEFAULT_RATE_LIMIT_PER_MINUTE = store.DEFAULT_RATE_LIMIT_PER_MINUTE
LONGEST_OVERLAP = dt.timedelta(days=7)
APPS_REFRESH = "An application's access is renewed by its refresh token, and by nothing else."
MOST_KEYS = 20
"""Of a person, or of everybody in one family, that work at a time; the owner may make more."""
LONGEST_LINE = 4
"""Keys of which each made the next: every one of them is counted at each request of the last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Powers:
    """What a key may do, for how long, and how much of it."""

    user_id: str | None
    """The one person it opens; None: everybody."""
    scopes: frozenset[Scope]
    classes: frozenset[DataClass] | None = None
    """Classes of data that it reads alone; None: all."""
    rate_limit_per_minute: int = DEFAULT_RATE_LIMIT_PER_MINUTE
    expires_at: dt.datetime | None = None

    @classmethod
    def of(cls, key: ApiKey) -> "Powers":
        """Of a key that is there."""
        return cls(
            user_id=key.user_id,
            scopes=frozenset(map(Scope, key.scopes)),
            classes=None if key.classes is None else frozenset(map(DataClass, key.classes)),
            rate_limit_per_minute=key.rate_limit_per_minute,
            expires_at=key.expires_at,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyOrder:
    """A key that somebody wants."""

    label: str
    powers: Powers
    renews_itself: bool = False
    """Whether it may renew itself though it may only read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSecret:
    """A key, and its secret, which is shown now and never again."""

    key: ApiKey
    secret: str = field(repr=False)


async def make(house: State, caller: Caller, order: KeyOrder) -> NewSecret:
    """A new key. Raises Forbidden, InvalidInput, NotFound, or Conflict for one too many."""
    require(caller, Scope.ADMIN)
    _never_more(caller, order.powers)
    if order.renews_itself and not caller.owns:
        raise Forbidden("Keys that may only read and renew themselves are the owner's to make.")
    resources, wanted = house["resources"], order.powers
    now = resources.clock()
    if wanted.expires_at is not None and _aware(wanted.expires_at) <= now:
        raise InvalidInput("expires_at must be in the future.", "expires_at")
    key, secret = await store.create_key(
        resources.pool,
        user_id=wanted.user_id,
        label=order.label,
        scopes=wanted.scopes,
        classes=wanted.classes,
        rate_limit_per_minute=wanted.rate_limit_per_minute,
        expires_at=wanted.expires_at,
        renews_itself=order.renews_itself,
        actor=caller.actor,
        bound=_bound(caller, now),
    )
    return NewSecret(key=key, secret=secret)


async def renew(
    house: State, caller: Caller, key_id: uuid.UUID, *, overlap: dt.timedelta = dt.timedelta()
) -> NewSecret:
    """The key with a new secret; the old one works for the overlap, or ends at once.

    The secret before the old one ends in any case, the keys that it made do not. Raises Forbidden,
    InvalidInput, NotFound, or Conflict for one that was taken back.
    """
    found, resources = await _opened(house, caller, key_id), house["resources"]
    if found.key_id == caller.key_id:
        _may_renew_itself(caller, found)
    else:
        require(caller, Scope.ADMIN)
        _never_more(caller, Powers.of(found))
        if await stands_for_app(resources.pool, key_id):
            raise Conflict(APPS_REFRESH)
    until = _overlapping(overlap, resources.clock())
    try:
        key, secret = await store.regenerate_key(
            resources.pool, key_id, caller.actor, previous_until=until
        )
    finally:
        house["auth"].forget(key_id)
    return NewSecret(key=key, secret=secret)


async def revoke(house: State, caller: Caller, key_id: uuid.UUID) -> ApiKey:
    """The end of a key and of all that descend from it, at once; raises Forbidden or NotFound."""
    found = await _opened(house, caller, key_id)
    if found.key_id != caller.key_id:
        require(caller, Scope.ADMIN)
    try:
        return await store.revoke_key(house["resources"].pool, key_id, caller.actor)
    finally:
        house["auth"].forget(key_id)


def check_sees(caller: Caller, key_id: uuid.UUID | None = None) -> None:
    """Raise Forbidden unless the caller may look at a key; None: at all of somebody's."""
    if key_id is None or key_id != caller.key_id:
        require_to_see(caller, Scope.ADMIN)


def named(word: str) -> uuid.UUID:
    """The id of a key as somebody wrote it; raises NotFound."""
    try:
        return uuid.UUID(word)
    except ValueError:
        raise NotFound(store.NO_SUCH_KEY) from None


async def _opened(house: State, caller: Caller, key_id: uuid.UUID) -> ApiKey:
    """A key of somebody whom the caller opens; an unknown one and another's are answered alike."""
    found = await store.find_key(house["resources"].pool, key_id)
    if found is None or (caller.user_id is not None and found.user_id != caller.user_id):
        raise NotFound(store.NO_SUCH_KEY)
    return found


def _overlapping(overlap: dt.timedelta, now: dt.datetime) -> dt.datetime | None:
    """Until when the old secret works; None: not at all."""
    if not dt.timedelta() <= overlap <= LONGEST_OVERLAP:
        hours = LONGEST_OVERLAP // dt.timedelta(hours=1)
        raise InvalidInput(f"overlap_hours must be from 0 to {hours}.", "overlap_hours")
    return now + overlap if overlap else None


def _may_renew_itself(caller: Caller, key: ApiKey) -> None:
    if caller.app:
        raise Forbidden(APPS_REFRESH)
    if caller.prefix != key.prefix:
        raise Forbidden("This secret was renewed already. Go on with the new one.")
    if caller.scopes <= {Scope.READ} and not caller.renews_itself:
        raise Forbidden(
            "A key that may only read does not renew itself, unless it was made to "
            "(`ursa api-key create --renews-itself`). Ask who gave it to you."
        )


def _never_more(caller: Caller, wanted: Powers) -> None:
    """No other people, scopes or classes, no more requests a minute and no longer life."""
    if caller.user_id is not None and caller.user_id != wanted.user_id:
        raise Forbidden(NOT_THEIRS)
    for scope in wanted.scopes:
        require(caller, scope)
    if caller.classes is not None and not (wanted.classes and wanted.classes <= caller.classes):
        raise Forbidden(f"This key reads {_listed(caller.classes)} alone, and gives out no more.")
    if not caller.owns:
        _never_longer(caller, wanted)


def _never_longer(caller: Caller, wanted: Powers) -> None:
    if wanted.rate_limit_per_minute > caller.rate.limit:
        raise Forbidden(
            f"This key has {caller.rate.limit} requests a minute and gives out none that has more."
        )
    ends, asked = caller.expires_at, wanted.expires_at
    if ends is not None and (asked is None or _aware(asked) > ends):
        raise Forbidden(f"This key ends at {ends.isoformat()} and gives out none that ends later.")


def _bound(caller: Caller, now: dt.datetime) -> store.Bound | None:
    if caller.owns:
        return None
    return bound_of(now, caller.key_id, "sessions" if caller.session else None)


def bound_of(now: dt.datetime, parent_id: uuid.UUID | None, shares: str | None) -> store.Bound:
    """What every key is held to that the owner does not make."""
    return store.Bound(
        parent_id=parent_id, shares=shares, most=MOST_KEYS, longest=LONGEST_LINE, now=now
    )


def _aware(moment: dt.datetime) -> dt.datetime:
    if moment.tzinfo is None:
        raise InvalidInput("expires_at: a moment with its UTC offset is needed.", "expires_at")
    return moment


def _listed(classes: frozenset[DataClass]) -> str:
    return ", ".join(each.value for each in DataClass if each in classes)
