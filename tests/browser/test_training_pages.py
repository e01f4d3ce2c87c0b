"""Training, Exercise and Trends in a real browser: what they show and do, wide and narrow."""

import datetime as dt
import re
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from cryptography.fernet import Fernet
from playwright.async_api import Browser, Locator, Page, async_playwright, expect

from app.auth import open_auth
from app.auth.sessions import cookie_name
from app.deeds import sessions
from app.main import create_app
from app.modelling import Models
from app.records.exercise import (
    SAMPLE_TYPES,
    Exercise,
    ExerciseLap,
    ExerciseSamples,
    ExerciseZone,
    RoutePointSamples,
)
from app.records.heart_rate import HeartRateSamples
from app.records.session import Browser as Visitor
from app.records.session import Role
from app.resources import Resources
from app.settings import Settings
from app.state import State
from app.store.pool import Pool
from app.store.write import store_harvest
from app.vault import Vault
from app.web.shell import DIST
from tests.app.series import TODAY, keep, new_person
from tests.app.sync.little_polar import LittlePolar
from tests.browser.answers import Answers
from tests.running import running
from tests.schema.conftest import Workers, with_state
from tests.schema.year import NOW, year

CHROMIUM = Path("/usr/bin/chromium")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
AXE = Path(__file__).parents[2] / "app" / "web" / "client" / "node_modules" / "axe-core"
FIVE_YEARS = 1826
SECONDS = 1500
LARGEST_DOCUMENT = 60_000
PATIENCE = 50
NOTE = "Head <b>wind</b>, \u202ewarm."

pytestmark = [
    pytest.mark.skipif(not CHROMIUM.exists(), reason="there is no /usr/bin/chromium"),
    pytest.mark.skipif(
        not (DIST / "app.js").exists() or not AXE.is_dir(),
        reason="the pages are not built: npm ci && npm run build in app/web/client",
    ),
]


@dataclass(frozen=True)
class House:
    """Where the pages are, the owner's cookie, and who lives here."""

    address: str
    cookie: str
    secret: str
    runner: str
    nobody: str


@pytest.fixture(scope="module")
async def house(pool: Pool, reading: Pool, models: Models) -> AsyncIterator[House]:
    """A server with somebody who trains, and somebody who never did."""
    runner, nobody = await new_person(pool), await new_person(pool)
    await _train(pool, runner)
    async with AsyncExitStack() as stack:
        listener = stack.enter_context(socket.socket())
        listener.bind(("127.0.0.1", 0))
        settings = Settings.model_validate({"port": listener.getsockname()[1]})
        vault, polar = Vault([Fernet.generate_key().decode()]), LittlePolar({}).link()
        known = Resources(settings, pool, reading, reading, polar, vault, lambda: NOW, models)
        auth = await stack.enter_async_context(open_auth(settings, pool, lambda: NOW))
        state = State(resources=known, auth=auth, dispatch=Workers())
        app = create_app(settings, state)
        at = await stack.enter_async_context(running(with_state(app, state), listener))
        visitor = Visitor(address="127.0.0.1", agent="a test")
        begun = await sessions.begin(state, visitor, Role.OWNER, how="link")
        yield House(at, cookie_name(settings), begun.secret, runner, nobody)


async def _train(pool: Pool, person: str) -> None:
    """A year of days, two sports, five years of HRV, and a run whose every second is known."""
    await store_harvest(pool, person, year(370))
    ride = _session(
        "ride", TODAY - dt.timedelta(days=4), sport="CYCLING", distance_m=31_000.0, note=NOTE
    )
    run = _session("run", TODAY - dt.timedelta(days=1), sport="RUNNING", distance_m=4500.0)
    second = np.arange(SECONDS)
    moments = np.datetime64(run.start_local) + second * np.timedelta64(1, "s")
    there = {
        "heart_rate": np.round(120 + 40 * np.sin(second / 150) ** 2),
        "speed_kmh": 10.8 + np.sin(second / 60),
        "altitude_m": 30 + 10 * np.sin(second / 200),
        "distance_m": np.round(second * 3.0, 1),
    }
    nothing = np.full(SECONDS, np.nan)
    samples = ExerciseSamples(
        polar_exercise_id=np.array(["run"] * SECONDS),
        local_time=moments,
        **{name: there.get(name, nothing) for name in SAMPLE_TYPES},
    )
    turn = second[::10] / SECONDS * 2 * np.pi
    route = RoutePointSamples(
        polar_exercise_id=np.array(["run"] * len(turn)),
        local_time=moments[::10],
        latitude=60.2 + 0.006 * np.sin(turn),
        longitude=24.9 + 0.011 * (1 - np.cos(turn)),
        satellites=np.full(len(turn), np.nan),
        fix=np.full(len(turn), np.nan),
    )
    after = HeartRateSamples(
        local_time=moments[-1] + np.array([60, 120, 300]) * np.timedelta64(1, "s"),
        bpm=np.array([110.0, 98.0, 88.0]),
        minute_weight=np.ones(3),
    )
    zones = [
        ExerciseZone(
            polar_exercise_id=name,
            zone_index=index,
            lower_bpm=95 + 19 * index,
            upper_bpm=114 + 19 * index,
            in_zone_s=240.0,
        )
        for name in ("run", "ride")
        for index in range(5)
    ]
    laps = [
        ExerciseLap(
            polar_exercise_id="ride",
            kind="MANUAL",
            lap_index=index,
            duration_s=600.0 + 60 * index,
            distance_m=5000.0,
        )
        for index in range(3)
    ]
    await store_harvest(pool, person, [[ride, run], zones, laps, samples, route, after])
    wave = 50 + 8 * np.sin(np.arange(FIVE_YEARS) / 40) + np.arange(FIVE_YEARS) % 7
    strain = [10.0, 100.0] * 30  # Its usual range would begin below 0.
    await keep(pool, person, {"hrv_rmssd": [*wave[:-1], 120.0], "strain": strain})


def _session(name: str, day: dt.date, **more: Any) -> Exercise:  # noqa: ANN401 -- fields of it
    start = dt.datetime.combine(day, dt.time(17, 30))
    return Exercise(
        polar_exercise_id=name,
        start_at=start.replace(tzinfo=dt.UTC),
        start_local=start,
        duration_s=float(SECONDS),
        device="Polar Vantage V3",
        heart_rate_avg=140,
        heart_rate_max=160,
        cardio_load=42.0,
        has_details=True,
        has_route=name == "run",
        **more,
    )


@pytest.fixture(scope="module")
async def browser() -> AsyncIterator[Browser]:
    """Debian's chromium."""
    async with async_playwright() as tools:
        started = await tools.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield started
        await started.close()


class Visit:
    """A page that remembers what was asked, and what went wrong on it."""

    def __init__(self, page: Page, house: House) -> None:
        self.page, self.house = page, house
        self.troubles: list[str] = []
        self.answers = Answers(page)
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        page.on("console", self._heard)

    def _heard(self, line: Any) -> None:  # noqa: ANN401 -- Playwright's
        if line.type == "error":
            self.troubles.append(line.text)

    async def open(self, path: str, person: str | None = None) -> None:
        """Open an address of the pages, and wait for its sentence."""
        mark = "&" if "?" in path else "?"
        who = person or self.house.runner
        await self.page.goto(f"{self.house.address}{path}{mark}person={who}")
        await self.page.wait_for_selector("main h1")

    async def says(self, sentence: str | re.Pattern[str]) -> None:
        """Wait until the page's sentence is this one."""
        await expect(self.page.locator("main h1")).to_have_text(sentence)

    async def asks(self, part: str) -> None:
        """Wait until the address says this after its question mark."""
        await expect(self.page).to_have_url(re.compile(rf"[?&]{re.escape(part)}(&|$)"))

    async def changed(self, chart: Locator, earlier: bytes) -> bytes:
        """Wait until a picture is drawn anew; the new one."""
        for _ in range(PATIENCE):
            if (drawn := await chart.screenshot()) != earlier:
                return drawn
        raise AssertionError("the picture stayed as it was")

    async def check(self) -> None:
        """Nothing went wrong, nothing is wider than the screen, and an audit finds nothing."""
        await expect(self.page.locator("[aria-busy=true]")).to_have_count(0)
        wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        assert not await self.page.evaluate(wide)
        # The policy lets no script in but ours; the audit comes in by the debugger.
        await self.page.evaluate((AXE / "axe.min.js").read_text())
        found = await self.page.evaluate("axe.run()")
        told = [
            (each["id"], [node["html"][:160] for node in each["nodes"]])
            for each in found["violations"]
        ]
        assert told == []
        assert self.troubles == []


@pytest.fixture(params=[1280, 390])
async def visit(
    request: pytest.FixtureRequest, browser: Browser, house: House
) -> AsyncIterator[Visit]:
    """A page at one of two widths, signed in."""
    async with await browser.new_context(
        viewport={"width": request.param, "height": 900},
        locale="en-GB",
        timezone_id="UTC",
        reduced_motion="reduce",  # Colours that are on their way are no contrast to audit.
    ) as context:
        cookie = {"name": house.cookie, "value": house.secret, "url": house.address}
        await context.add_cookies([cookie])  # type: ignore[list-item]
        yield Visit(await context.new_page(), house)


PAGES = ["/training", "/training?weeks=52&by=distance", "/trends", "/trends?span=365&with=steps"]


@pytest.mark.parametrize("path", [*PAGES, "/trends?span=all", "run"])
async def test_pages_are_whole_and_open_to_all(visit: Visit, path: str) -> None:
    """A page is one document under 60 kB, fits the screen, and audits of both themes are clean."""
    await visit.open("/training?q=vantage&sport=RUNNING" if path == "run" else path)
    if path == "run":
        await visit.page.click(".session a")
        await visit.page.wait_for_selector(".route")
    await visit.page.wait_for_selector("figure")
    for theme in ("light", "dark"):
        await visit.page.emulate_media(color_scheme=theme)
        await visit.check()
    bodies = await visit.answers.bodies()
    asked = {name: len(body) for name, body in bodies if name != "Household"}
    assert max(asked.values()) < LARGEST_DOCUMENT, asked
    assert len(asked) == (2 if path == "run" else 1), asked


async def test_weeks_are_measured_as_one_likes(visit: Visit) -> None:
    """Time, distance and load, ten weeks or a year: the address keeps what was chosen."""
    await visit.open("/training")
    columns = visit.page.locator("svg rect.column")
    await expect(columns.nth(20)).to_be_attached()
    await visit.page.click("text=Distance >> nth=0")
    await visit.page.wait_for_selector("rect.barfill")
    await expect(columns).to_have_count(10)
    await visit.page.click("button:has-text('1 year')")
    await visit.page.wait_for_selector("rect.column >> nth=40")
    await visit.asks("by=distance")
    await visit.asks("weeks=52")
    await visit.page.reload()
    await visit.page.wait_for_selector("[aria-pressed=true]:has-text('1 year')")


async def test_sessions_are_searched(visit: Visit) -> None:
    """Sport, text and dates narrow the list, in the address too; nothing fits tells what to do."""
    await visit.open("/training")
    counted = visit.page.locator("[role=status]:has-text('session')")
    await expect(counted).to_have_text("126 sessions")
    await visit.page.click("button:has-text('Show 20 more')")
    await visit.page.wait_for_selector(".session >> nth=39")
    await visit.page.click(".chip:has-text('Cycling')")
    await expect(counted).to_have_text("1 session")
    await expect(visit.page.locator(".session")).to_have_count(1)
    await visit.page.click(".chip:has-text('All sports')")
    await visit.page.fill("input[type=search]", "vantage v3")
    await expect(counted).to_have_text("2 sessions")
    await visit.asks("q=vantage+v3")
    await visit.page.select_option(".narrow select", "own")
    await visit.page.fill("input[type=date] >> nth=0", str(TODAY))
    await visit.page.wait_for_selector("text=No session fits.")
    await visit.page.click("button:has-text('Show all sessions')")
    await visit.page.wait_for_selector("text=126 sessions")


async def test_a_session_in_depth(visit: Visit) -> None:
    """A cursor reads every lane, arrow keys turn sessions, and each part has its sentence."""
    await visit.open("/training?q=vantage&sport=RUNNING")
    await visit.page.click(".session a")
    await visit.page.wait_for_selector(".route")
    await visit.says("Running, 4.5 km.")
    slider = visit.page.locator("[role=slider]")
    await slider.focus()
    await visit.page.keyboard.press("End")
    for said in ("^24:5", "Heart rate", "Pace", "Elevation"):
        await expect(slider).to_have_attribute("aria-valuetext", re.compile(said))
    await expect(visit.page.locator("path.cursor")).to_have_count(3)
    main = visit.page.locator("main")
    await expect(main).to_contain_text("A loop back to the start.")
    await expect(main).to_contain_text("in the first minute after the end")
    splits = visit.page.locator("table.plain >> nth=1").locator("tbody tr")
    await expect(splits).to_have_count(5)
    for drawn in (".scalebar", ".north"):
        await expect(visit.page.locator(drawn)).to_be_visible()
    await visit.page.click("h1")
    await visit.page.keyboard.press("ArrowLeft")
    await visit.page.wait_for_selector("h1:not(:has-text('4.5'))")
    await visit.page.go_back()
    await visit.page.wait_for_selector("h1:has-text('4.5')")


async def test_laps_and_a_note(visit: Visit) -> None:
    """Laps that were pressed stand for kilometres, and a note is text, whatever is in it."""
    await visit.open("/training?q=wind")
    await visit.page.click(".session a")
    await visit.page.wait_for_selector("h2:has-text('Laps')")
    laps = visit.page.get_by_role("region", name="Laps").locator("tbody tr")
    await expect(laps).to_have_count(3)
    await expect(visit.page.locator("blockquote")).to_have_text(NOTE)
    await visit.check()


async def test_a_session_that_is_not_there(visit: Visit) -> None:
    """An unknown session is a page that leads on."""
    await visit.open("/exercise/nothing")
    await visit.says("There is no such session.")
    await visit.page.click("main a:has-text('To Training')")
    await visit.page.wait_for_selector("rect.column")


async def test_nothing_yet(visit: Visit) -> None:
    """Somebody without a day is told so on every page, and what comes."""
    for path, title in (("/training", "No training yet."), ("/trends", "No HRV (RMSSD) yet.")):
        await visit.open(path, visit.house.nobody)
        await visit.says(title)
        await visit.check()


async def test_any_metric_with_its_range(visit: Visit) -> None:
    """A day outside of its own range is a diamond; another metric is a click away, and a link."""
    await visit.open("/trends?span=30")
    course = visit.page.locator("figure").first
    await expect(course.locator(".diamond-at")).to_have_count(1)
    await expect(visit.page.locator("main")).to_contain_text("One day lay outside")
    await visit.page.click(".chip:has-text('All 28')")
    await visit.page.click(".chip:has-text('Deep sleep')")
    await visit.page.wait_for_selector("h1:has-text('Deep sleep')")
    await visit.asks("metric=deep_sleep_hours")
    await visit.page.select_option(".compare select", "STEPS")
    await visit.page.wait_for_selector("h2:has-text('Deep sleep and Steps')")


@pytest.mark.parametrize("metric", ["strain", "steps", "ans_charge", "skin_temperature"])
async def test_numbers_stand_as_people_write_them(visit: Visit, metric: str) -> None:
    """One sign before a number, and no range below what can be."""
    await visit.open(f"/trends?metric={metric}&span=30")
    said = await visit.page.locator("main").inner_text()
    assert not re.search(r"[+\u2212±]\s*[+\u2212±]", said)
    if metric == "strain":
        assert "Your usual range now goes up to 2" in said


async def test_years_move(visit: Visit) -> None:
    """Five years move by keys and by the pointer, and come closer."""
    await visit.open("/trends?span=all")
    chart = visit.page.locator(".years")
    await visit.page.wait_for_selector(".years canvas")
    await chart.focus()
    whole = await chart.screenshot()
    await visit.page.keyboard.press("+")
    await visit.page.keyboard.press("+")
    closer = await visit.changed(chart, whole)
    box = await chart.bounding_box()
    assert box
    middle = box["y"] + box["height"] / 2
    await visit.page.mouse.move(box["x"] + box["width"] / 2, middle)
    await visit.page.mouse.down()
    await visit.page.mouse.move(box["x"] + box["width"] / 4, middle, steps=4)
    await visit.page.mouse.up()
    moved = await visit.changed(chart, closer)
    await visit.page.keyboard.press("0")
    await visit.changed(chart, moved)


@pytest.mark.parametrize(
    ("locale", "title", "cycling"),
    [("de", "Noch kein Training.", "radfahren"), ("fi", "Ei vielä", "pyöräily")],
)
async def test_languages(
    browser: Browser, house: House, locale: str, title: str, cycling: str
) -> None:
    """The pages speak the reader's language, and are searched in it."""
    async with await browser.new_context(locale=locale, reduced_motion="reduce") as context:
        cookie = {"name": house.cookie, "value": house.secret, "url": house.address}
        await context.add_cookies([cookie])  # type: ignore[list-item]
        visit = Visit(await context.new_page(), house)
        await visit.open("/training", house.nobody)
        await visit.says(re.compile(rf"^{re.escape(title)}"))
        await visit.open("/trends?span=365")
        await visit.check()
        await visit.open(f"/training?q={cycling}")
        await expect(visit.page.locator(".session")).to_have_count(1)
