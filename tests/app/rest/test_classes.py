"""A key that names classes of data reads those alone, at every endpoint."""

from typing import Any

import httpx
import pytest

from app.records.account import DataClass, Scope
from app.rest.endpoint import Endpoint
from app.rest.routes import ENDPOINTS
from app.store import keys
from app.store.pool import Pool

SLEEP, HEART, TRAINING = DataClass.SLEEP, DataClass.HEART, DataClass.TRAINING
NOTHING: frozenset[DataClass] = frozenset()
EVERYTHING_FOUND = frozenset({SLEEP, HEART, TRAINING})

NEEDS: dict[str, frozenset[DataClass]] = {
    "sleep": frozenset({SLEEP}),
    "sleep/{date}": frozenset({SLEEP}),
    "naps": frozenset({SLEEP}),
    "activity": frozenset({TRAINING}),
    "activity/{date}": frozenset({TRAINING}),
    "activity-samples": frozenset({TRAINING}),
    "activity-samples/{date}": frozenset({TRAINING}),
    "recharge": frozenset({HEART}),
    "recharge/{date}": frozenset({HEART}),
    "exercises": frozenset({TRAINING}),
    "exercises/{id}": frozenset({TRAINING}),
    "exercises/{id}/samples": frozenset({TRAINING}),
    "exercises/{id}/route": frozenset({TRAINING, DataClass.LOCATION}),
    "exercises/{id}/laps": frozenset({TRAINING}),
    "weights": frozenset({DataClass.PROFILE}),
    "diary": frozenset({DataClass.PROFILE}),
    "training-targets": frozenset({TRAINING}),
    "planned-routes": frozenset({DataClass.LOCATION}),
    "devices": frozenset({DataClass.PROFILE}),
    "orthostatic-tests": frozenset({HEART}),
    "fitness-tests": frozenset({HEART}),
    "cardio-load": frozenset({TRAINING}),
    "cardio-load/{date}": frozenset({TRAINING}),
    "heart-rate": frozenset({HEART}),
    "heart-rate/{date}/samples": frozenset({HEART}),
    "sleepwise/alertness": frozenset({SLEEP}),
    "sleepwise/periods": frozenset({SLEEP}),
    "sleepwise/bedtime": frozenset({SLEEP}),
    "spo2": frozenset({HEART}),
    "spo2/{id}": frozenset({HEART}),
    "ecg": frozenset({HEART}),
    "ecg/{id}": frozenset({HEART}),
    "orthostatic-tests/{id}": frozenset({HEART}),
    "fitness-tests/{id}": frozenset({HEART}),
    "temperature/body": frozenset({HEART}),
    "temperature/skin": frozenset({HEART}),
    "skin-contact": frozenset({HEART}),
    "physical-info": frozenset({DataClass.PROFILE}),
    "baselines": NOTHING,  # Of the metrics that the key reads.
    "baselines/calculate": EVERYTHING_FOUND,
    "baselines/{metric_name}": frozenset({HEART}),
    "baselines/check/{metric_name}/{value}": frozenset({HEART}),
    "analytics/status": EVERYTHING_FOUND,
    "patterns": NOTHING,  # Those whose metrics the key reads.
    "patterns/detect": EVERYTHING_FOUND,
    "patterns/{pattern_name}": EVERYTHING_FOUND,
    "anomalies": NOTHING,  # As of baselines.
    "insights": EVERYTHING_FOUND,
    "forecasts": NOTHING,  # As of baselines.
    "forecasts/{metric_name}": frozenset({HEART}),
    "metrics/{metric_name}/weekly": frozenset({HEART}),
    "metrics/{metric_name}/monthly": frozenset({HEART}),
    "sync/trigger": NOTHING,  # How much came, and nothing of it.
    "imports": NOTHING,
    "imports/{run_id}": NOTHING,
    "takeouts": NOTHING,
    "POST takeouts": frozenset(DataClass),
    "takeouts/{run_id}": NOTHING,
    "takeouts/{run_id}/file": frozenset(DataClass),
    "sync/runs": NOTHING,
    "sync/runs/{run_id}": NOTHING,
    "export/summary": EVERYTHING_FOUND,
    "export/sleep.csv": frozenset({SLEEP}),
    "export/activity.csv": frozenset({TRAINING}),
    "export/recharge.csv": frozenset({HEART}),
    "export/cardio-load.csv": frozenset({TRAINING}),
    "history/{relation}": frozenset({SLEEP}),  # Of the relation that is asked for.
    "api-key/info": NOTHING,
    "api-key/regenerate": NOTHING,
    "api-key/revoke": NOTHING,
}
"""What a key must read to get an answer; the metric is hrv_rmssd, the pattern overtraining_risk."""

WALKED = [
    each
    for each in ENDPOINTS
    if each.method != "DELETE" and not each.path.endswith(("regenerate", "revoke"))
]
"""Of deletions, `app.deeds.rows` asks for the classes of all that goes."""


def _name(endpoint: Endpoint) -> str:
    path = endpoint.path.removeprefix("/users/{user_id}/")
    return named if (named := f"{endpoint.method} {path}") in NEEDS else path


def test_every_endpoint_is_in_the_table() -> None:
    """An endpoint that nobody thought about fails here."""
    assert {_name(each) for each in ENDPOINTS} <= set(NEEDS)


async def _key(pool: Pool, person: str, *classes: DataClass) -> str:
    _, secret = await keys.create_key(
        pool,
        user_id=person,
        label="some",
        scopes=[Scope.READ, Scope.SYNC],
        actor="test",
        rate_limit_per_minute=100_000,
        classes=classes or None,
    )
    return secret


async def _ask(
    client: httpx.AsyncClient, endpoint: Endpoint, person: str, exercise: int, secret: str
) -> httpx.Response:
    values = {each.name: each.example for each in endpoint.parameters if each.place == "path"}
    values |= {"user_id": person} | ({"id": exercise} if "exercises" in endpoint.path else {})
    headers = {"X-API-Key": secret, "X-Polar-Token": "token"}
    path = f"/api/v1{endpoint.path.format(**values)}"
    params = {"wait": "false"} if endpoint.path.endswith("trigger") else {}
    return await client.request(endpoint.method, path, headers=headers, params=params)


@pytest.fixture
async def exercise(client: httpx.AsyncClient, data: None, person: str, key: str) -> int:
    """Number of the person's exercise."""
    assert data is None
    found = await client.get(f"/api/v1/users/{person}/exercises", headers={"X-API-Key": key})
    number: int = found.json()[0]["id"]
    return number


@pytest.mark.parametrize("data_class", DataClass)
async def test_a_class_opens_what_is_of_it(
    client: httpx.AsyncClient, pool: Pool, person: str, exercise: int, data_class: DataClass
) -> None:
    """Every endpoint is forbidden to a key of one class that it needs more than."""
    secret = await _key(pool, person, data_class)
    wrong: dict[str, Any] = {}
    for endpoint in WALKED:
        answer = await _ask(client, endpoint, person, exercise, secret)
        allowed = NEEDS[_name(endpoint)] <= {data_class}
        if (answer.status_code != 403) != allowed or answer.status_code == 500:
            wrong[_name(endpoint)] = answer.text
    assert wrong == {}


async def test_a_key_of_all_that_is_needed(
    client: httpx.AsyncClient, pool: Pool, person: str, exercise: int
) -> None:
    """What needs several classes opens for a key that names exactly those."""
    for endpoint in WALKED:
        needed = NEEDS[_name(endpoint)]
        if len(needed) > 1 and endpoint.method == "GET":
            secret = await _key(pool, person, *needed)
            answer = await _ask(client, endpoint, person, exercise, secret)
            assert answer.status_code in {200, 404}, endpoint.path


async def test_a_night_without_its_heart(
    client: httpx.AsyncClient, pool: Pool, person: str, data: None
) -> None:
    """Who reads sleep alone sees scores and stages, in lists and files, and no heart rate."""
    assert data is None
    secrets = [await _key(pool, person, *classes) for classes in ((SLEEP,), (SLEEP, HEART), ())]
    path = f"/api/v1/users/{person}/sleep?days=30"
    rows = [(await client.get(path, headers={"X-API-Key": secret})).json()[0] for secret in secrets]
    assert rows[1] == rows[2]
    hidden = {name for name in rows[2] if rows[0][name] != rows[2][name]}
    assert hidden
    assert {rows[0][name] for name in hidden} == {None}
    assert all("h" in name for name in hidden)
    assert rows[0]["sleep_score"] == rows[2]["sleep_score"]


async def test_a_night_s_heart_rates_are_left_out(
    client: httpx.AsyncClient, pool: Pool, person: str, data: None
) -> None:
    """A night's detail has its hypnogram for who reads sleep alone, and no heart rates."""
    assert data is None
    details = []
    for classes in ((SLEEP,), ()):
        headers = {"X-API-Key": await _key(pool, person, *classes)}
        path = f"/api/v1/users/{person}/sleep/2026-01-11"
        details.append((await client.get(path, headers=headers)).json())
    some, whole = details
    lists = {name for name, value in whole.items() if isinstance(value, (list, dict)) and value}
    hearts = {name for name in lists if "heart" in name}
    assert hearts
    assert {name for name in lists if some[name] != whole[name]} == hearts


async def test_findings_are_told_apart_by_metric(
    client: httpx.AsyncClient, pool: Pool, person: str, data: None
) -> None:
    """Baselines, patterns and forecasts of other classes are left out, not told as missing."""
    assert data is None
    headers = {"X-API-Key": await _key(pool, person, SLEEP)}
    base = f"/api/v1/users/{person}"

    async def names(path: str, name: str) -> set[str]:
        return {row[name] for row in (await client.get(base + path, headers=headers)).json()}

    assert await names("/baselines", "metric_name") == {"sleep_score"}
    assert await names("/patterns?extended=true", "pattern_name") == {
        "sleep_trend",
        "sleep_regularity",
        "social_jetlag",
        "sleep_debt",
    }
    assert await names("/forecasts", "metric_name") == {"sleep_score"}


async def test_a_key_tells_its_classes(client: httpx.AsyncClient, pool: Pool, person: str) -> None:
    """api-key/info has them in their order; null is all."""
    for classes, told in (((), None), ((HEART, SLEEP), ["sleep", "heart"])):
        headers = {"X-API-Key": await _key(pool, person, *classes)}
        info = await client.get(f"/api/v1/users/{person}/api-key/info", headers=headers)
        assert info.json()["classes"] == told
