"""Webhooks: whether a notice is Polar's, what it says, and the one webhook of this client."""

import hashlib
import hmac
import re
from collections.abc import Mapping, Sequence
from typing import Any, TypeGuard

import httpx
import orjson
from pydantic import ValidationError

from app.errors import Conflict, InvalidInput, PolarBadAnswer, PolarRefused
from app.upstream.client import AccessLink
from app.upstream.http import Answer, Call, bad_answer
from app.upstream.wire.notes import in_words
from app.upstream.wire.webhook import EVENTS, Webhook, WebhookEvent

__all__ = [
    "EVENTS",
    "Webhook",
    "WebhookAdmin",
    "WebhookEvent",
    "has_shape",
    "parse_event",
    "sign",
    "verified",
]

EVENT_BYTES = 65_536

_SIGNATURE = re.compile(r"[0-9a-f]{64}", re.ASCII)
_WEBHOOK_ID = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)

_WHAT = "the webhook"
_HANDLED = frozenset({400, 401, 403, 404, 409})


def sign(body: bytes, secret: str) -> str:
    """Sign the raw bytes as Polar does: 64 lower-case hex digits."""
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def has_shape(signature: str | None) -> TypeGuard[str]:
    """Whether a header can be a signature of somebody's at all."""
    return bool(signature and _SIGNATURE.fullmatch(signature))


def verified(body: bytes, signature: str | None, secret: str) -> bool:
    """Tell whether `signature` (the header) is Polar's for these raw bytes, in constant time."""
    if not secret or not has_shape(signature):
        return False
    return hmac.compare_digest(sign(body, secret), signature)


def parse_event(body: bytes) -> WebhookEvent:
    """Read a notice; unknown events are let through. Raises InvalidInput."""
    if len(body) > EVENT_BYTES:
        raise InvalidInput(f"A webhook notice is at most {EVENT_BYTES} bytes.")
    try:
        return WebhookEvent.model_validate(orjson.loads(body))
    except orjson.JSONDecodeError as error:
        raise InvalidInput("A webhook notice is a JSON object.") from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = ".".join(map(str, first["loc"])) or "it"
        raise InvalidInput(f"The webhook notice is broken: `{field}` {in_words(first)}.") from error


class WebhookAdmin:
    """Administers the client's one webhook; AccessLink pings its address on the way."""

    def __init__(self, link: AccessLink, client_id: str, client_secret: str) -> None:
        self._link = link
        self._auth = httpx.BasicAuth(client_id, client_secret)
        self._secrets = (client_secret,)

    async def create(self, url: str, events: Sequence[str] = EVENTS) -> Webhook:
        """Create it. The answer's `signature_secret_key` is told this once: store it.

        Raises Conflict when there is one, PolarRefused when `url` did not answer the ping.
        """
        sent = {"url": url, "events": list(events)}
        answer = await self._send("POST", "", json=sent, secret=True)
        if answer.status == httpx.codes.CONFLICT:
            raise Conflict("This application has a webhook already: delete it first.")
        found = _webhook(answer)
        if found is None or not found.signature_secret_key:
            raise bad_answer(_WHAT, "has no signature_secret_key: delete the webhook, create anew")
        return found

    async def get(self) -> Webhook | None:
        """Read it; None when there is none."""
        return _webhook(await self._send("GET", ""))

    async def delete(self, webhook_id: str) -> bool:
        """Delete it; False when it was not there."""
        return (await self._send("DELETE", _at(webhook_id))).status != httpx.codes.NOT_FOUND

    async def activate(self) -> bool:
        """Switch it on again; False when there is none."""
        return (await self._send("POST", "/activate")).status == httpx.codes.OK

    async def _send(
        self,
        method: str,
        path: str,
        *,
        json: Mapping[str, Any] | None = None,
        secret: bool = False,
    ) -> Answer:
        answer = await self._link.call(
            Call(
                _WHAT,
                method,
                self._link.url(f"/v3/webhooks{path}"),
                self._auth,
                self._secrets,
                json=json,
                expected=_HANDLED,
                retried=not secret,
                quotable=not secret,
            )
        )
        return _accepted(answer)


def _accepted(answer: Answer) -> Answer:
    if answer.status in {httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN}:
        raise PolarRefused(
            f"Polar does not accept this application's credentials ({answer.status}): "
            "check POLAR_CLIENT_ID and POLAR_CLIENT_SECRET."
        )
    if answer.status == httpx.codes.BAD_REQUEST:
        raise PolarRefused(
            "Polar refused the webhook (400): its address must be https, "
            "reachable from the internet, and answer the ping with 200."
        )
    return answer


def _at(webhook_id: str) -> str:
    if not _WEBHOOK_ID.fullmatch(webhook_id):
        raise InvalidInput("A webhook id is 1 to 64 letters, digits, - and _.", "id")
    return f"/{webhook_id}"


def _webhook(answer: Answer) -> Webhook | None:
    """Read `{"data": {…}}` or `{"data": [{…}]}`; None for 204, 404 and an empty list."""
    if answer.status in {httpx.codes.NO_CONTENT, httpx.codes.NOT_FOUND}:
        return None
    body = answer.json(_WHAT)
    data = body.get("data") if isinstance(body, dict) else body
    if isinstance(data, list):
        data = data[0] if data else None
    return None if data is None else _valid(data)


def _valid(data: object) -> Webhook:
    try:
        return Webhook.model_validate(data)
    except ValidationError as error:
        field = ".".join(map(str, error.errors(include_url=False)[0]["loc"])) or "it"
        # The cause is dropped: it could show the secret.
        raise _broken(field) from None


def _broken(field: str) -> PolarBadAnswer:
    return bad_answer(_WHAT, f"is broken at `{field}`")
