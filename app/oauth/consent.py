"""What the consent page asks and tells: requests of a page of Ursa's own, by who is signed in."""

import orjson
from starlette.requests import Request
from starlette.responses import Response

from app.auth import Caller
from app.deeds import apps
from app.deeds.apps import ConsentRequest, Yes
from app.errors import Forbidden, InvalidInput, OAuthRefused
from app.oauth import asking, redirects
from app.oauth.asking import Sent
from app.oauth.clients import Clients
from app.reads import pages
from app.records.account import Account
from app.records.apps import WORDS, Reach
from app.state import State
from app.web.bodies import members, text
from app.web.sessions import NO_STORE

MOST_BYTES = 32_768
MOST_PEOPLE = 200
NOT_SIGNED_IN = "Applications are let in by people in the pages. Sign in first."


class Consent:
    """The two questions of the page: what is asked for, and what becomes of it."""

    def __init__(self, clients: Clients, public: str) -> None:
        self._clients = clients
        self._public = public

    async def shown(self, request: Request, state: State) -> Response:
        """Who asks, for what, and whose data may be opened."""
        caller, sent = await self._own_page(request, state)
        asked = await self._asked(state, sent)
        if isinstance(asked, Sent):
            return _json({"leads_to": asked.leads_to})
        own_page = redirects.same_place(asked.redirect_uri, self._public)
        return _json(await _consent_facts(state, caller, asked) | {"own_page": own_page})

    async def decided(self, request: Request, state: State) -> Response:
        """Where the browser goes on, with the code of a yes or the error of a no."""
        caller, sent = await self._own_page(request, state)
        asked = await self._asked(state, sent)
        if isinstance(asked, Sent):
            return _json({"leads_to": asked.leads_to})
        return _json({"leads_to": await self._decided(state, caller, asked, sent)})

    async def _decided(
        self, state: State, caller: Caller, asked: ConsentRequest, sent: dict[str, object]
    ) -> str:
        if sent.get("allow") is not True:
            told = {"error": "access_denied", "error_description": "The person said no."}
        else:
            told = {"code": await apps.allow(state, caller, asked, _yes(sent))}
        return asking.answer(self._public, asked.redirect_uri, asked.state, told)

    async def _asked(self, state: State, sent: dict[str, object]) -> ConsentRequest | Sent:
        vault = state["resources"].vault
        try:
            return await asking.asked(self._clients, vault, self._public, text(sent, "query"))
        except OAuthRefused as error:
            raise InvalidInput(error.message, "query") from None

    async def _own_page(self, request: Request, state: State) -> tuple[Caller, dict[str, object]]:
        auth = state["auth"]
        auth.sessions.check_origin(request.headers, request.method)
        caller = await auth.authenticate(request.headers, request.method)
        if caller.key_id is not None or caller.actor == "master" or caller.sets_up:
            raise Forbidden(NOT_SIGNED_IN)
        return caller, await members(request, MOST_BYTES)


def _yes(sent: dict[str, object]) -> Yes:
    user_id, days, scopes = sent.get("user_id"), sent.get("days"), sent.get("scopes")
    if user_id is not None and not isinstance(user_id, str):
        raise InvalidInput("user_id: a text, or nothing for everybody.", "user_id")
    if not isinstance(days, int) or not isinstance(scopes, list):
        raise InvalidInput("days: a number, and scopes: a list, are needed.", "days")
    try:
        reach = Reach.of([str(each) for each in scopes if each in WORDS])
    except ValueError:
        raise InvalidInput("scopes: unknown.", "scopes") from None
    return Yes(user_id=user_id, reach=reach, days=days)


async def _consent_facts(state: State, caller: Caller, asked: ConsentRequest) -> dict[str, object]:
    reach = asked.reach
    people = await _people(state, caller)
    return {
        "name": asked.client.name,
        "host": asked.host,
        "verified": asked.client.client_id.startswith("https:"),
        "own_machine": redirects.on_own_machine(asked.redirect_uri),
        "back_to": redirects.host(asked.redirect_uri),
        "audience": asked.audience.value,
        "classes": sorted(reach.classes or ()),
        "sync": "sync" in reach.scopes,
        "spans": list(apps.SPANS),
        "people": [{"user_id": each.user_id, "name": each.display_name} for each in people],
        "everybody": caller.user_id is None,
    }


async def _people(state: State, caller: Caller) -> list[Account]:
    request = pages.PageRequest(size=MOST_PEOPLE)
    found = await pages.accounts(state["resources"].read_pool, request, caller.user_id)
    return list(found.rows)


def _json(found: object) -> Response:
    return Response(orjson.dumps(found), 200, NO_STORE, "application/json")
