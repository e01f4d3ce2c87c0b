"""Applications that registered: what Ursa gave them says who they are, sealed, and is not stored.

So a flood of registrations, or one that nobody ever uses, leaves nothing behind.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import orjson

from app.auth.sessions import digest
from app.errors import ConfigurationError
from app.oauth import redirects
from app.records.apps import Client

PURPOSE = "client"
LONGEST = 8_192


class Sealer(Protocol):
    """Encrypts what only Ursa is to read again; the vault does."""

    def seal(self, secret: str) -> bytes:
        """The secret, encrypted."""

    def open(self, sealed: bytes) -> str:
        """The secret itself; raises SecretUnreadable when no key fits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """A new application, and its secrets, which are shown now and never again."""

    client: Client
    secret: str | None = field(repr=False)
    read_token: str = field(repr=False)
    """Opens what was registered."""


def register(
    vault: Sealer, name: str, redirect_uris: Sequence[str], *, confidential: bool, now: int
) -> Registration:
    """Name an application; its id is all that there is of it."""
    secret = secrets.token_urlsafe(32) if confidential else None
    read_token = secrets.token_urlsafe(32)
    told = {
        "for": PURPOSE,
        "name": name,
        "uris": list(redirect_uris),
        "secret": None if secret is None else digest(secret).hex(),
        "read": digest(read_token).hex(),
        "at": now,
    }
    client_id = vault.seal(orjson.dumps(told).decode()).decode().rstrip("=")
    return Registration(client=_client(client_id, told), secret=secret, read_token=read_token)


def opened(vault: Sealer, client_id: str) -> Client | None:
    """The application of that id; None for one that Ursa did not give out."""
    if len(client_id) > LONGEST or not client_id.isascii():
        return None
    try:
        told = orjson.loads(vault.open(f"{client_id}{'=' * (-len(client_id) % 4)}".encode()))
    except (ConfigurationError, orjson.JSONDecodeError):
        return None
    if not isinstance(told, dict) or told.get("for") != PURPOSE:
        return None
    return _client(client_id, told)


def shows(secret_sha256: bytes | None, secret: str | None) -> bool:
    """Whether it is the secret, in constant time; who has none shows none."""
    if secret_sha256 is None or secret is None:
        return secret_sha256 is None and secret is None
    return secrets.compare_digest(digest(secret), secret_sha256)


def _client(client_id: str, told: Mapping[str, object]) -> Client:
    uris = [str(each) for each in told["uris"]]  # type: ignore[attr-defined]
    secret = told["secret"]
    return Client(
        client_id=client_id,
        name=str(told["name"]),
        redirect_uris=uris,
        host=redirects.host(uris[0]),
        secret_sha256=None if secret is None else bytes.fromhex(str(secret)),
        read_sha256=bytes.fromhex(str(told["read"])),
        registered_at=int(str(told["at"])),
    )
