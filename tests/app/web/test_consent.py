"""To Polar and back: signing in, joining, connecting, and what applications are given."""

import datetime as dt
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest

from app.auth import owner
from app.deeds import house as deeds
from app.deeds import sessions
from app.errors import Conflict, InvalidInput, PolarRefused
from app.records.house import Joining
from app.records.session import Browser, Role
from app.simulator.app import create_simulator
from app.simulator.troubles import Trouble
from app.simulator.world import World
from app.store.accounts import delete_account, find_account
from app.store.pool import Pool
from tests.app.series import new_person
from tests.app.web.conftest import Browse, House

OWNER = owner("test")
APP = "https://app.example/back?from=ursa"
START = {
    "query": "mutation($to: String!) { startConnection(input: { redirectUri: $to })"
    " { authorizationUrl } }",
    "variables": {"to": "http://127.0.0.1:8000/oauth/polar/callback"},
}


@pytest.fixture(autouse=True)
async def nobody(pool: Pool, strangers: None) -> None:
    """Polar's people are not known here yet, neither as an account's number nor as a name."""
    assert strangers is None  # Before this: a number finds who has it, too.
    for polar in (1001, 1002, 1003):
        if await find_account(pool, str(polar)) is not None:
            await delete_account(pool, str(polar), actor="test", deregistered=False)


async def consent(world: World, url: str, *, person: int = 1001, deny: bool = False) -> str:
    """Go to Polar, say yes as a person, or no; the address that Polar sends back to."""
    asked = httpx.URL(url).copy_merge_params({"deny": "true"} if deny else {"person": str(person)})
    async with httpx.AsyncClient(transport=httpx.ASGITransport(create_simulator(world))) as polar:
        back = (await polar.get(asked)).headers["Location"]
    assert back.startswith(("http://127.0.0.1:8000/oauth/polar/callback", "http://127.0.0.1:8000/"))
    parts = urlsplit(back)
    return f"{parts.path}?{parts.query}"


async def to_polar(browser: httpx.AsyncClient, **body: Any) -> str:  # noqa: ANN401 -- JSON
    """Begin to sign in; where Polar is."""
    answer = await browser.post("/session/polar", json=body)
    assert answer.status_code == 200, answer.text
    url: str = answer.json()["authorization_url"]
    return url


async def signed_in(house: House, browser: httpx.AsyncClient, user_id: str | None) -> None:
    """The owner, or a person."""
    role = Role.OWNER if user_id is None else Role.PERSON
    here = Browser(address="192.0.2.7")
    begun = await sessions.begin(house.state, here, role, how="test", user_id=user_id)
    browser.cookies.set("ursa_session", begun.secret)


async def test_the_owner_connects_somebody(house: House, browse: Browse, world: World) -> None:
    """Whom Polar names is connected under Polar's number, and their first sync is queued."""
    browser = browse()
    await signed_in(house, browser, None)
    started = (await browser.post("/graphql", json=START)).json()["data"]["startConnection"]
    back = await consent(world, started["authorizationUrl"])
    answer = await browser.get(back)
    (run,) = house.workers.runs
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/setup?connected=1001&run={run}"
    account = await find_account(house.resources.pool, "1001")
    assert account is not None
    assert account.polar_user_id == 1001
    again = await browser.get(back)
    assert (again.status_code, "start again" in again.text) == (400, True)


async def test_another_browser_s_state(house: House, browse: Browse, world: World) -> None:
    """Whoever catches a state and a code connects nobody with them, signed in or not."""
    browser, thief, stranger = browse(), browse(), browse()
    await signed_in(house, browser, None)
    await signed_in(house, thief, await new_person(house.resources.pool))
    started = (await browser.post("/graphql", json=START)).json()["data"]["startConnection"]
    back = await consent(world, started["authorizationUrl"])
    for other in (thief, stranger):
        answer = await other.get(back)
        assert (answer.status_code, "set-cookie" in answer.headers) == (400, False)
        assert "<h1>" in answer.text
    assert (await browser.get(back)).status_code == 303


@pytest.mark.parametrize(
    "query",
    [
        "",
        "state=x",
        "code=x",
        "state=x&code=y",
        f"state={'x' * 43}&code=y",
        f"state={'x' * 5_000}&code={'y' * 5_000}",
        "state=%00&code=%00",
        "error=access_denied",
        "state=%3Cscript%3Ealert(1)%3C/script%3E&code=%3Cb%3E",
    ],
)
async def test_what_polar_did_not_send(browse: Browse, query: str) -> None:
    """A forged return is a page with words and the status 400, and shows nothing of itself."""
    answer = await browse().get(f"/oauth/polar/callback?{query}")
    assert (answer.status_code, answer.headers["content-type"]) == (400, "text/html; charset=utf-8")
    assert "Begin again" in answer.text
    assert "<script>" not in answer.text
    assert "<b>" not in answer.text


async def test_somebody_says_no(house: House, browse: Browse, world: World) -> None:
    """Nobody is connected, the words say so, and the state is used up."""
    browser = browse()
    await signed_in(house, browser, None)
    started = (await browser.post("/graphql", json=START)).json()["data"]["startConnection"]
    answer = await browser.get(await consent(world, started["authorizationUrl"], deny=True))
    assert (answer.status_code, "told no" in answer.text) == (400, True)
    assert await find_account(house.resources.pool, "1001") is None


async def test_strangers_join_where_the_owner_lets_them(
    house: House, browse: Browse, world: World
) -> None:
    """Closed by default; with an invitation once; open to everybody when the owner says so."""
    closed = await browse().get(await consent(world, await to_polar(browse())))
    assert closed.status_code == 400  # It is another browser's state.
    browser = browse()
    refused = await browser.get(await consent(world, await to_polar(browser)))
    assert (refused.status_code, "invitation" in refused.text) == (403, True)
    assert await find_account(house.resources.pool, "1001") is None
    link = await deeds.invite(house.state, OWNER, "Aino")
    token = link.url.partition("#")[2]
    joined = await browser.get(await consent(world, await to_polar(browser, invitation=token)))
    assert (joined.status_code, len(house.workers.runs)) == (303, 1)
    assert (await browser.get("/session")).json()["people"] == ["1001"]
    used = await browse().post("/session/polar", json={"invitation": token})
    assert used.status_code == 401
    await deeds.set_joining(house.state, OWNER, Joining.OPEN)
    other = browse()
    came = await other.get(await consent(world, await to_polar(other), person=1002))
    assert came.status_code == 303
    assert (await other.get("/session")).json()["people"] == ["1002"]


async def test_a_person_signs_in_through_polar(house: House, browse: Browse, world: World) -> None:
    """Who is connected under a name of the owner's is signed in as that one, with a new token."""
    pool = house.resources.pool
    person = await new_person(pool)
    async with pool.connection() as connected:
        await connected.execute(
            "UPDATE account SET polar_user_id = 1001 WHERE user_id = %s", [person]
        )
        await connected.execute(
            "INSERT INTO credential (user_id, token_encrypted, refused_at)"
            " VALUES (%s, 'old', now())",
            [person],
        )
    world.token_for(1001)
    browser = browse()
    answer = await browser.get(await consent(world, await to_polar(browser)))
    assert (answer.status_code, answer.headers["location"]) == (303, f"/today?connected={person}")
    told = (await browser.get("/session")).json()
    assert (told["role"], told["people"]) == ("person", [person])
    async with pool.connection() as connected:
        cursor = await connected.execute(
            "SELECT refused_at, token_encrypted <> 'old' FROM credential WHERE user_id = %s",
            [person],
        )
        assert await cursor.fetchone() == (None, True)


async def test_consent_makes_a_session_fresh_again(
    house: House, browse: Browse, world: World
) -> None:
    """The same person's consent counts; another one's begins a session of that one."""
    await deeds.set_joining(house.state, OWNER, Joining.OPEN)
    browser = browse()
    await browser.get(await consent(world, await to_polar(browser)))
    before = (await browser.get("/session")).json()
    house.later(minutes=11)
    answer = await browser.get(await consent(world, await to_polar(browser)))
    assert answer.headers["location"].startswith("/account")
    after = (await browser.get("/session")).json()
    assert after["session_id"] == before["session_id"]
    assert dt.datetime.fromisoformat(after["fresh_until"]) > house.now[0]
    await browser.get(await consent(world, await to_polar(browser), person=1002))
    assert (await browser.get("/session")).json()["people"] == ["1002"]


async def test_polar_is_busy_after_the_consent(house: House, browse: Browse, world: World) -> None:
    """The same address works once more, without another consent, when Polar is back."""
    browser = browse()
    await signed_in(house, browser, None)
    started = (await browser.post("/graphql", json=START)).json()["data"]["startConnection"]
    back = await consent(world, started["authorizationUrl"])
    for _ in range(2):
        world.troubles.add(Trouble.SERVER_ERROR, path="/v3/users")
        answer = await browser.get(back)
        assert (answer.status_code, "Try again" in answer.text) == (502, True)
        world.troubles.clear()
    async with house.resources.pool.connection() as connected:
        cursor = await connected.execute("SELECT connection_attempt::text FROM connection_attempt")
        kept = str(await cursor.fetchall())
    assert not any(token in kept for token in world.tokens)
    assert (await browser.get(back)).status_code == 303
    assert (await browser.get(back)).status_code == 400


async def test_polar_is_down_before_the_token(house: House, browse: Browse, world: World) -> None:
    """The code may be used up: the words say to begin again, and nothing else is offered."""
    browser = browse()
    await signed_in(house, browser, None)
    started = (await browser.post("/graphql", json=START)).json()["data"]["startConnection"]
    back = await consent(world, started["authorizationUrl"])
    world.troubles.add(Trouble.SERVER_ERROR, path="/v2/oauth2/token")
    answer = await browser.get(back)
    assert (answer.status_code, "Try again" in answer.text) == (502, False)
    assert "new authorization" in answer.text


async def test_the_client_is_tried_before_it_is_kept(house: House, world: World) -> None:
    """One that Polar does not know is not kept; spaces around it are taken off."""
    house.state["resources"] = replace(house.resources, oauth=None)
    client_id, secret = world.client
    with pytest.raises(PolarRefused, match="does not know"):
        await deeds.set_polar_client(house.state, OWNER, client_id, "another")
    with pytest.raises(InvalidInput, match="spaces") as refused:
        await deeds.set_polar_client(house.state, OWNER, client_id, "two words")
    assert refused.value.parameter == "client_secret"
    assert (await deeds.polar_client(house.state, OWNER)).client_id is None
    told = await deeds.set_polar_client(house.state, OWNER, f" {client_id}\n", f"\t{secret} ")
    assert (told.client_id, told.source) == (client_id, "stored")
    assert told.redirect_url == "http://127.0.0.1:8000/oauth/polar/callback"
    async with house.resources.pool.connection() as connected:
        cursor = await connected.execute("SELECT setting::text FROM setting")
        assert secret not in str(await cursor.fetchall())
        await connected.execute("DELETE FROM setting")


async def test_the_environment_goes_first(house: House, world: World) -> None:
    """What POLAR_CLIENT_ID says is not changed from a page."""
    with pytest.raises(Conflict, match="environment"):
        await deeds.set_polar_client(house.state, OWNER, *world.client)


def _allowing(house: House) -> None:
    """The application may send people."""
    settings = house.resources.settings.model_copy(
        update={"oauth_callback_origins": ("https://app.example",)}
    )
    house.state["resources"] = replace(house.resources, settings=settings)


@pytest.mark.parametrize(
    "callback",
    [
        "",
        "https://evil.example/back",
        "https://app.example.evil.example/",
        "https://app.example@evil.example/",
        "https://app.example:8443/",
        "http://app.example/",
        "javascript:alert(1)",
        "//app.example/back",
        "https://app.example\\@evil.example/",
        "https://app.example/#fragment",
    ],
)
@pytest.mark.parametrize("configured", [True, False])
async def test_a_foreign_callback_is_refused_first(
    house: House, browse: Browse, callback: str, *, configured: bool
) -> None:
    """Whatever else is configured, nobody is sent anywhere for an origin that is not allowed."""
    _allowing(house)
    if not configured:
        house.state["resources"] = replace(house.state["resources"], oauth=None)
    answer = await browse().get("/oauth/start", params={"callback_url": callback})
    assert (answer.status_code, "location" in answer.headers) == (400, False)


async def test_an_application_gets_a_key(house: House, browse: Browse, world: World) -> None:
    """There and back with its own state; the code works once, and its name means the person."""
    _allowing(house)
    browser, server = browse(), browse("198.51.100.9")
    asked = {"callback_url": APP, "state": "a&b", "user_id": "their-user-7"}
    sent = await browser.get("/oauth/start", params=asked)
    back = await browser.get(await consent(world, sent.headers["location"]))
    url = urlsplit(back.headers["location"])
    told = dict(parse_qsl(url.query))
    assert (url.netloc, told["from"], told["state"]) == ("app.example", "ursa", "a&b")
    got = await server.post("/oauth/exchange", json={"code": told["code"]})
    key = got.json()
    assert (key["polar_user_id"], key["user_id"]) == (1001, "their-user-7")
    assert key["expires_at"].startswith("2027-01-11")
    for name in ("1001", "their-user-7"):
        data = await server.get(
            f"/api/v1/users/{name}/sleep", headers={"X-API-Key": key["api_key"]}
        )
        assert data.status_code == 200, name
    replayed = await server.post("/oauth/exchange", json={"code": told["code"]})
    assert (replayed.status_code, replayed.json()["parameter"]) == (400, "code")


async def test_an_application_s_key_is_counted(
    house: House, browse: Browse, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who has all the keys that there may be gets no more; with room, the same code works.

    Keys that applications hold spend from one minute of their person.
    """
    _allowing(house)
    browser = browse()
    sent = await browser.get("/oauth/start", params={"callback_url": APP})
    back = await browser.get(await consent(world, sent.headers["location"]))
    code = {"code": dict(parse_qsl(urlsplit(back.headers["location"]).query))["code"]}
    monkeypatch.setattr("app.deeds.keys.MOST_KEYS", 0)
    full = await browse().post("/oauth/exchange", json=code)
    assert (full.status_code, "Revoke one" in full.json()["detail"]) == (409, True)
    monkeypatch.undo()
    got = await browse().post("/oauth/exchange", json=code)
    caller = await house.state["auth"].authenticate({"x-api-key": got.json()["api_key"]})
    assert caller.budgets[-1].name == f"apps:{caller.user_id}"


async def test_a_code_is_over_after_ten_minutes(house: House, browse: Browse, world: World) -> None:
    """An old code is worth nothing."""
    _allowing(house)
    browser = browse()
    sent = await browser.get("/oauth/start", params={"callback_url": APP})
    back = await browser.get(await consent(world, sent.headers["location"]))
    code = dict(parse_qsl(urlsplit(back.headers["location"]).query))["code"]
    house.later(minutes=10)
    assert (await browse().post("/oauth/exchange", json={"code": code})).status_code == 400


async def test_a_name_means_one_person(house: House, browse: Browse, world: World) -> None:
    """An application's name that is somebody else's is refused, and that one keeps it."""
    _allowing(house)
    asked = {"callback_url": APP, "user_id": "their-user-8"}
    for person, status in ((1001, 303), (1002, 409), (1001, 303)):
        browser = browse()
        sent = await browser.get("/oauth/start", params=asked)
        answer = await browser.get(await consent(world, sent.headers["location"], person=person))
        assert answer.status_code == status
    assert await house.state["auth"].named("their-user-8") == "1001"
