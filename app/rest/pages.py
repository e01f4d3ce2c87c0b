"""Swagger UI, ReDoc and the OpenAPI document, all from our own origin."""

import html
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

HERE = Path(__file__).parent
OURS = HERE / "pages"
MODULES = HERE / "assets" / "node_modules"

# Both tools set styles from scripts (React's style attributes, styled-components' style element),
# which only 'unsafe-inline' allows. Scripts stay strict. ReDoc's search runs in a blob worker.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; worker-src blob:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_LOGO_ELSEWHERE = b"https://cdn.redoc.ly/redoc/logo-mini.svg"


@dataclass(frozen=True, slots=True)
class Asset:
    """One file that the pages load."""

    path: Path
    media_type: str
    replace: tuple[tuple[bytes, bytes], ...] = ()


ASSETS = {
    "swagger.js": Asset(OURS / "swagger.js", "text/javascript"),
    "redoc.js": Asset(OURS / "redoc.js", "text/javascript"),
    "pages.css": Asset(OURS / "pages.css", "text/css"),
    "icon.svg": Asset(OURS / "icon.svg", "image/svg+xml"),
    "swagger-ui.css": Asset(MODULES / "swagger-ui-dist" / "swagger-ui.css", "text/css"),
    "swagger-ui-bundle.js": Asset(
        MODULES / "swagger-ui-dist" / "swagger-ui-bundle.js", "text/javascript"
    ),
    # ReDoc loads its maker's logo from their host; without it the page shows none.
    "redoc.standalone.js": Asset(
        MODULES / "redoc" / "bundles" / "redoc.standalone.js",
        "text/javascript",
        ((_LOGO_ELSEWHERE, b"data:,"),),
    ),
}
_NEEDED = {"swagger": "swagger-ui-bundle.js", "redoc": "redoc.standalone.js"}
_EXAMPLE_ORIGIN = "http://localhost:8000"
_FOR_AN_HOUR = "public, max-age=3600"
_SECURE = {"Content-Security-Policy": CONTENT_SECURITY_POLICY, "Cache-Control": "no-cache"}


def page_routes() -> list[BaseRoute]:
    """The document, the two pages and their files."""
    return [
        Route("/", _home),
        Route("/schema/openapi.json", _document),
        Route("/schema", _to_swagger),
        Route("/schema/swagger", _page("swagger")),
        Route("/schema/redoc", _page("redoc")),
        Route("/schema/assets/{name}", _asset),
    ]


async def _home(request: Request) -> Response:
    """Where to go from here, with the address that the reader came to."""
    origin = html.escape(f"{request.url.scheme}://{request.url.netloc}")
    return HTMLResponse(_text("home.html").replace(_EXAMPLE_ORIGIN, origin), 200, _SECURE)


async def _document(_: Request) -> Response:
    return Response(
        _committed(), media_type="application/json", headers={"Cache-Control": "no-cache"}
    )


async def _to_swagger(_: Request) -> Response:
    return RedirectResponse("/schema/swagger")


def _page(name: str) -> Callable[[Request], Awaitable[Response]]:
    async def answer(_: Request) -> Response:
        if not ASSETS[_NEEDED[name]].path.is_file():
            return HTMLResponse(_text("missing.html"), 503, _SECURE)
        return HTMLResponse(_text(f"{name}.html"), 200, _SECURE)

    return answer


async def _asset(request: Request) -> Response:
    asset = ASSETS.get(request.path_params["name"])
    if asset is None or not asset.path.is_file():
        raise HTTPException(404, "There is no such file.")
    headers = {"Cache-Control": _FOR_AN_HOUR}
    return Response(_bytes(asset), 200, headers, asset.media_type)


@cache
def _bytes(asset: Asset) -> bytes:
    """A file's bytes, read once; the few files are small beside everything else."""
    content = asset.path.read_bytes()
    for old, new in asset.replace:
        content = content.replace(old, new)
    return content


@cache
def _committed() -> bytes:
    return (HERE / "openapi.json").read_bytes()


@cache
def _text(name: str) -> str:
    return (OURS / name).read_text(encoding="utf-8")
