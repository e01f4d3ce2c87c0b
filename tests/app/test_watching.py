"""/metrics: who may look, and what is seen."""

import datetime as dt
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from pydantic import SecretStr

from app.errors import DatabaseUnavailable
from app.main import create_app
from app.origins import FORWARDED
from app.reads import server
from app.resources import Resources, utc_now
from app.settings import Settings
from app.state import State
from tests.app.conftest import Sync
from tests.app.deeds.doubles import house
from tests.app.rest.conftest import with_state

TOKEN = "the-token-of-who-watches"


@pytest.fixture
async def state(resources: Resources) -> State:
    """A house with a token for /metrics."""
    settings = resources.settings.model_copy(update={"metrics_token": SecretStr(TOKEN)})
    object.__setattr__(resources, "settings", settings)
    return house(resources)


async def asked(state: State, host: str, **headers: str) -> httpx.Response:
    """What somebody at this address gets."""
    app = with_state(create_app(Settings(), state), state)
    transport = httpx.ASGITransport(app, client=(host, 1))
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    async with httpx.AsyncClient(transport=transport, base_url="http://ursa.test") as client:
        await client.get("/health")
        return await client.get("/metrics", headers=named)


async def test_this_machine_may_look(state: State) -> None:
    """Without a token, as long as nobody was passed on."""
    assert (await asked(state, "127.0.0.1")).status_code == 200
    assert (await asked(state, "::1")).status_code == 200


@pytest.mark.parametrize("header", FORWARDED)
async def test_who_was_passed_on_may_not(state: State, header: str) -> None:
    """A proxy on this machine makes nobody one of this machine."""
    answer = await asked(state, "127.0.0.1", **{header: "192.0.2.1"})
    assert answer.status_code == 403
    assert "METRICS_TOKEN" in answer.json()["detail"]


async def test_the_token_opens_it_from_anywhere(state: State) -> None:
    """That token, and no other."""
    for token, status in ((TOKEN, 200), (TOKEN[:-1], 403), ("", 403)):
        answer = await asked(state, "192.0.2.1", authorization=f"Bearer {token}")
        assert answer.status_code == status


async def test_without_a_token_nobody_from_elsewhere(resources: Resources) -> None:
    """An empty bearer is no token that was not set."""
    for headers in ({}, {"authorization": "Bearer "}, {"authorization": "Bearer None"}):
        assert (await asked(house(resources), "192.0.2.1", **headers)).status_code == 403


async def test_what_is_seen(state: State, synced: Sync, token: str, person: str) -> None:
    """Requests by route, pools, syncs and feeds, people, jobs; no id of anybody."""
    await synced(person, token)
    text = (await asked(state, "127.0.0.1")).text
    found = {family.name: family.samples for family in text_string_to_metric_families(text)}
    (health,) = [
        sample.value
        for sample in found["ursa_http_request_seconds"]
        if sample.name.endswith("_count") and sample.labels["route"] == "/health"
    ]
    assert health == 1
    assert found["ursa_database_up"][0].value == 1
    assert {sample.labels["pool"] for sample in found["ursa_pool_size"]} == {"writes", "reads"}
    assert {sample.labels["state"] for sample in found["ursa_feed_outcomes"]} >= {"success"}
    assert {"ursa_syncs", "ursa_people", "ursa_queue_age_seconds", "ursa_relation_bytes"} <= set(
        found
    )
    assert person not in text


async def test_a_database_that_is_away(state: State, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is said, and what the process knows by itself is told all the same."""

    async def away(*_: object) -> None:
        raise DatabaseUnavailable("It does not answer.")

    monkeypatch.setattr(server, "queue", away)
    text = (await asked(state, "127.0.0.1")).text
    assert "ursa_database_up 0.0" in text
    assert "ursa_pool_size" in text


async def test_a_proxy_makes_nobody_keyless(resources: Resources) -> None:
    """Where this machine needs no key, who was passed on by a proxy gets nothing."""
    settings = Settings(auth_required=False)
    app = with_state(create_app(settings, house(resources)), house(resources))
    transport = httpx.ASGITransport(app, client=("127.0.0.1", 1))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        assert (await client.get("/health")).status_code == 200
        for name in FORWARDED:
            answer = await client.get("/health", headers={name: "192.0.2.1"})
            assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


async def test_the_age_of_the_newest_backup(state: State, tmp_path: Path) -> None:
    """A whole one counts, and one that was cut off does not."""
    for name, whole in (("ursa-20260101T000000Z", True), ("ursa-20260301T000000Z.partial", False)):
        (tmp_path / name).mkdir()
        if whole:
            (tmp_path / name / "manifest.json").touch()
    resources = state["resources"]
    settings = resources.settings.model_copy(update={"backup_dir": tmp_path})
    object.__setattr__(resources, "settings", settings)
    text = (await asked(state, "127.0.0.1")).text
    found = {each.name: each for each in text_string_to_metric_families(text)}
    age = found["ursa_backup_age_seconds"].samples[0].value
    begun = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    assert age == pytest.approx((utc_now() - begun).total_seconds(), abs=60)
