"""What comes in while a page is open: a night by Polar's webhook, past years by the page itself."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect, sync_playwright

from app.settings import Settings
from app.simulator.archive import write_simulated
from app.web.shell import DIST
from tests.browser.household import BEN, MORNING, NEWCOMER, Household, Walked, household
from tests.databases import SERVER, database_on

CHROMIUM = Path("/usr/bin/chromium")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
A_MINUTE = 60_000

pytestmark = [
    pytest.mark.skipif(not CHROMIUM.exists(), reason="there is no /usr/bin/chromium"),
    pytest.mark.skipif(not (DIST / "app.js").exists(), reason="not built: make web"),
]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Household]:
    """Ben's last 28 days, up to the evening before the night."""
    settings, walked = Settings(data_dir=tmp_path_factory.mktemp("news")), Walked(BEN.people, 1)
    if SERVER is None:
        with household(settings, walked) as opened:
            yield opened
        return
    with (
        database_on(SERVER) as url,
        household(settings.model_copy(update={"database_url": url}), walked) as opened,
    ):
        yield opened


def test_a_night_is_on_the_open_page_within_a_minute(house: Household) -> None:
    """The watch syncs, Polar tells Ursa, Ursa asks, and the open page is another one."""
    with sync_playwright() as tools:
        page = _open(house, tools, "about:blank")
        with page.expect_request(lambda request: "personChanged" in (request.post_data or "")):
            page.goto(f"{house.address}/today?person=1002")
        night = page.locator("main section", has=page.get_by_role("link", name="The night"))
        expect(night.get_by_role("heading").first).to_have_text("Last night", timeout=A_MINUTE)
        asleep = night.get_by_text("Asleep from")
        before = asleep.inner_text()
        page.evaluate("globalThis.here = true")
        house.wake_up(MORNING)
        began = time.monotonic()
        expect(page.locator(".eyebrow").first).to_have_text("Friday 27 November", timeout=A_MINUTE)
        expect(asleep).not_to_have_text(before, timeout=A_MINUTE)
        print(f"\non the page after {time.monotonic() - began:.1f} s")  # noqa: T201
        assert page.evaluate("globalThis.here")


def _open(house: Household, tools: Playwright, path: str) -> Page:
    browser = tools.chromium.launch(executable_path=CHROMIUM, args=QUIET)
    context = browser.new_context(base_url=house.address, locale="en-GB")
    context.set_default_timeout(A_MINUTE)
    context.add_cookies(house.cookies(house.owner))  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(path)
    return page


def test_past_years_come_by_the_page_and_go_again(house: Household, tmp_path: Path) -> None:
    """A ZIP goes up, the tab may be closed, a report says what was in it; it is taken back."""
    archive = tmp_path / "polar.zip"
    write_simulated(archive, days=5)
    with sync_playwright() as tools:
        page = _open(house, tools, "/account?person=1002")
        page.get_by_role("link", name="Bring past years in").click()
        page.get_by_label("The ZIP").set_input_files(archive)
        page.get_by_role("button", name="Send the archive").click()
        run = page.locator("li.run").first
        expect(run).to_be_visible(timeout=A_MINUTE)
        page.goto("about:blank")  # The tab is closed.
        page.goto(f"{house.address}/past?person=1002")
        expect(run).to_contain_text("Read", timeout=A_MINUTE)
        run.get_by_text("What was in it").click()
        expect(run.get_by_role("row", name=re.compile("^Sleep [1-9]"))).to_be_visible()
        run.get_by_role("button", name="Take it back").click()
        page.get_by_role("dialog").get_by_role("button", name="Take it back").click()
        expect(run).to_contain_text("Taken back", timeout=A_MINUTE)


def test_what_is_no_archive_is_told(house: Household, tmp_path: Path) -> None:
    """A file of another kind leaves nothing, and the page says what it should have been."""
    other = tmp_path / "holiday.zip"
    other.write_bytes(b"a picture")
    with sync_playwright() as tools:
        page = _open(house, tools, f"/past?person={NEWCOMER}")
        page.get_by_label("The ZIP").set_input_files(other)
        page.get_by_role("button", name="Send the archive").click()
        expect(page.get_by_role("alert").filter(has_text="ZIP")).to_be_visible(timeout=A_MINUTE)
        expect(page.get_by_text("No archive yet.")).to_be_visible()


def test_the_past_is_asked_for_and_left(house: Household) -> None:
    """A backfill goes on from the page, feed by feed, until somebody ends it."""
    with sync_playwright() as tools:
        page = _open(house, tools, "/past?person=1002")
        page.get_by_role("button", name="Ask for the past").click()
        expect(page.get_by_role("row", name=re.compile("^Activity "))).to_be_visible()
        page.get_by_role("button", name="Stop here").click()
        expect(page.get_by_role("button", name="Ask for the past")).to_be_visible()


def test_polars_webhook_is_made_and_ended(house: Household) -> None:
    """System says whether Polar tells what is new, makes the webhook, and ends it."""
    with sync_playwright() as tools:
        page = _open(house, tools, "/system")
        page.get_by_role("button", name="Make the webhook").click()
        hook = page.get_by_role("region", name="Polar's webhook")
        expect(hook).to_contain_text(f"{house.address}/webhooks/polar", timeout=A_MINUTE)
        page.get_by_role("button", name="End the webhook").click()
        page.get_by_role("dialog").get_by_role("button", name="End the webhook").click()
        expect(page.get_by_role("button", name="Make the webhook")).to_be_visible(timeout=A_MINUTE)
