"""Where no key is needed, pages of other sites change nothing."""

from collections.abc import MutableMapping
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from app.main import _guards
from app.origins import OwnPagesOnly
from app.settings import Settings

HOST = "127.0.0.1:8000"
OURS, FRIEND, FOREIGN = f"http://{HOST}", "https://app.example", "https://evil.example"


async def _done(_: Request) -> Response:
    return Response("done")


@pytest.fixture
def client() -> httpx.AsyncClient:
    """A server that lets one other origin in."""
    guard = Middleware(OwnPagesOnly, allowed=[FRIEND])
    methods = ["GET", "POST", "PUT", "DELETE", "OPTIONS"]
    app = Starlette(routes=[Route("/", _done, methods=methods)], middleware=[guard])
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=OURS)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": FOREIGN},
        {"Origin": "null"},
        {"Origin": ""},
        {"Origin": "http://127.0.0.1:9000"},
        {"Origin": "http://localhost:8000"},
        {"Origin": f"{OURS}.evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": OURS},
        {"Sec-Fetch-Site": "same-site", "Origin": FOREIGN},
    ],
    ids=str,
)
async def test_a_foreign_page_changes_nothing(
    client: httpx.AsyncClient, method: str, headers: dict[str, str]
) -> None:
    """Whatever of its origin the browser tells, the answer is a problem that says what to set."""
    answer = await client.request(method, "/", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    assert "ALLOWED_ORIGINS" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("method", "headers"),
    [
        ("POST", {}),
        ("POST", {"Origin": OURS, "Sec-Fetch-Site": "same-origin"}),
        ("POST", {"Origin": FRIEND, "Sec-Fetch-Site": "cross-site"}),
        ("POST", {"Sec-Fetch-Site": "none"}),
        ("GET", {"Origin": FOREIGN, "Sec-Fetch-Site": "cross-site"}),
        ("OPTIONS", {"Origin": FOREIGN}),
    ],
    ids=str,
)
async def test_others_go_on(
    client: httpx.AsyncClient, method: str, headers: dict[str, str]
) -> None:
    """Programs, own pages and allowed ones do; and what only reads always does."""
    assert (await client.request(method, "/", headers=headers)).text == "done"


@pytest.mark.parametrize(
    ("headers", "opened"),
    [
        ([], True),
        ([(b"origin", OURS.encode())], True),
        ([(b"origin", FOREIGN.encode())], False),
        ([(b"sec-fetch-site", b"cross-site")], False),
    ],
    ids=str,
)
async def test_a_foreign_page_opens_no_socket(
    headers: list[tuple[bytes, bytes]],
    opened: bool,  # noqa: FBT001 -- a case's
) -> None:
    """Mutations travel over WebSockets, too: the handshake of a foreign page is refused."""
    reached: list[str] = []
    sent: list[MutableMapping[str, Any]] = []

    async def app(scope: Scope, _receive: Receive, _send: Send) -> None:
        reached.append(scope["type"])

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "websocket.connect"}

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    scope = {"type": "websocket", "headers": [(b"host", HOST.encode()), *headers]}
    await OwnPagesOnly(app, allowed=[])(scope, receive, send)
    assert (reached, [each["type"] for each in sent]) == (
        (["websocket"], []) if opened else ([], ["websocket.close"])
    )


@pytest.mark.parametrize(("required", "guarded"), [(True, False), (False, True)])
def test_the_guard_stands_where_no_key_is_needed(
    required: bool,  # noqa: FBT001 -- a case's
    guarded: bool,  # noqa: FBT001 -- a case's
) -> None:
    """With keys a page of elsewhere has none, and applications may ask from anywhere."""
    guards = [repr(each.cls) for each in _guards(Settings(auth_required=required))]
    assert (repr(OwnPagesOnly) in guards) == guarded
