"""Polar's webhook: who may make, see and end it."""

from urllib.parse import urlsplit

from app.auth import Caller, require, require_house
from app.errors import InvalidInput
from app.records.account import Scope
from app.records.webhook import PolarWebhook
from app.state import State
from app.sync import webhook

LONGEST_URL = 1024


async def create_webhook(house: State, caller: Caller, url: str | None = None) -> PolarWebhook:
    """Make the application's one webhook at Polar; without a `url` at Ursa's public address.

    Raises Forbidden, InvalidInput, Conflict, PolarError's descendants.
    """
    _require_house(caller)
    return await webhook.create(house["resources"], _checked(url), caller.actor)


async def webhook_status(house: State, caller: Caller) -> PolarWebhook | None:
    """How it stands, as Polar says now; None when Ursa made none. Raises Forbidden, Conflict."""
    _require_house(caller)
    return await webhook.look(house["resources"])


async def delete_webhook(house: State, caller: Caller) -> bool:
    """End it at Polar, and forget its secret; whether there was one. Raises Forbidden."""
    _require_house(caller)
    return await webhook.delete(house["resources"], caller.actor)


def _require_house(caller: Caller) -> None:
    """It is for all people at once: a key of one person may not."""
    require(caller, Scope.ADMIN)
    require_house(caller)


def _checked(url: str | None) -> str | None:
    if url is None:
        return None
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or len(url) > LONGEST_URL:
        raise InvalidInput("url: the https address at which Polar reaches Ursa.", "url")
    return url
