"""Signing in to the pages and out of them, and what a cookie opens."""

import datetime as dt
import uuid

import httpx
import pytest
from starlette.responses import Response

from app.auth import owner
from app.deeds import sessions
from app.errors import Forbidden, Unauthenticated
from app.records.session import Browser, Role
from app.settings import Settings
from app.store.accounts import delete_account
from app.store.pool import Pool
from app.web import cookies
from tests.app.series import new_person
from tests.app.web.conftest import PASSWORD, Browse, House

ME = {"query": "{ me { userId } }"}
CREATE = {
    "query": "mutation($input: CreateOwnerInput!) { createOwner(input: $input) { name } }",
    "variables": {"input": {"name": "Ada", "password": PASSWORD}},
}
END = "mutation($id: ID!) { endSession(input: { sessionId: $id }) { sessionId } }"


async def _link(house: House) -> str:
    link = await sessions.enter_link(house.resources, "test")
    return link.partition("#")[2]


async def _set_up(house: House, browser: httpx.AsyncClient) -> None:
    """Through the printed link to an owner who is signed in."""
    entered = await browser.post("/session/link", json={"token": await _link(house)})
    assert entered.status_code == 204
    made = await browser.post("/graphql", json=CREATE)
    assert made.json()["data"]["createOwner"] == {"name": "Ada"}
    assert (await browser.post("/session", json={"password": PASSWORD})).status_code == 204


async def _signed_in(house: House, browser: httpx.AsyncClient, user_id: str) -> uuid.UUID:
    """A person, by a session that Polar's consent began."""
    known = Browser(address="192.0.2.7")
    made = await sessions.begin(house.state, known, Role.PERSON, how="polar", user_id=user_id)
    browser.cookies.set("ursa_session", made.secret)
    return made.session.session_id


async def test_the_printed_link_leads_to_an_owner(house: House, browse: Browse) -> None:
    """A link lets somebody make the owner's account, and nothing else; the password signs in."""
    browser = browse()
    before = await browser.get("/session")
    quiet = await browser.get("/session?quiet")
    assert (quiet.status_code, quiet.json()["role"], quiet.json()["setup"]) == (200, None, True)
    assert (before.status_code, before.json()["setup"]) == (401, True)
    token = await _link(house)
    assert (await browser.post("/session/link", json={"token": token})).status_code == 204
    assert (await browser.get("/session")).json()["role"] == "setup"
    refused = (
        await browser.post("/graphql", json={"query": "{ people { nodes { userId } } }"})
    ).json()
    assert refused["errors"][0]["extensions"]["code"] == "forbidden"
    await browser.post("/graphql", json=CREATE)
    assert (await browser.get("/session")).json()["setup"] is False
    assert (await browser.post("/session", json={"password": PASSWORD})).status_code == 204
    told = (await browser.get("/session")).json()
    assert (told["role"], told["name"], told["people"]) == ("owner", "Ada", None)


async def test_a_link_works_once(house: House, browse: Browse) -> None:
    """A used link, an old one, a former one and a made-up one open nothing."""
    used, former = await _link(house), await _link(house)
    newest = await _link(house)
    tries = [former, used, "x" * 43, "ü", "x" * 5_000]
    browser = browse()
    for token in tries:
        answer = await browser.post("/session/link", json={"token": token})
        assert (answer.status_code, "set-cookie" in answer.headers) == (
            401 if len(token) < 4_000 else 400,
            False,
        )
    assert (await browser.post("/session/link", json={"token": newest})).status_code == 204
    assert (await browse().post("/session/link", json={"token": newest})).status_code == 401
    late = await _link(house)
    house.later(minutes=61)
    assert (await browse().post("/session/link", json={"token": late})).status_code == 401


async def test_the_cookie_is_out_of_reach(house: House, browse: Browse) -> None:
    """It is HttpOnly, SameSite=Lax, for 30 days; its secret is stored nowhere."""
    answer = await browse().post("/session/link", json={"token": await _link(house)})
    sent = answer.headers["set-cookie"]
    assert {"HttpOnly", "Path=/", "SameSite=lax", "Max-Age=2592000"} <= set(sent.split("; "))
    secret = sent.partition("=")[2].partition(";")[0]
    assert len(secret) == 43
    async with house.resources.pool.connection() as connected:
        cursor = await connected.execute("SELECT web_session::text FROM web_session")
        assert secret not in str(await cursor.fetchall())


async def test_wrong_passwords_wait(house: House, browse: Browse) -> None:
    """Some wrong ones are told so; then each waits twice as long, and the log tells of all."""
    await _set_up(house, browse())
    browser, wrong = browse("198.51.100.1"), {"password": "not this one"}
    answers = [await browser.post("/session", json=wrong) for _ in range(10)]
    assert [each.status_code for each in answers] == [401] * 4 + [429] * 6
    assert answers[-1].headers["retry-after"] == "1"
    right = {"password": PASSWORD}
    assert (await browser.post("/session", json=right)).status_code == 429
    house.later(seconds=2)
    for wait in (2, 4, 8):
        assert (await browser.post("/session", json={"password": "no"})).status_code == 401
        refused = await browser.post("/session", json=right)
        assert (refused.status_code, refused.headers["retry-after"]) == (429, str(wait))
        house.later(seconds=wait)
    assert (await browser.post("/session", json=right)).status_code == 204
    async with house.resources.pool.connection() as connected:
        cursor = await connected.execute(
            "SELECT count(*) FROM audit_log WHERE action = 'password.wrong' "
            "AND details ->> 'address' = '198.51.100.1'"
        )
        assert await cursor.fetchone() == (7,)


async def test_an_address_waits_longer_than_the_account(house: House, browse: Browse) -> None:
    """Who tries for hours waits a quarter of one; the owner elsewhere waits a minute at most."""
    await _set_up(house, browse())
    thief = browse("198.51.100.2")
    for _ in range(16):
        await thief.post("/session", json={"password": "no"})
        house.later(minutes=16)
    await thief.post("/session", json={"password": "no"})
    told = await thief.post("/session", json={"password": PASSWORD})
    assert told.headers["retry-after"] == "900"
    house.later(seconds=61)
    assert (await browse().post("/session", json={"password": PASSWORD})).status_code == 204


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "http://127.0.0.1:8001"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:8000", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "http://127.0.0.1:8000", "Sec-Fetch-Site": "same-site"},
        {"Content-Type": "text/plain"},
        {"Content-Type": "application/x-www-form-urlencoded"},
    ],
)
async def test_a_form_of_elsewhere_does_nothing(
    house: House, browse: Browse, headers: dict[str, str]
) -> None:
    """With a cookie, what changes something comes as JSON and from a page of Ursa's own."""
    browser = browse()
    await _set_up(house, browser)
    for method, path in (
        ("POST", "/graphql"),
        ("POST", "/session"),
        ("POST", "/session/fresh"),
        ("DELETE", "/session"),
        ("POST", "/api/v1/users/1001/sync/trigger"),
    ):
        answer = await browser.request(
            method, path, json={"query": "{ me { id } }"}, headers=headers
        )
        assert answer.status_code in {403, 415}, path
    assert (await browser.get("/session")).status_code == 200


async def test_a_session_opens_rest_and_graphql(
    house: House, browse: Browse, pool: Pool, person: str
) -> None:
    """A person who is signed in asks without a key, for their own data alone."""
    browser, other = browse(), await new_person(pool)
    await _signed_in(house, browser, person)
    assert (await browser.get(f"/api/v1/users/{person}/sleep")).status_code == 200
    assert (await browser.get(f"/api/v1/users/{other}/sleep")).status_code == 403
    asked = await browser.post("/graphql", json=ME)
    assert asked.json()["data"] == {"me": {"userId": person}}


async def test_what_matters_asks_for_the_password_again(house: House, browse: Browse) -> None:
    """After ten minutes keys ask for it; given once more, it counts for ten more minutes."""
    browser = browse()
    await _set_up(house, browser)
    key = {"query": 'mutation { createApiKey(input: {label: "x", scopes: [READ]}) { secret } }'}
    assert "errors" not in (await browser.post("/graphql", json=key)).json()
    house.later(minutes=10)
    refused = (await browser.post("/graphql", json=key)).json()
    assert refused["errors"][0]["extensions"]["code"] == "password_needed"
    wrong = await browser.post("/session/fresh", json={"password": "not this one"})
    assert wrong.status_code == 401
    fresh = await browser.post("/session/fresh", json={"password": PASSWORD})
    until = dt.datetime.fromisoformat(fresh.json()["fresh_until"])
    assert until == house.now[0] + sessions.FRESH
    assert "errors" not in (await browser.post("/graphql", json=key)).json()


async def test_signing_out_in_two_tabs(house: House, browse: Browse) -> None:
    """The second tab signs out of what is over already, and both are out."""
    browser = browse()
    await _set_up(house, browser)
    tab = browse()
    tab.cookies.update(browser.cookies)
    for each in (browser, tab):
        assert (await each.delete("/session")).status_code == 204
        assert (await each.get("/session")).status_code == 401
    assert "ursa_session" not in browser.cookies


async def test_sessions_end_one_by_one(house: House, browse: Browse) -> None:
    """The owner ends one of two browsers; a stranger to both ends neither."""
    here, there, stranger = browse(), browse(), browse()
    await _set_up(house, here)
    assert (await there.post("/session", json={"password": PASSWORD})).status_code == 204
    listed = (
        await here.post("/graphql", json={"query": "{ sessions { sessionId current role } }"})
    ).json()
    found = listed["data"]["sessions"]
    assert sorted(each["current"] for each in found) == [False, True]
    other = next(each["sessionId"] for each in found if not each["current"])
    end = {"query": END, "variables": {"id": other}}
    assert (await stranger.post("/graphql", json=end)).status_code == 401
    assert (await here.post("/graphql", json=end)).json()["data"]["endSession"] == {
        "sessionId": other
    }
    assert (await there.get("/session")).status_code == 401
    assert (await here.get("/session")).status_code == 200


async def test_a_session_of_somebody_who_was_deleted(
    house: House, browse: Browse, person: str
) -> None:
    """It opens nothing any more, and neither does another person's with it."""
    browser = browse()
    await _signed_in(house, browser, person)
    assert (await browser.get("/session")).json()["people"] == [person]
    await delete_account(house.resources.pool, person, actor="test", deregistered=False)
    house.state["auth"].forget_account(person)
    assert (await browser.get("/session")).status_code == 401
    assert (await browser.get(f"/api/v1/users/{person}/sleep")).status_code == 401


async def test_a_session_lives_for_thirty_days_from_its_last_use(
    house: House, browse: Browse
) -> None:
    """Used every 29 days it lives on; left alone for 30 it is over."""
    browser = browse()
    await _set_up(house, browser)
    sessions_of = house.state["auth"].sessions
    for _ in range(3):
        house.later(days=29)
        assert (await browser.get("/session")).status_code == 200
        sessions_of.forget_all()
    house.later(days=30)
    assert (await browser.get("/session")).status_code == 401


async def test_a_new_password_ends_the_other_sessions(house: House, browse: Browse) -> None:
    """Whoever sets it stays; the old password opens nothing."""
    here, there = browse(), browse()
    await _set_up(house, here)
    await there.post("/session", json={"password": PASSWORD})
    new = 'mutation { setOwnerPassword(input: { password: "another one, longer" }) { done } }'
    changed = await here.post("/graphql", json={"query": new})
    assert changed.json()["data"] == {"setOwnerPassword": {"done": True}}
    assert (await here.get("/session")).status_code == 200
    assert (await there.get("/session")).status_code == 401
    assert (await there.post("/session", json={"password": PASSWORD})).status_code == 401


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{", b'{"password": 1}', b'{"password": ""}', b"x" * 5_000]
)
async def test_bodies_that_are_no_passwords(house: House, browse: Browse, body: bytes) -> None:
    """They are refused with a sentence, before any hash is worked on."""
    assert house
    answer = await browse().post("/session", content=body)
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_input")


async def test_there_is_one_owner(house: House, browse: Browse) -> None:
    """A second owner is refused, also to who owns the house by another door."""
    await _set_up(house, browse())
    with pytest.raises(Exception, match="has an owner"):
        await sessions.create_owner(house.state, owner("test"), "Eve", PASSWORD)


async def test_a_subscription_ends_with_its_session(
    house: House, browse: Browse, person: str
) -> None:
    """Whoever is signed out is not told any more."""
    browser = browse()
    session_id = await _signed_in(house, browser, person)
    auth = house.state["auth"]
    cookie = f"ursa_session={browser.cookies['ursa_session']}"
    caller = await auth.authenticate({"cookie": cookie}, "GET")
    await auth.check_still_valid(caller)
    await sessions.end(house.state, owner("test"), session_id)
    with pytest.raises(Unauthenticated):
        await auth.check_still_valid(caller)


async def test_under_https_the_cookie_is_this_host_s_alone() -> None:
    """Browsers take it from this very host, and send it over TLS alone."""
    settings = Settings(base_url="https://ursa.example")
    answer = Response()
    cookies.keep(answer, settings, "secret")
    sent = answer.headers["set-cookie"]
    assert sent.startswith("__Host-ursa_session=secret; ")
    assert {"HttpOnly", "Path=/", "SameSite=lax", "Secure"} <= set(sent.split("; "))
    assert "Domain" not in sent


@pytest.mark.parametrize(
    ("origin", "opens"),
    [("http://127.0.0.1:8000", True), ("https://evil.example", False), (None, False)],
)
async def test_a_socket_opens_for_pages_of_our_own(
    house: House, browse: Browse, person: str, origin: str | None, *, opens: bool
) -> None:
    """A cookie that comes with a WebSocket counts where the page that opens it is Ursa's."""
    browser = browse()
    await _signed_in(house, browser, person)
    cookie = f"ursa_session={browser.cookies['ursa_session']}"
    headers = {"cookie": cookie, "host": "127.0.0.1:8000"} | ({"origin": origin} if origin else {})
    auth = house.state["auth"]
    if opens:
        assert (await auth.authenticate(headers, "WEBSOCKET")).user_id == person
        return
    with pytest.raises(Forbidden):
        await auth.authenticate(headers, "WEBSOCKET")
