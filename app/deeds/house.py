"""What the owner tells the house: its client at Polar, who may join, whom they invite.

Environment variables go before what was told here.
"""

import datetime as dt

from app.auth import Caller, require, require_to_see
from app.auth.sessions import digest, new_secret
from app.errors import Conflict, Forbidden, InvalidInput
from app.records.account import Scope
from app.records.house import ClientSource, Invitation, Joining, PolarClient
from app.resources import Resources
from app.state import State
from app.store import house as store
from app.store.sessions import link_there, make_link
from app.sync.client import CLIENT_ID, CLIENT_SECRET, credentials, readable
from app.upstream.oauth import OAuth

CALLBACK = "/oauth/polar/callback"
INVITATION_LIFE = dt.timedelta(days=7)
LONGEST_CLIENT = 256
JOINING = "joining"
NO_CLIENT = (
    "Nobody can be connected to Polar yet: set POLAR_CLIENT_ID and POLAR_CLIENT_SECRET (from "
    "https://admin.polaraccesslink.com), or tell them to Ursa in the pages (/setup)."
)


def redirect_url(resources: Resources) -> str:
    """Where Polar sends people back to, as it is to be registered there."""
    return resources.settings.public_url + CALLBACK


async def oauth_of(resources: Resources) -> OAuth:
    """The way to people's tokens; raises Conflict while Ursa is no client of Polar's."""
    if resources.oauth is not None:
        return resources.oauth
    client = await credentials(resources)
    if client is None or resources.oauth_for is None:
        raise Conflict(NO_CLIENT)
    return resources.oauth_for(*client)


async def has_client(resources: Resources) -> bool:
    """Whether people can be sent to Polar."""
    return resources.oauth is not None or CLIENT_ID in await store.find_settings(resources.pool)


async def polar_client(house: State, caller: Caller) -> PolarClient:
    """The client at Polar, as far as it may be shown; raises Forbidden."""
    require_to_see(caller, Scope.ADMIN)
    resources = house["resources"]
    url = redirect_url(resources)
    if resources.oauth is not None:
        own = resources.settings.polar_client_id
        source = ClientSource.ENVIRONMENT.value
        return PolarClient(client_id=own, source=source, redirect_url=url)
    client_id = await readable(resources, CLIENT_ID)
    source_of = ClientSource.STORED.value if client_id else None
    return PolarClient(client_id=client_id, source=source_of, redirect_url=url)


async def set_polar_client(
    house: State, caller: Caller, client_id: str, client_secret: str
) -> PolarClient:
    """Tell the client at Polar, which is tried before it is kept.

    Raises Forbidden, InvalidInput, PolarRefused for one that Polar does not know, PolarUnavailable
    when it can not be tried, Conflict where the environment says which it is.
    """
    owner_alone(caller)
    resources = house["resources"]
    if resources.oauth is not None or resources.oauth_for is None:
        raise Conflict(
            "POLAR_CLIENT_ID is set in the environment, which goes first. Change it there."
        )
    told = {
        CLIENT_ID: _word("client_id", client_id),
        CLIENT_SECRET: _word("client_secret", client_secret),
    }
    await resources.oauth_for(told[CLIENT_ID], told[CLIENT_SECRET]).check_client()
    await _tell(resources, caller, told)
    return await polar_client(house, caller)


async def joining(resources: Resources) -> Joining:
    """Whether strangers may join; closed unless it can be read that the owner said otherwise."""
    return Joining(await readable(resources, JOINING) or Joining.CLOSED.value)


async def see_joining(house: State, caller: Caller) -> Joining:
    """The same, for who may see it; raises Forbidden."""
    require_to_see(caller, Scope.ADMIN)
    return await joining(house["resources"])


async def set_joining(house: State, caller: Caller, wanted: Joining) -> Joining:
    """Say whether strangers may join; raises Forbidden."""
    owner_alone(caller)
    await _tell(house["resources"], caller, {JOINING: wanted.value})
    return wanted


async def invite(house: State, caller: Caller, label: str | None) -> Invitation:
    """A link by which one person may join within a week; raises Forbidden or InvalidInput."""
    owner_alone(caller)
    resources, token = house["resources"], new_secret()
    now = resources.clock()
    await make_link(
        resources.pool,
        digest(token),
        "invitation",
        label=_label(label),
        actor=caller.actor,
        now=now,
        expires_at=now + INVITATION_LIFE,
    )
    url = f"{resources.settings.public_url}/signin#{token}"
    return Invitation(url=url, expires_at=now + INVITATION_LIFE)


async def invited(resources: Resources, token_sha256: bytes | None) -> bool:
    """Whether an invitation works still."""
    now = resources.clock()
    return token_sha256 is not None and await link_there(
        resources.pool, token_sha256, "invitation", now
    )


def owner_alone(caller: Caller) -> None:
    """Raise Forbidden unless the caller opens everybody and may everything; PasswordNeeded."""
    require(caller, Scope.ADMIN)
    if caller.user_id is not None:
        raise Forbidden("This is the owner's to do.")


def _word(name: str, value: str) -> str:
    """Without the space that came along when it was copied."""
    word = value.strip()
    if not word or len(word) > LONGEST_CLIENT or not all("!" <= sign <= "~" for sign in word):
        raise InvalidInput(
            f"{name}: 1 to {LONGEST_CLIENT} printable ASCII characters without spaces in them. "
            "Copy it again from https://admin.polaraccesslink.com.",
            name,
        )
    return word


def _label(label: str | None) -> str | None:
    plain = (label or "").strip()
    if len(plain) > LONGEST_CLIENT or not plain.isprintable():
        raise InvalidInput(f"label: up to {LONGEST_CLIENT} printable characters.", "label")
    return plain or None


async def _tell(resources: Resources, caller: Caller, told: dict[str, str]) -> None:
    sealed = {name: resources.vault.seal(value) for name, value in told.items()}
    await store.keep_settings(resources.pool, sealed, actor=caller.actor, now=resources.clock())
