"""The house is told: what everybody may know, and what its owner may."""

import datetime as dt
from dataclasses import replace
from typing import Any

import httpx
import pytest

import app
from app.records.account import Scope
from app.records.server import Check
from app.settings import Settings
from app.state import State
from app.store import change
from app.store.pool import Pool
from app.store.spending import keep_budget
from app.store.timetable import set_due
from app.upstream.rate_limits import WindowUse
from schema.build import terms
from schema.prices import ADMIN
from tests.schema.conftest import MASTER, Ask, make_key, queued_run
from tests.schema.year import NOW

OWNERS = {
    "polarBudget": "{ span used left allowed resetsAt }",
    "timetable": "{ people pace intervalMinutes requestsADay allowedADay plannedAt }",
    "polarWebhook": "{ url }",
    "database": "{ sizeBytes postgresVersion timescaleVersion people }",
    "relations": "{ relation aggregate chunks compressedChunks sizeBytes beforeBytes afterBytes }",
    "jobs": "{ jobId actor state dueAt }",
    "queue": "{ queued running oldestQueuedAt dead failed lastWorkAt }",
    "settings": "{ name source value secret isSet meaning }",
    "checks": "{ what good found advice }",
}


async def test_everybody_with_a_key_knows_a_little(ask: Ask, pool: Pool, person: str) -> None:
    """Version, Polar client, workers and next sync need any key, and no scope."""
    secret = await make_key(pool, person, Scope.SYNC)
    query = "{ server { version polarClient demo syncIntervalMinutes nextSyncAt workersAlive } }"
    told = (await ask(query, secret=secret))["data"]["server"]
    assert told["version"] == app.__version__
    assert told["polarClient"] is False
    assert told["nextSyncAt"] is None
    nobody = (await ask(query, secret="ursa_" + "x" * 43))["errors"][0]
    assert nobody["extensions"]["code"] == "unauthenticated"


def test_every_field_of_the_owner_s_is_walked() -> None:
    """No field of the house that needs the scope ADMIN is left out below."""
    needing = {one.name for one in terms() if one.of == "Server" and one.terms.scope == ADMIN}
    assert needing == set(OWNERS)


@pytest.mark.parametrize("name", OWNERS)
async def test_the_rest_is_the_owners(ask: Ask, pool: Pool, person: str, name: str) -> None:
    """A personal key is refused whatever its scopes, and so is one without the scope ADMIN."""
    query = f"{{ server {{ {name} {OWNERS[name]} }} }}"
    reading = await make_key(pool, None, Scope.READ, Scope.SYNC)
    for secret in (None, reading, await make_key(pool, person, Scope.ADMIN)):
        body = await ask(query, secret=secret)
        assert body["data"] == {"server": {name: None}}
        assert [each["extensions"]["code"] for each in body["errors"]] == ["forbidden"]


async def told(ask: Ask, name: str) -> Any:  # noqa: ANN401 -- JSON
    """What the owner is told."""
    body = await ask(f"{{ server {{ {name} {OWNERS[name]} }} }}", secret=MASTER)
    assert "errors" not in body, body
    return body["data"]["server"][name]


@pytest.mark.usefixtures("aggregates")
async def test_the_database(ask: Ask) -> None:
    """Size, versions, and each hypertable with its chunks, the largest first."""
    whole = await told(ask, "database")
    assert whole["sizeBytes"] > 1_000_000
    assert whole["timescaleVersion"].startswith("2.")
    assert whole["people"] > 0
    relations = await told(ask, "relations")
    sizes = [row["sizeBytes"] for row in relations]
    assert sizes == sorted(sizes, reverse=True)
    by_name = {row["relation"]: row for row in relations}
    assert by_name["sleep"]["chunks"] >= 1
    assert by_name["metric_weekly"]["aggregate"]
    assert not by_name["heart_rate_sample"]["aggregate"]


async def test_work(ask: Ask, pool: Pool, person: str) -> None:
    """Syncs that wait are counted, and lines of the timetable are listed."""
    before = await told(ask, "queue")
    await queued_run(pool, person)
    await change.execute(
        pool, "job_lines", actor=["maintain"], first_at=[NOW], latest_at=[NOW + dt.timedelta(1)]
    )
    assert (await told(ask, "queue"))["queued"] == before["queued"] + 1
    line = next(row for row in await told(ask, "jobs") if row["jobId"] == "maintain")
    assert line["actor"] == "maintain"
    assert line["dueAt"] is not None


async def test_workers_of_other_processes_are_known_by_their_work(
    ask: Ask, pool: Pool, state: State
) -> None:
    """Who did nothing of the timetable for minutes does not run; own threads are asked."""
    query = "{ server { workersAlive } }"
    async with pool.connection() as connected:
        await connected.execute("UPDATE job SET ended_at = NULL")
        assert (await ask(query))["data"]["server"]["workersAlive"] is False
        await connected.execute(
            "INSERT INTO job (job_id, actor, state, ended_at) VALUES ('t', 't', 'done', %s)", [NOW]
        )
        assert (await ask(query))["data"]["server"]["workersAlive"] is True
        await connected.execute("DELETE FROM job WHERE job_id = 't'")
    state["workers_alive"] = lambda: False
    assert (await ask(query))["data"]["server"]["workersAlive"] is False


async def test_the_budget_is_what_polar_said_last(ask: Ask, pool: Pool) -> None:
    """What any process heard is told, and an older word changes nothing."""
    windows = [WindowUse("15 minutes", 120, 500, 600), WindowUse("24 hours", 900, 5000, 9000)]
    await keep_budget(pool, windows, NOW)
    await keep_budget(pool, [replace(windows[0], used=1)], NOW - dt.timedelta(minutes=1))
    short, long = await told(ask, "polarBudget")
    assert (short["span"], short["left"]) == ("15 minutes", 380)
    assert (long["used"], long["left"]) == (900, 4100)
    assert short["resetsAt"] == "2026-01-11T20:10:00Z"


async def test_the_next_sync(ask: Ask, pool: Pool, person: str) -> None:
    """It is when the timetable says; who is new, or waits longer, is due now."""
    query = "{ server { nextSyncAt } }"
    await change.execute(pool, "credential_keep", user_id=person, token=b"x", connected_at=NOW)
    assert (await ask(query))["data"]["server"]["nextSyncAt"] == "2026-01-11T20:00:00Z"
    await set_due(pool, {person: NOW + dt.timedelta(hours=1)})
    assert (await ask(query))["data"]["server"]["nextSyncAt"] == "2026-01-11T21:00:00Z"


async def test_the_timetable(ask: Ask, pool: Pool) -> None:
    """The owner is told how long an interval is, and what that takes of Polar's budget."""
    promised = {"people": 20_000, "pace": 1.5, "interval_minutes": 90.0, "requests_a_day": 1e6}
    await change.execute(pool, "timetable_planned", allowed_a_day=2_005_000, now=NOW, **promised)
    found = await told(ask, "timetable")
    assert (found["people"], found["intervalMinutes"], found["pace"]) == (20_000, 90, 1.5)
    await change.execute(pool, "timetable_planned", allowed_a_day=0, now=NOW, **promised)


async def test_settings_keep_their_secrets(ask: Ask, state: State) -> None:
    """Where a value is from is told, and no secret, nor a password of an address."""
    given = {
        "api_key": MASTER,
        "database_url": "postgresql://ursa:geheim@db.example/ursa?password=geheim",
        "polar_client_secret": "geheim",
        "allowed_origins": "https://app.example",
    }
    settings = Settings.model_validate(given)
    state["resources"] = replace(state["resources"], settings=settings)
    body = await told(ask, "settings")
    assert "geheim" not in str(body)
    assert MASTER not in str(body)
    found = {row["name"]: row for row in body}
    assert found["DATABASE_URL"]["value"] == "postgresql://db.example/ursa"
    assert found["POLAR_CLIENT_SECRET"] | {"meaning": ""} == {
        "name": "POLAR_CLIENT_SECRET",
        "source": "ENVIRONMENT",
        "value": None,
        "secret": True,
        "isSet": True,
        "meaning": "",
    }
    assert found["PORT"]["source"] == "DEFAULT"
    assert found["BROKER_URL"]["isSet"] is False
    assert all(row["meaning"] for row in body)


async def test_the_doctor_is_asked(ask: Ask, state: State, client: httpx.AsyncClient) -> None:
    """Its checks are told; a server that has none says what to do."""
    assert client is not None
    body = await ask("{ server { checks { what } } }", secret=MASTER)
    assert body["errors"][0]["extensions"]["code"] == "conflict"

    async def examine() -> list[Check]:
        return [Check(what="Python", good=True, found="3.11")]

    state["doctor"] = examine
    assert await told(ask, "checks") == [
        {"what": "Python", "good": True, "found": "3.11", "advice": ""}
    ]
