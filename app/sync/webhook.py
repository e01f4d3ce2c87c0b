"""Polar's webhook itself: made, looked after, and ended."""

import datetime as dt
import logging

from app.errors import Conflict, PolarError, UrsaError
from app.reads import server
from app.records.webhook import PolarWebhook
from app.resources import Resources
from app.store import polar_webhook as store
from app.sync.client import credentials
from app.upstream.webhooks import Webhook, WebhookAdmin

log = logging.getLogger(__name__)

PATH = "/webhooks/polar"
MAKING = dt.timedelta(minutes=3)
"""Longer than Polar may take to make one, which is two minutes."""
GONE = "Polar does not have it any more: delete it here, create it anew."


async def admin(resources: Resources) -> WebhookAdmin:
    """Who may speak about the webhook at Polar; raises Conflict while Ursa is no client."""
    client = await credentials(resources)
    if client is None:
        raise Conflict(
            "Polar knows a webhook by the application that it belongs to: tell Ursa its client in "
            "the pages, or set POLAR_CLIENT_ID and POLAR_CLIENT_SECRET (from "
            "https://admin.polaraccesslink.com) and start Ursa again."
        )
    return WebhookAdmin(resources.polar, *client)


async def known(resources: Resources) -> PolarWebhook | None:
    """The webhook that Ursa made, as it was last looked at."""
    return await server.polar_webhook(resources.pool, resources.clock())


async def create(resources: Resources, url: str | None, actor: str) -> PolarWebhook:
    """Make it; Polar pings the address meanwhile. Raises Conflict when there is one, PolarError."""
    there, before = await admin(resources), await known(resources)
    if await there.get() is not None:
        raise Conflict("Polar has a webhook of this application already. Delete it first.")
    address, now = url or f"{resources.settings.public_url}{PATH}", resources.clock()
    await _begin(resources, address, before, now)
    try:
        made = await there.create(address)
    except UrsaError:
        await store.unmade(resources.pool, now)
        raise
    await _keep(resources, made, address, actor)
    found = await known(resources)
    if found is None:
        raise Conflict("Somebody deleted the webhook at this very moment. Try again.")
    return found


async def _begin(
    resources: Resources, url: str, before: PolarWebhook | None, now: dt.datetime
) -> None:
    """Of several who make it at once one goes on, so that nobody forgets another's secret."""
    mine = await store.begin(
        resources.pool,
        url,
        before=None if before is None else before.created_at,
        cut_off=before is not None and _is_cut_off(before, now),
        now=now,
    )
    if not mine:
        raise Conflict("Somebody is making the webhook at this very moment. See how it stands.")


def _is_cut_off(webhook: PolarWebhook, now: dt.datetime) -> bool:
    """Whether whoever made it came to no end."""
    return webhook.webhook_id is None and abs(now - webhook.created_at) > MAKING


async def _keep(resources: Resources, made: Webhook, url: str, actor: str) -> None:
    await store.keep(
        resources.pool,
        made.id,
        url=made.url or url,
        events=made.events,
        secret=resources.vault.seal(made.signature_secret_key or ""),
        actor=actor,
        now=resources.clock(),
    )


async def look(resources: Resources) -> PolarWebhook | None:
    """Ask Polar how the webhook stands, and switch it on again where Polar switched it off."""
    before, now = await known(resources), resources.clock()
    if before is None or (before.webhook_id is None and not _is_cut_off(before, now)):
        return before
    active, again, error = await _asked(resources, before.webhook_id)
    await store.seen(resources.pool, active=active, reactivated=again, error=error, now=now)
    return await known(resources)


async def _asked(
    resources: Resources, webhook_id: str | None
) -> tuple[bool | None, bool, str | None]:
    """Whether it is active, if Polar says so, whether it had to be switched on, and what is wrong.

    What is wrong is told in words.
    """
    if webhook_id is None:
        return False, False, "Its making was cut off: delete it here, create it anew."
    there = await admin(resources)
    try:
        found = await there.get()
    except PolarError as error:
        return None, False, error.message
    if found is None or found.id != webhook_id:
        return False, False, GONE
    return (True, False, None) if found.active is not False else await _switched_on(there)


async def _switched_on(there: WebhookAdmin) -> tuple[bool, bool, str | None]:
    try:
        again = await there.activate()
    except PolarError as error:
        return False, False, error.message
    if again:
        log.warning("Polar had switched the webhook off; it is switched on again")
    return again, again, None if again else GONE


async def delete(resources: Resources, actor: str) -> bool:
    """End it at Polar and forget its secret; whether there was one."""
    there = await admin(resources)
    found = await there.get()
    gone = found is not None and await there.delete(found.id)
    return await store.forget(resources.pool, actor) or gone
