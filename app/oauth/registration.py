"""Dynamic client registration (RFC 7591), and a look at what was registered (RFC 7592)."""

from collections.abc import Mapping

import orjson
from starlette.requests import Request

from app.errors import OAuthRefused
from app.oauth import redirects, registered
from app.oauth.documents import name_of
from app.oauth.fields import body, refuse
from app.oauth.metadata import METHODS, REGISTER
from app.records.apps import Client

MOST_URIS = 5
LONGEST_URIS = 2_048
METADATA = "invalid_client_metadata"


async def told(request: Request) -> Mapping[str, object]:
    """The metadata that was sent; raises OAuthRefused."""
    try:
        found = orjson.loads(await body(request))
    except orjson.JSONDecodeError:
        raise OAuthRefused(METADATA, "The body has to be a JSON object.") from None
    if not isinstance(found, dict):
        refuse(METADATA, "The body has to be a JSON object.")
    return found


def register(
    vault: registered.Sealer, public: str, sent: Mapping[str, object], now: int
) -> dict[str, object]:
    """The answer to an application that registers; raises OAuthRefused."""
    uris = _uris(sent)
    method = sent.get("token_endpoint_auth_method") or "none"
    if method not in METHODS:
        refuse(METADATA, f"token_endpoint_auth_method: one of {', '.join(METHODS)}.")
    _check_kinds(sent)
    made = registered.register(
        vault,
        name_of(sent.get("client_name"), redirects.host(uris[0])),
        uris,
        confidential=method != "none",
        now=now,
    )
    answer = shown(public, made.client) | {
        "token_endpoint_auth_method": method,
        "registration_access_token": made.read_token,
    }
    if made.secret is not None:
        answer |= {"client_secret": made.secret, "client_secret_expires_at": 0}
    return answer


def shown(public: str, client: Client) -> dict[str, object]:
    """What is known of an application that registered."""
    return {
        "client_id": client.client_id,
        "client_id_issued_at": client.registered_at,
        "client_name": client.name,
        "redirect_uris": list(client.redirect_uris),
        "grant_types": ["authorization_code", "refresh_token"],
        "response_types": ["code"],
        "token_endpoint_auth_method": "none" if client.secret_sha256 is None else METHODS[1],
        "registration_client_uri": f"{public}{REGISTER}/{client.client_id}",
    }


def _uris(sent: Mapping[str, object]) -> list[str]:
    uris = sent.get("redirect_uris")
    if not isinstance(uris, list) or not 0 < len(uris) <= MOST_URIS:
        refuse("invalid_redirect_uri", f"redirect_uris: 1 to {MOST_URIS} addresses.")
    if not all(isinstance(each, str) and redirects.possible(each) for each in uris):
        refuse(
            "invalid_redirect_uri",
            "redirect_uris: https, or http on the person's own machine (127.0.0.1, localhost), "
            "whole addresses without patterns or fragments.",
        )
    if sum(map(len, uris)) > LONGEST_URIS:
        refuse("invalid_redirect_uri", f"redirect_uris: {LONGEST_URIS:,} characters together.")
    return uris


def _check_kinds(sent: Mapping[str, object]) -> None:
    kinds, answers = sent.get("grant_types"), sent.get("response_types")
    if kinds is not None and not (isinstance(kinds, list) and "authorization_code" in kinds):
        refuse(METADATA, "grant_types: authorization_code has to be among them.")
    if answers is not None and answers != ["code"]:
        refuse(METADATA, "response_types: code is the one that there is.")
