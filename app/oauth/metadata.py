"""How a client finds its way: what this server can (RFC 8414), and what it guards (RFC 9728)."""

from app.auth.audience import resource
from app.records.apps import WORDS, Audience
from app.settings import Settings

AUTHORIZE, TOKEN, REGISTER = "/oauth/authorize", "/oauth/token", "/oauth/register"
REVOKE, REGISTERED = "/oauth/revoke", "/oauth/register/{client_id}"
SERVER = "/.well-known/oauth-authorization-server"
METHODS = ["none", "client_secret_post", "client_secret_basic"]
USUAL_SCOPES = ["read", "sync"]
"""Clients ask for all that stands here: where somebody was is not among it."""
NAMES = {Audience.API: "Ursa", Audience.MCP: "Ursa, for assistants"}


def server(settings: Settings) -> dict[str, object]:
    """Of the authorization server."""
    public = settings.public_url
    told = {
        "issuer": public,
        "authorization_endpoint": f"{public}{AUTHORIZE}",
        "token_endpoint": f"{public}{TOKEN}",
        "revocation_endpoint": f"{public}{REVOKE}",
        "scopes_supported": list(WORDS),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code", "refresh_token"],
        "token_endpoint_auth_methods_supported": METHODS,
        "revocation_endpoint_auth_methods_supported": METHODS,
        "code_challenge_methods_supported": ["S256"],
        "authorization_response_iss_parameter_supported": True,
        "client_id_metadata_document_supported": settings.oauth_client_documents,
        "ui_locales_supported": ["en", "de", "fi"],
        "service_documentation": f"{public}/schema",
    }
    if settings.oauth_registration:
        told["registration_endpoint"] = f"{public}{REGISTER}"
    return told


def guarded(settings: Settings, audience: Audience) -> dict[str, object]:
    """Of what tokens open."""
    return {
        "resource": resource(settings.public_url, audience),
        "resource_name": NAMES[audience],
        "authorization_servers": [settings.public_url],
        "bearer_methods_supported": ["header"],
        "scopes_supported": USUAL_SCOPES,
    }
