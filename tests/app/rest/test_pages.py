"""The documentation's pages and files."""

from pathlib import Path

import httpx
import pytest

from app.http.assets import Asset
from app.rest import pages
from app.rest.pages import ASSETS

INSTALLED = pytest.mark.skipif(
    not ASSETS["redoc.standalone.js"].path.exists(),
    reason="the pages' scripts are not installed: npm ci --prefix app/rest/assets",
)


@INSTALLED
@pytest.mark.parametrize("name", ["swagger", "redoc"])
async def test_page(client: httpx.AsyncClient, name: str) -> None:
    """A page needs no key, has no script of its own in it, and allows our origin alone."""
    answer = await client.get(f"/schema/{name}")
    assert answer.status_code == 200
    policy = answer.headers["content-security-policy"]
    assert "script-src 'self';" in policy
    assert "unsafe-eval" not in policy
    assert "http" not in policy
    assert "<script>" not in answer.text


@INSTALLED
@pytest.mark.parametrize("name", ASSETS)
async def test_file(client: httpx.AsyncClient, name: str) -> None:
    """Every file that the pages load is served with its type."""
    answer = await client.get(f"/schema/assets/{name}")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(ASSETS[name].media_type)
    assert b"cdn.redoc.ly" not in answer.content


@pytest.mark.parametrize("name", ["package.json", "..%2Fpages.py", "%00", "nosuch.js"])
async def test_other_files(client: httpx.AsyncClient, name: str) -> None:
    """No other file is served."""
    answer = await client.get(f"/schema/assets/{name}")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize("name", ["swagger", "redoc"])
async def test_not_installed(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Without the scripts a page says how to get them."""
    nowhere = Asset(Path("/nowhere"), "text/javascript")
    monkeypatch.setattr(pages, "ASSETS", dict.fromkeys(ASSETS, nowhere))
    answer = await client.get(f"/schema/{name}")
    assert answer.status_code == 503
    assert "npm ci --prefix app/rest/assets" in answer.text


async def test_schema(client: httpx.AsyncClient) -> None:
    """/schema leads to Swagger UI."""
    answer = await client.get("/schema")
    assert (answer.status_code, answer.headers["location"]) == (307, "/schema/swagger")
