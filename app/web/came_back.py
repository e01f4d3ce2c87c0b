"""The page for a browser that came for nothing: what happened, and where to go on."""

import html
from string import Template

from starlette.responses import HTMLResponse, Response

from app.errors import InvalidInput, UrsaError
from app.web.sessions import NO_STORE
from app.web.shell import HERE, SECURE

PAGE = Template((HERE / "came_back.html").read_text(encoding="utf-8"))


def page(error: UrsaError, title: str, links: tuple[tuple[str, str, str], ...]) -> Response:
    """What happened, in words; a program sees it by the status."""
    status = 400 if isinstance(error, InvalidInput) else error.status
    listed = "".join(
        f'<li><a href="{html.escape(to)}"><strong>{html.escape(name)}</strong>'
        f"<span>{html.escape(what)}</span></a></li>"
        for to, name, what in links
    )
    page = PAGE.substitute(title=html.escape(title), words=html.escape(error.message), links=listed)
    return HTMLResponse(page, status, {**SECURE, **NO_STORE})
