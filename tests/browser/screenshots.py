"""The documents' pictures of every screen in both themes: `make screenshots`.

From the simulated household, whose clock stands still: the same code draws the same pictures.
"""

import base64
import datetime as dt
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import parse_qsl, urlencode, urlsplit

import typer
from playwright.sync_api import Browser, BrowserContext, ViewportSize, sync_playwright

from app.settings import Settings
from app.simulator.archive import write_archive
from app.simulator.people import people
from app.simulator.world import World
from tests.browser.conftest import FILE_MS
from tests.browser.household import EVERYBODY, MOMENT, Household, household
from tests.databases import SERVER, database_on

FOLDER = Path(__file__).parents[2] / "docs" / "screens"
CHROMIUM = Path("/usr/bin/chromium")
VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
ASKED = {
    "response_type": "code",
    "redirect_uri": "https://coach.example/back",
    "scope": "read sync",
    "state": "x",
    "code_challenge": "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
    "code_challenge_method": "S256",
}
"""What an application sends, with the example of RFC 7636."""
SCREENS = {
    "today": "/today?person=1002",
    "night": "/night/2026-11-26?person=1002",
    "day": "/day/2026-11-16?person=1003",
    "insights": "/insights?person=1002",
    "training": "/training?person=1002",
    "exercise": "/training?person=1002&q=track",
    "trends": "/trends?person=1002",
    "years": "/trends?person=years&metric=RESTING_HR&span=all",
    "week": "/week/2026-11-16?person=1001",
    "people": "/people",
    "syncs": "/syncs",
    "keys": "/keys",
    "system": "/system",
    "account": "/account?person=1002",
    "past": "/past?person=1002",
    "apps": "/apps",
    "assistants": "/assistants",
    "consent": "/oauth/authorize?{consent}",
    "start": "/setup",
    "signin": "/signin",
}
OF_BEN = ("consent", "account")
"""What a person sees of their own, not the owner of theirs."""
DESK: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
ON_PHONES = ("today", "night", "day", "trends", "years", "training", "exercise", "insights", "week")
PLAIN = ["--no-sandbox", "--hide-scrollbars"]
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
    browser: Browser,
    house: Household,
    name: str,
    theme: Theme,
    size: ViewportSize,
    consent: str = "",
) -> None:
    context = browser.new_context(
        base_url=house.address,
        viewport=size,
        color_scheme=theme,
        locale="en-GB",
        timezone_id="Europe/Berlin",
    )
    if name != "signin":
        who = house.ben if name in OF_BEN else house.owner
        context.add_cookies(house.cookies(who))  # type: ignore[arg-type]
    page = context.new_page()
    page.clock.set_fixed_time(MOMENT)
    page.goto(SCREENS[name].format(consent=consent))
    page.wait_for_selector("main h1")
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


def furnished(browser: Browser, house: Household) -> str:
    """Make what empty pages lack: an owner, keys, an application, an export; how that asks."""
    owner, ben = (_signed_in(browser, house, each) for each in (house.owner, house.ben))
    owner_made = {"name": "Sam", "password": "as long as it should be"}
    _asked(owner, house, "createOwner(input: $input) { name }", "CreateOwnerInput!", owner_made)
    for label, person in (("Grafana", None), ("Watch face", "1002"), ("Notebook", "1003")):
        key = {"label": label, "scopes": ["READ"], "userId": person}
        make = "createApiKey(input: $input) { key { keyId } }"
        _asked(owner, house, make, "CreateApiKeyInput!", key)
    sent = {"client_name": "Coach", "redirect_uris": [ASKED["redirect_uri"]]}
    client = owner.request.post("/oauth/register", data=sent).json()["client_id"]
    consent = urlencode(ASKED | {"client_id": client})
    _let_in(ben, client, consent)
    _exported(ben)
    owner.close()
    ben.close()
    return consent


def _years(browser: Browser, house: Household) -> None:
    """Ten years of somebody, in the archive that Polar hands out, go up as a person sends them."""
    first = MOMENT.date() - dt.timedelta(days=YEARS_DAYS - 1)
    world = World(people(1, first, seed=7), now=MOMENT)
    world.token_for(1001, registered=MOMENT)
    owner = _signed_in(browser, house, house.owner)
    headers = {"Origin": house.address, "Content-Type": "application/zip"}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "archive.zip"
        write_archive(world.view(1001), path, first)
        sent = owner.request.post(IMPORTS, data=path.read_bytes(), headers=headers, timeout=0)
        assert sent.ok, sent.text()
    while owner.request.get(IMPORTS).json()[0]["status"] in {"queued", "running"}:
        time.sleep(1)
    owner.close()


IMPORTS, YEARS_DAYS = "/api/v1/users/years/imports", 3652


def _signed_in(browser: Browser, house: Household, secret: str) -> BrowserContext:
    context = browser.new_context(base_url=house.address, locale="en-GB")
    context.add_cookies(house.cookies(secret))  # type: ignore[arg-type]
    return context


def _asked(
    context: BrowserContext, house: Household, field: str, kind: str, given: dict[str, Any]
) -> None:
    body = {
        "query": f"mutation($input: {kind}) {{ {field} }}",
        "variables": {"input": given},
    }
    answer = context.request.post("/graphql", data=body, headers={"Origin": house.address}).json()
    assert "errors" not in answer, answer


def _let_in(context: BrowserContext, client: str, consent: str) -> None:
    page = context.new_page()
    page.route("https://coach.example/**", lambda route: route.fulfill(body="back"))
    page.goto(f"/oauth/authorize?{consent}")
    page.get_by_role("button", name="Allow", exact=True).click()
    page.wait_for_url("https://coach.example/**")
    code = dict(parse_qsl(urlsplit(page.url).query))["code"]
    form: dict[str, Any] = {"grant_type": "authorization_code", "code": code, "client_id": client}
    form |= {"redirect_uri": ASKED["redirect_uri"], "code_verifier": VERIFIER}
    assert context.request.post("/oauth/token", form=form).ok


def _exported(context: BrowserContext) -> None:
    page = context.new_page()
    page.goto("/account")
    page.get_by_role("button", name="Make the file").click()
    page.get_by_role("link", name="Download the file").wait_for(timeout=FILE_MS)


def main(
    names: Annotated[list[str] | None, typer.Argument(help="Screens; all unless told.")] = None,
) -> None:
    """Draw the pictures anew."""
    FOLDER.mkdir(exist_ok=True)
    with _household() as house, sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=CHROMIUM, args=PLAIN)
        consent = furnished(browser, house)
        if names is None or "years" in names:
            _years(browser, house)
        for name in names or SCREENS:
            for theme in THEMES:
                _picture(browser, house, name, theme, DESK, consent)
                if name in ON_PHONES:
                    _picture(browser, house, name, theme, PHONE, consent)
        browser.close()


if __name__ == "__main__":
    typer.run(main)
