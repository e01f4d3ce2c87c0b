"""Connecting people to Polar by OAuth's authorization code flow, and letting them go."""

import datetime as dt
import re
import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from app.auth import Caller, require, require_person
from app.auth.auth import NOT_THEIRS
from app.auth.sessions import digest
from app.deeds.house import oauth_of
from app.deeds.registration import end_registration
from app.deeds.syncs import SyncOrder, checked_days, trigger
from app.errors import (
    BrokerUnavailable,
    Conflict,
    Forbidden,
    InvalidInput,
    PolarConsentKept,
    PolarRateLimited,
    PolarUnavailable,
    SyncRunning,
)
from app.records.account import Scope
from app.records.connection import Connected, Disconnected, StartedConnection
from app.resources import Resources
from app.state import State
from app.store import audit, connections
from app.store.connections import Attempt, Grant
from app.store.house import find_by_polar
from app.upstream.oauth import OAuth
from app.upstream.wire.user import User

ATTEMPT_LIFE = dt.timedelta(minutes=10)
"""As long as Polar's code lives; before their yes people may have to log in."""

LONGEST_REDIRECT_URI = 2_048
ALL = ("connect", "sign_in", "app")
"""What people are sent to Polar for."""
_STATE = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True, slots=True)
class Return:
    """What a browser brings back from Polar."""

    state: str = field(repr=False)
    code: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Came:
    """A token, and whose it is."""

    access_token: str = field(repr=False)
    polar_user_id: int


async def start_connection(
    house: State, caller: Caller, user_id: str | None, *, redirect_uri: str | None
) -> StartedConnection:
    """Begin to connect a person, known or new; send them to the answer's `authorization_url`.

    `user_id` None: who the caller opens, else whom Polar says. `redirect_uri` is where Polar sends
    them back to, registered there byte for byte; None is the client's default at Polar. The attempt
    is the caller's: nobody else can finish it. Raises Forbidden, NotFound, InvalidInput, or
    Conflict while Ursa is no client of Polar's.
    """
    user_id = caller.user_id if user_id is None else user_id
    _may_connect(caller, user_id)
    attempt = Attempt(
        user_id=user_id, redirect_uri=_checked_redirect_uri(redirect_uri), started_by=caller.actor
    )
    resources = house["resources"]
    begun = await begin_attempt(resources, attempt)
    await audit.note(resources.pool, caller.actor, "connection.start", user_id, {})
    return begun


async def begin_attempt(resources: Resources, attempt: Attempt) -> StartedConnection:
    """Where to send a browser; raises Conflict while Ursa is no client of Polar's."""
    oauth = await oauth_of(resources)
    state, expires_at = secrets.token_urlsafe(32), resources.clock() + ATTEMPT_LIFE
    await connections.start_attempt(resources.pool, digest(state), attempt, expires_at)
    url = oauth.authorize_url(state, attempt.redirect_uri)
    return StartedConnection(authorization_url=url, state=state, expires_at=expires_at)


async def finish_connection(house: State, caller: Caller, *, state: str, code: str) -> Connected:
    """Connect the person who came back from Polar with `state` and `code`.

    Only who started can finish. Then the state is used up, and the code is sent once: after an
    error the person starts again, unless it is PolarConsentKept. Raises Forbidden, InvalidInput,
    Conflict, PolarError's descendants.
    """
    require(caller, Scope.SYNC)
    resources = house["resources"]
    await oauth_of(resources)
    attempt = await take_attempt(resources, (caller.actor,), state, ("connect",))
    return await connect(house, caller, attempt, Return(state, code))


async def connect(house: State, caller: Caller, attempt: Attempt, back: Return) -> Connected:
    """Connect whom the attempt names, or whom Polar's answer does."""
    _may_connect(caller, attempt.user_id)
    resources = house["resources"]
    came = await token_of(resources, await oauth_of(resources), attempt, back)
    user_id = attempt.user_id or await _name_of(resources, came.polar_user_id)
    return await keep(house, caller, user_id, came, back, attempt)


async def token_of(resources: Resources, oauth: OAuth, attempt: Attempt, back: Return) -> Came:
    """The token for a code, or the one that Polar gave out for it before."""
    if attempt.token_sealed is not None and attempt.polar_user_id is not None:
        return Came(resources.vault.open(attempt.token_sealed), attempt.polar_user_id)
    token = await oauth.exchange(back.code, attempt.redirect_uri)
    return Came(token.access_token, token.polar_user_id)


async def keep(
    house: State, caller: Caller, user_id: str, came: Came, back: Return, attempt: Attempt
) -> Connected:
    """Register the token's person and keep the token.

    While Polar takes no registration the token waits with the attempt: raises PolarConsentKept.
    """
    resources = house["resources"]
    try:
        user = await _register(resources, user_id, came)
    except (PolarUnavailable, PolarRateLimited) as error:
        raise await _kept(resources, came, back, attempt, error) from error
    grant = _grant(resources, user_id, came, user)
    account, new = await connections.keep_grant(
        resources.pool, grant, actor=caller.actor, now=resources.clock()
    )
    house["auth"].forget_account(account.user_id)
    return Connected(account=account, member_id=user.member_id, new=new)


async def take_attempt(
    resources: Resources, names: Sequence[str], state: str, purposes: Sequence[str]
) -> Attempt:
    """The own attempt of who has one of the names; another's is as good as none, and stays."""
    attempt = None
    if _STATE.fullmatch(state):
        attempt = await connections.take_attempt(
            resources.pool,
            digest(state),
            started_by=names,
            purposes=purposes,
            now=resources.clock(),
        )
    if attempt is None:
        raise InvalidInput(
            "This connection was not started here, was finished before, or took longer than "
            f"{ATTEMPT_LIFE.seconds // 60} minutes: start again.",
            "state",
        )
    return attempt


def _may_connect(caller: Caller, user_id: str | None) -> None:
    """Raises Forbidden or NotFound; whoever Polar says is for those who open everybody."""
    if user_id is not None:
        require_person(caller, user_id, Scope.SYNC)
        return
    require(caller, Scope.SYNC)
    if caller.user_id is not None:
        raise Forbidden(NOT_THEIRS)


async def _name_of(resources: Resources, polar_user_id: int) -> str:
    """The person's name here, or else Polar's number of them."""
    known = await find_by_polar(resources.pool, polar_user_id)
    return known.user_id if known else str(polar_user_id)


async def _kept(
    resources: Resources,
    came: Came,
    back: Return,
    attempt: Attempt,
    error: PolarUnavailable | PolarRateLimited,
) -> PolarConsentKept:
    """The attempt works once more, with the token that Polar gave out."""
    sealed = resources.vault.seal(came.access_token)
    again = replace(attempt, token_sealed=sealed, polar_user_id=came.polar_user_id)
    expires_at = resources.clock() + ATTEMPT_LIFE
    await connections.start_attempt(resources.pool, digest(back.state), again, expires_at)
    return PolarConsentKept(f"{error.message} Your consent is kept: try once more in a minute.")


async def finish_and_sync(
    house: State, caller: Caller, *, state: str, code: str, days: int | None, origin: str
) -> tuple[Connected, uuid.UUID | None]:
    """Connect who came back, and queue their first sync; None when it comes by the timetable.

    It does while a sync is under way already, or while the workers can not be reached.
    """
    checked_days(days)
    made = await finish_connection(house, caller, state=state, code=code)
    order = SyncOrder(user_id=made.account.user_id, origin=origin, days=days)
    try:
        return made, await trigger(house, caller, order)
    except (SyncRunning, BrokerUnavailable):
        return made, None


async def disconnect(
    house: State, caller: Caller, user_id: str, *, even_when_polar_is_silent: bool = False
) -> Disconnected:
    """End a person's connection at Polar and here; their data stay.

    Raises Forbidden, NotFound, or PolarUnavailable when Polar can not be asked and is not passed
    over.
    """
    require_person(caller, user_id, Scope.ADMIN)
    resources = house["resources"]
    deregistered = await end_registration(
        resources, user_id, even_when_polar_is_silent=even_when_polar_is_silent
    )
    await connections.forget_credential(
        resources.pool, user_id, actor=caller.actor, details={"deregistered": deregistered}
    )
    return Disconnected(user_id=user_id, deregistered=deregistered)


def _checked_redirect_uri(uri: str | None) -> str | None:
    if uri is not None and not possible_redirect_uri(uri):
        raise InvalidInput(
            "redirect_uri: an http or https address without a fragment, of at most "
            f"{LONGEST_REDIRECT_URI:,} ASCII characters, as it is registered with Polar.",
            "redirect_uri",
        )
    return uri


def possible_redirect_uri(uri: str) -> bool:
    """Whether a browser can be sent there."""
    if len(uri) > LONGEST_REDIRECT_URI or not all("!" <= c <= "~" for c in uri) or "#" in uri:
        return False
    try:
        parts = urlsplit(uri)
        return parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:  # A broken IPv6 address.
        return False


async def _register(resources: Resources, user_id: str, token: Came) -> User:
    """The person's registration, new or found; without it Polar gives out no data."""
    session = resources.polar.session(token.access_token)
    try:
        return await session.register_or_find(user_id, token.polar_user_id)
    except Conflict:
        raise Conflict(
            f"Polar knows {user_id} as the name of another person. "
            "Connect this Polar account under another user id."
        ) from None


def _grant(resources: Resources, user_id: str, came: Came, user: User) -> Grant:
    return Grant(
        user_id=user_id,
        polar_user_id=came.polar_user_id,
        display_name=_name(user),
        token_encrypted=resources.vault.seal(came.access_token),
    )


def _name(user: User) -> str | None:
    """First and last name as far as Polar has them, else None."""
    names = [name.strip() for name in (user.first_name, user.last_name) if name]
    return " ".join(name for name in names if name) or None
