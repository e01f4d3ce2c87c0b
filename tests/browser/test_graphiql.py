"""GraphiQL in a real browser: strict policy, our own origin alone, a query run with a key."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, Response, async_playwright

from app.store.pool import Pool
from schema.pages import DIST
from tests.browser.axe import AXE, RUN, told
from tests.schema.conftest import (  # noqa: F401 -- fixtures are found by their names
    address,
    auth,
    data,
    end_run,
    key,
    queued_run,
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
async def test_an_example_is_run(
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
    await open_example(page, address, key, "What is normal")
    await page.wait_for_selector(f".graphiql-editor-tool >> text={person}")
    await page.click("button.graphiql-execute-button")
    await page.wait_for_selector(".result-window >> text=lowerBound")
    PICTURES.mkdir(parents=True, exist_ok=True)
    await page.screenshot(path=PICTURES / f"graphiql-{width}-{scheme}.png")
    assert [url for url in visit.requests if not url.startswith((address, "data:"))] == []
    assert visit.troubles == []
    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not await page.evaluate(wide)
    await page.close()


async def open_example(page: Page, address: str, key: str, name: str) -> None:  # noqa: F811
    """The page with a key in its field and an example in a new tab."""
    await page.goto(f"{address}/graphql")
    await page.wait_for_selector(".graphiql-query-editor .view-line")
    await page.fill("header.ursa input", key)
    await page.select_option("header.ursa select", name)
    await page.wait_for_selector("#graphiql-session-tab-1")


AT_ONCE = """async (name) => {
  const tabs = () => document.querySelectorAll("[id^=graphiql-session-tab]").length;
  const before = tabs();
  const examples = document.querySelector("header.ursa select");
  examples.value = name;
  examples.dispatchEvent(new Event("change", { bubbles: true }));
  while (tabs() === before) await new Promise(requestAnimationFrame);
  document.querySelector("button.graphiql-execute-button").click();
}"""


def asked_for(name: str) -> Callable[[Response], bool]:
    """Whether an answer is one to the document whose operation has this name."""
    return lambda answer: f"query {name}" in (answer.request.post_data or "")


async def test_an_example_is_run_at_once(
    browser: Browser,
    address: str,  # noqa: F811 -- the fixture
    key: str,  # noqa: F811 -- the fixture
) -> None:
    """Fifty clicks as soon as an example is shown: the name that is sent is its document's."""
    page = await browser.new_page()
    await open_example(page, address, key, "Metrics")
    for name in ["People", "Metrics"] * 25:
        async with page.expect_response(asked_for(name)) as answered:
            await page.evaluate(AT_ONCE, name)
        answer = await answered.value
        assert answer.status == 200, await answer.text()
        assert f'"operationName":"{name}"' in (answer.request.post_data or "")
        await page.wait_for_selector("button[aria-label^=Execute]")
    await page.close()


async def test_an_example_leaves_the_first_tab_alone(
    browser: Browser,
    address: str,  # noqa: F811 -- the fixture
    key: str,  # noqa: F811 -- the fixture
) -> None:
    """What somebody was writing is still there after they looked at an example."""
    page = await browser.new_page()
    await open_example(page, address, key, "Metrics")
    await page.wait_for_selector(".graphiql-query-editor >> text=resolutions")
    await page.click("#graphiql-session-tab-0")
    await page.wait_for_selector(".graphiql-query-editor >> text=syncedAt")
    await page.close()


async def test_a_sync_is_watched(
    browser: Browser,
    address: str,  # noqa: F811 -- the fixture
    key: str,  # noqa: F811 -- the fixture
    pool: Pool,
    person: str,
) -> None:
    """The subscription runs in the page, on the person's last run, until the run has ended."""
    run_id = await queued_run(pool, person)
    page = await browser.new_page()
    await open_example(page, address, key, "Watch a sync")
    await page.wait_for_selector(f".graphiql-editor-tool >> text={run_id}")
    await page.click("button.graphiql-execute-button")
    await page.wait_for_selector(".result-window >> text=QUEUED")
    await end_run(pool, run_id)
    await page.wait_for_selector(".result-window >> text=SUCCESS")
    await page.close()


@pytest.mark.skipif(not AXE.exists(), reason="npm ci in app/web/client was not run")
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_anybody_can_use_it(
    browser: Browser,
    address: str,  # noqa: F811 -- the fixture
    key: str,  # noqa: F811 -- the fixture
    scheme: str,
    width: int,
) -> None:
    """Axe finds no violation with two tabs open, of which one is told as the chosen one."""
    page = await browser.new_page(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,  # type: ignore[arg-type]
        reduced_motion="reduce",
        bypass_csp=True,  # For the audit's own script alone.
    )
    await open_example(page, address, key, "Metrics")
    await page.wait_for_selector(".graphiql-query-editor .view-line")
    assert await page.locator(".graphiql-tab-button[aria-pressed=true]").count() == 1
    await page.evaluate(AXE.read_text())
    assert told(await page.evaluate(RUN)) == []
    await page.click("#graphiql-session-tab-0")
    await page.wait_for_selector("#graphiql-session-tab-0[aria-pressed=true]")
    assert await page.locator(".graphiql-tab-button[aria-pressed=true]").count() == 1
    await page.close()
