"""What the doctor takes for an AccessLink."""

import httpx
import pytest

from app.doctor import is_accesslink
from app.simulator.app import create_simulator
from app.simulator.people import people
from app.simulator.world import World
from tests.app.conftest import NOW

ERROR = {"timestamp": "2026-01-11T08:25:10Z", "status": 401, "errorType": "unauthorized"}


async def test_an_accesslink_is_known_by_its_refusal() -> None:
    """Without a token the simulated AccessLink answers 401 with AccessLink's error object."""
    transport = httpx.ASGITransport(create_simulator(World(people(1, NOW.date()), now=NOW)))
    async with httpx.AsyncClient(transport=transport, base_url="http://polar") as http:
        answer = await http.get("/v3/exercises")
    assert answer.json()["errorType"] == "unauthorized"
    assert is_accesslink(answer)


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(200, json=[]),
        httpx.Response(404, html="<html>nginx 404</html>"),
        httpx.Response(401, html="<html>Please log in</html>"),
        httpx.Response(401, json={"error": "no key"}),
        httpx.Response(401, json=["errorType"]),
        httpx.Response(401),
        httpx.Response(403, json=ERROR),
    ],
    ids=lambda answer: f"{answer.status_code} {answer.text[:20]}",
)
def test_any_other_server_is_none(answer: httpx.Response) -> None:
    """Another status, a page, and an error of somebody else's are not AccessLink's."""
    assert not is_accesslink(answer)
