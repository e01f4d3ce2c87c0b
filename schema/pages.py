"""GraphiQL, built from npm and served by Ursa alone."""

from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from app.http.assets import Asset, Assets

HERE = Path(__file__).parent / "web"
DIST = HERE / "dist"

# The editor sets styles from scripts, which only 'unsafe-inline' allows. Scripts and workers stay
# strict: they come from our own origin, and nothing is evaluated.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; worker-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_SECURE = {"Content-Security-Policy": CONTENT_SECURITY_POLICY, "Cache-Control": "no-cache"}
_TYPES = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".ttf": "font/ttf",
}


def wants_page(request: Request) -> bool:
    """Whether a browser opened the address, and no program asked a question."""
    wanted = request.headers.get("accept", "")
    return (
        request.method == "GET"
        and "text/html" in wanted
        and not {"query", "documentId"} & set(request.query_params)
    )


class GraphiQL:
    """The page and its files."""

    def __init__(self) -> None:
        self._assets = Assets("/graphql/assets", _files())

    async def page(self, _: Request) -> Response:
        """GraphiQL, or how to build it."""
        if not (DIST / "graphiql.js").is_file():
            return HTMLResponse(_text("missing.html"), 503, _SECURE)
        return HTMLResponse(self._assets.linked(_text("index.html")), 200, _SECURE)

    async def asset(self, request: Request) -> Response:
        """A file of the page."""
        return await self._assets.answer(request, request.path_params["name"])


def _files() -> dict[str, Asset]:
    """The built files."""
    built = (path for path in DIST.glob("*") if path.suffix in _TYPES)
    return {path.name: Asset(path, _TYPES[path.suffix]) for path in built}


@cache
def _text(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")
