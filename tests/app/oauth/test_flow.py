"""The way of an application: let in by a person, kept in by tokens, sent away again."""

import asyncio
from typing import Any

import httpx
import pytest

from app.auth.audience import METADATA
from app.deeds import apps
from app.records.account import Scope
from app.store import keys
from app.store.accounts import delete_account
from app.store.apps import count_apps
from app.store.pool import Pool
from tests.app.oauth.conftest import BACK, MCP, PUBLIC, Begin, Flow, back, signed_in
from tests.app.series import new_person
from tests.app.web.conftest import Browse, House

ROUTES = "{ me { userId plannedRoutes { name } } }"


async def rest(app: httpx.AsyncClient, token: str, person: str, path: str = "/sleep") -> int:
    """Status of a REST request with a token."""
    bearer = {"Authorization": f"Bearer {token}"}
    return (await app.get(f"/api/v1/users/{person}{path}", headers=bearer)).status_code


async def test_an_application_is_let_in(begin: Begin, person: str) -> None:
    """Consent, code, tokens; the token reads what was allowed of this person and nothing else."""
    flow = await begin()
    shown = await flow.shown()
    assert (shown["name"], shown["host"], shown["verified"]) == ("Morning", "app.example", False)
    assert shown["classes"] == ["heart", "profile", "sleep", "training"]
    assert [each["user_id"] for each in shown["people"]] == [person]
    assert shown["everybody"] is False

    answer = await flow.decided(user_id=person)
    told = back(answer.json()["leads_to"])
    assert answer.json()["leads_to"].startswith(f"{BACK}?")
    assert (told["state"], told["iss"]) == ("of the app", PUBLIC)
    got = await flow.exchanged(told["code"])
    assert got.headers["cache-control"] == "no-store"
    tokens = got.json()
    assert (tokens["token_type"], tokens["expires_in"], tokens["scope"]) == ("Bearer", 900, "read")

    assert await rest(flow.app, tokens["access_token"], person) == 200
    assert await rest(flow.app, tokens["access_token"], "somebody-else") == 403
    bearer = {"Authorization": f"Bearer {tokens['access_token']}"}
    said = await flow.app.post("/graphql", json={"query": ROUTES}, headers=bearer)
    assert said.json()["data"]["me"] == {"userId": person, "plannedRoutes": None}
    assert "location" in said.json()["errors"][0]["message"]


@pytest.mark.parametrize(
    ("redirect_uri", "own_page", "own_machine"),
    [
        (BACK, False, False),
        (f"{PUBLIC}/graphiql", True, True),
        ("http://127.0.0.1:8001/graphiql", False, True),
    ],
)
async def test_who_asks_is_told(
    begin: Begin, redirect_uri: str, *, own_page: bool, own_machine: bool
) -> None:
    """A page of this Ursa is not taken for another program on the computer."""
    flow = await begin(redirect_uris=[redirect_uri])
    shown = await flow.shown(redirect_uri=redirect_uri)
    assert (shown["own_page"], shown["own_machine"]) == (own_page, own_machine)


async def test_the_person_allows_less(begin: Begin, person: str) -> None:
    """What is unticked is not given, and the application is told what it has."""
    flow = await begin()
    less = {"scopes": ["read:sleep"]}
    answer = await flow.decided(less, user_id=person, scope="read sync read:location")
    tokens = (await flow.exchanged(back(answer.json()["leads_to"])["code"])).json()
    assert tokens["scope"] == "read:sleep"
    assert await rest(flow.app, tokens["access_token"], person) == 200
    assert await rest(flow.app, tokens["access_token"], person, "/recharge") == 403


async def test_the_person_says_no(begin: Begin, person: str) -> None:
    """The application is told so, and has nothing."""
    flow = await begin()
    no = {"allow": False}
    told = back((await flow.decided(no, user_id=person)).json()["leads_to"])
    assert (told["error"], told["state"], told["iss"]) == ("access_denied", "of the app", PUBLIC)
    assert "code" not in told


@pytest.mark.parametrize(
    "sent",
    [
        {"scopes": ["read", "sync"]},
        {"scopes": ["read:location"]},
        {"scopes": []},
        {"scopes": ["admin"]},
        {"days": 10_000},
        {"days": "30"},
        {"query": "client_id=x"},
        {"user_id": 7},
    ],
)
async def test_a_decision_that_is_none(begin: Begin, person: str, sent: dict[str, object]) -> None:
    """More than was asked for, or what the page did not offer, lets nobody in."""
    answer = await (await begin()).decided(sent, user_id=person)
    assert answer.status_code == 400
    assert "leads_to" not in answer.json()


async def test_who_may_let_in(house: House, begin: Begin, browse: Browse, person: str) -> None:
    """A person for themselves, the owner for anybody; strangers, keys and other sites nobody."""
    flow = await begin()
    other = await new_person(house.resources.pool)
    for user_id in (other, None):
        assert (await flow.decided(user_id=user_id)).status_code == 403
    stranger = Flow(flow.app, browse(), flow.client_id)
    assert (await stranger.decided(user_id=person)).status_code == 401
    _, secret = await keys.create_key(
        house.resources.pool, user_id=None, label="k", scopes=[Scope.READ], actor="test"
    )
    stranger.browser.headers["X-API-Key"] = secret
    assert (await stranger.decided(user_id=person)).status_code == 403
    flow.browser.headers["Origin"] = "https://evil.example"
    assert (await flow.decided(user_id=person)).status_code == 403

    theirs = await begin(owner=True)
    for user_id in (other, None):
        tokens = await theirs.tokens(user_id)
        assert await rest(theirs.app, tokens["access_token"], other) == 200


async def test_a_token_is_for_one_address(begin: Begin, person: str) -> None:
    """One for /mcp opens nothing else; one for all of Ursa opens that, too."""
    flow = await begin()
    whole = {"Authorization": f"Bearer {(await flow.tokens(person))['access_token']}"}
    part = {"Authorization": f"Bearer {(await flow.tokens(person, resource=MCP))['access_token']}"}
    refused = await flow.app.get(f"/api/v1/users/{person}/sleep", headers=part)
    assert (refused.status_code, MCP in refused.json()["detail"]) == (401, True)
    said = await flow.app.post("/graphql", json={"query": ROUTES}, headers=part)
    assert said.json()["errors"][0]["extensions"]["code"] == "unauthenticated"
    for bearer in (whole, part):
        assert (await flow.app.post("/mcp", json={}, headers=bearer)).status_code == 400


async def test_the_door_says_where_to_go(begin: Begin) -> None:
    """Without a token, and with one that is none, by the document for /mcp."""
    flow = await begin()
    where = f'resource_metadata="{PUBLIC}{METADATA}/mcp", scope="read"'
    bare = await flow.app.post("/mcp", json={})
    assert (bare.status_code, bare.headers["www-authenticate"]) == (401, f"Bearer {where}")
    wrong = await flow.app.post("/mcp", json={}, headers={"Authorization": "Bearer ursa_at_x"})
    assert wrong.headers["www-authenticate"] == f'Bearer error="invalid_token", {where}'


async def test_a_code_works_once(house: House, begin: Begin, person: str) -> None:
    """A second time ends what the first began; so do two at once, whoever was the first."""
    flow = await begin()
    code = await flow.code(person)
    tokens = (await flow.exchanged(code)).json()
    assert await rest(flow.app, tokens["access_token"], person) == 200
    again = await flow.exchanged(code)
    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")
    assert await rest(flow.app, tokens["access_token"], person) == 401
    assert (await flow.refreshed(tokens["refresh_token"])).json()["error"] == "invalid_grant"

    code = await flow.code(person)
    both = await asyncio.gather(flow.exchanged(code), flow.exchanged(code))
    assert sorted(each.status_code for each in both) == [200, 400]
    (won,) = (each.json() for each in both if each.status_code == 200)
    assert await rest(flow.app, won["access_token"], person) == 401

    late = await flow.code(person)
    house.later(minutes=5)
    assert (await flow.exchanged(late)).json()["error"] == "invalid_grant"


async def test_a_code_that_waited(house: House, begin: Begin, person: str) -> None:
    """It lives for minutes."""
    flow = await begin()
    early, late = await flow.code(person), await flow.code(person)
    house.later(minutes=4)
    assert (await flow.exchanged(early)).status_code == 200
    house.later(minutes=2)
    assert (await flow.exchanged(late)).json()["error"] == "invalid_grant"


async def test_the_endpoints_are_posted_to(begin: Begin) -> None:
    """What has secrets in it is never asked for by an address."""
    flow = await begin()
    for path in ("/oauth/token", "/oauth/revoke", "/oauth/register"):
        assert (await flow.app.get(path)).status_code == 405


@pytest.mark.parametrize(
    ("other", "error"),
    [
        ({"code_verifier": "x" * 43}, "invalid_grant"),
        ({"code_verifier": "short"}, "invalid_grant"),
        ({"code_verifier": None}, "invalid_request"),
        ({"redirect_uri": "https://app.example/other"}, "invalid_grant"),
        ({"resource": MCP}, "invalid_grant"),
        ({"resource": "https://elsewhere.example"}, "invalid_target"),
        ({"code": "x"}, "invalid_grant"),
        ({"code": None}, "invalid_request"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": None}, "invalid_request"),
        ({"client_id": None}, "invalid_client"),
        ({"client_id": "x"}, "invalid_client"),
        ({"client_id": "https://app.example/client.json"}, "invalid_grant"),
        ({"client_secret": "x"}, "invalid_client"),
    ],
)
async def test_a_code_with_something_wrong(
    begin: Begin, person: str, other: dict[str, str | None], error: str
) -> None:
    """Each is told by its own name, and nothing is given out."""
    flow = await begin()
    answer = await flow.exchanged(await flow.code(person), **other)
    assert answer.json()["error"] == error
    assert answer.status_code == (401 if error == "invalid_client" else 400)
    assert "access_token" not in answer.json()


async def test_refreshing(house: House, begin: Begin, person: str) -> None:
    """Each refresh token works once; the access token ends in minutes, the grant when told."""
    flow = await begin()
    first = await flow.tokens(person)
    second = (await flow.refreshed(first["refresh_token"])).json()
    assert second["scope"] == "read"
    assert await rest(flow.app, second["access_token"], person) == 200
    house.later(minutes=15)
    assert await rest(flow.app, second["access_token"], person) == 401
    third = (await flow.refreshed(second["refresh_token"], resource=PUBLIC, scope="read")).json()
    assert await rest(flow.app, third["access_token"], person) == 200
    house.later(days=30)
    assert (await flow.refreshed(third["refresh_token"])).json()["error"] == "invalid_grant"


async def test_a_refresh_token_that_comes_again(house: House, begin: Begin, person: str) -> None:
    """Later it ends everything; in the same moment it is two processes of one application."""
    flow = await begin()
    first = await flow.tokens(person)
    both = await asyncio.gather(
        flow.refreshed(first["refresh_token"]), flow.refreshed(first["refresh_token"])
    )
    assert sorted(each.status_code for each in both) == [200, 400]
    (won,) = (each.json() for each in both if each.status_code == 200)
    assert await rest(flow.app, won["access_token"], person) == 200
    house.later(seconds=11)
    assert (await flow.refreshed(first["refresh_token"])).json()["error"] == "invalid_grant"
    assert await rest(flow.app, won["access_token"], person) == 401
    assert (await flow.refreshed(won["refresh_token"])).json()["error"] == "invalid_grant"


@pytest.mark.parametrize(
    ("other", "error"),
    [
        ({"scope": "read sync"}, "invalid_scope"),
        ({"scope": "read:location"}, "invalid_scope"),
        ({"scope": "everything"}, "invalid_scope"),
        ({"resource": MCP}, "invalid_target"),
        ({"resource": f"{PUBLIC}/other"}, "invalid_target"),
        ({"refresh_token": "ursa_rt_x"}, "invalid_grant"),
    ],
)
async def test_more_than_was_allowed(
    begin: Begin, person: str, other: dict[str, str], error: str
) -> None:
    """What grew since the consent is refused, and the token that asked for it still works."""
    flow = await begin()
    token = (await flow.tokens(person))["refresh_token"]
    answer = await flow.token(**{"grant_type": "refresh_token", "refresh_token": token, **other})
    assert (answer.status_code, answer.json()["error"]) == (400, error)
    assert (await flow.refreshed(token)).status_code == 200


async def test_another_application_s_tokens(begin: Begin, person: str) -> None:
    """They open nothing, end nothing, and it is not told that they are somebody's."""
    mine, other = await begin(), await begin()
    tokens = await mine.tokens(person)
    refused = await other.refreshed(tokens["refresh_token"])
    assert refused.json()["error"] == "invalid_grant"
    for token in (*map(tokens.get, ("access_token", "refresh_token")), "x"):
        sent: dict[str, Any] = {"client_id": other.client_id, "token": token}
        assert (await other.app.post("/oauth/revoke", data=sent)).status_code == 200
    assert await rest(mine.app, tokens["access_token"], person) == 200
    assert (await mine.refreshed(tokens["refresh_token"])).status_code == 200


async def test_giving_up(begin: Begin, person: str) -> None:
    """An access token ends alone; with the refresh token everything ends."""
    flow = await begin()
    tokens = await flow.tokens(person)
    sent = {"client_id": flow.client_id, "token": tokens["access_token"]}
    assert (await flow.app.post("/oauth/revoke", data=sent)).json() == {}
    assert await rest(flow.app, tokens["access_token"], person) == 401
    tokens = (await flow.refreshed(tokens["refresh_token"])).json()
    sent["token"] = tokens["refresh_token"]
    assert (await flow.app.post("/oauth/revoke", data=sent)).status_code == 200
    assert await rest(flow.app, tokens["access_token"], person) == 401
    assert (await flow.refreshed(tokens["refresh_token"])).json()["error"] == "invalid_grant"


async def test_a_person_who_goes(house: House, begin: Begin, person: str) -> None:
    """Deleted in the middle: code, tokens and grant are gone with them, and say nothing of them."""
    flow = await begin()
    tokens, code = await flow.tokens(person), await flow.code(person)
    await delete_account(house.resources.pool, person, actor="test", deregistered=False)
    house.state["auth"].forget_account(person)
    assert (await flow.exchanged(code)).json()["error"] == "invalid_grant"
    assert (await flow.refreshed(tokens["refresh_token"])).json()["error"] == "invalid_grant"
    assert await rest(flow.app, tokens["access_token"], person) == 401


async def test_a_secret(person: str, browse: Browse, house: House) -> None:
    """An application that registered with one shows it, in the form or in the header."""
    app, browser = browse(), browse()
    sent = {"redirect_uris": [BACK], "token_endpoint_auth_method": "client_secret_basic"}
    made = (await app.post("/oauth/register", json=sent)).json()
    await signed_in(house, browser, person)
    flow = Flow(app, browser, made["client_id"])
    code = await flow.code(person)
    refused = await flow.exchanged(code)
    assert (refused.status_code, refused.json()["error"]) == (401, "invalid_client")
    tokens = (await flow.exchanged(code, client_secret=made["client_secret"])).json()
    basic = httpx.BasicAuth(made["client_id"], made["client_secret"])
    form = {"grant_type": "refresh_token", "refresh_token": tokens["refresh_token"]}
    app.headers["Content-Type"] = "application/x-www-form-urlencoded"
    answer = await app.post("/oauth/token", data=form, auth=basic)
    assert answer.status_code == 200
    wrong = httpx.BasicAuth(made["client_id"], "wrong")
    answer = await app.post("/oauth/token", data=form, auth=wrong)
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, 'Basic realm="ursa"')


async def test_a_token_is_no_key(begin: Begin, person: str) -> None:
    """It makes no keys, renews itself by no other way, and lets no other application in."""
    flow = await begin()
    tokens = await flow.tokens(person, scope="read sync")
    bearer = {"Authorization": f"Bearer {tokens['access_token']}"}
    here = f"/api/v1/users/{person}/api-key"
    renewed = await flow.app.post(f"{here}/regenerate", headers=bearer)
    assert (renewed.status_code, "refresh token" in renewed.json()["detail"]) == (403, True)
    make = 'mutation { createApiKey(input: {label: "x", scopes: [READ]}) { secret } }'
    said = await flow.app.post("/graphql", json={"query": make}, headers=bearer)
    assert said.json()["errors"][0]["extensions"]["code"] in {"FORBIDDEN", "forbidden"}
    flow.browser.cookies.clear()
    flow.browser.headers.update(bearer)
    assert (await flow.decided(user_id=person)).status_code == 403


async def test_a_check_costs_no_statement(
    house: House, begin: Begin, person: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Within its 5 seconds a token is known, and nothing is asked of the database."""
    flow = await begin()
    token = (await flow.tokens(person))["access_token"]
    headers = {"authorization": f"Bearer {token}"}
    auth = house.state["auth"]
    caller = await auth.authenticate(headers)
    assert (caller.app, caller.user_id, caller.key_id is not None) == (True, person, True)
    monkeypatch.setattr("app.auth.keyring.find_keys_by_secret", None)
    for _ in range(3):
        assert (await auth.authenticate(headers)).actor == caller.actor


@pytest.mark.parametrize("everybody", [False, True])
async def test_no_more_applications_are_let_in_than_there_is_room_for(
    house: House,
    begin: Begin,
    person: str,
    pool: Pool,
    monkeypatch: pytest.MonkeyPatch,
    *,
    everybody: bool,
) -> None:
    """Of five codes that were given while there was room for three, three become tokens."""
    flow, of = await begin(owner=everybody), None if everybody else person
    codes = [await flow.code(of) for _ in range(5)]
    there = await count_apps(pool, of, house.resources.clock())
    monkeypatch.setattr(apps, "MOST_APPS", there + 3)
    answers = await asyncio.gather(*map(flow.exchanged, codes))
    assert sorted(each.status_code for each in answers) == [200, 200, 200, 400, 400]
    refused = next(each.json() for each in answers if each.status_code == 400)
    assert refused["error"] == "invalid_grant"
    assert "Send one away" in refused["error_description"]
