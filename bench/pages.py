"""How fast the pages draw: years of Trends in Chromium, and what each document weighs.

Milliseconds of script of one run; a year is to be drawn in under 50 after it came, five years pan
with at most 8 a frame (median), and no document is to have 60 kB. `python -m bench.pages`.
"""

import asyncio
import json
import re
import socket
import statistics
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import numpy as np
from cryptography.fernet import Fernet
from playwright.async_api import Page, Response, async_playwright

from app.auth import open_auth
from app.auth.sessions import cookie_name
from app.deeds import sessions
from app.main import create_app
from app.modelling import open_models
from app.records.session import Browser, Role
from app.resources import Resources
from app.settings import Settings
from app.state import State
from app.store import change, write
from app.vault import Vault
from bench.database import KIND, open_migrated
from tests.app.series import keep
from tests.app.sync.little_polar import LittlePolar
from tests.running import running
from tests.schema.conftest import Workers, with_state
from tests.schema.year import NOW, year

CHROMIUM = "/usr/bin/chromium"
PERSON, YEARS = "bench", 5
METRICS = ("resting_hr", "steps", "sleep_score", "training_load")

NOTE = """() => {
  const fetched = window.fetch;
  window.fetch = async (...asked) => {
    const response = await fetched(...asked), read = response.json.bind(response);
    response.json = async () => {
      const body = await read();
      window.drawn ?? (window.came = performance.now());  // What is asked again comes later.
      return body;
    };
    return response;
  };
  const look = () => {
    const title = document.querySelector('main h2')?.innerText;
    if (title === 'Last year') window.drawn ??= performance.now();
  };
  const everything = { subtree: true, childList: true, characterData: true };
  new MutationObserver(look).observe(document.body, everything);
}"""
GO = """(metric) => {
  window.drawn = null;
  history.pushState(null, '', `?person=bench&span=365&metric=${metric}`);
  dispatchEvent(new PopStateEvent('popstate'));
}"""
PAN = """async () => {
  const chart = document.querySelector('.years'), box = chart.getBoundingClientRect(), spent = [];
  chart.setPointerCapture = () => {};
  const at = (kind, x) => chart.dispatchEvent(
    new PointerEvent(kind, { bubbles: true, clientX: x, clientY: box.top + 90, pointerId: 1 }));
  for (let near = 0; near < 3; near += 1) {
    chart.dispatchEvent(new KeyboardEvent('keydown', { key: '+', bubbles: true }));
  }
  at('pointerdown', box.left + 0.6 * box.width);
  for (let step = 0; step < 90; step += 1) {
    await new Promise(requestAnimationFrame);
    const start = performance.now();
    at('pointermove', box.left + 0.6 * box.width - 3 * step);
    for (let turn = 0; turn < 4; turn += 1) await null;
    spent.push(performance.now() - start);
  }
  return spent;
}"""


@asynccontextmanager
async def _house() -> AsyncIterator[tuple[str, dict[str, str]]]:
    """Address of the pages, and the owner's cookie."""
    async with AsyncExitStack() as stack:
        _, pool = await stack.enter_async_context(open_migrated())
        await change.execute(pool, "account_create", user_id=PERSON)
        await write.store_harvest(pool, PERSON, year(365))
        day = np.arange(365.0 * YEARS)
        await keep(pool, PERSON, {"hrv_rmssd": 50 + 8 * np.sin(day / 40) + day % 7})
        listener = stack.enter_context(socket.socket())
        listener.bind(("127.0.0.1", 0))
        settings = Settings.model_validate({"port": listener.getsockname()[1]})
        models = await stack.enter_async_context(open_models())
        vault, polar = Vault([Fernet.generate_key().decode()]), LittlePolar({}).link()
        known = Resources(settings, pool, pool, pool, polar, vault, lambda: NOW, models)
        auth = await stack.enter_async_context(open_auth(settings, pool, lambda: NOW))
        state = State(resources=known, auth=auth, dispatch=Workers())
        app = with_state(create_app(settings, state), state)
        at = await stack.enter_async_context(running(app, listener))
        browser = Browser(address="127.0.0.1", agent="bench")
        begun = await sessions.begin(state, browser, Role.OWNER, how="link")
        yield at, {"name": cookie_name(settings), "value": begun.secret, "url": at}


def _weighed(sizes: dict[str, int]) -> Any:  # noqa: ANN401 -- a listener of Playwright's
    async def answered(response: Response) -> None:
        asked = response.request.post_data or ""
        found = re.search(r"query (\w+)", json.loads(asked)["query"]) if "query" in asked else None
        if found:
            sizes[found[1]] = max(sizes.get(found[1], 0), len(await response.body()))

    return answered


async def _drawn(page: Page, metric: str) -> float:
    """Milliseconds from the answer to the page with its year."""
    await page.evaluate(GO, metric)
    await page.wait_for_selector("h2:has-text('Last year')")
    await page.wait_for_timeout(600)
    spent: float = await page.evaluate("window.drawn - window.came")
    return spent


async def main() -> None:
    """Print the table."""
    say, sizes = sys.stdout.write, dict[str, int]()
    async with _house() as (at, cookie), async_playwright() as tools:
        chromium = await tools.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        context = await chromium.new_context(
            viewport={"width": 1280, "height": 900}, locale="en-GB"
        )
        await context.add_cookies([cookie])  # type: ignore[list-item]
        page = await context.new_page()
        page.on("response", _weighed(sizes))
        await page.goto(f"{at}/trends?person={PERSON}&span=30")
        await page.wait_for_selector("figure")
        await page.evaluate(NOTE)
        years = [await _drawn(page, metric) for metric in METRICS]
        say(f"{KIND}: a year drawn after it came: {', '.join(f'{one:.0f}' for one in years)} ms\n")
        await page.goto(f"{at}/trends?person={PERSON}&span=all")
        await page.wait_for_selector(".years canvas")
        await page.wait_for_timeout(500)
        spent = sorted(await page.evaluate(PAN))
        median, most = statistics.median(spent), spent[int(0.95 * len(spent))]
        say(f"{KIND}: {YEARS} years pan: {median:.1f} ms a frame (median), {most:.1f} (95 %)\n")
        await page.goto(f"{at}/training?person={PERSON}")
        await page.wait_for_selector(".session")
        await page.click(".session a")
        await page.wait_for_selector(".facts")
        say(f"{KIND}: bytes of documents: {sizes}\n")
        await chromium.close()


if __name__ == "__main__":
    asyncio.run(main())
