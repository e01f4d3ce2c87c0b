"""What the server mounts: the pages and their sessions."""

from starlette.routing import BaseRoute

from app.web.consent import consent_routes
from app.web.sessions import session_routes
from app.web.shell import shell_routes


def web_routes() -> list[BaseRoute]:
    """Routes of the pages; they read `resources` and `auth` from the lifespan state."""
    return [*session_routes(), *consent_routes(), *shell_routes()]
