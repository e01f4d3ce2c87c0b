"""Swagger UI and ReDoc in a real browser, from our own origin alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from starlette.applications import Starlette

from app.rest.openapi import openapi_document
from app.rest.pages import ASSETS, page_routes
from tests.app.rest.serving import serving
from tests.browser.axe import AXE, RUN, told

CHROMIUM = Path("/usr/bin/chromium")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
OPERATIONS = sum(len(path) for path in openapi_document()["paths"].values())

pytestmark = [
    pytest.mark.skipif(not CHROMIUM.exists(), reason="there is no /usr/bin/chromium"),
    pytest.mark.skipif(
        not ASSETS["redoc.standalone.js"].path.exists(),
        reason="the pages' scripts are not installed: npm ci --prefix app/rest/assets",
    ),
]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The pages behind a real server."""
    with serving(Starlette(routes=page_routes())) as at:
        yield at


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's chromium."""
    with sync_playwright() as tools:
        started = tools.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield started
        started.close()


class Visit:
    """A page that remembers where it asked, and what went wrong on it."""

    def __init__(self, browser: Browser, address: str, width: int) -> None:
        self.page: Page = browser.new_page(viewport={"width": width, "height": 900})
        self.requests: list[str] = []
        self.troubles: list[str] = []
        self.address = address
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on(
            "console",
            lambda line: self.troubles.append(line.text) if line.type == "error" else None,
        )
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))

    def check(self) -> None:
        """Nothing left the origin, nothing went wrong, nothing is wider than the screen."""
        abroad = [u for u in self.requests if not u.startswith((self.address, "data:", "blob:"))]
        assert abroad == []
        assert self.troubles == []
        wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        assert not self.page.evaluate(wide)
        self.page.close()


@pytest.mark.parametrize("width", [1280, 390])
def test_swagger(browser: Browser, address: str, width: int) -> None:
    """Swagger UI shows every operation, and an opened one its example."""
    visit = Visit(browser, address, width)
    visit.page.goto(f"{address}/schema/swagger")
    visit.page.wait_for_selector(".opblock")
    expect(visit.page.locator(".opblock")).to_have_count(OPERATIONS)
    visit.page.locator(".opblock-summary-control").first.click()
    visit.page.wait_for_selector("text=total_sleep_hours")
    visit.check()


@pytest.mark.parametrize("width", [1280, 390])
def test_redoc(browser: Browser, address: str, width: int) -> None:
    """ReDoc shows every operation, and finds what is searched for."""
    visit = Visit(browser, address, width)
    visit.page.goto(f"{address}/schema/redoc")
    visit.page.wait_for_selector("[data-section-id*='/operation/']")
    shown = visit.page.locator("[data-section-id*='/operation/']")
    expect(shown).to_have_count(OPERATIONS)
    if width > 800:  # On a narrow screen the menu with the search hides behind a button.
        visit.page.fill("input[placeholder='Search...']", "waveform")
        visit.page.wait_for_selector("[data-role='search:results'] >> text=ECG")
    visit.check()


needs_axe = pytest.mark.skipif(not AXE.exists(), reason="npm ci in app/web/client was not run")


@needs_axe
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_anybody_can_use_swagger(browser: Browser, address: str, scheme: str, width: int) -> None:
    """Axe finds no violation among the operations, with one that reads and one that writes open."""
    page = _dressed(browser, scheme, width)
    page.goto(f"{address}/schema/swagger")
    for kind in ("get", "post"):
        page.locator(f".opblock-{kind} .opblock-summary-control").first.click()
        page.wait_for_selector(f".opblock-{kind} .responses-table")
    page.wait_for_selector(".opblock .microlight")
    page.wait_for_selector(".opblock-summary-control a[href]", state="detached")
    page.evaluate(AXE.read_text())
    assert told(page.evaluate(RUN)) == []
    page.close()


@needs_axe
@pytest.mark.parametrize(("scheme", "width"), [("light", 390), ("dark", 1280)])
def test_anybody_can_use_redoc(browser: Browser, address: str, scheme: str, width: int) -> None:
    """Axe finds no violation; the page is light, whatever its reader's theme is."""
    page = _dressed(browser, scheme, width)
    page.goto(f"{address}/schema/redoc")
    page.wait_for_selector("[data-section-id*='/operation/']")
    page.wait_for_selector("h5:not([aria-level])", state="detached")
    page.evaluate(AXE.read_text())
    assert told(page.evaluate(RUN)) == []
    page.close()


def _dressed(browser: Browser, scheme: str, width: int) -> Page:
    return browser.new_page(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,  # type: ignore[arg-type]
        reduced_motion="reduce",
        bypass_csp=True,  # For the audit's own script alone.
    )
