"""Letting an application in, and sending it away, in a real browser."""

import asyncio
import re
from collections.abc import AsyncIterator
from urllib.parse import parse_qsl, urlencode, urlsplit

import httpx
import httpx2
import pytest
from mcp import Client
from mcp.client.auth import OAuthClientProvider
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.auth import AuthorizationCodeResult, OAuthClientMetadata
from playwright.async_api import Browser, BrowserContext, Page, Route, expect

from app.deeds import sessions
from app.records.session import Browser as Where
from app.records.session import Role
from tests.app.mcp.conftest import House, house
from tests.app.mcp.visiting import BACK, Kept
from tests.browser.test_way_in import AXE, SECOND, WIDTHS, browser, pytestmark

__all__ = ["browser", "house", "pytestmark"]

QUERY = {
    "response_type": "code",
    "redirect_uri": "https://app.example/back",
    "code_challenge": "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
    "code_challenge_method": "S256",
    "state": "s",
}


@pytest.fixture
async def context(house: House, browser: Browser) -> AsyncIterator[BrowserContext]:
    """A browser that is signed in as the person."""
    begun = await sessions.begin(
        house.state, Where(address="192.0.2.7"), Role.PERSON, how="test", user_id=house.person
    )
    opened = await browser.new_context(base_url=house.address)
    opened.set_default_timeout(SECOND)
    cookie = {"name": "ursa_session", "value": begun.secret, "url": house.address}
    await opened.add_cookies([cookie])  # type: ignore[list-item]
    yield opened
    await opened.close()


async def asked(house: House, page: Page, scope: str) -> None:
    """An application sends somebody here."""
    async with httpx.AsyncClient(base_url=house.address) as http:
        sent = {"client_name": "Morning report", "redirect_uris": [QUERY["redirect_uri"]]}
        client_id = (await http.post("/oauth/register", json=sent)).json()["client_id"]
    await page.goto(
        f"/oauth/authorize?{urlencode(QUERY | {'client_id': client_id, 'scope': scope})}"
    )


async def answered(page: Page, button: str) -> dict[str, str]:
    """Press a button; what the application is told."""
    back: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    async def arrived(route: Route) -> None:
        back.set_result(route.request.url)
        await route.fulfill(body="back")

    await page.route("https://app.example/**", arrived)
    await page.route("http://127.0.0.1:7777/**", arrived)
    await page.get_by_role("button", name=button, exact=True).click()
    return dict(parse_qsl(urlsplit(await asyncio.wait_for(back, 20)).query))


async def test_the_question(house: House, context: BrowserContext) -> None:
    """Who asks and where it goes, for whom, what, how long; what is unticked is not given."""
    page = await context.new_page()
    await asked(house, page, "read sync read:location")
    await expect(page.get_by_role("heading", name="Let Morning report in?")).to_be_visible()
    await expect(page.get_by_text("What you allow goes to app.example.")).to_be_visible()
    await expect(page.get_by_text("It chose its name itself.")).to_be_visible()
    assert await page.get_by_role("checkbox").count() == 6
    await page.get_by_label("Where you were").uncheck()
    await page.get_by_label("Heart", exact=False).first.uncheck()
    await page.get_by_role("button", name="1 day").click()
    told = await answered(page, "Allow")
    assert (told["state"], told["iss"], "code" in told) == ("s", house.address, True)


async def test_no(house: House, context: BrowserContext) -> None:
    """The application is told, and nothing was given."""
    page = await context.new_page()
    await asked(house, page, "read")
    await expect(page.get_by_text("It does not see where you were.")).to_be_visible()
    assert (await answered(page, "No"))["error"] == "access_denied"


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    ("language", "allow"), [("en", "Allow"), ("de", "Erlauben"), ("fi", "Salli")]
)
async def test_everybody_can_read_it(
    house: House, browser: Browser, context: BrowserContext, width: int, language: str, allow: str
) -> None:
    """In three languages, on phones too, without a fault that axe finds."""
    opened = await browser.new_context(
        base_url=house.address,
        locale=language,
        viewport={"width": width, "height": 900},
        storage_state=await context.storage_state(),
    )
    page = await opened.new_page()
    await asked(house, page, "read sync read:location")
    await expect(page.get_by_role("button", name=allow, exact=True)).to_be_visible()
    await page.evaluate(AXE.read_text())
    found = await page.evaluate("axe.run().then((one) => one.violations.map((each) => each.id))")
    assert found == []
    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not await page.evaluate(wide)
    await opened.close()


async def test_what_can_not_be_let_in(house: House, context: BrowserContext) -> None:
    """A foreign redirect_uri is told, and nobody goes there."""
    page = await context.new_page()
    await asked(house, page, "read")
    foreign = page.url.replace("app.example%2Fback", "evil.example%2Fback")
    await page.goto(foreign)
    await expect(page.get_by_text("Nobody is sent there")).to_be_visible()
    assert urlsplit(page.url).path == "/consent"


async def test_signing_in_on_the_way(house: House, browser: Browser) -> None:
    """Who is not signed in does so first, and the question waits."""
    opened = await browser.new_context(base_url=house.address)
    page = await opened.new_page()
    await asked(house, page, "read")
    await page.wait_for_url("**/signin?next=%2Fconsent*")
    await opened.close()


async def test_the_official_client_and_the_way_out(house: House, context: BrowserContext) -> None:
    """The SDK's client comes to the page, is let in, is seen with what it read, and is ended."""
    page, kept = await context.new_page(), Kept()
    told: dict[str, str] = {}

    async def redirect(url: str) -> None:
        await page.goto(url)
        await expect(page.get_by_text("It is a program on the computer")).to_be_visible()
        told.update(await answered(page, "Allow"))

    async def called_back() -> AuthorizationCodeResult:
        return AuthorizationCodeResult(code=told["code"], state=told["state"], iss=told["iss"])

    auth = OAuthClientProvider(
        server_url=f"{house.address}/mcp",
        client_metadata=OAuthClientMetadata.model_validate(
            {"client_name": "SDK in Chromium", "redirect_uris": [BACK]}
        ),
        storage=kept,
        redirect_handler=redirect,
        callback_handler=called_back,
    )
    async with httpx2.AsyncClient(auth=auth, timeout=120) as http:
        transport = streamable_http_client(f"{house.address}/mcp", http_client=http)
        async with Client(transport) as client:
            assert not (await client.call_tool("today", {})).is_error
    await page.goto("/account")
    await page.get_by_role("link", name="Who has access").click()
    line = page.locator("li", has_text="SDK in Chromium")
    await expect(line).to_contain_text(re.compile("mcp today"))
    await line.get_by_role("button", name="End access").click()
    await expect(line).to_have_count(0)
    assert kept.tokens is not None
    async with httpx.AsyncClient(base_url=house.address) as plain:
        bearer = {"Authorization": f"Bearer {kept.tokens.access_token}"}
        assert (await plain.post("/mcp", json={}, headers=bearer)).status_code == 401
    await page.get_by_role("link", name="Connect an assistant").click()
    await expect(page.get_by_text(f"{house.address}/mcp").first).to_be_visible()
