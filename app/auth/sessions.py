"""Browsers that are signed in: the cookie, where a request comes from, and whose session it is.

A cookie travels with a request by itself, whoever's page sends it. So it counts only in a request
that a page of Ursa's own has sent, unless the request only reads: then the answer is for nobody
else to see.
"""

import datetime as dt
import hashlib
import re
import secrets
import uuid
from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlsplit

from app.auth.cache import Cache, Timer
from app.auth.caller import EVERY_SCOPE, Budget, Caller, Rate
from app.auth.keyring import Guesses
from app.errors import Forbidden, Unauthenticated
from app.records.session import Role, WebSession
from app.settings import Settings
from app.store import sessions as store
from app.store.pool import Pool

LIFE = dt.timedelta(days=30)
"""Of a session, from its last use."""
NOTED = dt.timedelta(hours=1)
"""So often the last use is written."""
RATES = {Role.OWNER: 6_000, Role.PERSON: 1_200, Role.SETUP: 300}
"""Requests a minute."""
NOBODY = ""
"""Whom a session opens that may set up and nothing else: nobody can have this name."""
READS = frozenset({"GET", "HEAD", "OPTIONS"})

SENT_BY_SCRIPTS = frozenset({"application/json", "application/zip"})
"""What no form of elsewhere can send: the pages' questions, and archives of past years."""

SIGNED_OUT = "You are not signed in any more. Sign in again."
FOREIGN = (
    "A request of somebody who is signed in must come from a page of Ursa's own (Origin, "
    "Sec-Fetch-Site), and as application/json, or as application/zip for an archive. Programs "
    "send an API key instead."
)
_SECRET = re.compile(r"[A-Za-z0-9_-]{43}")
LONGEST_COOKIES = 8_192


def new_secret() -> str:
    """256 random bits."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> bytes:
    """What is stored of them."""
    return hashlib.sha256(secret.encode()).digest()


def cookie_name(settings: Settings) -> str:
    """Name of the cookie; under https browsers take it from this very host alone."""
    return "__Host-ursa_session" if secure(settings) else "ursa_session"


def secure(settings: Settings) -> bool:
    """Whether people reach Ursa by https."""
    return settings.public_url.startswith("https:")


class Sessions:
    """The sessions that this process has met, and the way to those that it has not."""

    def __init__(self, settings: Settings, pool: Pool, timer: Timer) -> None:
        self._pool = pool
        self._name = cookie_name(settings)
        self._public = urlsplit(settings.public_url).netloc.lower()
        self._guesses = Guesses(timer)
        self._met: Cache[bytes, WebSession] = Cache(self._find, timer, size_absent=1_000)

    def shown(self, headers: Mapping[str, str]) -> str | None:
        """What the cookie holds, where it can be a session's."""
        found = cookie(headers, self._name)
        return found if found is not None and _SECRET.fullmatch(found) else None

    async def session(self, secret: str, now: dt.datetime) -> WebSession:
        """The session of a cookie, noted as used; raises Unauthenticated."""
        found = await self._met.get(digest(secret))
        if found is None or found.expires_at <= now:
            raise Unauthenticated(SIGNED_OUT)
        if now - found.seen_at >= NOTED:
            await store.session_seen(self._pool, found.session_id, now, now + LIFE)
            self.forget(found.session_id)
        return found

    async def check_still_there(self, session_id: uuid.UUID, now: dt.datetime) -> None:
        """Raise Unauthenticated when the session has ended."""
        ends = await store.session_ends(self._pool, session_id)
        if ends is None or ends <= now:
            raise Unauthenticated(SIGNED_OUT)

    def check_origin(self, headers: Mapping[str, str], method: str) -> None:
        """Raise Forbidden unless a page of our own sent it, or it only reads."""
        if method in READS:
            return
        kind = headers.get("content-type", "").partition(";")[0].strip().lower()
        if not self._own_page(headers) or (method != "WEBSOCKET" and kind not in SENT_BY_SCRIPTS):
            raise Forbidden(FOREIGN)

    def forget(self, session_id: uuid.UUID) -> None:
        """A session was changed: its next request asks the database."""
        self._met.forget(lambda session: session.session_id == session_id)

    def forget_person(self, user_id: str) -> None:
        """A person was changed or deleted."""
        self._met.forget(lambda session: session.user_id == user_id)

    def forget_all(self) -> None:
        """Sessions have ended that nobody counted."""
        self._met.forget(lambda _: True)

    def _own_page(self, headers: Mapping[str, str]) -> bool:
        """Browsers say where a request comes from; who says nothing is no page of ours."""
        site, origin = headers.get("sec-fetch-site"), headers.get("origin")
        if site is not None and site != "same-origin":
            return False
        if origin is None:
            return site is not None
        return urlsplit(origin).netloc.lower() in {headers.get("host", "").lower(), self._public}

    async def _find(self, secret_sha256: bytes) -> WebSession | None:
        found = await store.find_session(self._pool, secret_sha256)
        if found is None:
            self._guesses.count()
        return found


def cookie(headers: Mapping[str, str], name: str) -> str | None:
    """The cookie of this name, or None."""
    sent = headers.get("cookie", "")
    if name not in sent or len(sent) > LONGEST_COOKIES:
        return None
    try:
        found = SimpleCookie(sent).get(name)
    except CookieError:
        return None
    return None if found is None else found.value


def caller_of(session: WebSession, now: dt.datetime) -> Caller:
    """Who is signed in, as every surface sees them; their minute is not spent yet."""
    role = Role(session.role)
    actor = f"session:{session.session_id}"
    limit = RATES[role]
    return Caller(
        key_id=None,
        user_id=NOBODY if role is Role.SETUP else session.user_id,
        scopes=frozenset() if role is Role.SETUP else EVERY_SCOPE,
        rate=Rate(limit, limit, 60),
        actor=actor,
        budgets=(Budget(actor, limit),),
        session=session,
        fresh=session.fresh_until > now,
    )
