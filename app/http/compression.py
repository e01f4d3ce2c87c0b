"""Answers over the wire in fewer bytes.

Why BREACH is no danger here: it reads a secret out of the lengths of answers that hold the secret
beside text of the attacker's choice, asked for again and again by the victim's browser with the
victim's credentials. Ursa's credentials are headers (`X-API-Key`, `Authorization`), which no
foreign page can make a browser send; whoever adds a cookie sets SameSite. And the one secret that
answers hold, a new key, is another one in each answer.
"""

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import Message, Receive, Scope, Send

from app.http.encoding import Encoding, accepted, quickly, worth_it
from app.http.middleware import OfRequests


class Compression(OfRequests):
    """Encodes what is sent in one piece and is worth it; streams pass as they are."""

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; the answer comes back in an encoding that the client takes."""
        encoding = accepted(Headers(scope=scope).get("accept-encoding", ""))
        await self._app(scope, receive, _Answer(send, encoding).take)


class _Answer:
    """One answer; its start waits for the body, whose length and encoding stand in it."""

    def __init__(self, send: Send, encoding: Encoding | None) -> None:
        self._send, self._encoding = send, encoding
        self._start: Message | None = None

    async def take(self, message: Message) -> None:
        """Send what the application sends."""
        if message["type"] == "http.response.start" and _may_gain(message):
            self._start = message
            return
        if self._start is not None:
            message = await self._encoded(self._start, message)
            await self._send(self._start)
            self._start = None
        await self._send(message)

    async def _encoded(self, start: Message, message: Message) -> Message:
        body = message.get("body", b"")
        headers = MutableHeaders(scope=start)
        if message.get("more_body") or not worth_it(headers["content-type"], len(body)):
            return message
        if "Accept-Encoding" not in headers.get("vary", ""):
            headers.add_vary_header("Accept-Encoding")
        if self._encoding is None:
            return message
        small = await quickly(self._encoding, body)
        headers["Content-Encoding"] = self._encoding.name
        headers["Content-Length"] = str(len(small))
        return {**message, "body": small}


def _may_gain(start: Message) -> bool:
    """Whether the answer has a body that nobody has encoded yet."""
    headers = Headers(raw=start["headers"])
    return "content-type" in headers and "content-encoding" not in headers
