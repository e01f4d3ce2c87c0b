"""Answers to strangers keep a pace: who sends one request after the other waits for it."""

import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.http.middleware import OfRequests
from app.pace import Pace, is_known, meet


class Pacing(OfRequests):
    """Holds an answer back for a moment, unless it is one to a caller who is known.

    It looks at how the request ended, not at what it shows: a key that was made up, or whose
    minute is used up, is paced like none.
    """

    def __init__(self, app: ASGIApp) -> None:
        super().__init__(app)
        self._pace = Pace(time.monotonic)

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer; strangers in their turn."""

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start" and not is_known():
                await self._pace.wait()
            await send(message)

        meet()
        await self._app(scope, receive, sending)
