"""The protocol itself, as the SDK speaks it: loaded when somebody first asks at the door."""

from contextlib import AbstractAsyncContextManager

from mcp.server.transport_security import TransportSecuritySettings
from starlette.types import ASGIApp

from app.mcp.server import create_server

MOST_BYTES = 65_536


def stateless(path: str) -> tuple[ASGIApp, AbstractAsyncContextManager[None]]:
    """The application that answers at `path`, and what has to run around all of its answers."""
    server = create_server()
    app = server.streamable_http_app(
        streamable_http_path=path,
        json_response=True,
        stateless_http=True,
        max_request_body_size=MOST_BYTES,
        # Hosts and origins are looked at by the guards of all surfaces and by the door.
        transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),
    )
    return app, server.session_manager.run()
