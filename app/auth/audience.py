"""The two addresses that an application's token is for, and how a client finds its way to one."""

from app.records.apps import Audience

METADATA = "/.well-known/oauth-protected-resource"
PATHS = {Audience.API: "", Audience.MCP: "/mcp"}


def resource(public: str, audience: Audience) -> str:
    """The address that stands for all that such a token opens (RFC 8707)."""
    return f"{public}{PATHS[audience]}"


def audience_of(public: str, named: str) -> Audience | None:
    """Which of them an address means, with or without a slash at its end; None: none of ours."""
    known = {resource(public, each): each for each in Audience}
    return known.get(named.removesuffix("/"))


def challenge(public: str, audience: Audience, scope: str, error: str | None = None) -> str:
    """`WWW-Authenticate`: where to read how to be let in, and what to ask for."""
    said = f'error="{error}", ' if error else ""
    where = f"{public}{METADATA}{PATHS[audience]}"
    return f'Bearer {said}resource_metadata="{where}", scope="{scope}"'
