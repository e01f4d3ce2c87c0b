"""The way in, in a real browser: first start, signing in and out, deleting, by keyboard alone."""

import asyncio
import datetime as dt
import re
import socket
import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.async_api import Browser, BrowserContext, Page, async_playwright, expect
from starlette.types import ASGIApp, Receive, Scope, Send

from app.auth import open_auth, owner
from app.deeds import house as deeds
from app.deeds import sessions
from app.main import create_app
from app.modelling import Models
from app.records.house import Joining
from app.resources import Resources, open_resources
from app.settings import Settings
from app.simulator.app import create_simulator
from app.simulator.people import people
from app.simulator.troubles import Trouble
from app.simulator.world import World
from app.state import State
from app.store.accounts import delete_account
from app.store.migrations import migrate
from app.store.pool import open_pool
from app.sync.work import sync_run
from app.web.shell import DIST
from tests.app.conftest import NOW
from tests.databases import empty_database
from tests.running import running

CHROMIUM = Path("/usr/bin/chromium")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
AXE = DIST.parent / "client" / "node_modules" / "axe-core" / "axe.min.js"
PASSWORD = "correct horse battery"
OWNER = owner("test")
SECOND = 15_000
HOUSE = (
    *("owner_account", "web_session", "one_time_link", "wrong_password"),
    *("setting", "connection_attempt"),
)
WIDTHS = [390, 1280]
ROWS = re.compile(r"\d+ rows")

pytestmark = [
    pytest.mark.skipif(not CHROMIUM.exists(), reason="there is no /usr/bin/chromium"),
    pytest.mark.skipif(not (DIST / "app.js").exists(), reason="not built: make web"),
]


@dataclass
class Workers:
    """Works on a run at once, in the loop of the test."""

    resources: Resources
    working: list[asyncio.Task[object]] = field(default_factory=list)

    async def sync(self, run_id: uuid.UUID) -> None:
        """Take a run."""
        self.working.append(asyncio.create_task(sync_run(self.resources, run_id)))

    async def import_archive(self, run_id: uuid.UUID) -> None:
        """Nobody brings an archive here."""
        raise NotImplementedError(run_id)

    async def takeout(self, run_id: uuid.UUID) -> None:
        """Nobody takes anything along here."""
        raise NotImplementedError(run_id)


@dataclass
class House:
    """A server of its own with a Polar of its own, both on real ports."""

    address: str
    state: State
    resources: Resources
    browser: Browser
    world: World
    opened: list[BrowserContext] = field(default_factory=list)

    async def page(self, width: int = 1280, scheme: str = "light") -> Page:
        """A browser without cookies."""
        context = await self.browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,  # type: ignore[arg-type]
            base_url=self.address,
        )
        self.opened.append(context)
        context.set_default_timeout(SECOND)
        return await context.new_page()

    async def enter(self, page: Page) -> None:
        """By a link that works once."""
        link = await sessions.enter_link(self.resources, "test")
        await page.goto(link)

    async def with_owner(self) -> None:
        """The owner's account is there."""
        await sessions.create_owner(self.state, OWNER, "Ada", PASSWORD)


@pytest.fixture(scope="module")
async def database(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    """A database in which nobody is yet."""
    async with empty_database(tmp_path_factory.mktemp("way-in")) as url:
        async with open_pool(url, size=1, prepare=False) as pool:
            await migrate(pool)
        yield url


@pytest.fixture(scope="module")
async def browser() -> AsyncIterator[Browser]:
    """Debian's chromium."""
    async with async_playwright() as tools:
        started = await tools.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield started
        await started.close()


@pytest.fixture
async def house(
    database: str, browser: Browser, models: Models, tmp_path: Path
) -> AsyncIterator[House]:
    """A house without an owner, whose client at Polar is not told yet."""
    world = World(people(3, NOW.date() - dt.timedelta(days=59), seed=7))
    world.set_now(NOW)
    with socket.socket() as here, socket.socket() as there:
        here.bind(("127.0.0.1", 0))
        there.bind(("127.0.0.1", 0))
        async with (
            running(create_simulator(world), there) as polar,
            open_resources(
                _settings(database, polar, here.getsockname()[1], tmp_path),
                database_url=database,
                pool_size=4,
                clock=lambda: world.now,
                models=models,
            ) as resources,
            open_auth(resources.settings, resources.pool, resources.clock) as auth,
        ):
            workers = Workers(resources)
            state = State(resources=resources, auth=auth, dispatch=workers)
            app = _with_state(create_app(resources.settings, state), state)
            async with running(app, here) as address:
                opened = House(address, state, resources, browser, world)
                yield opened
                for context in opened.opened:  # A page that listens keeps the server from ending.
                    await context.close()
                await asyncio.gather(*workers.working)
            await _empty(resources)


def _settings(database: str, polar: str, port: int, folder: Path) -> Settings:
    return Settings(
        database_url=database,
        data_dir=folder,
        port=port,
        polar_api_url=polar,
        polar_auth_url=f"{polar}/oauth2/authorization",
        polar_token_url=f"{polar}/v2/oauth2/token",
    )


def _with_state(app: ASGIApp, state: State) -> ASGIApp:
    async def answering(scope: Scope, receive: Receive, send: Send) -> None:
        await app({**scope, "state": state}, receive, send)

    return answering


async def _empty(resources: Resources) -> None:
    async with resources.pool.connection() as connected:
        cursor = await connected.execute("SELECT user_id FROM account")
        known = [user_id for (user_id,) in await cursor.fetchall()]
        for relation in HOUSE:
            await connected.execute(f"DELETE FROM {relation}")
    for user_id in known:
        await delete_account(resources.pool, user_id, actor="test", deregistered=False)


async def _wide(page: Page) -> bool:
    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    return bool(await page.evaluate(wide))


@pytest.mark.parametrize("width", WIDTHS)
async def test_a_first_start(house: House, width: int) -> None:
    """From the printed link to a first night and a first key; each step can be left."""
    page = await house.page(width)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await house.enter(page)
    await _make_owner(page)
    assert "#" not in page.url
    await expect(page.get_by_text(f"{house.address}/oauth/polar/callback")).to_be_visible()
    await _tell_client(page)
    await page.goto("/today")  # Somebody leaves, and comes back.
    await page.goto("/setup")
    await _connect_and_sync(page)
    await page.get_by_role("button", name="Make a key that reads").click()
    shown = page.locator(".code code").first
    await expect(shown).to_have_text(re.compile(r"\S{20}"))
    key = await shown.inner_text()
    assert not await _wide(page)
    got = await page.request.get("/api/v1/users/1001/sleep?days=7", headers={"X-API-Key": key})
    assert (got.status, len(await got.json()) > 3) == (200, True)
    polar = house.resources.settings.polar_api_url
    assert [url for url in asked if not url.startswith((house.address, polar))] == []


async def _make_owner(page: Page) -> None:
    await page.get_by_label("Your name").fill("Ada")
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Make the account").click()
    await expect(page.get_by_text("signed in as Ada")).to_be_visible()


async def _tell_client(page: Page) -> None:
    """With a space within the secret, with a wrong one, with spaces around the right one."""
    await page.get_by_label("Client ID").fill(" ursa-simulator ")
    for secret, words in (
        ("two words", "There is a space in it"),
        ("wrong", "does not know"),
        ("ursa-simulator-secret ", "Polar knows this server"),
    ):
        await page.get_by_label("Client secret").fill(secret)
        await page.get_by_role("button", name="Test and save").click()
        await expect(page.get_by_text(words)).to_be_visible()


async def _connect_and_sync(page: Page) -> None:
    await page.get_by_role("button", name="Connect with Polar").click()
    await page.get_by_role("link", name="Allow as Aino").click()
    await page.wait_for_url("**/setup?connected=1001&run=*")
    await expect(page.get_by_text("Aino Quiet is connected")).to_be_visible()
    await expect(page.get_by_text("The first days are here.")).to_be_visible(timeout=60_000)


async def test_a_first_sync_that_fails_halfway(house: House) -> None:
    """What did not come says why, the rest is here, and the next try brings it."""
    await house.with_owner()
    await deeds.set_polar_client(house.state, OWNER, "ursa-simulator", "ursa-simulator-secret")
    house.world.troubles.add(Trouble.BAD_REQUEST, path="/v3/users/sleep")
    page = await house.page(390)
    await house.enter(page)
    await page.wait_for_url("**/today")
    await page.goto("/setup")
    await page.get_by_role("button", name="Connect with Polar").click()
    await page.get_by_role("link", name="Allow as Aino").click()
    sleep = page.locator(".feeds li", has_text="Sleep").first
    await expect(sleep).to_contain_text("AccessLink", timeout=60_000)
    await expect(page.locator(".feeds li", has_text="Activity").first).to_contain_text(ROWS)
    await expect(page.get_by_role("link", name="See your last night")).to_have_count(0)
    house.world.troubles.clear()
    await page.get_by_role("button", name="Sync now").click()
    await expect(sleep).to_contain_text(ROWS, timeout=60_000)
    await expect(page.get_by_role("link", name="See your last night")).to_be_visible()


async def test_a_database_that_goes_away_under_an_open_page(house: House) -> None:
    """What is known stays, the page says that it may be old, and asking again brings it back."""
    await house.with_owner()
    page = await house.page()
    await house.enter(page)
    await page.wait_for_url("**/today")
    await page.goto("/keys")
    await expect(page.get_by_role("heading", name="Make a key")).to_be_visible()
    away = {"errors": [{"message": "away", "extensions": {"code": "database_unavailable"}}]}
    await page.route("**/graphql", lambda route: route.fulfill(status=503, json=away))
    await page.get_by_label("What is it for?").fill("Diary")
    await page.get_by_role("button", name="Make the key").click()
    await expect(page.get_by_role("alert").filter(has_text="away")).to_be_visible()
    await expect(page.get_by_label("What is it for?")).to_have_value("Diary")
    await page.unroute("**/graphql")
    await page.get_by_role("button", name="Make the key").click()
    await expect(page.locator("section.fresh")).to_contain_text("Diary")


async def test_somebody_is_invited_and_joins(house: House) -> None:
    """The owner makes a link; who opens it signs in with Polar, once, and sees themselves alone."""
    await house.with_owner()
    await deeds.set_polar_client(house.state, OWNER, "ursa-simulator", "ursa-simulator-secret")
    page, guest = await house.page(), await house.page(390)
    await house.enter(page)
    await page.wait_for_url("**/today")
    await page.goto("/people")
    await page.get_by_role("button", name="Invite").click()
    await page.get_by_role("button", name="Make the link").click()
    link = page.get_by_role("dialog").locator("code")
    await expect(link).to_contain_text("/signin#")
    await guest.goto(await link.inner_text())
    await guest.get_by_role("button", name=re.compile("Join")).click()
    await guest.get_by_role("link", name="Allow as Ben").click()
    await guest.wait_for_url("**/today**")
    await expect(guest.get_by_role("navigation").get_by_text("People")).to_have_count(0)


async def test_the_owner_lets_everybody_join(house: House) -> None:
    """Who may join is chosen where people are invited, and stays chosen."""
    await house.with_owner()
    await deeds.set_polar_client(house.state, OWNER, "ursa-simulator", "ursa-simulator-secret")
    page = await house.page(390)
    await house.enter(page)
    await page.wait_for_url("**/today")
    await page.goto("/people")
    await page.get_by_role("button", name="Invite").click()
    await page.get_by_role("button", name="Everybody").click()
    everybody = page.get_by_role("button", name="Everybody", pressed=True)
    await expect(everybody).to_be_visible()
    await page.reload()
    await page.get_by_role("button", name="Invite").click()
    await expect(everybody).to_be_visible()


async def test_wrong_passwords(house: House) -> None:
    """Ten of them: each is told so, then to wait; the right one works after the wait."""
    await house.with_owner()
    page = await house.page()
    await page.goto("/signin")
    for _ in range(10):
        await page.get_by_label("Password").fill("not this one")
        await page.get_by_role("button", name="Sign in", exact=True).click()
        await expect(page.locator(".wrong").first).to_be_visible()
        await expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_enabled()
    await expect(page.get_by_text("Try again in")).to_be_visible()
    assert page.url.endswith("/signin")


async def test_a_forged_return(house: House) -> None:
    """A state of elsewhere is a page with words and a way on."""
    await house.with_owner()
    page = await house.page(390)
    answer = await page.goto(f"/oauth/polar/callback?state={'x' * 43}&code=%3Cscript%3E")
    assert answer is not None
    assert answer.status == 400
    await expect(page.get_by_role("heading", level=1)).to_be_visible()
    await page.get_by_role("link", name="Begin again").click()
    await page.wait_for_url("**/signin?next=*")


async def test_signing_out_in_two_tabs(house: House) -> None:
    """The second tab says that it is over, and leads to signing in; nothing is left to see."""
    await house.with_owner()
    one = await house.page()
    await house.enter(one)
    await one.wait_for_url("**/today")
    two = await one.context.new_page()
    await two.goto("/account")
    await expect(two.get_by_role("heading", name="Signed in")).to_be_visible()
    await one.get_by_role("button", name="Sign out").click()
    await one.wait_for_url("**/signin")
    await two.get_by_role("button", name="Sign out", exact=True).last.click()
    await two.wait_for_url("**/signin*")


async def test_by_keyboard_alone(house: House) -> None:
    """Somebody joins through Polar, and deletes everything, without a mouse; a receipt stays."""
    await house.with_owner()
    await deeds.set_polar_client(house.state, OWNER, "ursa-simulator", "ursa-simulator-secret")
    await deeds.set_joining(house.state, OWNER, Joining.OPEN)
    page = await house.page()
    await page.goto("/signin")
    await expect(page.get_by_role("button", name="Sign in with Polar")).to_be_visible()
    await _press(page, "Sign in with Polar")
    await page.wait_for_selector("text=Allow as Ben")
    await _press(page, "Allow as Ben")
    await page.wait_for_url("**/today**", wait_until="commit")
    await page.goto("/account")
    await expect(page.get_by_text("Connected since")).to_be_visible()
    await _press(page, "Delete everything")
    await _press(page, "I understand", key="Space")
    await _press(page, "Delete everything")
    await expect(page.get_by_text("rows are gone")).to_be_visible(timeout=60_000)
    assert (await page.request.get("/session")).status == 401


FOCUSED = """(() => {
    const control = document.activeElement?.closest('a, button, input, select');
    return (control?.closest('label') ?? control)?.innerText ?? '';
})()"""
"""What the control says that the keyboard is at."""


async def _press(page: Page, words: str, key: str = "Enter") -> None:
    """Go from control to control until one says these words, and press it."""
    await expect(page.get_by_text(words).first).to_be_visible()
    for _ in range(60):
        if words in str(await page.evaluate(FOCUSED)):
            await page.keyboard.press(key)
            return
        await page.keyboard.press("Tab")
    raise AssertionError(f"no way to {words!r} by Tab")


@pytest.mark.skipif(not AXE.exists(), reason="npm ci in app/web/client was not run")
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_anybody_can_use_them(house: House, width: int, scheme: str) -> None:
    """Axe finds no violation where people sign in, set up, and look after their account."""
    await house.with_owner()
    page = await house.page(width, scheme)
    for path, words in (("/signin", "Your nights"), ("/enter", "This link is over")):
        await _looked_at(page, path, words)
    await house.enter(page)
    await page.wait_for_url("**/today")
    for path, words in (("/setup", "Five steps"), ("/account", "Signed in")):
        await _looked_at(page, path, words)


async def _looked_at(page: Page, path: str, words: str) -> None:
    await page.goto(path)
    await expect(page.get_by_text(words).first).to_be_visible()
    await page.evaluate(AXE.read_text())
    found = await page.evaluate("axe.run().then(({ violations }) => violations)")
    told = [(one["id"], [node["html"] for node in one["nodes"]]) for one in found]
    assert (path, told) == (path, [])
    assert not await _wide(page), path
