"""The routes of the authorization server."""

import time
from collections.abc import Awaitable, Callable, Iterator

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from app.auth.audience import METADATA, PATHS
from app.auth.cache import Timer
from app.auth.caller import Budget
from app.deeds import apps
from app.deeds.apps import Tokens
from app.errors import NotFound, OAuthRefused, Unauthenticated, UrsaError
from app.http.outside import Outside
from app.oauth import asking, metadata, registered, registration
from app.oauth.answers import answering, json
from app.oauth.asking import Sent
from app.oauth.clients import Clients
from app.oauth.consent import Consent
from app.oauth.documents import Documents
from app.oauth.fields import needed, of_form, refuse
from app.records.apps import Audience, Client
from app.settings import Settings
from app.state import State
from app.web import came_back
from app.web.sessions import NO_STORE
from app.web.sessions import answering as page_answering

REGISTRATIONS = Budget("registrations", 60)
EXCHANGES = Budget("token requests", 6_000)
"""A minute, of all strangers together; those who ask for pages do not stand in their way."""
CONSENT_PAGE = "/consent"
NOT_WANTED = "Applications can not register themselves here. Ask who runs Ursa for a client_id."
AGAIN = ("/", "To the pages", "Nothing was allowed, and nobody was told anything.")


class OAuth:
    """Ursa as an authorization server."""

    def __init__(
        self, settings: Settings, *, outside: Outside | None = None, timer: Timer = time.time
    ) -> None:
        self._settings = settings
        self._public = settings.public_url
        self._clients = Clients(settings, Documents(outside or Outside(), timer))
        self._consent = Consent(self._clients, self._public)

    def routes(self) -> Iterator[BaseRoute]:
        """What applications ask, and what the consent page does."""
        yield Route(metadata.SERVER, self._serving(metadata.server(self._settings)))
        for audience in Audience:
            guarded = metadata.guarded(self._settings, audience)
            yield Route(f"{METADATA}{PATHS[audience]}", self._serving(guarded))
        yield Route(metadata.AUTHORIZE, self._authorize)
        for path, answer in (
            (metadata.TOKEN, self._token),
            (metadata.REVOKE, self._revoke),
            (metadata.REGISTER, self._register),
        ):
            yield Route(path, answering(answer), methods=["POST"])
        yield Route(metadata.REGISTERED, answering(self._registered))
        for path, page in (("/request", self._consent.shown), ("", self._consent.decided)):
            yield Route(f"/oauth/consent{path}", page_answering({"POST": page}), methods=["POST"])

    def _serving(self, document: dict[str, object]) -> Callable[[Request], Awaitable[Response]]:
        headers = {"Cache-Control": "public, max-age=300"}

        async def answer(_: Request) -> Response:
            return JSONResponse(document, headers=headers)

        return answer

    async def _authorize(self, request: Request) -> Response:
        """To the consent page; an error goes to the application, or is shown.

        A document is fetched for people alone: of strangers the page wants to know who they are.
        """
        state: State = request.scope["state"]
        query = request.url.query
        try:
            await state["auth"].count_stranger()
            if await self._fetches_for_a_stranger(request, state):
                return RedirectResponse(f"{CONSENT_PAGE}?{query}", 303, NO_STORE)
            vault = state["resources"].vault
            asked = await asking.asked(self._clients, vault, self._public, query)
        except UrsaError as error:
            return came_back.page(error, "This application can not be let in", (AGAIN,))
        if isinstance(asked, Sent):
            return RedirectResponse(asked.leads_to, 303, NO_STORE)
        return RedirectResponse(f"{CONSENT_PAGE}?{query}", 303, NO_STORE)

    async def _fetches_for_a_stranger(self, request: Request, state: State) -> bool:
        if not self._clients.has_document(request.query_params.get("client_id", "")):
            return False
        try:
            await state["auth"].authenticate(request.headers, request.method)
        except Unauthenticated:
            return True
        return False

    async def _token(self, request: Request, state: State) -> Response:
        await state["auth"].count_stranger(of=EXCHANGES)
        fields = await of_form(request)
        vault = state["resources"].vault
        client = await self._clients.authenticated(vault, request.headers, fields)
        kind = needed(fields, "grant_type")
        if kind not in {"authorization_code", "refresh_token"}:
            refuse("unsupported_grant_type", "grant_type: authorization_code or refresh_token.")
        exchange = self._exchange if kind == "authorization_code" else self._refresh
        return json(await exchange(state, client, fields))

    async def _exchange(self, state: State, client: Client, fields: dict[str, str]) -> Tokens:
        return await apps.exchange(
            state,
            client,
            needed(fields, "code"),
            redirect_uri=self._redirect_uri(client, fields),
            verifier=needed(fields, "code_verifier"),
            audience=asking.audience(self._public, fields),
        )

    def _redirect_uri(self, client: Client, fields: dict[str, str]) -> str:
        """May be left out by who has registered one alone (OAuth 2.1: it is not needed)."""
        if "redirect_uri" not in fields and len(client.redirect_uris) == 1:
            return client.redirect_uris[0]
        return needed(fields, "redirect_uri")

    async def _refresh(self, state: State, client: Client, fields: dict[str, str]) -> Tokens:
        return await apps.refresh(
            state,
            client,
            needed(fields, "refresh_token"),
            words=asking.words(fields.get("scope")),
            audience=asking.audience(self._public, fields),
        )

    async def _revoke(self, request: Request, state: State) -> Response:
        await state["auth"].count_stranger(of=EXCHANGES)
        fields = await of_form(request)
        vault = state["resources"].vault
        client = await self._clients.authenticated(vault, request.headers, fields)
        await apps.give_up(state, client, needed(fields, "token"))
        return json({})

    async def _register(self, request: Request, state: State) -> Response:
        if not self._settings.oauth_registration:
            raise OAuthRefused("access_denied", NOT_WANTED)
        await state["auth"].count_stranger(of=REGISTRATIONS)
        resources = state["resources"]
        sent = await registration.told(request)
        now = int(resources.clock().timestamp())
        return json(registration.register(resources.vault, self._public, sent, now), 201)

    async def _registered(self, request: Request, state: State) -> Response:
        """What was registered, for who holds the token that came with it (RFC 7592)."""
        await state["auth"].count_stranger(of=EXCHANGES)
        client = registered.opened(state["resources"].vault, request.path_params["client_id"])
        _, _, token = request.headers.get("authorization", "").partition(" ")
        if client is None or not registered.shows(client.read_sha256, token.strip()):
            raise NotFound("There is no such registration, or the token is not its own.")
        return json(registration.shown(self._public, client))
