"""One bounded HTTP exchange with Polar: timeouts, decoded size, faults in our own words."""

import codecs
import zlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any

import httpx
import orjson

from app.errors import InvalidInput, PolarBadAnswer, PolarUnavailable

SAID_CHARACTERS = 80
TOKEN_CHARACTERS = 4_096
ANY_WINDOW_BITS = 47  # zlib's way to say: gzip or zlib, whichever it is.


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one call may cost: seconds, decoded bytes, further tries."""

    connect_s: float = 5.0
    read_s: float = 30.0
    call_s: float = 120.0
    body_bytes: int = 64 * 2**20
    retries: int = 2
    pause_s: float = 0.5

    def timeout(self) -> httpx.Timeout:
        """Return the same for httpx."""
        return httpx.Timeout(self.read_s, connect=self.connect_s)


@dataclass(frozen=True, slots=True)
class Call:
    """One request; `what` names it in messages, `secrets` never appear in any.

    An answer that carries a secret of its own is not `quotable` either.
    """

    what: str
    method: str
    url: str
    auth: httpx.Auth = field(repr=False)
    secrets: tuple[str, ...] = field(repr=False)
    params: Mapping[str, str] = field(default_factory=dict)
    json: Mapping[str, Any] | None = None
    form: Mapping[str, str] | None = field(default=None, repr=False)
    expected: frozenset[int] = frozenset()
    retried: bool = True
    quotable: bool = True


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer, decoded; `said` is the beginning of its text, without secrets."""

    status: int
    headers: httpx.Headers
    body: bytes = field(repr=False)
    said: str

    @property
    def is_success(self) -> bool:
        """Whether the status is 2xx."""
        return httpx.codes.is_success(self.status)

    def json(self, what: str) -> Any:  # noqa: ANN401 -- JSON is whatever it is
        """Decode the body; an empty one is None. Raises PolarBadAnswer."""
        body = self.body.removeprefix(codecs.BOM_UTF8)
        if not body.strip():
            return None
        try:
            return orjson.loads(body)
        except orjson.JSONDecodeError as error:
            raise bad_answer(what, "is not valid JSON", self.said) from error


class Bearer(httpx.Auth):
    """A person's token, on its way into the header and nowhere else."""

    def __init__(self, token: str) -> None:
        self._token = token

    def auth_flow(self, request: httpx.Request) -> Any:  # noqa: ANN401 -- httpx's generator
        """Add the header."""
        request.headers["Authorization"] = f"Bearer {self._token}"
        yield request


def valid_token(token: str, parameter: str = "token") -> str:
    """Return the token if it can stand in a header. Raises InvalidInput, without showing it."""
    if not 0 < len(token) <= TOKEN_CHARACTERS or not all("!" <= c <= "~" for c in token):
        raise InvalidInput(
            f"A Polar token is 1 to {TOKEN_CHARACTERS} printable ASCII characters without spaces: "
            "copy it again, or connect the Polar account again.",
            parameter,
        )
    return token


def open_client(transport: httpx.AsyncBaseTransport | None = None) -> httpx.AsyncClient:
    """Open a client that keeps no cookies: what one person's answer sets is not for the next."""
    jar = CookieJar(DefaultCookiePolicy(allowed_domains=[]))
    return httpx.AsyncClient(transport=transport, cookies=jar, headers={"User-Agent": "ursa"})


def bad_answer(what: str, problem: str, said: str = "") -> PolarBadAnswer:
    """Say which answer can not be read, and how it begins."""
    began = f" (it begins: {said})" if said else ""
    return PolarBadAnswer(
        f"AccessLink's answer for {what} {problem}{began}: the next sync asks again; "
        "if this stays, Polar has changed its answers or POLAR_API_URL is wrong."
    )


async def exchange(http: httpx.AsyncClient, call: Call, bounds: Bounds) -> Answer:
    """Send once and read the whole answer. Raises PolarUnavailable, PolarBadAnswer."""
    try:
        async with http.stream(
            call.method,
            call.url,
            params=call.params,
            headers={"Accept": "application/json", "Accept-Encoding": "gzip"},
            json=call.json,
            data=call.form,
            auth=call.auth,
            follow_redirects=False,
            timeout=bounds.timeout(),
        ) as response:
            body = await _body(response, call.what, bounds.body_bytes)
    except httpx.TransportError as error:
        raise unavailable(call.what, type(error).__name__) from error
    return Answer(response.status_code, response.headers, body, _said(body, call))


def unavailable(
    what: str, why: str, kind: type[PolarUnavailable] = PolarUnavailable
) -> PolarUnavailable:
    """Say what could not be had, and that it is not the person's fault."""
    return kind(
        f"AccessLink gave no answer for {what} ({why}): try again later; "
        "if this stays, check the network and POLAR_API_URL."
    )


def _said(body: bytes, call: Call) -> str:
    """Return the beginning of the text, on one line, printable, without secrets."""
    if not call.quotable:
        return ""
    text = body[: SAID_CHARACTERS + 2 * TOKEN_CHARACTERS].decode(errors="replace")
    for secret in call.secrets:
        text = text.replace(secret, "[hidden]")
    text = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(text.split())[:SAID_CHARACTERS]


async def _body(response: httpx.Response, what: str, bound: int) -> bytes:
    """Read and decode no more than `bound` bytes, whatever was packed into them."""
    decoder = _decoder(response, what)
    parts: list[bytes] = []
    size = 0
    async for piece in _pieces(response):
        parts.append(_decoded(decoder, piece, bound - size + 1, what))
        size += len(parts[-1])
        if size > bound:
            raise bad_answer(what, f"is larger than the bound of {bound:,} bytes")
    if decoder and size and not decoder.eof:
        raise bad_answer(what, "is cut off within its gzip packing")
    return b"".join(parts)


async def _pieces(response: httpx.Response) -> AsyncIterator[bytes]:
    """Yield the body as it comes; a transport for tests may have read it already."""
    if response.is_stream_consumed:
        yield response.content
        return
    async for piece in response.aiter_raw():
        yield piece


Decoder = Any  # zlib gives its objects no name that can be imported.


def _decoder(response: httpx.Response, what: str) -> Decoder:
    encoding = response.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding == "identity" or response.is_stream_consumed:
        return None
    if encoding not in {"gzip", "x-gzip", "deflate"}:
        raise bad_answer(what, "is packed in a way that Ursa did not ask for")
    return zlib.decompressobj(ANY_WINDOW_BITS)


def _decoded(decoder: Decoder, piece: bytes, bound: int, what: str) -> bytes:
    if decoder is None:
        return piece
    try:
        unpacked: bytes = decoder.decompress(piece, bound)
    except zlib.error as error:
        raise bad_answer(what, "is not valid gzip") from error
    return unpacked
