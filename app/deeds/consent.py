"""Who comes back from Polar's consent in a browser, and what for.

| purpose | begun by | what follows |
|---|---|---|
| connect | who is signed in | the person is connected, and their first sync queued |
| sign_in | any browser | a session of the person's; a stranger joins where the owner lets them |
| app | any browser that an application sent | a code, which it exchanges for a key |

A state works once, for 10 minutes, and in the browser that began: for the session, or for the mark
that a browser without one carries. Who says no at Polar, or comes with a state of elsewhere, is
told so.
"""

import datetime as dt
import hashlib
import uuid
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

from app.auth import Caller, owner
from app.auth.sessions import digest, new_secret
from app.deeds import connections, sessions
from app.deeds.house import invited, joining, oauth_of, redirect_url
from app.deeds.keys import bound_of
from app.deeds.sessions import SignedIn
from app.deeds.syncs import MOST_DAYS, SyncOrder, trigger
from app.errors import (
    BrokerUnavailable,
    Conflict,
    Forbidden,
    InvalidInput,
    SyncRunning,
    Unauthenticated,
)
from app.records.account import Account, Scope
from app.records.connection import StartedConnection
from app.records.house import Joining
from app.records.session import Browser, Role
from app.resources import Resources
from app.state import State
from app.store import apps
from app.store import house as store
from app.store.accounts import checked_user_id
from app.store.connections import Attempt, find_credential
from app.store.keys import NewKey
from app.store.sessions import take_link

CODE_LIFE = dt.timedelta(minutes=10)
KEY_LIFE = dt.timedelta(days=365)
LONGEST_CALLBACK = 2_048
JOINS = owner("joining")
"""Who connects somebody that the owner let in."""

NOT_HERE = (
    "Nobody of this house is connected to that Polar account. Ask its owner for an invitation, "
    "then come back with it."
)
REFUSED_AT_POLAR = "Polar was told no, so nothing was changed. Begin again whenever you like."


@dataclass(frozen=True, slots=True, kw_only=True)
class Comer:
    """A browser that is on its way to Polar, or comes back."""

    browser: Browser
    mark: str | None = field(default=None, repr=False)
    """What a browser without a session carries meanwhile."""
    caller: Caller | None = None
    """Who is signed in with it."""

    @property
    def names(self) -> tuple[str, ...]:
        """Under which it may have begun."""
        signed_in = (self.caller.actor,) if self.caller else ()
        marked = (f"browser:{hashlib.sha256(self.mark.encode()).hexdigest()}",) if self.mark else ()
        return *signed_in, *marked


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """What came of a consent."""

    purpose: str
    user_id: str
    run_id: uuid.UUID | None = None
    signed_in: SignedIn | None = None
    """A session that has begun; None: there was one, and it is fresh again."""
    leads_to: str | None = None
    """The application's address, with its code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AppKey:
    """What an application is given for its code."""

    api_key: str = field(repr=False)
    polar_user_id: int | None
    user_id: str
    expires_at: dt.datetime


async def start_sign_in(house: State, comer: Comer, invitation: str | None) -> StartedConnection:
    """Send somebody to Polar who wants to sign in, to join, or to be fresh again.

    Raises Conflict while Ursa is no client of Polar's, Unauthenticated for an old invitation.
    """
    resources = house["resources"]
    sha256 = None if invitation is None else digest(invitation)
    if invitation is not None and not await invited(resources, sha256):
        raise Unauthenticated("This invitation was used, or is too old. Ask for another one.")
    attempt = Attempt(
        redirect_uri=redirect_url(resources),
        started_by=comer.names[-1],
        purpose="sign_in",
        invitation_sha256=sha256,
    )
    return await connections.begin_attempt(resources, attempt)


async def start_for_app(
    house: State, comer: Comer, callback_url: str, *, state: str | None, user_id: str | None
) -> StartedConnection:
    """Send somebody to Polar whom an application sent; the callback is looked at first.

    Raises InvalidInput for a callback that the owner did not allow, Conflict.
    """
    resources = house["resources"]
    _check_callback(resources, callback_url)
    if state is not None and len(state) > LONGEST_CALLBACK:
        raise InvalidInput(f"state: up to {LONGEST_CALLBACK} characters.", "state")
    attempt = Attempt(
        user_id=None if user_id is None else checked_user_id(user_id),
        redirect_uri=redirect_url(resources),
        started_by=comer.names[-1],
        purpose="app",
        callback_url=callback_url,
        callback_state=state,
    )
    return await connections.begin_attempt(resources, attempt)


async def come_back(house: State, comer: Comer, *, state: str, code: str | None) -> Arrival:
    """What follows from a consent; `code` None: Polar was told no.

    Raises InvalidInput for a state of elsewhere, Forbidden for a stranger, Conflict, and
    PolarError's descendants; PolarConsentKept where coming once more needs no new consent.
    """
    resources = house["resources"]
    attempt = await connections.take_attempt(resources, comer.names, state, connections.ALL)
    if code is None:
        raise InvalidInput(REFUSED_AT_POLAR, "error")
    after = {"connect": _connect, "sign_in": _sign_in, "app": _for_app}
    return await after[attempt.purpose](house, comer, attempt, connections.Return(state, code))


async def exchange(house: State, code: str) -> AppKey:
    """The key of a person for the application that has their code.

    Raises InvalidInput, or Conflict when the person has all the keys that there may be.
    """
    resources = house["resources"]
    now = resources.clock()
    exchanged = await apps.exchange_for_key(
        resources.pool,
        digest(code),
        app=lambda found: _held_by_app(found, now),
        bound=bound_of(now, None, "apps"),
    )
    if exchanged is None:
        raise InvalidInput(
            "This code was exchanged before, is older than 10 minutes, or was never given out. "
            "Send the person to /oauth/start again.",
            "code",
        )
    found, secret = exchanged
    return AppKey(
        api_key=secret,
        polar_user_id=found.polar_user_id,
        user_id=found.called,
        expires_at=now + KEY_LIFE,
    )


def _held_by_app(found: apps.Exchange, now: dt.datetime) -> apps.HeldApp:
    """It stands among the connected applications, and is sent away there."""
    key = NewKey(
        user_id=found.user_id,
        label="application",
        scopes=[Scope.READ, Scope.SYNC],
        actor="oauth",
        expires_at=now + KEY_LIFE,
    )
    return apps.HeldApp(
        client_id=_origin(found.callback_url),
        host=urlsplit(found.callback_url).hostname or "",
        made_by=f"person:{found.user_id}",
        key=key,
    )


async def _connect(
    house: State, comer: Comer, attempt: Attempt, back: connections.Return
) -> Arrival:
    """Somebody who is signed in connects a person."""
    caller = comer.caller
    if caller is None:
        raise Unauthenticated("You are not signed in any more. Sign in, then connect again.")
    made = await connections.connect(house, caller, attempt, back)
    run_id = await _first_sync(house, caller, made.account)
    return Arrival(purpose="connect", user_id=made.account.user_id, run_id=run_id)


async def _sign_in(
    house: State, comer: Comer, attempt: Attempt, back: connections.Return
) -> Arrival:
    """The token's person signs in; whoever is unknown joins, where they may."""
    resources = house["resources"]
    came = await connections.token_of(resources, await oauth_of(resources), attempt, back)
    known = await store.find_by_polar(resources.pool, came.polar_user_id)
    run_id = None
    if known is None:
        known, run_id = await _join(house, attempt, came, back)
    elif await find_credential(resources.pool, known.user_id):
        # Whose old token died is connected again by this.
        known = (await connections.keep(house, JOINS, known.user_id, came, back, attempt)).account
    return await _session(house, comer, known, run_id)


async def _session(
    house: State, comer: Comer, account: Account, run_id: uuid.UUID | None
) -> Arrival:
    """The session that there is, when it is this person's, is fresh again; else one begins."""
    here = comer.caller.session if comer.caller else None
    if here is not None and here.user_id == account.user_id:
        await sessions.fresh_again(house, here.session_id)
        return Arrival(purpose="sign_in", user_id=account.user_id, run_id=run_id)
    begun = await sessions.begin(
        house, comer.browser, Role.PERSON, how="polar", user_id=account.user_id
    )
    return Arrival(purpose="sign_in", user_id=account.user_id, run_id=run_id, signed_in=begun)


async def _join(
    house: State, attempt: Attempt, came: connections.Came, back: connections.Return
) -> tuple[Account, uuid.UUID | None]:
    """A stranger becomes a person of the house; the invitation is used up with it."""
    resources = house["resources"]
    if await joining(resources) is not Joining.OPEN and not await _used_invitation(
        resources, attempt
    ):
        raise Forbidden(NOT_HERE)
    user_id = str(came.polar_user_id)
    made = await connections.keep(house, JOINS, user_id, came, back, attempt)
    return made.account, await _first_sync(house, JOINS, made.account)


async def _used_invitation(resources: Resources, attempt: Attempt) -> bool:
    sha256 = attempt.invitation_sha256
    return sha256 is not None and await take_link(
        resources.pool, sha256, "invitation", resources.clock()
    )


async def _for_app(house: State, _: Comer, attempt: Attempt, back: connections.Return) -> Arrival:
    """The person is connected, and the application gets a code for their key."""
    resources, called = house["resources"], attempt.user_id
    came = await connections.token_of(resources, await oauth_of(resources), attempt, back)
    known = await store.find_by_polar(resources.pool, came.polar_user_id)
    user_id = known.user_id if known else str(came.polar_user_id)
    if called is not None and await store.find_named(resources.pool, called) not in {None, user_id}:
        raise Conflict(f"{called} is the name of another person here.")
    made = await connections.keep(house, JOINS, user_id, came, back, attempt)
    if called is not None and called != user_id:
        await _call(house, called, user_id)
    await _first_sync(house, JOINS, made.account)
    code = new_secret()
    url = attempt.callback_url or ""
    await store.keep_exchange(
        resources.pool,
        digest(code),
        user_id=user_id,
        called=called or user_id,
        callback_url=url,
        expires_at=resources.clock() + CODE_LIFE,
    )
    return Arrival(purpose="app", user_id=user_id, leads_to=_with_code(attempt, code))


async def _call(house: State, called: str, user_id: str) -> None:
    """Keep an application's own name of a person; raises Conflict when it is another's."""
    resources = house["resources"]
    if not await store.keep_alias(resources.pool, called, user_id, resources.clock()):
        raise Conflict(f"{called} is the name of another person here.")
    house["auth"].forget_account(user_id)


async def _first_sync(house: State, caller: Caller, account: Account) -> uuid.UUID | None:
    """As far back as Polar shows; None when it comes by the timetable."""
    days = MOST_DAYS if account.synced_at is None else None
    try:
        order = SyncOrder(user_id=account.user_id, origin="graphql", days=days)
        return await trigger(house, caller, order)
    except (SyncRunning, BrokerUnavailable):
        return None


def _with_code(attempt: Attempt, code: str) -> str:
    url = attempt.callback_url or ""
    state = {"state": attempt.callback_state} if attempt.callback_state is not None else {}
    joint = "&" if urlsplit(url).query else "?"
    return f"{url}{joint}{urlencode({'code': code, **state})}"


def _check_callback(resources: Resources, callback_url: str) -> None:
    allowed = resources.settings.oauth_callback_origins
    if not connections.possible_redirect_uri(callback_url) or _origin(callback_url) not in allowed:
        raise InvalidInput(
            "callback_url: its origin is not one of OAUTH_CALLBACK_ORIGINS, which who runs Ursa "
            "sets.",
            "callback_url",
        )


def _origin(url: str) -> str:
    """As browsers say it: without the scheme's own port, and without a name before an @."""
    parts = urlsplit(url)
    usual = {"http": 80, "https": 443}
    try:
        port = parts.port
    except ValueError:
        return ""
    if parts.username is not None or "\\" in url:
        return ""
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    shown = "" if port in {None, usual[parts.scheme]} else f":{port}"
    return f"{parts.scheme}://{host}{shown}"
