"""What every middleware of Ursa's own stands on."""

from starlette.types import ASGIApp, Receive, Scope, Send


class OfRequests:
    """Sees requests alone: WebSockets, and the server's start and end, pass as they are."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is no request."""
        answer = self.answer if scope["type"] == "http" else self._app
        await answer(scope, receive, send)

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """What it does about a request."""
        raise NotImplementedError
