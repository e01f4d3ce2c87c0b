"""Connecting people to Polar by OAuth's authorization code flow, and letting them go."""

import datetime as dt
import hashlib
import re
import secrets
from collections.abc import Callable
from urllib.parse import urlsplit

from app.errors import Conflict, InvalidInput
from app.ingest.registration import end_registration
from app.records.connection import Connected, Disconnected, StartedConnection
from app.resources import Resources
from app.store import connections, write
from app.store.accounts import checked_user_id
from app.store.connections import Attempt, Grant
from app.upstream.oauth import OAuth, TokenGrant
from app.upstream.wire.user import User

ATTEMPT_LIFE = dt.timedelta(minutes=15)
"""Polar's code lives 10 minutes from the person's yes; before that they may have to log in."""

LONGEST_REDIRECT_URI = 2_048
_STATE = re.compile(r"[A-Za-z0-9_-]{43}")

May = Callable[[str], object]
"""Called with a user id; raises Forbidden when the caller may not connect that person."""


async def start_connection(
    resources: Resources, *, user_id: str, redirect_uri: str | None
) -> StartedConnection:
    """Begin to connect a person, known or new; send them to the answer's `authorization_url`.

    `redirect_uri` is where Polar sends them back to, registered there byte for byte; None is the
    client's default at Polar. Raises InvalidInput, or Conflict while Ursa is no client of Polar's.
    """
    oauth = _oauth(resources)
    state, expires_at = secrets.token_urlsafe(32), resources.clock() + ATTEMPT_LIFE
    await write.execute(
        resources.pool,
        "connection_start",
        state_sha256=_sha256(state),
        user_id=checked_user_id(user_id),
        redirect_uri=_checked_redirect_uri(redirect_uri),
        expires_at=expires_at,
    )
    url = oauth.authorize_url(state, redirect_uri)
    return StartedConnection(authorization_url=url, state=state, expires_at=expires_at)


async def finish_connection(
    resources: Resources, *, state: str, code: str, may: May, actor: str
) -> Connected:
    """Connect the person who came back from Polar with `state` and `code`.

    The state is used up whatever happens, and the code is sent once: after any error the person
    starts again. Raises InvalidInput, what `may` raises, Conflict, PolarError's descendants.
    """
    oauth = _oauth(resources)
    attempt = await _take_attempt(resources, state)
    may(attempt.user_id)
    token = await oauth.exchange(code, attempt.redirect_uri)
    user = await _register(resources, attempt.user_id, token)
    grant = _grant(resources, attempt, token, user)
    account, new = await connections.keep_grant(
        resources.pool, grant, actor=actor, now=resources.clock()
    )
    return Connected(account=account, member_id=user.member_id, new=new)


async def disconnect(
    resources: Resources, *, user_id: str, actor: str, even_when_polar_is_silent: bool = False
) -> Disconnected:
    """End a person's connection at Polar and here; their data stay.

    Raises NotFound, or PolarUnavailable when Polar can not be asked and is not passed over.
    """
    deregistered = await end_registration(
        resources, user_id, even_when_polar_is_silent=even_when_polar_is_silent
    )
    await connections.forget_credential(
        resources.pool, user_id, actor=actor, details={"deregistered": deregistered}
    )
    return Disconnected(user_id=user_id, deregistered=deregistered)


def _oauth(resources: Resources) -> OAuth:
    if resources.oauth is None:
        raise Conflict(
            "Nobody can be connected to Polar yet: set POLAR_CLIENT_ID and POLAR_CLIENT_SECRET "
            "(from https://admin.polaraccesslink.com) and start Ursa again."
        )
    return resources.oauth


def _sha256(state: str) -> bytes:
    return hashlib.sha256(state.encode()).digest()


def _checked_redirect_uri(uri: str | None) -> str | None:
    if uri is not None and not _possible_redirect_uri(uri):
        raise InvalidInput(
            "redirect_uri: an http or https address without a fragment, of at most "
            f"{LONGEST_REDIRECT_URI:,} ASCII characters, as it is registered with Polar.",
            "redirect_uri",
        )
    return uri


def _possible_redirect_uri(uri: str) -> bool:
    if len(uri) > LONGEST_REDIRECT_URI or not all("!" <= c <= "~" for c in uri) or "#" in uri:
        return False
    try:
        parts = urlsplit(uri)
        return parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:  # A broken IPv6 address.
        return False


async def _take_attempt(resources: Resources, state: str) -> Attempt:
    attempt = None
    if _STATE.fullmatch(state):
        attempt = await connections.take_attempt(resources.pool, _sha256(state), resources.clock())
    if attempt is None:
        raise InvalidInput(
            "This connection was not started here, was finished before, or took longer than "
            f"{ATTEMPT_LIFE.seconds // 60} minutes: start again.",
            "state",
        )
    return attempt


async def _register(resources: Resources, user_id: str, token: TokenGrant) -> User:
    """The person's registration, new or found; without it Polar gives out no data."""
    session = resources.polar.session(token.access_token)
    try:
        return await session.register_or_find(user_id, token.polar_user_id)
    except Conflict:
        raise Conflict(
            f"Polar knows {user_id} as the name of another person. "
            "Connect this Polar account under another user id."
        ) from None


def _grant(resources: Resources, attempt: Attempt, token: TokenGrant, user: User) -> Grant:
    return Grant(
        user_id=attempt.user_id,
        polar_user_id=token.polar_user_id,
        display_name=_name(user),
        token_encrypted=resources.vault.seal(token.access_token),
    )


def _name(user: User) -> str | None:
    """First and last name as far as Polar has them, else None."""
    names = [name.strip() for name in (user.first_name, user.last_name) if name]
    return " ".join(name for name in names if name) or None
