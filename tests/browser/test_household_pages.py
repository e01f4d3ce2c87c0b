"""Syncs, Keys, People and System in a real browser: what they show and do, wide and narrow."""

import datetime as dt
import json
import re
import socket
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import httpx
import numpy as np
import pytest
from cryptography.fernet import Fernet
from playwright.async_api import Browser, Page, async_playwright, expect

from app.auth import open_auth
from app.auth.sessions import cookie_name
from app.deeds import sessions
from app.findings.analyse import analyse_user, renew_due
from app.main import create_app
from app.modelling import Models
from app.records.account import Scope
from app.records.server import Check
from app.records.session import Browser as Visitor
from app.records.session import Role
from app.records.sync import RunState, SyncFeed
from app.resources import Resources
from app.settings import Settings
from app.state import State
from app.store import change, keys, runs
from app.store.accounts import delete_account
from app.store.migrations import migrate
from app.store.pool import READ_ONLY, Pool, open_pool
from app.store.takeouts import claim_takeout
from app.store.write import store_harvest
from app.sync.feeds import FEEDS
from app.upstream.oauth import OAuth
from app.vault import Vault
from app.web.shell import DIST
from tests.app.series import keep, new_person
from tests.app.sync.little_polar import LittlePolar
from tests.browser.answers import Answers
from tests.databases import SERVER, empty_database
from tests.running import running
from tests.schema.conftest import Workers, with_state
from tests.schema.year import NOW, year

CHROMIUM = Path("/usr/bin/chromium")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
AXE = DIST.parent / "client" / "node_modules" / "axe-core" / "axe.min.js"
WIDTHS = (1280, 390)
PAGES = ("people", "syncs", "keys", "system")
LARGEST_DOCUMENT = 60_000
NAMED = "<b>Zoë</b> אבג"
HALF_A_MINUTE = """
    UPDATE ecg_test SET (sample_offset_ms, amplitude_mv) = (
        SELECT array_agg(8 * i), array_agg((i %% 100) / 100.0) FROM generate_series(0, 3749) AS i
    )
    WHERE user_id = %s
"""
NAME = "UPDATE account SET display_name = %s WHERE user_id = %s"

pytestmark = [
    pytest.mark.skipif(not CHROMIUM.exists(), reason="there is no /usr/bin/chromium"),
    pytest.mark.skipif(
        not (DIST / "app.js").exists() or not AXE.is_file(),
        reason="the pages are not built: npm ci && npm run build in app/web/client",
    ),
]


@dataclass(frozen=True)
class House:
    """Where the pages are, the owner's cookie, who lives here, and who works."""

    address: str
    cookie: str
    secret: str
    well: str
    lost: str
    workers: Workers
    pool: Pool
    state: State
    now: list[dt.datetime]
    """What the clock of the server shows."""


@pytest.fixture(scope="module")
async def database(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    """A database with nobody of other tests in it: the pages list everybody."""
    async with empty_database(tmp_path_factory.mktemp("household")) as url:
        yield url


@pytest.fixture(scope="module")
async def pool(database: str) -> AsyncIterator[Pool]:
    """Pool on it, migrated."""
    async with open_pool(database, size=4, prepare=SERVER is not None) as opened:
        await migrate(opened)
        yield opened


@pytest.fixture(scope="module")
async def reading(database: str, pool: Pool) -> AsyncIterator[Pool]:
    """Pool of reads on it."""
    assert pool
    prepare = SERVER is not None
    async with open_pool(database, size=4, prepare=prepare, options=READ_ONLY) as opened:
        yield opened


@pytest.fixture(scope="module")
async def house(pool: Pool, reading: Pool, models: Models) -> AsyncIterator[House]:
    """A server with somebody whose syncs work, and somebody whose token is dead."""
    well, lost, now = await new_person(pool), await new_person(pool), [NOW]
    async with AsyncExitStack() as stack:
        listener = stack.enter_context(socket.socket())
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
        settings = Settings.model_validate({"port": port, "api_key": "the-master-key"})
        http = await stack.enter_async_context(httpx.AsyncClient())
        vault, polar = Vault([Fernet.generate_key().decode()]), LittlePolar({}).link()
        known = Resources(settings, pool, reading, reading, polar, vault, lambda: now[0], models)
        known = replace_oauth(known, http, settings.public_url)
        auth = await stack.enter_async_context(open_auth(settings, pool, lambda: now[0]))
        workers = Workers()
        state = State(resources=known, auth=auth, dispatch=workers, doctor=examined)
        at = await stack.enter_async_context(
            running(with_state(create_app(settings, state), state), listener)
        )
        begun = await sessions.begin(
            state, Visitor(address="127.0.0.1", agent="a test"), Role.OWNER, how="link"
        )
        await _furnish(known, well, lost)
        yield House(at, cookie_name(settings), begun.secret, well, lost, workers, pool, state, now)


async def examined() -> list[Check]:
    """What a doctor found: one thing good, one not."""
    return [
        Check(what="Python", good=True, found="3.11"),
        Check(what="Broker", good=False, found="broker_unavailable", advice="Start Redis."),
    ]


def replace_oauth(known: Resources, http: httpx.AsyncClient, address: str) -> Resources:
    """The same, as a client of a Polar whose consent page is this house's own."""
    from dataclasses import replace  # noqa: PLC0415 -- beside its one use

    oauth = OAuth(
        http,
        authorize_url=f"{address}/signin",
        token_url=f"{address}/token",
        client_id="client",
        client_secret="secret",
    )
    return replace(known, oauth=oauth)


async def _furnish(known: Resources, well: str, lost: str) -> None:
    """A year of days, tokens, a run that came in part, and a key that was used."""
    pool = known.pool
    await store_harvest(pool, well, year(60))
    for person, name in ((well, "Ben Camp"), (lost, NAMED)):
        token = known.vault.seal("token")
        await change.execute(pool, "credential_keep", user_id=person, token=token, connected_at=NOW)
        await change.execute(pool, "account_synced", user_id=person, synced_at=NOW)
        async with pool.connection() as connected:
            await connected.execute(NAME, [name, person])
    async with pool.connection() as connected:
        await connected.execute(
            "UPDATE credential SET refused_at = %s WHERE user_id = %s", [NOW, lost]
        )
    await partial_run(pool, well)
    await keys.create_key(pool, user_id=well, label="Grafana", scopes=[Scope.READ], actor="test")


async def partial_run(pool: Pool, person: str) -> uuid.UUID:
    """A run all of whose feeds came but heart rate."""
    run_id = await started_run(pool, person)
    for feed in FEEDS:
        failed = feed.name == "heart_rate"
        done = SyncFeed(
            run_id=run_id,
            feed=feed.name,
            state="failed" if failed else "success",
            rows_received=0 if failed else 28,
            rows_written=0 if failed else 28,
            days_asked=28,
            days_answered=0 if failed else 28,
            first_day=None if failed else dt.date(2025, 12, 15),
            last_day=None if failed else dt.date(2026, 1, 11),
            notes=["sleep 2026-01-10: 2 sleeps of one date"] if feed.name == "sleep" else [],
            error_code="polar_unavailable" if failed else None,
            error="Polar did not answer." if failed else None,
            problems=["2026-01-01 to 2026-01-03 did not come"] if failed else [],
            ended_at=NOW,
        )
        await runs.feed_done(pool, done)
    await ended(pool, run_id, RunState.PARTIAL)
    return run_id


async def started_run(pool: Pool, person: str) -> uuid.UUID:
    """A run that a worker is at."""
    run_id = await runs.queue_run(
        pool, user_id=person, origin="graphql", days=28, token=b"x", now=NOW
    )
    assert run_id is not None
    await runs.claim_run(pool, run_id, NOW)
    return run_id


async def ended(pool: Pool, run_id: uuid.UUID, state: RunState) -> None:
    """The end of a run."""
    await runs.finish_run(
        pool, run_id, state, now=NOW, request_count=31, error_code=None, error=None
    )


@pytest.fixture(scope="module")
async def chromium() -> AsyncIterator[Browser]:
    """One browser for all."""
    async with async_playwright() as tools:
        started = await tools.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield started
        await started.close()


Open = Callable[..., Awaitable[Page]]


@pytest.fixture
async def opened(chromium: Browser, house: House) -> AsyncIterator[Open]:
    """Opens pages of the owner's, each once its sentence is there; all are closed in the end."""
    async with AsyncExitStack() as stack:

        async def opening(path: str, width: int, scheme: str = "light") -> Page:
            page = await _signed_in(chromium, house, width, scheme)
            stack.push_async_callback(page.context.close)
            await page.goto(path)
            await page.wait_for_selector("main h1")
            return page

        yield opening


async def _signed_in(
    browser: Browser, house: House, width: int, scheme: str, language: str = "en-GB"
) -> Page:
    context = await browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,  # type: ignore[arg-type]
        locale=language,
        base_url=house.address,
        permissions=["clipboard-read", "clipboard-write"],
        bypass_csp=True,  # For the audit's own script alone; the policy has a test of its own.
    )
    context.set_default_timeout(40_000)
    await context.add_cookies([{"name": house.cookie, "value": house.secret, "url": house.address}])
    return await context.new_page()


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_anybody_can_use_it(opened: Open, name: str, width: int, scheme: str) -> None:
    """Axe finds no violation, nothing scrolls sideways, in both themes."""
    page = await opened(f"/{name}", width, scheme)
    await expect(page.locator("[aria-busy=true]")).to_have_count(0)
    await page.evaluate(AXE.read_text())
    found = await page.evaluate("axe.run()")
    told = [(one["id"], [each["target"] for each in one["nodes"]]) for one in found["violations"]]
    assert told == []
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", WIDTHS)
async def test_a_long_name_breaks(opened: Open, house: House, name: str, width: int) -> None:
    """A name of a hundred wide letters without a space makes no page scroll sideways."""
    async with house.pool.connection() as connected:
        await connected.execute(NAME, ["W" * 100, house.lost])
        try:
            page = await opened(f"/{name}", width)
            await expect(page.locator("[aria-busy=true]")).to_have_count(0)
            told = await page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        finally:
            await connected.execute(NAME, [NAMED, house.lost])
    assert told[0] <= told[1]


@pytest.mark.parametrize("name", PAGES)
async def test_a_page_asks_little(opened: Open, house: House, name: str) -> None:
    """Each document's answer has fewer than 60 kB, and no error is told."""
    known = house.state["resources"]
    for person in await renew_due(known):  # As each night does: nobody's findings are waited for.
        await analyse_user(known, person)
    page = await opened("/signin", 1280)
    answers = Answers(page)
    await page.goto(f"/{name}")
    await page.wait_for_selector("main h1")
    await page.wait_for_load_state("networkidle") if name == "system" else None
    await expect(page.locator("[aria-busy=true]")).to_have_count(0)
    bodies = [body for _, body in await answers.bodies()]
    assert bodies
    assert all(len(body) < LARGEST_DOCUMENT for body in bodies)
    assert [told for body in bodies if (told := json.loads(body).get("errors"))] == []


@pytest.mark.parametrize("width", WIDTHS)
async def test_syncs_are_told_feed_by_feed(opened: Open, house: House, width: int) -> None:
    """What did not come stands there in the reader's words, with what to do about it."""
    page = await opened(f"/syncs?of={house.well}&which=problems", width)
    run = page.locator("li.run").first
    await expect(run).to_contain_text("Came in part")
    await expect(run).to_contain_text("Heart rate")
    await run.get_by_text("Feed by feed").click()
    await expect(run.get_by_role("row")).to_have_count(len(FEEDS) + 1)
    await expect(run).to_contain_text("the next sync asks again")
    await expect(run).to_contain_text("2026-01-01 to 2026-01-03 did not come")
    nights = run.get_by_role("row").filter(has_text="Sleep").first
    await expect(nights).to_contain_text("15 Dec 2025 \N{EN DASH} 11 Jan 2026")
    did = run.get_by_role("list", name="What Ursa did with it")
    await expect(did).to_have_text(["sleep 2026-01-10: 2 sleeps of one date"])


@pytest.mark.parametrize("width", WIDTHS)
async def test_a_sync_is_watched_live(opened: Open, house: House, width: int) -> None:
    """One that is asked for here runs before the reader's eyes, whoever works on it."""
    page = await opened(f"/syncs?of={house.well}", width)
    async with page.expect_request(lambda request: "personChanged" in (request.post_data or "")):
        await page.reload()
    await page.get_by_role("button", name="Sync now: Ben Camp").click()
    bar = page.get_by_role("progressbar")
    await expect(bar).to_have_attribute("aria-valuenow", "0")
    run_id = house.workers.runs[-1]
    await runs.claim_run(house.pool, run_id, NOW)
    feed = SyncFeed(run_id=run_id, feed="sleep", state="success", problems=[], ended_at=NOW)
    await runs.feed_done(house.pool, feed)
    await expect(bar).to_have_attribute("aria-valuenow", "1")
    await ended(house.pool, run_id, RunState.SUCCESS)
    await expect(bar).to_have_count(0)
    await expect(page.locator("li.run", has_text="Everything came").first).to_be_visible()


@pytest.mark.parametrize(
    ("language", "sampled", "fetch"),
    [
        ("en", "What was sampled, by the minute", "Download the file (1.2 MB)"),
        ("de", "Minute für Minute", "Datei herunterladen (1,2\u00a0MB)"),
        ("fi", "Mittaukset minuutti", "Lataa tiedosto (1,2\u00a0Mt)"),
    ],
)
async def test_an_export_is_watched_live(
    chromium: Browser, house: House, language: str, sampled: str, fetch: str
) -> None:
    """What a worker writes stands there step by step, then the file; a reload goes on from it."""
    person = await new_person(house.pool)
    page = await _signed_in(chromium, house, 390, "light", language)
    await page.goto(f"/account?person={person}")
    await page.locator(".takeout button").click()
    step = page.locator(".takeout [aria-current=step]")
    await expect(step).to_have_count(1)
    run_id = house.workers.runs[-1]
    await claim_takeout(house.pool, run_id, NOW)
    await change.execute(
        house.pool, "takeout_step", run_id=run_id, phase="hrv_sample", now=house.now[0]
    )
    await expect(step).to_contain_text(sampled)
    await page.reload()
    await expect(step).to_contain_text(sampled)
    await change.execute(house.pool, "takeout_finish", run_id=run_id, **WRITTEN)
    link = page.get_by_role("link", name=fetch)
    await expect(link).to_have_attribute("href", f"/api/v1/users/{person}/takeouts/{run_id}/file")
    await expect(step).to_have_count(0)
    await page.context.close()


WRITTEN = {
    "state": "success",
    "now": NOW,
    "told_rows": 5000,
    "documents": 90,
    "file_bytes": 1_200_000,
    "expires_at": NOW + dt.timedelta(days=7),
    "error_code": None,
    "error": None,
}


async def test_an_export_that_failed_is_told(opened: Open, house: House) -> None:
    """Why there is no file stands there, and another one can be ordered."""
    page = await opened(f"/account?person={house.lost}", 390)
    await page.get_by_role("button", name="Make the file").click()
    await expect(page.locator(".takeout [aria-current=step]")).to_have_count(1)
    broken = WRITTEN | {"state": "failed", "file_bytes": None, "expires_at": None}
    run = broken | {"error_code": "file_unwritable", "error": "No space left on device"}
    await change.execute(house.pool, "takeout_finish", run_id=house.workers.runs[-1], **run)
    await expect(page.locator(".takeout .notice")).to_contain_text("No space left on device")
    await expect(page.get_by_role("button", name="Make the file")).to_be_enabled()


@pytest.mark.parametrize("width", WIDTHS)
async def test_a_key_lives(opened: Open, house: House, width: int) -> None:
    """It is made and shown once, works as the ready line says, is renewed, and revoked."""
    page = await opened("/keys", width)
    label = f"Diary {width}"
    await page.get_by_label("What is it for?").fill(label)
    await page.get_by_label("Whose data?").select_option(house.well)
    await page.get_by_role("button", name="Sleep").click()
    await page.get_by_role("button", name="Make the key").click()
    made = page.locator("section.fresh")
    await expect(made).to_contain_text(f"Your new key for {label}")
    secret = await _secret(page)
    await made.get_by_role("button", name="Copy: The key").click()
    await page.wait_for_function(COPIED, arg=secret)
    line = made.locator("code").nth(1)
    await expect(line).to_contain_text(re.compile(r'"http[^"]+"'))
    address = re.search(r'"(http[^"]+)"', await line.inner_text())
    assert address is not None
    assert await answers(address[1], secret) == 200
    await made.get_by_role("button", name="I have copied it").click()
    await expect(page.locator("section.fresh")).to_have_count(0)
    assert secret not in await page.content()
    await _renewed_and_revoked(page, label, address[1], secret)


async def _renewed_and_revoked(page: Page, label: str, address: str, secret: str) -> None:
    row = page.locator("li.keyrow", has_text=label)
    await expect(row).to_contain_text("Only Sleep")
    await row.get_by_role("button", name="Renew").click()
    await page.get_by_role("dialog").get_by_role("button", name="Renew", exact=True).click()
    await expect(page.locator("section.fresh")).to_contain_text("The old secret works until")
    new = await _secret(page)
    assert {await answers(address, each) for each in (secret, new)} == {200}
    await row.get_by_role("button", name="Revoke").click()
    await page.get_by_role("dialog").get_by_role("button", name="Revoke", exact=True).click()
    await expect(page.locator("li.keyrow", has_text=label)).to_have_count(0)
    assert {await answers(address, each) for each in (secret, new)} == {401}


COPIED = "async secret => await navigator.clipboard.readText() === secret"


async def _secret(page: Page) -> str:
    code = page.locator("section.fresh code").first
    await expect(code).to_have_text(re.compile(r"\S{20}"))
    return await code.inner_text()


async def answers(address: str, secret: str) -> int:
    """The status of REST's answer to a key."""
    async with httpx.AsyncClient() as client:
        return (await client.get(address, headers={"X-API-Key": secret})).status_code


@pytest.mark.parametrize("width", WIDTHS)
async def test_people_are_cards(opened: Open, house: House, width: int) -> None:
    """Each has its state and what to do about it, and is found by a part of the name."""
    page = await opened("/people?search=ben+camp", width)
    cards = page.locator("li.person")
    await expect(cards).to_have_count(1)
    await expect(cards.first).to_contain_text("Resting heart rate, 30 nights")
    await page.get_by_role("searchbox").fill("zoë")
    await page.keyboard.press("Enter")
    await expect(page.locator("li.person h3")).to_have_text(NAMED)
    await expect(cards.first).to_contain_text("Polar refused the permission")
    await page.get_by_role("searchbox").fill("nobody-at-all")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("Nobody is called")).to_be_visible()
    await page.goto(f"/people?search={house.lost}")
    async with page.expect_navigation(url=re.compile(r"/signin\?.*state=")):
        await page.get_by_role("button", name="Connect again").click()


@pytest.mark.parametrize("width", WIDTHS)
async def test_somebody_is_invited_and_connected(opened: Open, width: int) -> None:
    """An invitation is a link that is shown once; who is connected here goes to Polar."""
    page = await opened("/people", width)
    await page.get_by_role("button", name="Invite").click()
    await page.get_by_label("Whom is it for?").fill("Aino")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog").locator("code")).to_contain_text("/signin#")
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="Connect a person").click()
    await page.get_by_label("A name for them").fill(f"new-{width}")
    async with page.expect_navigation(url=re.compile(r"/signin\?.*state=")):
        await page.keyboard.press("Enter")


@pytest.mark.parametrize("width", WIDTHS)
async def test_somebody_is_deleted_by_keyboard(opened: Open, house: House, width: int) -> None:
    """The dialog says what goes, wants the name, keeps on Escape, and shows the receipt."""
    person, name = await new_person(house.pool), f"Gone {uuid.uuid4().hex[:8]}"
    await store_harvest(house.pool, person, year(5))
    async with house.pool.connection() as connected:
        await connected.execute(
            "UPDATE account SET display_name = %s WHERE user_id = %s", [name, person]
        )
    page = await opened(f"/people?search={name.replace(' ', '+')}", width)
    opener = page.get_by_role("button", name=f"Delete: {name}")
    await opener.focus()
    await page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    await expect(dialog).to_contain_text("nights of the last year")
    await page.keyboard.press("Escape")
    await expect(page.get_by_label("Type the name to go on")).to_have_count(0)
    await expect(opener).to_be_focused()
    await page.keyboard.press("Enter")
    remove = dialog.get_by_role("button", name="Delete for ever")
    await expect(remove).to_be_disabled()
    await dialog.get_by_label("Type the name to go on").focus()
    await page.keyboard.type(name)
    await page.keyboard.press("Enter")
    await expect(dialog).to_contain_text("Receipt")
    await page.keyboard.press("Escape")
    await expect(page.locator("li.person")).to_have_count(0)


@pytest.mark.parametrize("width", WIDTHS)
async def test_a_night_and_a_session_are_deleted(opened: Open, house: House, width: int) -> None:
    """Both are asked twice; the page of the night says that there is none, the other one leaves."""
    person = await new_person(house.pool)
    await store_harvest(house.pool, person, year(5))
    nights, sessions_there = await _counted(house.pool, person)
    page = await opened(f"/night?person={person}", width)
    opener, dialog = (
        page.get_by_role("button", name="Delete this night…"),
        page.get_by_role("dialog"),
    )
    await opener.click()
    await dialog.get_by_role("button", name="Keep it").click()
    await expect(opener).to_be_visible()
    assert await _counted(house.pool, person) == (nights, sessions_there)
    await opener.click()
    await dialog.get_by_role("button", name="Delete").click()
    await expect(page.locator("main h1")).to_contain_text("No night to")
    await page.goto(f"/training?person={person}")
    await page.locator(".session a").first.click()
    await page.get_by_role("button", name="Delete this session…").click()
    await dialog.get_by_role("button", name="Delete").click()
    await expect(page).to_have_url(re.compile("/training"))
    assert await _counted(house.pool, person) == (nights - 1, sessions_there - 1)


@pytest.mark.parametrize("width", WIDTHS)
async def test_tests_are_shown_and_deleted(opened: Open, house: House, width: int) -> None:
    """A day tells of its blood oxygen and its ECG, and deletes the one that is meant."""
    person = await new_person(house.pool)
    await store_harvest(house.pool, person, year(5))
    async with house.pool.connection() as connected:
        await connected.execute(HALF_A_MINUTE, [person])
    page = await opened(f"/day/{NOW.date()}?person={person}", width)
    sheet, dialog = page.get_by_role("region", name="Tests of this day"), page.get_by_role("dialog")
    await expect(sheet).to_contain_text("97%")
    await expect(sheet).to_contain_text("62 bpm")
    await expect(sheet.locator("svg path.line")).to_have_count(1)
    wide = await sheet.evaluate("e => e.scrollWidth - e.clientWidth")
    assert wide == 0, "the curve scrolls in a place of its own"
    openers = sheet.get_by_role("button", name="Delete this test…")
    await expect(openers).to_have_count(2)
    await openers.first.click()
    await dialog.get_by_role("button", name="Delete").click()
    await expect(openers).to_have_count(1)
    await expect(sheet).not_to_contain_text("Wrist ECG")
    await openers.click()
    await dialog.get_by_role("button", name="Delete").click()
    await expect(sheet).to_have_count(0)


async def _counted(pool: Pool, person: str) -> tuple[int, int]:
    counts = """
        SELECT
            (SELECT count(*) FROM sleep WHERE user_id = %(person)s),
            (SELECT count(*) FROM exercise WHERE user_id = %(person)s)
    """
    async with pool.connection() as connected:
        cursor = await connected.execute(counts, {"person": person})
        nights, sessions_there = await cursor.fetchone() or (0, 0)
    return nights, sessions_there


@pytest.mark.parametrize("width", WIDTHS)
async def test_the_system_is_told(opened: Open, width: int) -> None:
    """Sizes, settings without secrets, deeds, and the doctor's checks are there."""
    page = await opened("/system", width)
    await expect(page.locator("main")).to_contain_text("TimescaleDB 2.")
    await expect(page.get_by_role("row", name=re.compile("API_KEY"))).to_contain_text("secret, set")
    assert "the-master-key" not in await page.content()
    await page.get_by_role("button", name="Examine now").click()
    await expect(page.locator(".checks li").first).to_contain_text("Start Redis.")
    await expect(page.get_by_role("status").filter(has_text="One thing")).to_be_visible()
    await page.get_by_label("Kind of deed").select_option("api_key")
    await expect(page.locator(".deedlist")).to_contain_text("made a key")
    await page.get_by_role("button", name=re.compile("Show all .* relations")).click()
    relations = page.get_by_role("region", name="Relations").get_by_role("row")
    await expect(relations.nth(20)).to_be_visible()


async def test_a_stale_password_is_asked_for(opened: Open, house: House) -> None:
    """Who revokes a key after ten minutes is asked who they are; leaving it changes nothing."""
    await keys.create_key(
        house.pool, user_id=house.well, label="Stays", scopes=[Scope.READ], actor="test"
    )
    house.now[0] += dt.timedelta(minutes=11)
    page = await opened("/keys", 390)
    await expect(page.locator("li.keyrow", has_text="Stays")).to_be_visible()
    await page.locator("li.keyrow", has_text="Stays").get_by_role("button", name="Revoke").click()
    await page.get_by_role("dialog").get_by_role("button", name="Revoke", exact=True).click()
    await expect(page.get_by_label("Password")).to_be_focused()
    await page.keyboard.press("Escape")
    await page.keyboard.press("Escape")
    await expect(page.locator("li.keyrow", has_text="Stays")).to_be_visible()
    house.now[0] = NOW


@pytest.mark.parametrize("name", PAGES)
async def test_a_database_that_goes_away_is_told(opened: Open, name: str) -> None:
    """What can not be asked is a page that says what to do, and trying again helps."""
    page = await opened("/signin", 390)
    away = {"errors": [{"message": "away", "extensions": {"code": "database_unavailable"}}]}
    await page.route("**/graphql", lambda route: route.fulfill(status=503, json=away))
    await page.goto(f"/{name}")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Ursa is busy.")
    await page.unroute("**/graphql")
    await page.get_by_role("button", name="Try again").click()
    await expect(page.get_by_role("heading", level=1)).not_to_have_text("Ursa is busy.")


async def test_a_page_of_somebody_who_was_deleted(chromium: Browser, house: House) -> None:
    """Their open page leads to signing in as soon as it asks again, and shows nothing of theirs."""
    person = await new_person(house.pool)
    begun = await sessions.begin(
        house.state, Visitor(address="127.0.0.1"), Role.PERSON, how="test", user_id=person
    )
    page = await _signed_in(chromium, house, 1280, "light")
    cookie = {"name": house.cookie, "value": begun.secret, "url": house.address}
    await page.context.add_cookies([cookie])  # type: ignore[list-item]
    await page.goto("/account")
    await expect(page.get_by_text("For apps and notebooks")).to_be_visible()
    await delete_account(house.pool, person, actor="test", deregistered=False)
    house.state["auth"].sessions.forget_all()
    await page.get_by_role("navigation").get_by_role("link", name="Night").first.click()
    await page.wait_for_url("**/signin*")
    await expect(page.get_by_text(person)).to_have_count(0)
    await page.context.close()


TEN_YEARS = 3650


async def test_ten_years_of_nights(chromium: Browser, house: House) -> None:
    """Each page of somebody with ten years is one small answer without an error."""
    person, day = await new_person(house.pool), np.arange(float(TEN_YEARS))
    nights = {
        "hrv_rmssd": 50 + day % 13,
        "resting_hr": 48 + day % 7,
        "sleep_hours": 7 + day % 3 / 2,
        "sleep_score": 75 + day % 11,
    }
    await keep(house.pool, person, nights)
    for path in ("/today", "/week", "/trends", "/trends?span=all", "/insights"):
        page = await _signed_in(chromium, house, 390, "light")
        answers = Answers(page)
        await page.goto(f"{path}{'&' if '?' in path else '?'}person={person}")
        await page.wait_for_selector("main h1")
        await expect(page.locator("[aria-busy=true]")).to_have_count(0)
        bodies = [body for _, body in await answers.bodies()]
        assert bodies, path
        assert max(map(len, bodies)) < LARGEST_DOCUMENT, path
        assert not any("errors" in json.loads(body) for body in bodies), path
        await page.context.close()
