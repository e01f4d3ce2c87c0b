"""Which application asks: one that registered, one with a document, or a page of Ursa's own."""

import base64
import binascii
from collections.abc import Mapping
from urllib.parse import unquote, urlsplit

from starlette.datastructures import Headers

from app.errors import OAuthRefused
from app.oauth import documents, registered
from app.oauth.documents import Documents
from app.oauth.fields import refuse
from app.records.apps import Client
from app.settings import Settings

OWN_PAGES = {"ursa-swagger": "/schema/signed-in", "ursa-graphiql": "/graphql"}
"""Pages of Ursa's own that ask for a token as an application does."""
NAMES = {"ursa-swagger": "Ursa's REST documentation", "ursa-graphiql": "Ursa's GraphiQL"}
UNKNOWN = "This application is not known here. Register it again."
NO_DOCUMENTS = "This server lets no application name itself by a document. Register it instead."
WRONG_SECRET = "The application's secret is wrong, or missing."  # noqa: S105 -- a sentence


class Clients:
    """Looks applications up by their ids."""

    def __init__(self, settings: Settings, docs: Documents) -> None:
        self._settings = settings
        self._documents = docs

    def has_document(self, client_id: str) -> bool:
        """Whether a look at it has to ask an address outside."""
        return client_id.startswith("https:")

    async def client(self, vault: registered.Sealer, client_id: str) -> Client:
        """The application, its document fetched where it has one; raises OAuthRefused."""
        if not self.has_document(client_id):
            return self._here(vault, client_id)
        if not self._settings.oauth_client_documents:
            refuse("invalid_client", NO_DOCUMENTS)
        if not documents.possible(client_id):
            refuse("invalid_client", "A client_id that is an address has to be https, with a path.")
        return await self._documents.client(client_id)

    async def authenticated(
        self, vault: registered.Sealer, headers: Headers, fields: Mapping[str, str]
    ) -> Client:
        """The application at the token endpoint, which shows its secret if it has one.

        One with a document has none, and the grant knows its address: nothing is fetched here.
        """
        client_id, secret = _shown(headers, fields)
        if client_id is None:
            refuse("invalid_client", "client_id: is missing.")
        if self.has_document(client_id):
            host = urlsplit(client_id).hostname or ""
            client = Client(client_id=client_id, name=host, redirect_uris=(), host=host)
        else:
            client = self._here(vault, client_id)
        if not registered.shows(client.secret_sha256, secret):
            refuse("invalid_client", WRONG_SECRET)
        return client

    def _here(self, vault: registered.Sealer, client_id: str) -> Client:
        found = self._own(client_id) or registered.opened(vault, client_id)
        if found is None:
            refuse("invalid_client", UNKNOWN)
        return found

    def _own(self, client_id: str) -> Client | None:
        public = self._settings.public_url
        if client_id not in OWN_PAGES:
            return None
        return Client(
            client_id=client_id,
            name=NAMES[client_id],
            redirect_uris=(f"{public}{OWN_PAGES[client_id]}",),
            host=urlsplit(public).hostname or "",
        )


def _shown(headers: Headers, fields: Mapping[str, str]) -> tuple[str | None, str | None]:
    """Id and secret, from the header (client_secret_basic) or the form (client_secret_post)."""
    scheme, _, told = headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return fields.get("client_id"), fields.get("client_secret")
    try:
        client_id, _, secret = base64.b64decode(told.strip(), validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        raise OAuthRefused("invalid_client", WRONG_SECRET) from None
    client_id = unquote(client_id)
    if fields.get("client_id", client_id) != client_id or "client_secret" in fields:
        refuse("invalid_request", "The application says who it is in one way, not in two.")
    return client_id, unquote(secret)
