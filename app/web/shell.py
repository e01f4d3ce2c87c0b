"""The page that every address of the pages answers, and the files that it loads."""

import base64
import hashlib
from functools import cache
from pathlib import Path

import orjson
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from app.http.assets import Asset, Assets

HERE = Path(__file__).parent
DIST = HERE / "dist"

PAGES = (
    *("/", "/today", "/night", "/day", "/week", "/trends", "/training", "/exercise", "/insights"),
    *("/account", "/past", "/people", "/syncs", "/keys", "/system", "/signin", "/enter", "/setup"),
    *("/consent", "/apps", "/assistants"),
)
"""Addresses of the pages, and all below them; which one it is the script reads off the address."""

# Charts place their parts by the style of elements, which scripts may set and markup may not.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
FIRST, LINK = "<!-- first -->", '<link rel="modulepreload" href="/assets/web/{}">'
HOME = "today"
STYLE = "<!-- style -->"
SECURE = {"Content-Security-Policy": CONTENT_SECURITY_POLICY, "Cache-Control": "no-cache"}
_TYPES = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}


def shell_routes() -> list[BaseRoute]:
    """The pages and their files."""
    assets = Assets("/assets/web", _built())

    firsts, style = _firsts(), _style()
    html = assets.linked(_text("shell.html")).replace(STYLE, f"<style>{style}</style>")
    headers = SECURE | {"Content-Security-Policy": _with_style(style)}

    async def shell(request: Request) -> Response:
        if not (DIST / "app.js").is_file():
            return HTMLResponse(_text("missing.html"), 503, SECURE)
        page = request.url.path.partition("/")[2].partition("/")[0] or HOME
        return HTMLResponse(html.replace(FIRST, firsts.get(f"/{page}", "")), 200, headers)

    async def asset(request: Request) -> Response:
        return await assets.answer(request, request.path_params["name"])

    below = [Route(f"{page}/{{rest:path}}", shell) for page in PAGES if page != "/"]
    return [
        *(Route(page, shell) for page in PAGES),
        *below,
        Route("/admin", _to_the_owners),
        Route("/assets/web/{name}", asset),
    ]


async def _to_the_owners(_: Request) -> Response:
    return RedirectResponse("/system")


def _firsts() -> dict[str, str]:
    """By page, links by which a browser loads all its scripts at once."""
    file = DIST / "first.json"
    found: dict[str, list[str]] = orjson.loads(file.read_bytes()) if file.is_file() else {}
    return {page: "\n".join(map(LINK.format, scripts)) for page, scripts in found.items()}


def _style() -> str:
    """All style, which goes with the page: nothing is drawn before it is there."""
    file = DIST / "app.css"
    return file.read_text(encoding="utf-8") if file.is_file() else ""


def _with_style(style: str) -> str:
    """The policy that lets in this very style, and no other that stands in a page."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return CONTENT_SECURITY_POLICY.replace("style-src", f"style-src 'sha256-{digest}'")


def _built() -> dict[str, Asset]:
    """The built files."""
    files = (path for path in DIST.glob("*") if path.suffix in _TYPES)
    return {path.name: Asset(path, _TYPES[path.suffix]) for path in files}


@cache
def _text(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")
