"""What published clients of the document do, against a served Ursa with a simulated person.

No package of a registry is such a client. The one here asks as two published ones do: the PHP
service of the document's integration guide (`days` of a sync goes over in a JSON body, every status
but 200 is an error, rows that came are summed over `results`), and the script that tries a server
from end to end.
"""

import datetime as dt
import socket
import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from app.auth import open_auth
from app.main import create_app
from app.modelling import Models
from app.resources import Resources, open_resources
from app.settings import Settings
from app.simulator.app import create_simulator
from app.simulator.people import demo_people
from app.simulator.world import World
from app.state import State
from app.store.pool import Pool
from app.sync import work
from tests.app.rest.conftest import MASTER, with_state
from tests.running import running

FIRST = dt.date(2025, 9, 1)
MORNING = dt.datetime(2025, 12, 5, 9, tzinfo=dt.UTC)
POLAR_NUMBER = 1003


@dataclass
class WorkersInPlace:
    """Workers who do a run before they say that they took it."""

    resources: Resources

    async def takeout(self, run_id: uuid.UUID) -> None:
        """Nobody exports here."""

    async def import_archive(self, run_id: uuid.UUID) -> None:
        """Nobody imports here."""

    async def sync(self, run_id: uuid.UUID) -> None:
        """Take a run."""
        await work.sync_run(self.resources, run_id)


@dataclass
class PublishedClient:
    """Asks as clients do that were written against the document."""

    http: httpx.AsyncClient
    user_id: str

    async def get(self, path: str, **query: int) -> Any:  # noqa: ANN401 -- JSON
        """The body; raises for every status but a good one."""
        answer = await self.http.get(f"/users/{self.user_id}/{path}", params=query)
        return answer.raise_for_status().json()

    async def sync(self, token: str, **body: int) -> Any:  # noqa: ANN401 -- JSON
        """Trigger a sync, `days` in the body; without it the body is an empty list, as PHP's is."""
        headers = {"X-Polar-Token": token}
        path = f"/users/{self.user_id}/sync/trigger"
        answer = await self.http.post(path, json=body or [], headers=headers)
        return answer.raise_for_status().json()


@pytest.fixture(scope="module")
def world() -> World:
    """The demo's people in their fourteenth week; one of them has a watch that measures all."""
    world = World(demo_people(FIRST))
    world.set_now(MORNING)
    return world


@pytest.fixture(scope="module")
def token(world: World) -> str:
    """Polar's token of the person."""
    return world.token_for(POLAR_NUMBER)


@pytest.fixture(scope="module")
async def api(
    database_url: str,
    pool: Pool,
    models: Models,
    world: World,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[str]:
    """Address of a served Ursa whose Polar is the simulator."""
    assert pool is not None
    settings = Settings.model_validate(
        {
            "database_url": database_url,
            "api_key": MASTER,
            "polar_api_url": "http://polar",
            "data_dir": tmp_path_factory.mktemp("clients"),
        }
    )
    polar = httpx.ASGITransport(create_simulator(world))
    async with (
        open_resources(
            settings,
            database_url=database_url,
            clock=lambda: world.now,
            transport=polar,
            models=models,
        ) as resources,
        open_auth(settings, resources.pool, resources.clock) as auth,
    ):
        state = State(resources=resources, auth=auth, dispatch=WorkersInPlace(resources))
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            async with running(with_state(create_app(settings), state), listener) as address:
                yield f"{address}/api/v1"


@pytest.fixture(scope="module")
async def client(api: str, token: str) -> AsyncIterator[PublishedClient]:
    """A client with the master key, and a person whom Ursa has synced 28 days of."""
    headers = {"X-API-Key": MASTER}
    async with httpx.AsyncClient(base_url=api, headers=headers, timeout=30) as http:
        opened = PublishedClient(http, f"client-{uuid.uuid4().hex}")
        synced = await opened.sync(token)
        assert synced["status"] == "success"
        yield opened


async def test_days_of_a_sync_go_over_in_the_body(client: PublishedClient, token: str) -> None:
    """The run is of as many days as the body says."""
    synced = await client.sync(token, days=10)
    assert (await client.get(f"sync/runs/{synced['run_id']}"))["days"] == 10


async def test_rows_are_summed(client: PublishedClient, token: str) -> None:
    """Every value under `results` is a number, so that clients tell how much came."""
    results = (await client.sync(token, days=7))["results"]
    assert sum(results.values()) > 7
    assert {type(count) for count in results.values()} == {int}


async def test_somebody_unknown(client: PublishedClient) -> None:
    """With the master key, somebody unknown is a 404, which clients take for "connect first"."""
    stranger = PublishedClient(client.http, "nobody-has-this-name")
    for path in ("sleep", "insights", "baselines", "patterns", "anomalies"):
        with pytest.raises(httpx.HTTPStatusError) as raised:
            await stranger.get(path)
        assert raised.value.response.status_code == 404


async def test_no_key(client: PublishedClient) -> None:
    """Without a key, or with a wrong one, it is a 401."""
    for key in ("", "pfk_wrong"):
        answer = await client.http.get(f"/users/{client.user_id}/sleep", headers={"X-API-Key": key})
        assert answer.status_code == 401


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("sleep", {"date", "sleep_score", "total_sleep_hours", "hrv_avg", "heart_rate_avg"}),
        ("activity", {"date", "steps", "calories_active", "distance_km", "active_minutes"}),
        ("recharge", {"date", "hrv_avg", "ans_charge", "ans_charge_status", "breathing_rate_avg"}),
        ("exercises", {"id", "start_time", "sport", "duration_minutes", "average_heart_rate"}),
        ("cardio-load", {"date", "strain", "tolerance", "cardio_load_ratio"}),
        ("heart-rate", {"date", "hr_min", "hr_avg", "hr_max"}),
        ("sleepwise/alertness", set()),
        ("sleepwise/bedtime", set()),
        ("spo2", set()),
        ("ecg", set()),
        ("temperature/body", set()),
        ("temperature/skin", set()),
    ],
)
async def test_lists(client: PublishedClient, path: str, fields: set[str]) -> None:
    """Lists are arrays of flat rows; what clients show is in each of them."""
    rows = await client.get(path, days=28)
    assert len(rows) > 2
    assert all(fields <= row.keys() for row in rows)


async def test_a_dashboard(client: PublishedClient) -> None:
    """One answer has all that a dashboard shows."""
    told = await client.get("insights")
    assert told["status"] != "unavailable"
    assert {"hrv", "sleep_score"} <= told["current_metrics"].keys()
    assert {"baselines", "patterns", "anomalies", "observations"} <= told.keys()
    assert all({"description", "confidence"} <= each.keys() for each in told["suggestions"])
    patterns = told["feature_availability"]["patterns"]
    assert patterns["available"] is True or patterns["message"]


async def test_baselines(client: PublishedClient) -> None:
    """Each has its name, its values and its range."""
    fields = {"metric_name", "baseline_value", "baseline_7d", "baseline_30d", "min", "max"}
    found = await client.get("baselines")
    assert found
    assert all(fields <= each.keys() for each in found)


async def test_patterns(client: PublishedClient) -> None:
    """A risk is found by its name; a pattern that does not exist is a 404."""
    found = {each["pattern_name"]: each for each in await client.get("patterns")}
    assert {"score", "significance"} <= found["overtraining_risk"].keys()
    with pytest.raises(httpx.HTTPStatusError, match="404"):
        await client.get("patterns/invalid_pattern_name")


async def test_anomalies_and_status(client: PublishedClient) -> None:
    """The number of anomalies is told, and whether there are days enough."""
    assert (await client.get("anomalies"))["anomaly_count"] >= 0
    assert await client.get("analytics/status")


async def test_the_server_itself(client: PublishedClient, api: str) -> None:
    """Its health is "healthy", and its document lists the paths."""
    root = api.removesuffix("/api/v1")
    assert (await client.http.get(f"{root}/health")).json()["status"] == "healthy"
    assert (await client.http.get(f"{root}/schema/openapi.json")).json()["paths"]
