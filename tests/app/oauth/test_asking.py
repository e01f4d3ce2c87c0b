"""What an application may ask for, and where nobody is sent."""

from typing import Any
from urllib.parse import quote, urlencode

import pytest

from app.main import create_app
from app.oauth import redirects
from app.oauth.metadata import SERVER
from app.records.account import DataClass, Scope
from app.records.apps import USUAL, Reach
from tests.app.oauth.conftest import BACK, MCP, PUBLIC, Begin, back, served
from tests.app.web.conftest import Browse, House


async def test_metadata(browse: Browse) -> None:
    """Both documents of what is guarded name the server, and that says what clients look for."""
    told = (await browse().get(SERVER)).json()
    assert told["issuer"] == PUBLIC
    assert told["code_challenge_methods_supported"] == ["S256"]
    assert told["client_id_metadata_document_supported"] is True
    assert "none" in told["token_endpoint_auth_methods_supported"]
    assert told["authorization_response_iss_parameter_supported"] is True
    assert told["registration_endpoint"] == f"{PUBLIC}/oauth/register"
    for path, resource in (("", PUBLIC), ("/mcp", MCP)):
        guarded = await browse().get(f"/.well-known/oauth-protected-resource{path}")
        assert guarded.json()["resource"] == resource
        assert guarded.json()["authorization_servers"] == [PUBLIC]
        assert guarded.json()["scopes_supported"] == ["read", "sync"]


def leads(answer: Any) -> str:  # noqa: ANN401 -- a response
    """Where an answer sends a browser."""
    assert answer.status_code == 303
    location: str = answer.headers["location"]
    return location


async def test_to_the_consent_page(begin: Begin) -> None:
    """A request that is in order leads to the page, with all that was asked."""
    flow = await begin()
    query = urlencode(flow.asked())
    answer = await flow.browser.get(f"/oauth/authorize?{query}")
    assert leads(answer) == f"/consent?{query}"
    no_store = answer.headers["cache-control"]
    assert no_store == "no-store"


@pytest.mark.parametrize(
    "uri",
    [
        "https://app.example/back/",
        "https://app.example/back?x=1",
        "https://app.example.evil.example/back",
        "https://app.example@evil.example/back",
        "https://*.example/back",
        "http://app.example/back",
        "HTTPS://app.example/back",
        "javascript:alert(1)",
        "//evil.example",
        "http://127.0.0.1:9/back",
    ],
)
async def test_a_foreign_redirect(begin: Begin, uri: str) -> None:
    """Nobody is sent there, not even with an error: the person is told."""
    flow = await begin()
    answer = await flow.browser.get(f"/oauth/authorize?{urlencode(flow.asked(redirect_uri=uri))}")
    assert (answer.status_code, "location" in answer.headers) == (400, False)
    assert "Nobody is sent there" in answer.text
    sent = {"query": urlencode(flow.asked(redirect_uri=uri)), "allow": True}
    refused = await flow.browser.post("/oauth/consent", json=sent)
    assert (refused.status_code, "leads_to" in refused.json()) == (400, False)


@pytest.mark.parametrize(
    ("other", "error"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_type": None}, "unsupported_response_type"),
        ({"code_challenge": None}, "invalid_request"),
        ({"code_challenge": "short"}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge_method": None}, "invalid_request"),
        ({"response_mode": "fragment"}, "invalid_request"),
        ({"request_uri": "https://x.example"}, "request_not_supported"),
        ({"scope": "admin"}, "invalid_scope"),
        ({"scope": "read write"}, "invalid_scope"),
        ({"resource": "https://elsewhere.example/mcp"}, "invalid_target"),
    ],
)
async def test_a_request_with_something_wrong(
    begin: Begin, other: dict[str, str | None], error: str
) -> None:
    """The application is told, with its state and who tells it."""
    flow = await begin()
    query = urlencode(flow.asked(**other))
    told = back(leads(await flow.browser.get(f"/oauth/authorize?{query}")))
    assert (told["error"], told["state"], told["iss"]) == (error, "of the app", PUBLIC)
    assert (await flow.shown(**other))["leads_to"].startswith(f"{BACK}?error={error}")


async def test_what_is_shown_to_the_person(begin: Begin, browse: Browse) -> None:
    """An unknown application, a parameter twice and an endless request send nobody anywhere."""
    flow = await begin()
    query = urlencode(flow.asked())
    for sent in ("", "client_id=x", f"{query}&scope=sync", f"{query}&state={'x' * 20_000}"):
        answer = await browse().get(f"/oauth/authorize?{sent}")
        assert (answer.status_code, "location" in answer.headers) == (400, False), sent[:40]
    answer = await browse().get(f"/oauth/authorize?client_id={quote('<script>alert(1)</script>')}")
    assert "<script>" not in answer.text


@pytest.mark.parametrize(
    ("told", "error"),
    [
        ({}, "invalid_redirect_uri"),
        ({"redirect_uris": []}, "invalid_redirect_uri"),
        ({"redirect_uris": "https://app.example"}, "invalid_redirect_uri"),
        ({"redirect_uris": ["https://*.example/back"]}, "invalid_redirect_uri"),
        ({"redirect_uris": ["http://app.example/back"]}, "invalid_redirect_uri"),
        ({"redirect_uris": ["https://app.example/#x"]}, "invalid_redirect_uri"),
        ({"redirect_uris": ["myapp://back"]}, "invalid_redirect_uri"),
        ({"redirect_uris": [BACK] * 6}, "invalid_redirect_uri"),
        ({"redirect_uris": [f"{BACK}{'x' * 2_000}"]}, "invalid_redirect_uri"),
        ({"redirect_uris": [f"https://user@app.example/{'é'}"]}, "invalid_redirect_uri"),
        (
            {"redirect_uris": [BACK], "token_endpoint_auth_method": "private_key_jwt"},
            "invalid_client_metadata",
        ),
        ({"redirect_uris": [BACK], "grant_types": ["implicit"]}, "invalid_client_metadata"),
        ({"redirect_uris": [BACK], "response_types": ["token"]}, "invalid_client_metadata"),
        ([BACK], "invalid_client_metadata"),
    ],
)
async def test_registering_what_is_none(browse: Browse, told: object, error: str) -> None:
    """Each is told by its name."""
    answer = await browse().post("/oauth/register", json=told)
    assert (answer.status_code, answer.json()["error"]) == (400, error)


async def test_a_registration(browse: Browse, house: House) -> None:
    """It is stored nowhere; its holder may look at it, and a flood of them is told to wait."""
    browser = browse()
    sent = {"client_name": "A\u202eB\n  C", "redirect_uris": [BACK], "logo_uri": "https://x"}
    made = (await browser.post("/oauth/register", json=sent)).json()
    assert made["client_name"] == "app.example"
    assert made["token_endpoint_auth_method"] == "none"
    assert "client_secret" not in made
    bearer = {"Authorization": f"Bearer {made['registration_access_token']}"}
    path = made["registration_client_uri"].removeprefix(PUBLIC)
    assert (await browser.get(path, headers=bearer)).json()["redirect_uris"] == [BACK]
    bearer["Authorization"] += "x"
    assert (await browser.get(path, headers=bearer)).status_code == 404
    statuses = [(await browser.post("/oauth/register", json={})).status_code for _ in range(61)]
    assert statuses[-1] == 429
    big = await browser.post("/oauth/revoke", content=b"x" * 20_000)
    assert big.json()["error"] == "invalid_request"
    async with house.resources.pool.connection() as connected:
        cursor = await connected.execute(
            "SELECT count(*) FROM app_code WHERE client_id = %s", [made["client_id"]]
        )
        assert await cursor.fetchall() == [(0,)]


async def test_what_is_switched_off(house: House, begin: Begin) -> None:
    """Neither registrations nor documents: metadata do not name them, and they are refused."""
    off = house.resources.settings.model_copy(
        update={"oauth_registration": False, "oauth_client_documents": False}
    )
    flow = await begin()
    async with served(create_app(off, house.state), house.state) as http:
        told = (await http.get(SERVER)).json()
        assert told["client_id_metadata_document_supported"] is False
        assert "registration_endpoint" not in told
        refused = await http.post("/oauth/register", json={"redirect_uris": [BACK]})
        assert (refused.status_code, refused.json()["error"]) == (400, "access_denied")
        query = urlencode(flow.asked(client_id="https://app.example/client.json"))
        http.cookies = flow.browser.cookies
        assert "by a document" in (await http.get(f"/oauth/authorize?{query}")).text


@pytest.mark.parametrize(
    ("uri", "good"),
    [
        ("http://127.0.0.1:5123/cb", True),
        ("http://127.0.0.1/cb", True),
        ("http://localhost:8080/cb", False),
        ("http://127.0.0.1:5123/cb/", False),
        ("http://127.0.0.1:5123/cb?x", False),
        ("http://127.0.0.1.evil.example:5123/cb", False),
        ("https://127.0.0.1:5123/cb", False),
        ("http://127.0.0.1:99999/cb", False),
    ],
)
def test_programs_on_the_own_machine(uri: str, good: bool) -> None:  # noqa: FBT001 -- a table
    """They come by any port, and by nothing else than they registered."""
    assert redirects.allowed(uri, ["http://127.0.0.1:3000/cb"]) is good


@pytest.mark.parametrize(
    ("words", "classes", "told"),
    [
        ("read", USUAL, "read"),
        ("read read:location", frozenset(DataClass), "read read:location"),
        ("read:sleep read:heart", {DataClass.SLEEP, DataClass.HEART}, "read:sleep read:heart"),
        ("sync", None, "sync"),
    ],
)
def test_words_for_what_may_be_read(words: str, classes: Any, told: str) -> None:  # noqa: ANN401 -- a table
    """`read` opens all but where somebody was, which is asked for by name."""
    found = Reach.of(words.split())
    assert (found.classes, " ".join(found.words)) == (classes, told)
    assert (Scope.READ in found.scopes) is (classes is not None)
