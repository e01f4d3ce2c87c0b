"""The shell of the pages: one page on every address, and its files."""

import re

import pytest

from app.web.shell import DIST, PAGES
from tests.app.web.conftest import Browse

built = pytest.mark.skipif(not (DIST / "app.js").exists(), reason="not built: make web")


@pytest.mark.parametrize("path", [*PAGES, "/night/2026-01-11", "/people/1001", "/exercise/a/b"])
async def test_every_address_answers_the_shell(browse: Browse, path: str) -> None:
    """Each page's address, and each below it, is the same page with a strict policy."""
    answer = await browse().get(path)
    assert answer.status_code == (200 if (DIST / "app.js").exists() else 503)
    policy = answer.headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert answer.headers["content-type"].startswith("text/html")


async def test_admin_leads_to_the_owners_pages(browse: Browse) -> None:
    """The document's name for them is kept."""
    answer = await browse().get("/admin")
    assert (answer.status_code, answer.headers["location"]) == (307, "/system")


@built
async def test_files_are_named_by_their_content(browse: Browse) -> None:
    """What the shell links to is there, and browsers keep it for ever."""
    browser = browse()
    links = re.findall(r'(?:src|href)="(/assets/web/[^"]+)"', (await browser.get("/")).text)
    assert len(links) >= 4
    for link in links:
        answer = await browser.get(link)
        assert (answer.status_code, "immutable" in answer.headers["cache-control"]) == (200, True)


async def test_files_that_are_not_there(browse: Browse) -> None:
    """Nothing else is served from the folder."""
    for name in ("../shell.py", "%2e%2e%2fshell.py", "nothing.js", "app.000000000000.js"):
        assert (await browse().get(f"/assets/web/{name}")).status_code == 404


@built
async def test_a_page_names_the_scripts_that_it_needs_first(browse: Browse) -> None:
    """Each page's own script and what that imports are loaded at once, and kept for ever."""
    browser = browse()
    for page in ("/", "/night/2026-01-11", "/signin"):
        links = re.findall(r'modulepreload" href="([^"]+)"', (await browser.get(page)).text)
        assert any(f"/{page.strip('/').partition('/')[0] or 'today'}-" in link for link in links)
        answer = await browser.get(links[0])
        assert (answer.status_code, "immutable" in answer.headers["cache-control"]) == (200, True)
