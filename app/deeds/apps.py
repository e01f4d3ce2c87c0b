"""Applications: let in by a person's yes, kept in by tokens, sent away again.

| deed | who may |
|---|---|
| allow | who is signed in to the pages: a person for themselves, the owner for anybody |
| exchange, refresh, give up | the application, with what it was given |
| see, end | who opens the person, with `admin`; for everybody's, the owner |

An application gets what was asked for and allowed, never more: no `admin`, and where somebody was
only if it named that. It has no way to Polar; its tokens are Ursa's own.
"""

import base64
import datetime as dt
import hashlib
import re
import secrets
import uuid
from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from app.auth import Caller, require, require_person, require_to_see
from app.auth.sessions import digest, new_secret
from app.errors import Conflict, Forbidden, InvalidInput, NotFound, OAuthRefused
from app.records.account import DataClass, Scope
from app.records.apps import Audience, Client, ConnectedApp, Reach
from app.resources import Resources
from app.state import State
from app.store import apps as store
from app.store import keys
from app.store.accounts import existing_account

CODE_LIFE = dt.timedelta(minutes=5)
ACCESS_LIFE = dt.timedelta(minutes=15)
REFRESH_LIFE = dt.timedelta(days=60)
"""Of a refresh token that nobody uses."""
COLLISION = dt.timedelta(seconds=10)
"""Two processes of one application that refresh at once are no theft: one of them is told so."""
SPANS = (1, 30, 90, 365)
"""Days that somebody may let an application in for."""
MOST_APPS = 50
"""Of a person, that are let in at a time."""

REFRESH = "ursa_rt_"
"""How refresh tokens begin."""
_VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}")
REPLAYED = "replayed"
"""Who ends a grant in the audit log when one of its codes or tokens came a second time."""

BAD_CODE = (
    "This code was used before, is too old, or was given to another application, for another "
    "redirect_uri, code_verifier or resource. Send the person to the consent page again."
)
BAD_REFRESH = (
    "This refresh token was used before, has ended, or belongs to another application. Send the "
    "person to the consent page again."
)
COLLIDED = (
    "This refresh token was exchanged seconds ago, by another process of yours it seems. Go on "
    "with the one that it was given."
)
ELSEWHERE = "The token is for another resource of this server. Ask the person again for this one."
NO_SUCH_APP = "There is no such application. List them to see their ids."
GREW = "The scopes are more than the person allowed. Send them to the consent page again."


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentRequest:
    """What an application asks a person for; all of it was looked at."""

    client: Client
    redirect_uri: str
    host: str
    state: str | None = field(repr=False)
    challenge: str
    reach: Reach
    audience: Audience


@dataclass(frozen=True, slots=True, kw_only=True)
class Yes:
    """What the person allows."""

    user_id: str | None
    """Whose data; None: everybody's."""
    reach: Reach
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """What an application is given."""

    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    expires_in: int
    scope: str
    token_type: str = "Bearer"  # noqa: S105 -- a kind, no secret


async def allow(house: State, caller: Caller, asked: ConsentRequest, yes: Yes) -> str:
    """The code for an application that somebody lets in.

    Raises Forbidden, NotFound, InvalidInput for more than was asked for, Conflict for one
    application too many.
    """
    _may_allow(caller, yes)
    if not (yes.reach.scopes and yes.reach.within(asked.reach)):
        raise InvalidInput("scopes: one or more of those that the application asks for.", "scopes")
    if yes.days not in SPANS:
        raise InvalidInput(f"days: one of {', '.join(map(str, SPANS))}.", "days")
    resources = house["resources"]
    await _check_room(resources, yes.user_id)
    code, now = new_secret(), resources.clock()
    await store.keep_code(
        resources.pool, digest(code), _consent(caller, asked, yes, now), now + CODE_LIFE
    )
    return code


async def exchange(
    house: State,
    client: Client,
    code: str,
    *,
    redirect_uri: str,
    verifier: str,
    audience: Audience | None,
) -> Tokens:
    """The first tokens for a code, once; raises OAuthRefused.

    A code that comes a second time ends what the first time began: one of the two is a thief.
    """
    resources, now = house["resources"], house["resources"].clock()

    def wrong(consent: store.Consent) -> bool:
        return (
            consent.client_id != client.client_id
            or consent.redirect_uri != redirect_uri
            or audience not in {None, consent.audience}
            or not _fits(verifier, consent.challenge)
        )

    tokens, pair = _new_pair(now)
    try:
        consent = await store.redeem_code(
            resources.pool, digest(code), pair, now=now, wrong=wrong, most=MOST_APPS
        )
    except NotFound:
        consent = None
    except Conflict as full:
        raise OAuthRefused("invalid_grant", full.message) from None
    if consent is None:
        await _end_if_replayed(house, await store.code_became(resources.pool, digest(code)))
        raise OAuthRefused("invalid_grant", BAD_CODE)
    return tokens(_reach(consent.scopes, consent.classes))


async def refresh(
    house: State,
    client: Client,
    token: str,
    *,
    words: Collection[str] | None,
    audience: Audience | None,
) -> Tokens:
    """The next tokens for a refresh token, once; raises OAuthRefused.

    One that comes a second time ends the grant, unless two came at the same moment.
    """
    resources, now = house["resources"], house["resources"].clock()

    def wrong(held: store.Held) -> bool:
        return not (_alive(held, client, now) and _asks_no_more(held, words, audience))

    tokens, pair = _new_pair(now)
    held = await store.rotate(resources.pool, digest(token), pair, now, wrong)
    if held is None or held.client_id != client.client_id:
        raise OAuthRefused("invalid_grant", BAD_REFRESH)
    await _check_replay(house, held, now)
    if not _alive(held, client, now):
        raise OAuthRefused("invalid_grant", BAD_REFRESH)
    if audience not in {None, held.audience}:
        raise OAuthRefused("invalid_target", ELSEWHERE)
    if not _asks_no_more(held, words, audience):
        raise OAuthRefused("invalid_scope", GREW)
    return tokens(_reach(held.scopes, held.classes))


async def give_up(house: State, client: Client, token: str) -> None:
    """An application needs a token no more (RFC 7009): a refresh token ends all of the grant.

    What is no token of its own is answered alike, and nothing comes of it.
    """
    resources = house["resources"]
    found = await store.find_token(resources.pool, digest(token))
    if found is None or found.client_id != client.client_id:
        return
    if found.refreshes:
        await keys.revoke_key(resources.pool, found.key_id, str(found.key_id))
    else:
        await store.end_access(resources.pool, digest(token))
    house["auth"].forget(found.key_id)


async def connected(house: State, caller: Caller, user_id: str | None) -> list[ConnectedApp]:
    """Applications that are let in, with what each did; None: all that the caller sees.

    Raises Forbidden.
    """
    require_to_see(caller, Scope.ADMIN)
    only = caller.user_id if user_id is None else user_id
    if caller.user_id is not None and only != caller.user_id:
        raise Forbidden("These are another person's applications.")
    await house["auth"].flush()  # What was done a moment ago is told, too.
    resources = house["resources"]
    return await store.connected_apps(resources.pool, only, resources.clock())


async def end(house: State, caller: Caller, app_id: str) -> ConnectedApp:
    """Send an application away, at once; answers what it was. Raises Forbidden or NotFound.

    Who may is settled before the id is read.

    No password is asked for again: to close a door must be easy.
    """
    known = {str(each.app_id): each for each in await connected(house, caller, None)}
    if app_id not in known:
        raise NotFound(NO_SUCH_APP)
    found = known[app_id]
    await keys.revoke_key(house["resources"].pool, found.app_id, caller.actor)
    house["auth"].forget(found.app_id)
    return found


def _may_allow(caller: Caller, yes: Yes) -> None:
    """A person in the pages, or where no key is needed whoever sits at the machine."""
    if caller.key_id is not None or caller.actor == "master":
        raise Forbidden("Applications are let in by people in the pages, and not by keys.")
    if yes.user_id is not None:
        require_person(caller, yes.user_id, *yes.reach.scopes)
    elif caller.user_id is not None:
        raise Forbidden("Everybody's data are the owner's to open.")
    require(caller, *yes.reach.scopes)


async def _check_room(resources: Resources, user_id: str | None) -> None:
    """Told before somebody says yes in vain; the code is held to it once more, under a lock."""
    if user_id is not None:
        await existing_account(resources.pool, user_id)
    if await store.count_apps(resources.pool, user_id, resources.clock()) >= MOST_APPS:
        raise Conflict(f"{MOST_APPS} applications are connected. Send one away, then allow this.")


def _consent(caller: Caller, asked: ConsentRequest, yes: Yes, now: dt.datetime) -> store.Consent:
    classes = yes.reach.classes
    return store.Consent(
        client_id=asked.client.client_id,
        client_name=asked.client.name,
        host=asked.host,
        redirect_uri=asked.redirect_uri,
        challenge=asked.challenge,
        audience=asked.audience.value,
        user_id=yes.user_id,
        scopes=sorted(each.value for each in yes.reach.scopes),
        classes=None if classes is None else sorted(each.value for each in classes),
        made_by=caller.actor,
        grant_ends_at=now + dt.timedelta(days=yes.days),
    )


def _new_pair(now: dt.datetime) -> tuple[Callable[[Reach], Tokens], store.Pair]:
    """Two secrets: how they are told, and how they are kept."""
    access = f"{keys.ACCESS}{new_secret()}"
    again = f"{REFRESH}{new_secret()}"
    pair = store.Pair(
        access_sha256=digest(access),
        refresh_sha256=digest(again),
        access_ends_at=now + ACCESS_LIFE,
        refresh_ends_at=now + REFRESH_LIFE,
    )

    def told(reach: Reach) -> Tokens:
        return Tokens(
            access_token=access,
            refresh_token=again,
            expires_in=int(ACCESS_LIFE.total_seconds()),
            scope=" ".join(reach.words),
        )

    return told, pair


def _fits(verifier: str, challenge: str) -> bool:
    """PKCE by S256, the one way that there is here."""
    if not _VERIFIER.fullmatch(verifier):
        return False
    sha256 = hashlib.sha256(verifier.encode()).digest()
    made = base64.urlsafe_b64encode(sha256).decode().rstrip("=")
    return secrets.compare_digest(made, challenge)


def _reach(scopes: Collection[str], classes: Collection[str] | None) -> Reach:
    known = None if classes is None else frozenset(map(DataClass, classes))
    return Reach(frozenset(map(Scope, scopes)), known)


def _alive(held: store.Held, client: Client, now: dt.datetime) -> bool:
    return (
        held.client_id == client.client_id
        and held.used_at is None
        and held.revoked_at is None
        and min(held.expires_at, held.grant_ends_at) > now
    )


def _asks_no_more(
    held: store.Held, words: Collection[str] | None, audience: Audience | None
) -> bool:
    """A narrower wish is heard and not granted: the scope of a token is that of its grant."""
    if audience not in {None, held.audience}:
        return False
    try:
        return words is None or Reach.of(words).within(_reach(held.scopes, held.classes))
    except ValueError:
        return False


async def _check_replay(house: State, held: store.Held, now: dt.datetime) -> None:
    if held.used_at is None or held.revoked_at is not None:
        return
    if now - held.used_at < COLLISION:
        raise OAuthRefused("invalid_grant", COLLIDED)
    await _end_if_replayed(house, held.key_id)


async def _end_if_replayed(house: State, key_id: uuid.UUID | None) -> None:
    if key_id is not None:
        await keys.revoke_key(house["resources"].pool, key_id, REPLAYED)
        house["auth"].forget(key_id)
