"""Webhooks: ping, secret, signature, delivery, and being switched off."""

import json
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.simulator.webhooks import EVENTS, post, sign
from app.simulator.world import World

Ask = Callable[..., Awaitable[httpx.Response]]

SHARED = Path(__file__).parents[4] / "shared" / "polar" / "examples"
HOOKS = "/v3/webhooks"
URL = "http://ursa/webhooks/polar"


class Mailbox:
    """A receiver that remembers, and answers with the status it is told."""

    def __init__(self) -> None:
        self.status = 200
        self.mail: list[tuple[str, dict[str, str], bytes]] = []

    async def __call__(self, url: str, headers: dict[str, str], body: bytes) -> int:
        """Take one delivery."""
        self.mail.append((url, headers, body))
        return self.status

    def events(self) -> list[str]:
        """Return the names of what came."""
        return [json.loads(body)["event"] for _, _, body in self.mail]


@pytest.fixture
def mailbox(world: World) -> Mailbox:
    """Receive what the world delivers."""
    world.webhooks.deliver = Mailbox()
    return world.webhooks.deliver


async def client(
    world: World, ask: Ask, method: str, path: str = "", body: object = None
) -> httpx.Response:
    """Ask as the application."""
    return await ask(HOOKS + path, None, method, auth=world.client, json=body)


async def create(world: World, ask: Ask) -> dict[str, Any]:
    """Create a webhook for all events and return what was shown."""
    answer = await client(world, ask, "POST", body={"events": list(EVENTS), "url": URL})
    assert answer.status_code == 201
    shown: dict[str, Any] = answer.json()["data"]
    return shown


@pytest.mark.skipif(not SHARED.is_dir(), reason="the folder ../shared/polar is not there")
def test_signature_vectors() -> None:
    """Signatures are those of the published vectors."""
    vectors = json.loads((SHARED / "webhook-signature-vectors.json").read_text())
    for each in vectors["vectors"]:
        signature = sign(vectors["signature_secret_key"], each["body"].encode())
        assert signature == each["headers"]["Polar-Webhook-Signature"]


@pytest.mark.usefixtures("mailbox")
async def test_none_yet(world: World, ask: Ask) -> None:
    """Without a webhook GET shows an empty list, K2 answers 204, K3 404 with the error object."""
    assert (await client(world, ask, "GET")).json() == {"data": []}
    for path in ("/activate", "/deactivate"):
        assert (await client(world, ask, "POST", path)).status_code == 204
    for method in ("PATCH", "DELETE"):
        answer = await client(world, ask, method, "/x", {"events": ["SLEEP"]})
        assert answer.status_code == 404
        assert answer.json().keys() == {"timestamp", "status", "errorType", "message", "corrId"}


async def test_ping_comes_first(world: World, ask: Ask, mailbox: Mailbox) -> None:
    """A PING, signed with the coming secret, is answered before the webhook is made."""
    shown = await create(world, ask)
    url, headers, body = mailbox.mail[0]
    assert (url, mailbox.events()) == (URL, ["PING"])
    assert headers["Polar-Webhook-Event"] == "PING"
    assert headers["Polar-Webhook-Signature"] == sign(shown["signature_secret_key"], body)
    listed = (await client(world, ask, "GET")).json()["data"]
    assert listed == [{"id": shown["id"], "events": list(EVENTS), "url": URL, "active": True}]


async def test_failed_ping(world: World, ask: Ask, mailbox: Mailbox) -> None:
    """A url that does not answer 200 gets no webhook."""
    mailbox.status = 202
    answer = await client(world, ask, "POST", body={"events": ["SLEEP"], "url": URL})
    assert (answer.status_code, answer.json()["message"]) == (400, "Webhook cannot be created")
    assert world.webhooks.webhook is None


@pytest.mark.parametrize("body", [[], {}, {"events": []}, {"events": ["RECHARGE"], "url": URL}])
@pytest.mark.usefixtures("mailbox")
async def test_bad_requests(world: World, ask: Ask, body: object) -> None:
    """A request without known events gets 400."""
    assert (await client(world, ask, "POST", body=body)).status_code == 400


@pytest.mark.usefixtures("mailbox")
async def test_one_per_client(world: World, ask: Ask) -> None:
    """A second webhook is a conflict until the first is deleted."""
    shown = await create(world, ask)
    again = await client(world, ask, "POST", body={"events": ["SLEEP"], "url": URL})
    assert (again.status_code, again.json()["errorType"]) == (409, "conflict")
    assert (await client(world, ask, "DELETE", f"/{shown['id']}")).status_code == 204
    assert (await create(world, ask))["id"] != shown["id"]


async def test_change(world: World, ask: Ask, mailbox: Mailbox) -> None:
    """New events need no ping, a new url does."""
    path = f"/{(await create(world, ask))['id']}"
    answer = await client(world, ask, "PATCH", path, {"events": ["SLEEP"]})
    assert answer.json()["data"][0]["events"] == ["SLEEP"]
    assert mailbox.events() == ["PING"]
    await client(world, ask, "PATCH", path, {"url": f"{URL}2"})
    assert [url for url, _, _ in mailbox.mail] == [URL, f"{URL}2"]
    mailbox.status = 500
    assert (await client(world, ask, "PATCH", path, {"url": URL})).status_code == 400


async def test_a_day_brings_notices(world: World, ask: Ask, mailbox: Mailbox) -> None:
    """As the clock passes a day each person's syncs are told, signed and in order of time."""
    secret = (await create(world, ask))["signature_secret_key"]
    since = world.now
    world.advance(days=1)
    arrived = await world.tell(since)
    told = [json.loads(body) for _, _, body in mailbox.mail[1:]]
    assert len(told) == arrived > 12
    assert sorted(each["timestamp"] for each in told) == [each["timestamp"] for each in told]
    assert {each["user_id"] for each in told} == {1001, 1002, 1003}
    assert {"SLEEP", "ACTIVITY_SUMMARY", "SLEEP_WISE_ALERTNESS"} <= {each["event"] for each in told}
    assert all(
        headers["Polar-Webhook-Signature"] == sign(secret, body)
        for _, headers, body in mailbox.mail
    )


@pytest.mark.skipif(not SHARED.is_dir(), reason="the folder ../shared/polar is not there")
async def test_notices_have_the_examples_keys(world: World, ask: Ask, mailbox: Mailbox) -> None:
    """Each notice has the keys of its example, in their order, and a url of the same form."""
    await create(world, ask)
    since = world.now
    world.advance(days=14)
    await world.tell(since)
    told = {json.loads(body)["event"]: json.loads(body) for _, _, body in mailbox.mail}
    assert told.keys() == {"PING", *EVENTS}
    for event in EVENTS:
        name = f"webhook-{event.lower().replace('_', '-')}.json"
        wanted = json.loads((SHARED / name).read_text())
        assert list(told[event]) == list(wanted)
        assert told[event]["url"].split("/")[:5] == wanted["url"].split("/")[:5]


async def test_an_announced_exercise_exists(world: World, ask: Ask, mailbox: Mailbox) -> None:
    """The id of an EXERCISE notice opens the exercise."""
    await create(world, ask)
    since = world.now
    world.advance(days=3)
    await world.tell(since)
    told = [json.loads(body) for _, _, body in mailbox.mail]
    mine = next(each for each in told if each["event"] == "EXERCISE" and each["user_id"] == 1001)
    answer = await ask(f"/v3/exercises/{mine['entity_id']}")
    assert answer.json()["id"] == mine["entity_id"]


async def test_seven_days_of_failures(world: World, ask: Ask, mailbox: Mailbox) -> None:
    """After seven simulated days of failures the webhook is off until it is activated."""
    await create(world, ask)
    mailbox.status = 503
    for days in (6, 2):
        since = world.now
        world.advance(days=days)
        assert await world.tell(since) == 0
        active = (await client(world, ask, "GET")).json()["data"][0]["active"]
        assert active == (days == 6)
    assert (await client(world, ask, "POST", "/activate")).status_code == 400
    mailbox.status = 200
    assert (await client(world, ask, "POST", "/activate")).status_code == 200
    since = world.now
    world.advance(days=1)
    assert await world.tell(since) > 0


async def test_deactivated_is_silent(world: World, ask: Ask, mailbox: Mailbox) -> None:
    """A deactivated webhook gets nothing."""
    await create(world, ask)
    assert (await client(world, ask, "POST", "/deactivate")).status_code == 200
    since = world.now
    world.advance(days=1)
    assert await world.tell(since) == 0
    assert mailbox.events() == ["PING"]


async def test_a_success_forgives(world: World, ask: Ask, mailbox: Mailbox) -> None:
    """One success ends a row of failures."""
    await create(world, ask)
    for hours, status in ((0, 500), (150, 200), (200, 500)):
        mailbox.status = status
        notice = {"event": "SLEEP", "user_id": 1001}
        await world.webhooks.notify(notice, world.now + timedelta(hours=hours))
    assert world.webhooks.webhook
    assert world.webhooks.webhook.active


async def test_nobody_answers() -> None:
    """A url where nobody listens counts as status 0."""
    assert await post("http://127.0.0.1:9/", {}, b"{}") == 0
    assert await post("nonsense", {}, b"{}") == 0
