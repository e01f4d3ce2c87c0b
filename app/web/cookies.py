"""The cookie of a session: for Ursa's own pages, out of reach of their scripts."""

from starlette.responses import Response

from app.auth.sessions import LIFE, cookie_name, secure
from app.settings import Settings


def keep(response: Response, settings: Settings, secret: str) -> None:
    """Have the browser keep it as long as the session lives."""
    response.set_cookie(
        cookie_name(settings),
        secret,
        max_age=int(LIFE.total_seconds()),
        path="/",
        secure=secure(settings),
        httponly=True,
        samesite="lax",
    )


def drop(response: Response, settings: Settings) -> None:
    """Have the browser forget it."""
    response.delete_cookie(
        cookie_name(settings), path="/", secure=secure(settings), httponly=True, samesite="lax"
    )
