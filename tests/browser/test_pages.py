"""Ursa's pages in a real browser, on a household of simulated people."""

import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    expect,
    sync_playwright,
)

from app.settings import Settings
from app.web.shell import DIST
from tests.browser.axe import AXE, RUN, told
from tests.browser.conftest import FILE_MS
from tests.browser.household import BEGINNER, BEN, MOMENT, NEWCOMER, Household, household
from tests.databases import SERVER, database_on

CHROMIUM = Path("/usr/bin/chromium")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
NIGHT = "2026-11-26"
SCREENS = {
    "today": "/today?person=1002",
    "night": f"/night/{NIGHT}?person=1002",
    "day": "/day/2026-11-24?person=1002",
    "week": "/week/2026-11-23?person=1002",
    "past": "/past?person=1002",
    "trends": "/trends?person=1002",
    "training": "/training?person=1002",
    "exercise": "/exercise/0?person=1002",
    "insights": "/insights?person=1002",
    "account": "/account?person=1002",
    "apps": "/apps",
    "assistants": "/assistants",
    "people": "/people",
    "syncs": "/syncs",
    "keys": "/keys",
    "system": "/system",
    "start": "/setup",
    "nobody": "/today?person=nobody",
    "today of a newcomer": f"/today?person={NEWCOMER}",
    "today of a beginner": f"/today?person={BEGINNER}",
    "a beginner's night": f"/night/{NIGHT}?person={BEGINNER}",
    "no night": "/night/2020-02-29?person=1002",
    "no such page": "/today/nowhere?person=1002",
}
WITHOUT_A_SESSION = {"signin": "test_way_in", "consent": "test_consent"}
"""Pages of people who are not signed in, and the tests that look at them."""
ROUTES = DIST.parent / "client/src/routes.ts"
MOST_DOCUMENT, MOST_SCRIPT = 60_000, 200_000
ONE_PAGE = 1

pytestmark = [
    pytest.mark.skipif(not CHROMIUM.exists(), reason="there is no /usr/bin/chromium"),
    pytest.mark.skipif(
        not (DIST / "app.js").exists() or not AXE.exists(),
        reason="the pages are not built: npm ci && npm run build in app/web/client",
    ),
]

Open = Callable[..., Page]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Household]:
    """Ben's last 84 days, and somebody without any."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("household"))
    if SERVER is None:
        with household(settings, BEN) as opened:
            yield opened
        return
    with (
        database_on(SERVER) as url,
        household(settings.model_copy(update={"database_url": url}), BEN) as opened,
    ):
        yield opened


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's chromium."""
    with sync_playwright() as tools:
        started = tools.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield started
        started.close()


@pytest.fixture
def open_page(house: Household, browser: Browser) -> Iterator[Open]:
    """Opens an address as the owner, or as who has another cookie; nothing may go wrong on it."""
    contexts: list[BrowserContext] = []
    troubles: list[str] = []

    def heard(kind: str, text: str) -> None:
        if kind == "error" and not text.startswith("Failed to load resource"):
            troubles.append(text)

    def opened(
        path: str,
        *,
        width: int = 1280,
        cookie: str | None = None,
        still: bool = True,
        **more: object,
    ) -> Page:
        size = {"width": width, "height": 844 if width < 1000 else 900}
        options: dict[str, Any] = {"viewport": size, "locale": "en-GB", **more}
        context = browser.new_context(base_url=house.address, **options)
        contexts.append(context)
        context.add_cookies(house.cookies(house.owner if cookie is None else cookie))  # type: ignore[arg-type]
        page = context.new_page()
        if still:  # Then the browser measures nothing.
            page.clock.set_fixed_time(MOMENT)
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda line: heard(line.type, line.text))
        page.goto(path)
        page.wait_for_selector("main h1")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert troubles == []


def violations(page: Page, **options: object) -> list[str]:
    """What axe finds: the rule, and where."""
    page.evaluate(AXE.read_text())
    return told(page.evaluate(RUN, options))


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("name", SCREENS)
def test_no_rule_of_accessibility_is_broken(open_page: Open, name: str, width: int) -> None:
    """In each theme and at each width nothing stands in a reader's way, and nothing is too wide."""
    page = open_page(SCREENS[name], width=width, bypass_csp=True, reduced_motion="reduce")
    expect(page.locator("[aria-busy=true]")).to_have_count(0)
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    assert violations(page, runOnly=["color-contrast"]) == []
    root = "document.documentElement"
    assert page.evaluate(f"{root}.scrollWidth <= {root}.clientWidth")
    expect(page.locator("h1")).to_have_count(1)


def test_no_page_is_left_out() -> None:
    """Each page of the table of routes is among those that are audited, here or where it says."""
    names = set(re.findall(r"name: '(\w+)', path", ROUTES.read_text()))
    assert len(names) > len(WITHOUT_A_SESSION)
    assert names - set(SCREENS) - set(WITHOUT_A_SESSION) == set()


@pytest.mark.parametrize("name", ["today", "night", "day", "week", "past", "insights", "account"])
def test_a_screen_is_one_small_question(open_page: Open, house: Household, name: str) -> None:
    """A screen asks its document once, under 60 kB, all from one origin; its script is small."""
    page = open_page(SCREENS[name], still=False)
    page.wait_for_selector(".page[aria-busy=false] h1")
    loaded = page.evaluate(LOADED)
    assert [url for url, _, _ in loaded if not url.startswith((house.address, "data:"))] == []
    assert max(plain for url, _, plain in loaded if url.endswith("/graphql")) < MOST_DOCUMENT
    assert 0 < sum(packed for url, packed, _ in loaded if url.endswith(".js")) < MOST_SCRIPT


LOADED = """() => performance.getEntriesByType("resource")
  .map(each => [each.name, each.encodedBodySize, each.decodedBodySize])"""


def test_today_says_what_to_do(open_page: Open) -> None:
    """On a day of illness Today opens with what to do, and each row says it in words."""
    page = open_page(SCREENS["today"])
    expect(page.locator("h1")).to_have_text("Rest today.")
    heart = page.locator(".usual", has_text="Resting heart rate")
    expect(heart.locator(".word")).to_have_text("Above usual")
    expect(page.get_by_text("Polar Vantage V2 does not measure it.")).to_be_visible()
    page.get_by_role("link", name="The night", exact=True).click()
    expect(page).to_have_url(f"/night/{NIGHT}?person=1002")


def test_nights_turn_by_key_and_by_finger(open_page: Open) -> None:
    """Arrow keys and a swipe lead to the night before and back; the newest has none after it."""
    page = open_page(SCREENS["night"], has_touch=True)
    expect(page.get_by_role("button", name="The night after")).to_be_disabled()
    page.keyboard.press("ArrowLeft")
    expect(page).to_have_url("/night/2026-11-25?person=1002")
    expect(page.locator(".eyebrow").first).to_contain_text("25 November")
    page.evaluate(SWIPE, -200)
    expect(page).to_have_url(f"/night/{NIGHT}?person=1002")
    page.go_back()
    expect(page.locator(".eyebrow").first).to_contain_text("25 November")


SWIPE = """by => {
  const target = document.querySelector(".swiped h1");
  const touch = x => new Touch({ identifier: 1, target, clientX: 200 + x, clientY: 100 });
  const send = (type, x) => target.dispatchEvent(new TouchEvent(type, {
    bubbles: true, touches: type === "touchend" ? [] : [touch(x)], changedTouches: [touch(x)] }));
  send("touchstart", 0); send("touchmove", by / 2); send("touchmove", by); send("touchend", by);
}"""


def test_the_cursor_of_a_night_is_moved_by_keys(open_page: Open) -> None:
    """The lanes are a slider: arrow keys move one hairline through all, and a reader hears it."""
    page = open_page(SCREENS["night"])
    lanes = page.get_by_role("slider", name="Time of the night")
    lanes.focus()
    for _ in range(3):
        page.keyboard.press("PageUp")
    expect(page.locator(".lanes .cursor")).to_have_count(4)
    expect(lanes).to_have_attribute("aria-valuetext", re.compile("Heart rate.*HRV|HRV.*Heart rate"))
    expect(page).to_have_url(f"/night/{NIGHT}?person=1002")


def test_a_table_has_every_row_of_a_picture(open_page: Open) -> None:
    """Under a picture the numbers are a table, made when it is opened."""
    page = open_page(SCREENS["night"])
    axis = page.locator("section", has_text="The night on one axis")
    expect(axis.locator("tbody tr")).to_have_count(0)
    axis.get_by_text("Show the numbers").click()
    expect(axis.locator("tbody tr").nth(60)).to_be_attached()


@pytest.mark.parametrize("name", ["insights", "trends"])
def test_hrv_lies_on_its_own_band(open_page: Open, name: str) -> None:
    """The week of each of 30 mornings is drawn on the person's own band, and stands in a table."""
    page = open_page(SCREENS[name])
    sheet = page.locator("section", has_text="HRV against your own band")
    expect(sheet.locator("svg .bandfill")).to_have_attribute("d", re.compile("^M.*Z$"))
    sheet.get_by_text("Show the numbers (30 rows)").click()
    newest = sheet.locator("tbody tr").first
    expect(newest).to_contain_text("26 Nov 2026")
    expect(newest).to_contain_text(re.compile(r"56 ms\s*53 \W 63"))


@pytest.mark.parametrize("name", ["night", "week"])
def test_a_night_and_a_week_are_printed_on_one_page(open_page: Open, name: str) -> None:
    """Their print has no navigation, and is one page."""
    page = open_page(SCREENS[name])
    page.emulate_media(media="print")
    expect(page.locator(".rail")).to_be_hidden()
    assert page.pdf(format="A4").count(b"/Type /Page\n") == ONE_PAGE


def test_a_week_is_whole_on_a_phone(open_page: Open) -> None:
    """Seven days, their mean, the sessions: nothing is out of sight to the side."""
    page = open_page(SCREENS["week"], width=360)
    expect(page.locator("[data-label]").first).to_be_visible()
    assert page.locator(".scroll").evaluate_all(HIDDEN) == [0, 0]


HIDDEN = "regions => regions.map(each => each.scrollWidth - each.clientWidth)"


def test_by_keyboard_the_first_stop_skips_the_navigation(open_page: Open) -> None:
    """The first Tab is at the skip link; after a link the new page's heading has the focus."""
    page = open_page(SCREENS["today"])
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to content")
    page.get_by_role("navigation").get_by_role("link", name="Insights").first.press("Enter")
    expect(page.locator("h1:focus")).to_be_visible()


def test_a_link_that_is_neared_has_its_page_ready(open_page: Open) -> None:
    """Its script comes before the click."""
    page = open_page(SCREENS["today"])
    expect(page.locator("[aria-busy=true]")).to_have_count(0)
    link = page.get_by_role("navigation").get_by_role("link", name="Training").first
    with page.expect_response(re.compile(r"/assets/web/training-\w+\.js")):
        link.hover()
    link.click()
    expect(page).to_have_url("/training?person=1002")
    expect(page.locator("h1")).to_have_text("A light week so far.")


def test_a_name_is_a_name_and_nothing_else(open_page: Open) -> None:
    """Markup in a name is shown as it is; who has no day yet reads what to do."""
    page = open_page(SCREENS["today of a newcomer"])
    expect(page.locator("h1")).to_have_text("Nothing here yet.")
    expect(page.locator(".rail .who option:checked")).to_contain_text("<b>Zoë</b>")
    expect(page.locator("b", has_text="Zoë")).to_have_count(0)


def test_a_first_night_is_shown_and_not_judged(open_page: Open) -> None:
    """With a night or two nothing is called usual or unusual; the page says what comes when."""
    page = open_page(SCREENS["today of a beginner"])
    expect(page.locator("h1")).to_have_text("Getting to know you.")
    expect(page.get_by_role("heading", name="What comes when")).to_be_visible()
    expect(page.get_by_text("Above usual")).to_have_count(0)
    expect(page.locator(".usual .figures")).to_have_count(0)


def test_a_person_sees_themselves_alone(open_page: Open, house: Household) -> None:
    """Signed in through Polar there is no household, and no other person by any address."""
    page = open_page("/today", cookie=house.ben)
    expect(page.locator("h1")).to_have_text("Rest today.")
    expect(page.locator(".rail select[id]")).to_have_count(0)
    expect(page.get_by_text("Household")).to_have_count(0)


def test_a_person_sees_their_own_syncs(open_page: Open, house: Household) -> None:
    """The navigation leads there, nothing is missing on it, and nobody else's run is told."""
    page = open_page("/today", cookie=house.ben)
    page.get_by_role("navigation").get_by_role("link", name="Syncs").first.click()
    expect(page.locator("h1")).to_have_text("Everything comes in.")
    expect(page.get_by_text("could not be loaded")).to_have_count(0)
    expect(page.locator("li.run h3").filter(has_not_text="Ben Camp")).to_have_count(0)


@pytest.mark.parametrize(("zone", "there"), [("Europe/Berlin", 0), ("America/New_York", 1)])
def test_a_viewer_elsewhere_sees_both_clocks(open_page: Open, zone: str, there: int) -> None:
    """Where the viewer's clock shows another time, it stands beside the wearer's."""
    page = open_page(SCREENS["night"], timezone_id=zone)
    expect(page.get_by_text("on your clock")).to_have_count(there)


def test_who_is_not_signed_in_is_led_to_the_door(house: Household, browser: Browser) -> None:
    """Without a session an address leads to the page to sign in; being a stranger is no fault."""
    page = browser.new_page(base_url=house.address)
    faults: list[str] = []
    page.goto("/today?person=1002")
    page.wait_for_url("**/signin?next=%2Ftoday%3Fperson%3D1002")
    page.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
    page.goto("/signin")
    page.wait_for_selector("main h1")
    assert faults == []
    page.close()


def test_everything_is_one_file(open_page: Open, house: Household, tmp_path: Path) -> None:
    """Who orders their whole export and closes the page finds the ZIP when they come back."""
    page = open_page("/account", cookie=house.ben)
    page.get_by_role("button", name="Make the file").click()
    expect(page.get_by_text("The file is being made.")).to_be_visible()
    page.close()
    page = open_page("/account", cookie=house.ben)
    link = page.get_by_role("link", name="Download the file")
    expect(link).to_be_visible(timeout=FILE_MS)
    with page.expect_download() as begun:
        link.click()
    begun.value.save_as(tmp_path / "all.zip")
    with zipfile.ZipFile(tmp_path / "all.zip") as found:
        assert {"ursa-export.json", "tables/sleep.csv", f"nights/{NIGHT}.json"} <= {
            *found.namelist()
        }


LIKES = """async likes => fetch("/graphql", {
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify({
    query: `mutation($likes: SetPreferencesInput!) {
      setPreferences(input: $likes) { person { userId } }
    }`,
    variables: { likes: { userId: "1002", ...likes } },
  }),
})"""


def test_a_new_browser_reads_as_its_person_likes(open_page: Open, house: Household) -> None:
    """Language, units and clock that somebody told their account go before what a browser says."""
    first = open_page("/account", cookie=house.ben)
    first.evaluate(LIKES, {"language": "DE", "units": "IMPERIAL", "hourCycle": "H12"})
    try:
        page = open_page("/account", cookie=house.ben, locale="fi-FI")
        expect(page.locator("h1")).to_have_text("Dein Konto.")
        for chosen in ("Deutsch", "Imperial", "12 Stunden"):
            expect(page.get_by_role("button", name=chosen)).to_have_attribute(
                "aria-pressed", "true"
            )
    finally:
        first.evaluate(LIKES, {"language": None, "units": None, "hourCycle": None})


GO = """to => {
  history.pushState(null, "", to);
  dispatchEvent(new PopStateEvent("popstate"));
}"""


def test_a_server_that_goes_away_loses_nothing(open_page: Open) -> None:
    """What fails says so and offers to try again, and trying again shows the page."""
    page = open_page("/today/nowhere")
    page.route("**/graphql", lambda route: route.fulfill(status=503, body="{}"))
    page.evaluate(GO, "/insights?person=1002")
    expect(page.locator("h1")).to_have_text("Ursa is busy.")
    page.unroute("**/graphql")
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("heading", name="How sure is this?")).to_be_visible()


@pytest.mark.parametrize(
    ("language", "title"), [("de-DE", "Heute ruhen."), ("fi-FI", "Lepää tänään.")]
)
def test_the_browsers_language_is_spoken(open_page: Open, language: str, title: str) -> None:
    """Words, numbers and days are those of the reader's language."""
    page = open_page(SCREENS["today"], locale=language)
    expect(page.locator("h1")).to_have_text(title)
    expect(page.locator("html")).to_have_attribute("lang", language[:2])
