"""Swagger UI, ReDoc and the OpenAPI document, all from our own origin."""

from collections.abc import Awaitable, Callable
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from app.http.assets import Asset, Assets

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


ASSETS = {
    "mend.js": Asset(OURS / "mend.js", "text/javascript"),
    "swagger.js": Asset(OURS / "swagger.js", "text/javascript"),
    "redoc.js": Asset(OURS / "redoc.js", "text/javascript"),
    "pages.css": Asset(OURS / "pages.css", "text/css"),
    "icon.svg": Asset(OURS / "icon.svg", "image/svg+xml"),
    "swagger-ui.css": Asset(MODULES / "swagger-ui-dist" / "swagger-ui.css", "text/css"),
    "swagger-ui-bundle.js": Asset(
        MODULES / "swagger-ui-dist" / "swagger-ui-bundle.js", "text/javascript"
    ),
    "oauth2-redirect.js": Asset(
        MODULES / "swagger-ui-dist" / "oauth2-redirect.js", "text/javascript"
    ),
    # ReDoc loads its maker's logo from their host; without it the page shows none.
    "redoc.standalone.js": Asset(
        MODULES / "redoc" / "bundles" / "redoc.standalone.js",
        "text/javascript",
        ((_LOGO_ELSEWHERE, b"data:,"),),
    ),
}
DOCUMENT = Asset(HERE / "openapi.json", "application/json")
_NEEDED = {
    "swagger": "swagger-ui-bundle.js",
    "redoc": "redoc.standalone.js",
    "signed-in": "oauth2-redirect.js",
}
_SECURE = {"Content-Security-Policy": CONTENT_SECURITY_POLICY, "Cache-Control": "no-cache"}


def page_routes() -> list[BaseRoute]:
    """The document, the two pages and their files."""
    assets = Assets("/schema/assets", ASSETS)
    document = Assets("/schema", {"openapi.json": DOCUMENT})

    async def openapi(request: Request) -> Response:
        return await document.answer(request, "openapi.json")

    async def asset(request: Request) -> Response:
        return await assets.answer(request, request.path_params["name"])

    return [
        Route("/schema/openapi.json", openapi),
        Route("/schema", _to_swagger),
        Route("/schema/swagger", _page(assets, "swagger")),
        Route("/schema/redoc", _page(assets, "redoc")),
        Route("/schema/signed-in", _page(assets, "signed-in")),
        Route("/schema/assets/{name}", asset),
    ]


async def _to_swagger(_: Request) -> Response:
    return RedirectResponse("/schema/swagger")


def _page(assets: Assets, name: str) -> Callable[[Request], Awaitable[Response]]:
    async def answer(_: Request) -> Response:
        if not ASSETS[_NEEDED[name]].path.is_file():
            return HTMLResponse(assets.linked(_text("missing.html")), 503, _SECURE)
        return HTMLResponse(assets.linked(_text(f"{name}.html")), 200, _SECURE)

    return answer


@cache
def _text(name: str) -> str:
    return (OURS / name).read_text(encoding="utf-8")
