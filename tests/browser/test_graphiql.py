"""GraphiQL in a real browser: strict policy, our own origin alone, a query run with a key."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, async_playwright

from schema.pages import DIST
from tests.schema.conftest import (  # noqa: F401 -- fixtures are found by their names
    address,
    auth,
    data,
    key,
    resources,
    server,
    settings,
    state,
    workers,
)

CHROMIUM = Path("/usr/bin/chromium")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PICTURES = Path(__file__).parents[2] / ".run" / "screenshots"

pytestmark = [
    pytest.mark.skipif(not CHROMIUM.exists(), reason="there is no /usr/bin/chromium"),
    pytest.mark.skipif(
        not (DIST / "graphiql.js").exists(),
        reason="GraphiQL is not built: npm ci && npm run build in schema/web",
    ),
]


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """Debian's chromium."""
    async with async_playwright() as tools:
        started = await tools.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield started
        await started.close()


class Visit:
    """A page that remembers where it asked, and what went wrong on it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.requests: list[str] = []
        self.troubles: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", lambda line: self._heard(line.type, line.text))
        page.on("pageerror", lambda error: self.troubles.append(str(error)))

    def _heard(self, kind: str, text: str) -> None:
        if kind == "error":
            self.troubles.append(text)


@pytest.mark.usefixtures("data")
@pytest.mark.parametrize(
    ("width", "height", "scheme"), [(1280, 800, "light"), (1280, 800, "dark"), (390, 844, "light")]
)
async def test_a_query_is_run(
    browser: Browser,
    address: str,  # noqa: F811 -- the fixture
    key: str,  # noqa: F811 -- the fixture
    person: str,
    width: int,
    height: int,
    scheme: str,
) -> None:
    """With a key in its field an example runs, and nothing is asked of another origin."""
    page = await browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)  # type: ignore[arg-type]
    visit = Visit(page)
    await page.goto(f"{address}/graphql")
    await page.wait_for_selector(".graphiql-query-editor .view-line")
    await page.fill("header.ursa input", key)
    await page.select_option("header.ursa select", "People")
    await page.wait_for_selector(".graphiql-query-editor >> text=syncedAt")
    await page.click("button.graphiql-execute-button")
    await page.wait_for_selector(f".result-window >> text={person}")
    PICTURES.mkdir(parents=True, exist_ok=True)
    await page.screenshot(path=PICTURES / f"graphiql-{width}-{scheme}.png")
    assert [url for url in visit.requests if not url.startswith((address, "data:"))] == []
    assert visit.troubles == []
    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not await page.evaluate(wide)
    await page.close()
