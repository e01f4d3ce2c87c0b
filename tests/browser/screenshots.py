"""The documents' pictures of every screen in both themes: `make screenshots`.

From the simulated household, whose clock stands still: the same code draws the same pictures.
"""

import base64
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Literal

import typer
from playwright.sync_api import Browser, ViewportSize, sync_playwright

from app.settings import Settings
from tests.browser.household import EVERYBODY, MOMENT, Household, household
from tests.databases import SERVER, database_on

FOLDER = Path(__file__).parents[2] / "docs" / "screens"
CHROMIUM = Path("/usr/bin/chromium")
SCREENS = {
    "today": "/today?person=1002",
    "night": "/night/2026-11-26?person=1002",
    "day": "/day/2026-11-15?person=1002",
    "insights": "/insights?person=1002",
    "training": "/training?person=1002",
    "exercise": "/training?person=1002&q=track",
    "trends": "/trends?person=1002",
    "week": "/week/2026-11-16?person=1001",
    "people": "/people",
    "syncs": "/syncs",
    "keys": "/keys",
    "system": "/system",
    "account": "/account?person=1002",
    "past": "/past?person=1002",
}
DESK: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
ON_PHONES = ("today", "night")
TALLEST = 2400
HEIGHTS = {"system": 1560, "syncs": 1300}
"""Where a picture ends before its page: what follows is of the machine, or more of the same."""
SMALL = {"format": "webp", "quality": 88}
"""Playwright itself makes PNG alone, at three times the size."""
Theme = Literal["light", "dark"]
THEMES: tuple[Theme, ...] = ("light", "dark")


@contextmanager
def _household() -> Iterator[Household]:
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder))
        if SERVER is None:
            with household(settings, EVERYBODY) as opened:
                yield opened
            return
        with (
            database_on(SERVER) as url,
            household(settings.model_copy(update={"database_url": url}), EVERYBODY) as opened,
        ):
            yield opened


def _picture(
    browser: Browser, house: Household, name: str, theme: Theme, size: ViewportSize
) -> None:
    context = browser.new_context(
        base_url=house.address,
        viewport=size,
        color_scheme=theme,
        locale="en-GB",
        timezone_id="Europe/Berlin",
    )
    context.add_cookies(house.cookies(house.owner))  # type: ignore[arg-type]
    page = context.new_page()
    page.clock.set_fixed_time(MOMENT)
    page.goto(SCREENS[name])
    page.wait_for_selector(".page[aria-busy=false] h1, .page:not([aria-busy]) h1")
    if name == "exercise":  # Its number is another one in each household.
        page.click(".session a")
        page.wait_for_selector(".route")
    page.wait_for_selector("[aria-busy=true]", state="detached")
    height = page.evaluate("document.documentElement.scrollHeight")
    height = min(height, HEIGHTS.get(name, TALLEST))
    page.set_viewport_size({"width": size["width"], "height": height})
    page.wait_for_timeout(200)
    taken = context.new_cdp_session(page).send("Page.captureScreenshot", SMALL)
    picture = FOLDER / f"{name}-{theme}-{size['width']}.webp"
    picture.write_bytes(base64.b64decode(taken["data"]))
    context.close()


def main(
    names: Annotated[list[str] | None, typer.Argument(help="Screens; all unless told.")] = None,
) -> None:
    """Draw the pictures anew."""
    FOLDER.mkdir(exist_ok=True)
    with _household() as house, sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for name in names or SCREENS:
            for theme in THEMES:
                _picture(browser, house, name, theme, DESK)
                if name in ON_PHONES:
                    _picture(browser, house, name, theme, PHONE)
        browser.close()


if __name__ == "__main__":
    typer.run(main)
