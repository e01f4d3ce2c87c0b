"""Webhooks: signatures, notices, and the administration of the one webhook."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import (
    Conflict,
    InvalidInput,
    PolarBadAnswer,
    PolarRefused,
    PolarUnavailable,
)
from app.upstream.webhooks import EVENTS, WebhookAdmin, parse_event, sign, verified

Make = Callable[..., Any]
SECRET = "abe1f3ae-fd33-11e8-8eb2-f2801f1b9fd1"


def test_polars_vectors_are_verified(polar_files: Path) -> None:
    """Every one of Polar's signature vectors holds, and none does for another body or secret."""
    file = orjson.loads((polar_files / "examples/webhook-signature-vectors.json").read_bytes())
    assert len(file["vectors"]) == 8
    for vector in file["vectors"]:
        body = vector["body"].encode()
        signature = vector["headers"]["Polar-Webhook-Signature"]
        assert verified(body, signature, file["signature_secret_key"])
        assert not verified(body + b" ", signature, file["signature_secret_key"])
        assert not verified(body, signature, "another secret")
        assert parse_event(body).event == vector["headers"]["Polar-Webhook-Event"]


@pytest.mark.parametrize(
    "signature", [None, "", "00", "g" * 64, "é" * 64, sign(b"x", SECRET).upper(), "0" * 65]
)
def test_what_is_no_signature_does_not_hold(signature: str | None) -> None:
    """A missing or misshapen signature is refused without raising."""
    assert not verified(b"x", signature, SECRET)


def test_an_empty_secret_verifies_nothing() -> None:
    """Without a secret no signature holds, not even the right one."""
    assert not verified(b"x", sign(b"x", ""), "")


@pytest.mark.parametrize(
    ("name", "days"),
    [
        ("ping", None),
        ("exercise", None),
        ("sleep", (dt.date(2026, 1, 11), dt.date(2026, 1, 11))),
        ("continuous-heart-rate", (dt.date(2026, 1, 11), dt.date(2026, 1, 11))),
        ("activity-summary", (dt.date(2026, 1, 11), dt.date(2026, 1, 11))),
        ("sleep-wise-alertness", (dt.date(2026, 1, 10), dt.date(2026, 1, 12))),
        ("sleep-wise-circadian-bedtime", (dt.date(2026, 1, 10), dt.date(2026, 1, 12))),
        ("physical-information", None),
    ],
)
def test_reads_the_example_notices(
    polar_files: Path, name: str, days: tuple[dt.date, dt.date] | None
) -> None:
    """Every example notice tells whom and which days it is about, and no address."""
    event = parse_event((polar_files / f"examples/webhook-{name}.json").read_bytes())
    assert event.days == days
    assert event.user_id == (None if name == "ping" else 475)
    assert event.entity_id == ("aQlC83Kd" if name == "exercise" else None)
    assert "url" not in event.model_dump()


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "JSON object"),
        (b"[]", "should be an object"),
        (b"{}", "`event` is missing"),
        (b'{"event": "SLEEP", "user_id": 475}', "SLEEP needs date"),
        (b'{"event": "EXERCISE", "user_id": 475, "entity_id": "../x"}', "entity_id"),
        (b'{"event": "SLEEP", "user_id": 475, "date": "2026-02-30"}', "`date`"),
        (b'{"event": "SLEEP", "user_id": true, "date": "2026-01-11"}', "`user_id`"),
        (
            b'{"event":"SLEEP_WISE_ALERTNESS","user_id":1,"from":"2026-01-12","to":"2026-01-11"}',
            "`to` is before `from`",
        ),
        (b'{"event": "sleep; drop"}', "`event`"),
        (b" " * 70_000, "at most 65536 bytes"),
    ],
)
def test_a_broken_notice_is_named(body: bytes, said: str) -> None:
    """A notice that can not be read is refused with the reason."""
    with pytest.raises(InvalidInput) as caught:
        parse_event(body)
    assert said in str(caught.value)


def test_an_unknown_event_is_let_through() -> None:
    """Polar may invent events; they are read as far as they are known."""
    event = parse_event(b'{"event": "MOON_PHASE", "user_id": 475, "phase": "full"}')
    assert (event.event, event.user_id) == ("MOON_PHASE", 475)


@given(st.binary(max_size=200))
def test_random_bytes_never_raise_anything_else(body: bytes) -> None:
    """Random notices are refused in our own words or read."""
    try:
        parse_event(body)
    except InvalidInput as error:
        assert str(error)  # noqa: PT017 -- both outcomes are right


def _admin(polar: Any) -> WebhookAdmin:  # noqa: ANN401 -- the fixture's class
    return WebhookAdmin(polar.link, "id", "s3cret")


async def test_creates_and_tells_the_secret_once(fake_polar: Make, polar_files: Path) -> None:
    """Creating sends all events, and the secret is there but not in the repr."""
    body = (polar_files / "examples/webhook-create-response.json").read_bytes()
    polar = fake_polar(httpx.Response(201, content=body))
    webhook = await _admin(polar).create("https://myapp.example.com/acl_webhook")
    assert (webhook.id, webhook.signature_secret_key) == ("abdf33", SECRET)
    assert SECRET not in repr(webhook)
    assert orjson.loads(polar.requests[0].content) == {
        "url": "https://myapp.example.com/acl_webhook",
        "events": list(EVENTS),
    }
    assert polar.requests[0].headers["Authorization"].startswith("Basic ")


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (httpx.Response(400), PolarRefused),
        (httpx.Response(401), PolarRefused),
        (httpx.Response(409), Conflict),
        (httpx.Response(500), PolarUnavailable),
        (httpx.ReadTimeout("late"), PolarUnavailable),
        (httpx.Response(201, json={"data": {"id": "abdf33"}}), PolarBadAnswer),
        (httpx.Response(201, text=f'{{"signature_secret_key": "{SECRET}"'), PolarBadAnswer),
        (httpx.Response(201, json={"data": {"signature_secret_key": SECRET}}), PolarBadAnswer),
    ],
)
async def test_a_failed_creation_is_not_repeated(
    fake_polar: Make, answer: httpx.Response | Exception, error: type[Exception]
) -> None:
    """Creation is sent once, and its secret is in no message."""
    polar = fake_polar(answer)
    with pytest.raises(error) as caught:
        await _admin(polar).create("https://myapp.example.com/acl_webhook")
    assert len(polar.requests) == 1
    assert SECRET not in str(caught.value) + str(caught.value.__cause__)


@pytest.mark.parametrize(
    ("status", "body", "active"),
    [
        (200, b'{"data": [{"id": "abdf33", "active": true}]}', True),
        (200, b'{"data": {"id": "abdf33", "active": false}}', False),
        (200, b'{"data": []}', None),
        (204, b"", None),
        (404, b"nothing", None),
    ],
)
async def test_reads_the_present_webhook(
    fake_polar: Make, status: int, body: bytes, *, active: bool | None
) -> None:
    """A list, an object, an empty list, 204 and 404 are all understood."""
    webhook = await _admin(fake_polar(httpx.Response(status, content=body))).get()
    assert (webhook.active if webhook else None) == active


async def test_deletes(fake_polar: Make) -> None:
    """What is not there is said to be missing; what can be no id is not sent."""
    polar = fake_polar(httpx.Response(204), httpx.Response(404))
    admin = _admin(polar)
    assert await admin.delete("abdf33")
    assert not await admin.delete("abdf33")
    with pytest.raises(InvalidInput):
        await admin.delete("../users/1")


async def test_switches_on(fake_polar: Make) -> None:
    """204 means that there is no webhook to switch."""
    polar = fake_polar(httpx.Response(200), httpx.Response(204))
    assert await _admin(polar).activate()
    assert not await _admin(polar).activate()
    assert {request.url.path for request in polar.requests} == {"/v3/webhooks/activate"}
