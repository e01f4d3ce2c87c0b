"""Who signs in to the pages, and how the house gets its owner.

| deed | who may |
|---|---|
| make the owner's account | who has a setup link; who owns the house already, with a key |
| set the owner's password | the owner |
| sign in | the password; a link that works once; Polar's consent (see `connections`) |
| end a session | whose it is; the owner |
"""

import datetime as dt
import unicodedata
import uuid
from dataclasses import asdict, dataclass, field

from app.auth import Caller, require, require_to_see
from app.auth.sessions import LIFE, NOBODY, SIGNED_OUT, digest, new_secret
from app.deeds import passwords
from app.errors import Conflict, Forbidden, InvalidInput, NotFound, Unauthenticated
from app.records.account import Scope
from app.records.session import Browser, Role, ShownSession, WebSession
from app.resources import Resources
from app.state import State
from app.store import sessions as store
from app.store.sessions import Beginning

FRESH = dt.timedelta(minutes=10)
"""So long after a password or a consent nothing asks for it again."""
LINK_LIFE = dt.timedelta(hours=1)
LONGEST_NAME = 100
LONGEST_AGENT = 200
LONGEST_TOKEN = 100

NO_SUCH_SESSION = "There is no such session. List the sessions to see their ids."
LINK_IS_OVER = (
    "This link was used before, or is older than an hour. `ursa setup-link` prints another one."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """A session that has begun, and what its cookie holds, which is sent now and never again."""

    session: WebSession
    secret: str = field(repr=False)


async def sign_in(house: State, browser: Browser, name: str | None, password: str) -> SignedIn:
    """A session of the owner's, by their password; a name, where one is given, has to be theirs.

    Raises Unauthenticated or TooManyRequests.
    """
    known = await passwords.check(house["resources"], password, browser)
    if name is not None and _folded(name) != _folded(known):
        raise Unauthenticated(passwords.WRONG)
    return await begin(house, browser, Role.OWNER, how="password")


async def redeem_link(house: State, browser: Browser, token: str) -> SignedIn:
    """A session by a link that works once: the owner's, or one that sets up where there is none.

    Raises Unauthenticated.
    """
    resources = house["resources"]
    there = len(token) <= LONGEST_TOKEN and await store.take_link(
        resources.pool, digest(token), "enter", resources.clock()
    )
    if not there:
        raise Unauthenticated(LINK_IS_OVER)
    role = Role.OWNER if await store.find_owner(resources.pool) else Role.SETUP
    return await begin(house, browser, role, how="link")


async def begin(
    house: State, browser: Browser, role: Role, *, how: str, user_id: str | None = None
) -> SignedIn:
    """A new session with a new secret; raises NotFound for a person who is gone."""
    resources, secret = house["resources"], new_secret()
    now = resources.clock()
    beginning = Beginning(
        secret_sha256=digest(secret),
        role=role,
        user_id=user_id,
        how=how,
        expires_at=now + LIFE,
        fresh_until=now + FRESH,
    )
    known = Browser(address=browser.address, agent=_shortened(browser.agent))
    session = await store.begin_session(resources.pool, beginning, known, now)
    if session is None:
        raise NotFound("This person was deleted at this very moment.")
    return SignedIn(session=session, secret=secret)


async def freshen(house: State, caller: Caller, browser: Browser, password: str) -> dt.datetime:
    """The owner gave their password once more; until when it counts.

    Raises Forbidden for who is not signed in as the owner, Unauthenticated, TooManyRequests.
    """
    session = caller.session
    if session is None or session.role != Role.OWNER.value:
        raise Forbidden("Only the owner has a password here; others give their consent at Polar.")
    await passwords.check(house["resources"], password, browser)
    return await fresh_again(house, session.session_id)


async def fresh_again(house: State, session_id: uuid.UUID) -> dt.datetime:
    """Until when the session asks for nothing again; raises Unauthenticated when it has ended."""
    resources = house["resources"]
    until = resources.clock() + FRESH
    if not await store.freshen_session(resources.pool, session_id, until):
        raise Unauthenticated(SIGNED_OUT)
    house["auth"].sessions.forget(session_id)
    return until


async def sessions(house: State, caller: Caller) -> list[ShownSession]:
    """Sessions that work: everybody's for who opens everybody, else the person's own.

    Raises Forbidden.
    """
    require_to_see(caller, Scope.ADMIN)
    resources = house["resources"]
    own = caller.session.session_id if caller.session else None
    return [
        ShownSession(**asdict(one), current=one.session_id == own)
        for one in await store.list_sessions(resources.pool, caller.user_id, resources.clock())
    ]


async def end(house: State, caller: Caller, session_id: uuid.UUID) -> None:
    """The end of a session, at once: one's own, or one that the caller sees.

    No password is asked for: who ends a session gains nothing. Raises Forbidden or NotFound.
    """
    own = caller.session is not None and caller.session.session_id == session_id
    if not own:
        require_to_see(caller, Scope.ADMIN)
    user_id = None if own or caller.user_id == NOBODY else caller.user_id
    ended = await store.end_session(
        house["resources"].pool, session_id, user_id=user_id, actor=caller.actor
    )
    house["auth"].sessions.forget(session_id)
    if not ended and not own:
        raise NotFound(NO_SUCH_SESSION)


async def enter_link(resources: Resources, actor: str) -> str:
    """A link that signs the owner in, or lets somebody set up; once, and for an hour."""
    token, now = new_secret(), resources.clock()
    await store.make_link(
        resources.pool,
        digest(token),
        "enter",
        label=None,
        actor=actor,
        now=now,
        expires_at=now + LINK_LIFE,
    )
    return f"{resources.settings.public_url}/enter#{token}"


async def has_owner(resources: Resources) -> bool:
    """Whether the house was set up."""
    return await store.find_owner(resources.pool) is not None


async def create_owner(house: State, caller: Caller, name: str, password: str) -> None:
    """Make the owner's account; who was setting up signs in with it now.

    Raises Forbidden, InvalidInput, or Conflict when there is one.
    """
    resources = house["resources"]
    if not caller.sets_up:
        _owns(caller)
    secret = await passwords.hashed(password)
    made = await store.create_owner(
        resources.pool, _checked_name(name), secret, actor=caller.actor, now=resources.clock()
    )
    house["auth"].sessions.forget_all()
    if not made:
        raise Conflict("This house has an owner. `ursa setup-link` lets them in without password.")


async def set_password(house: State, caller: Caller, password: str) -> None:
    """Set the owner's password anew; every other session of theirs ends.

    Raises Forbidden, InvalidInput, or Conflict when there is no owner.
    """
    resources = house["resources"]
    _owns(caller)
    changed = await store.set_owner_password(
        resources.pool,
        await passwords.hashed(password),
        actor=caller.actor,
        session_id=caller.session.session_id if caller.session else None,
        now=resources.clock(),
    )
    house["auth"].sessions.forget_all()
    if not changed:
        raise Conflict("This house has no owner yet. Make the account first.")


def _owns(caller: Caller) -> None:
    require(caller, Scope.ADMIN)
    if not caller.owns:
        raise Forbidden("This is the owner's to do.")


def _checked_name(name: str) -> str:
    name = name.strip()
    if not (name and name.isprintable() and len(name) <= LONGEST_NAME):
        raise InvalidInput(f"name: 1 to {LONGEST_NAME} printable characters.", "name")
    return name


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).strip().casefold()


def _shortened(agent: str | None) -> str | None:
    plain = "".join(sign for sign in agent or "" if sign.isprintable())[:LONGEST_AGENT]
    return plain or None
