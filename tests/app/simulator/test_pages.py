"""The simulator's own pages and switches, and the command's greeting."""

from collections.abc import Awaitable, Callable
from datetime import date, timedelta

import httpx
import pytest
import uvicorn

from app.simulator.serve import serve
from app.simulator.troubles import Trouble
from app.simulator.world import World

Ask = Callable[..., Awaitable[httpx.Response]]

BROWSER = {"Accept": "text/html,application/xhtml+xml"}


async def test_board(world: World, ask: Ask) -> None:
    """The board shows people, tokens, the clock and the troubles, with a served style sheet."""
    world.troubles.add(Trouble.HTML, path="/v3/<script>", times=3)
    page = (await ask("/simulator", None)).text
    assert world.token_for(1002) in page
    assert "2026-07-01 09:42:10 UTC" in page
    assert "&lt;script&gt;" in page
    assert "<script" not in page
    assert "style=" not in page
    style = await ask("/simulator/simulator.css", None)
    assert style.headers["content-type"].startswith("text/css")


async def test_troubles_by_form_and_by_json(world: World, ask: Ask) -> None:
    """Troubles are switched on by a form, which leads back to the board, and by JSON."""
    form = {"trouble": "server_error", "path": "/v3/users/sleep", "times": "2", "after": ""}
    answer = await ask("/simulator/troubles", None, "POST", data=form, headers=BROWSER)
    assert (answer.status_code, answer.headers["location"]) == (303, "/simulator")
    sent = {"trouble": "slow", "amount": 0.5, "times": None}
    answer = await ask("/simulator/troubles", None, "POST", json=sent)
    assert answer.status_code == 204
    active = [(a.trouble, a.path, a.times, a.amount) for a in world.troubles.active]
    assert active == [
        (Trouble.SERVER_ERROR, "/v3/users/sleep", 2, None),
        (Trouble.SLOW, "/v3", None, 0.5),
    ]
    await ask("/simulator/troubles", None, "POST", data={"clear": "1"})
    assert world.troubles.active == []


async def test_clock_switches(world: World, ask: Ask) -> None:
    """The clock goes forward, stops at a moment, and runs again."""
    before = world.now
    await ask("/simulator/clock", None, "POST", data={"advance_days": "28"})
    assert world.now == before + timedelta(days=28)
    await ask("/simulator/clock", None, "POST", json={"now": "2026-08-01T12:00"})
    assert world.now.isoformat() == "2026-08-01T12:00:00+00:00"
    await ask("/simulator/clock", None, "POST", data={"live": "1"})
    assert world.live


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("clock", "now=yesterday"),
        ("clock", "advance_days=x"),
        ("clock", "advance_days=1e12"),
        ("clock", "advance_days=nan"),
        ("clock", "now=0001-01-01"),
        ("clock", ""),
        ("clock", "{"),
        ("troubles", "trouble=everything"),
        ("troubles", "times=2"),
        ("troubles", "trouble=slow&times=often"),
    ],
)
async def test_bad_switches(world: World, ask: Ask, path: str, body: str) -> None:
    """A switch that nobody understands changes nothing and gets 400 with one line."""
    now = world.now
    answer = await ask(f"/simulator/{path}", None, "POST", content=body.encode())
    assert answer.status_code == 400
    assert len(answer.text.splitlines()) == 1
    assert (world.now, world.troubles.active) == (now, [])


async def test_pages_do_not_count(ask: Ask) -> None:
    """The simulator's own pages cost no request of the limits."""
    await ask("/simulator", None)
    answer = await ask("/v3/users/physical-info")
    assert answer.headers["RateLimit-Usage"] == "1, 1"


def test_serve_greets(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command prints people, tokens and settings, then serves on the given port."""
    ran: dict[str, object] = {}
    monkeypatch.setattr(uvicorn, "run", lambda _, **options: ran.update(options))
    lines: list[str] = []
    serve(port=8912, count=2, first_day=date(2026, 3, 1), announce=lines.append)
    assert ran["port"] == 8912
    assert sum("token " in line for line in lines) == 2
    assert "  POLAR_API_URL=http://127.0.0.1:8912" in lines
