"""What an application asks a person for, looked at before the person is shown anything.

Until application and redirect_uri are known to belong together, nobody is sent anywhere: the error
is told to the person. From there on it is told to the application.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from app.auth.audience import audience_of
from app.deeds.apps import ConsentRequest
from app.errors import OAuthRefused
from app.oauth import redirects
from app.oauth.clients import Clients
from app.oauth.fields import needed, of_query, refuse
from app.oauth.registered import Sealer
from app.records.apps import Audience, Client, Reach

LONGEST_STATE = 2_048
_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")
PASSED_OVER = frozenset({"offline_access", "openid"})
"""Scopes that clients add by themselves and that open nothing: refresh tokens come anyway."""
OTHER_REDIRECT = (
    "redirect_uri: is not one that this application registered, to the letter. Nobody is sent "
    "there."
)


@dataclass(frozen=True, slots=True)
class Sent:
    """Where somebody is sent back to with an error."""

    leads_to: str


async def asked(clients: Clients, vault: Sealer, public: str, query: str) -> ConsentRequest | Sent:
    """What is asked for, or where to go with an error; raises OAuthRefused for the person."""
    fields = of_query(query)
    client = await clients.client(vault, needed(fields, "client_id"))
    uri = _redirect(client, fields)
    try:
        return _asked(public, client, uri, fields)
    except OAuthRefused as error:
        told = {"error": error.error, "error_description": error.message}
        return Sent(answer(public, uri, fields.get("state"), told))


def answer(public: str, uri: str, state: str | None, told: Mapping[str, str]) -> str:
    """The redirect_uri with what is told; `iss` says who tells it (RFC 9207)."""
    return redirects.with_answer(uri, {**told, "state": state, "iss": public})


def _redirect(client: Client, fields: Mapping[str, str]) -> str:
    uri = fields.get("redirect_uri")
    if uri is None and len(client.redirect_uris) == 1:
        uri = client.redirect_uris[0]
    if uri is None or not redirects.allowed(uri, client.redirect_uris):
        refuse("invalid_request", OTHER_REDIRECT)
    return uri


def _asked(public: str, client: Client, uri: str, fields: Mapping[str, str]) -> ConsentRequest:
    if fields.get("response_type") != "code":
        refuse("unsupported_response_type", "response_type: code is the one that there is.")
    if fields.get("response_mode", "query") != "query":
        refuse("invalid_request", "response_mode: query is the one that there is.")
    if not {"request", "request_uri"}.isdisjoint(fields):
        refuse("request_not_supported", "Requests are sent as parameters, not as objects.")
    state = fields.get("state")
    if state is not None and len(state) > LONGEST_STATE:
        refuse("invalid_request", f"state: up to {LONGEST_STATE:,} characters.")
    return ConsentRequest(
        client=client,
        redirect_uri=uri,
        host=_host(client, uri),
        state=state,
        challenge=_challenge(fields),
        reach=reach(fields.get("scope")) or Reach.of(("read",)),
        audience=audience(public, fields) or Audience.API,
    )


def _host(client: Client, uri: str) -> str:
    """Of one that registered, what is sure is where the code goes."""
    return client.host if client.client_id.startswith("https:") else redirects.host(uri)


def _challenge(fields: Mapping[str, str]) -> str:
    if fields.get("code_challenge_method") != "S256":
        refuse("invalid_request", "code_challenge_method: S256 is needed (PKCE).")
    challenge = fields.get("code_challenge", "")
    if not _CHALLENGE.fullmatch(challenge):
        refuse("invalid_request", "code_challenge: SHA-256 in base64url is needed, 43 characters.")
    return challenge


def words(scope: str | None) -> list[str] | None:
    """Scopes as they were sent; None when none was."""
    found = [word for word in (scope or "").split() if word not in PASSED_OVER]
    return found or None


def reach(scope: str | None) -> Reach | None:
    """What scopes open; None when none was sent. Raises OAuthRefused that names an unknown one."""
    named = words(scope)
    if named is None:
        return None
    if "admin" in named:
        refuse("invalid_scope", "scope: admin is for people, and given to no application.")
    try:
        return Reach.of(named)
    except ValueError as error:
        refuse("invalid_scope", f"scope: {str(error)[:40]!r} is none of this server's.")


def audience(public: str, fields: Mapping[str, str]) -> Audience | None:
    """Where the tokens are to work; None when nothing was said. Raises OAuthRefused."""
    if "resource" not in fields:
        return None
    found = audience_of(public, fields["resource"])
    if found is None:
        refuse("invalid_target", f"resource: {public} or {public}/mcp.")
    return found
