"""Notices of Polar's webhook: whether one is Polar's, and what is kept of it."""

import datetime as dt
import hashlib
import logging
from collections.abc import Iterable, Iterator
from contextlib import suppress

from app.errors import InvalidInput, NotSigned, SecretUnreadable
from app.resources import Resources
from app.state import State
from app.store.spool import Notice
from app.upstream.webhooks import (
    EVENT_BYTES,
    EVENTS,
    WebhookEvent,
    has_shape,
    parse_event,
    verified,
)
from app.vault import Sealed

log = logging.getLogger(__name__)

LONGEST = EVENT_BYTES
OLDEST = dt.timedelta(days=8)
"""Polar gives a webhook up after seven days; what tells of earlier is somebody's recording."""
PING = "PING"


async def receive(house: State, body: bytes, signature: str | None) -> None:
    """Keep a notice that Polar signed; the sync that it asks for follows within seconds.

    A ping is answered before any secret is known. Raises NotSigned for everything else that the
    secret has not signed, SecretUnreadable where the stored secret can not be decrypted: Polar
    comes again for seven days. What is signed and makes no sense, or is old, is passed over.
    """
    resources = house["resources"]
    if not await _signed(resources, body, signature):
        if await _being_made(resources) and _is_ping(body):
            return
        raise NotSigned(
            "The signature is not Polar's. If Polar sent this, delete the webhook and make it "
            "anew: `ursa webhook delete`, `ursa webhook create`."
        )
    event = _read(body)
    if event is not None and _is_news(event, resources.clock()):
        await resources.inbox.keep(_notice(event, body, resources.clock()))


async def _signed(resources: Resources, body: bytes, signature: str | None) -> bool:
    """By the secret that this process knows, or by one that was stored a moment ago."""
    if not has_shape(signature):
        return False
    with suppress(SecretUnreadable):
        if _fits(body, signature, await _secrets(resources)):
            return True
    return _fits(body, signature, await _secrets(resources, anew=True))


def _fits(body: bytes, signature: str | None, secrets: Iterable[str]) -> bool:
    return any(verified(body, signature, secret) for secret in secrets)


async def _secrets(resources: Resources, *, anew: bool = False) -> Iterator[str]:
    """The secret of the settings, then the stored one, which is opened when it is asked for."""
    return _opened(resources, await resources.inbox.secrets(anew=anew))


def _opened(resources: Resources, stored: Iterable[bytes | None]) -> Iterator[str]:
    given = resources.settings.polar_webhook_secret
    if given is not None:
        yield given.get_secret_value()
    for sealed in stored:
        if sealed is not None:
            yield resources.vault.open(sealed, Sealed.WEBHOOK)


async def _being_made(resources: Resources) -> bool:
    """Whether no secret can be known yet."""
    stored = await resources.inbox.secrets()
    if stored:
        return stored == [None]
    return resources.settings.polar_webhook_secret is None


def _is_ping(body: bytes) -> bool:
    try:
        return parse_event(body).event == PING
    except InvalidInput:
        return False


def _read(body: bytes) -> WebhookEvent | None:
    """What Polar signed; a notice that Ursa can not read must not make Polar give up."""
    try:
        return parse_event(body)
    except InvalidInput as error:
        log.warning("a notice of Polar's makes no sense: %s", error)
        return None


def _is_news(event: WebhookEvent, now: dt.datetime) -> bool:
    """Whether it tells of somebody, of something that Ursa asks for, and of these days."""
    if event.user_id is None or event.event not in EVENTS:
        return False
    return event.timestamp is None or event.timestamp > now - OLDEST


def _notice(event: WebhookEvent, body: bytes, now: dt.datetime) -> Notice:
    return Notice(
        digest=hashlib.sha256(body).hexdigest(),
        polar_user_id=int(event.user_id or 0),
        event=event.event,
        first_day=event.days[0] if event.days else None,
        told_at=event.timestamp,
        arrived_at=now,
    )
