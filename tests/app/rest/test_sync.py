"""Syncs over REST: started, waited for, looked at."""

import datetime as dt
import json
import uuid
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from app.errors import Timeout
from app.records.account import Scope
from app.records.sync import FeedState, RunState, SyncFeed
from app.rest.handlers import syncs
from app.store import keys, runs
from app.store.accounts import create_account, find_account
from app.store.pool import Pool
from tests.app.rest.conftest import MASTER, NOW, Get, Workers

FEEDS = [
    "sleep", "recharge", "activity", "exercises", "cardio_load", "sleepwise_alertness",
    "sleepwise_bedtime", "spo2", "ecg", "body_temperature", "skin_temperature", "heart_rate",
    "activity_samples", "physical_info",
]  # fmt: skip
LATER = NOW + dt.timedelta(seconds=3)


def feed(
    run_id: uuid.UUID,
    name: str,
    state: FeedState = FeedState.SUCCESS,
    **more: Any,  # noqa: ANN401 -- any of its fields
) -> SyncFeed:
    """What a feed did."""
    return SyncFeed(
        run_id=run_id, feed=name, state=state, ended_at=NOW, **({"problems": []} | more)
    )


def work(
    pool: Pool, state: RunState, feeds: Callable[[uuid.UUID], list[SyncFeed]], **error: str
) -> Callable[[uuid.UUID], Awaitable[None]]:
    """Work that ends a run in this way."""

    async def done(run_id: uuid.UUID) -> None:
        assert await runs.claim_run(pool, run_id, NOW) is not None
        for each in feeds(run_id):
            await runs.feed_done(pool, each)
        ending = {"error_code": None, "error": None} | error
        await runs.finish_run(pool, run_id, state, now=LATER, request_count=18, **ending)

    return done


Trigger = Callable[..., Awaitable[httpx.Response]]


@pytest.fixture
def trigger(client: httpx.AsyncClient, person: str, key: str) -> Trigger:
    """POST sync/trigger with the person's own key and a token."""

    async def asking(query: str = "", **headers: str) -> httpx.Response:
        sent = {"X-API-Key": key, "X-Polar-Token": "polar-token"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        return await client.post(f"/api/v1/users/{person}/sync/trigger{query}", headers=sent)

    return asking


async def test_success(pool: Pool, workers: Workers, trigger: Trigger, person: str) -> None:
    """A sync answers every feed of the document in its order, then the further ones."""
    workers.work = work(
        pool,
        RunState.SUCCESS,
        lambda run: [
            feed(run, "ecg", rows_received=3),
            feed(run, "sleep", rows_received=28, rows_written=2),
            feed(run, "sleepwise_alertness", rows_received=168),
        ],
    )
    answer = await trigger("?days=30")
    expected = dict.fromkeys(FEEDS, 0) | {"sleep": 28, "sleepwise_alertness": 168, "ecg": 3}
    assert answer.status_code == 200
    assert json.dumps(answer.json()) == json.dumps(
        {
            "status": "success",
            "user_id": person,
            "results": expected,
            "run_id": str(workers.runs[0]),
        }
    )


async def test_a_failed_feed(pool: Pool, workers: Workers, trigger: Trigger) -> None:
    """A feed that failed counts 0, and says why."""
    workers.work = work(
        pool,
        RunState.PARTIAL,
        lambda run: [
            feed(run, "sleep", rows_received=28),
            feed(run, "ecg", FeedState.FAILED, error_code="polar_forbidden", error="No consent."),
            feed(run, "spo2", FeedState.PARTIAL, rows_received=4, problems=["A test has no time."]),
        ],
    )
    body = (await trigger()).json()
    assert body["status"] == "partial"
    assert (body["results"]["ecg"], body["results"]["spo2"]) == (0, 4)
    assert body["errors"] == {"ecg": "No consent.", "spo2": "A test has no time."}


async def test_a_failed_run(pool: Pool, workers: Workers, trigger: Trigger) -> None:
    """A run that failed as a whole says why in one place."""
    workers.work = work(pool, RunState.FAILED, lambda _: [], error="Polar is down.")
    body = (await trigger()).json()
    assert (body["status"], body["errors"]) == ("failed", {"sync": "Polar is down."})


async def test_a_dead_token(pool: Pool, workers: Workers, trigger: Trigger) -> None:
    """A token that Polar refuses at once is a 401 that says to connect again."""
    workers.work = work(
        pool,
        RunState.FAILED,
        lambda run: [feed(run, "sleep", FeedState.FAILED, error_code="polar_unauthorized")],
        error_code="polar_unauthorized",
    )
    answer = await trigger()
    assert (answer.status_code, answer.json()["code"]) == (401, "polar_unauthorized")
    assert "Connect the person to Polar again" in answer.json()["detail"]
    assert answer.headers["www-authenticate"] == 'PolarToken header="X-Polar-Token"'


async def test_a_token_that_dies_on_the_way(pool: Pool, workers: Workers, trigger: Trigger) -> None:
    """What was stored before the token died is answered."""
    workers.work = work(
        pool,
        RunState.PARTIAL,
        lambda run: [feed(run, "sleep", rows_received=5)],
        error_code="polar_unauthorized",
        error="Connect again.",
    )
    answer = await trigger()
    assert answer.status_code == 200
    assert answer.json()["results"]["sleep"] == 5
    assert answer.json()["errors"] == {"sync": "Connect again."}


async def test_no_waiting(workers: Workers, trigger: Trigger, get: Get, person: str) -> None:
    """`wait=false` answers at once, and says where to look."""
    answer = await trigger("?wait=false&days=3")
    run_id = str(workers.runs[0])
    assert answer.status_code == 202
    assert answer.json() == {"status": "queued", "user_id": person, "run_id": run_id}
    assert answer.headers["location"] == f"/api/v1/users/{person}/sync/runs/{run_id}"
    run = (await get(f"sync/runs/{run_id}")).json()
    assert (run["status"], run["days"], run["origin"], run["feeds"]) == ("queued", 3, "rest", [])


async def test_the_usual_days(trigger: Trigger, get: Get) -> None:
    """Without `days` the settings decide."""
    run_id = (await trigger("?wait=false")).json()["run_id"]
    assert (await get(f"sync/runs/{run_id}")).json()["days"] == 28


async def test_two_at_once(trigger: Trigger) -> None:
    """A second sync of one person is refused while the first is under way."""
    await trigger("?wait=false")
    answer = await trigger()
    assert (answer.status_code, answer.json()["code"]) == (409, "sync_running")


async def test_patience(trigger: Trigger, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sync that takes too long goes on without the caller."""
    monkeypatch.setattr(syncs, "PATIENCE_S", 0.0)
    answer = await trigger()
    assert (answer.status_code, answer.json()["code"]) == (504, Timeout.code)


@pytest.mark.parametrize(
    ("token", "status"),
    [("", 401), ("   ", 401), ("a" * 4097, 400), ("a b", 400), ("tökén", 400)],
)
async def test_tokens(
    client: httpx.AsyncClient, workers: Workers, person: str, key: str, token: str, status: int
) -> None:
    """A token that is none is refused before anything is queued."""
    headers = {b"X-API-Key": key.encode(), b"X-Polar-Token": token.encode("latin-1")}
    answer = await client.post(f"/api/v1/users/{person}/sync/trigger", headers=headers)
    assert answer.status_code == status
    assert "X-Polar-Token" in answer.json()["detail"]
    assert workers.runs == []


async def test_no_token(client: httpx.AsyncClient, person: str, key: str) -> None:
    """A sync without a token is a 401."""
    answer = await client.post(f"/api/v1/users/{person}/sync/trigger", headers={"X-API-Key": key})
    assert (answer.status_code, answer.json()["code"]) == (401, "polar_unauthorized")


@pytest.mark.parametrize("query", ["?days=0", "?days=366", "?days=", "?wait=yes", "?wait="])
async def test_bad_parameters(trigger: Trigger, workers: Workers, query: str) -> None:
    """Parameters that are not allowed queue nothing."""
    assert (await trigger(query)).status_code == 400
    assert workers.runs == []


async def test_scope(client: httpx.AsyncClient, pool: Pool, person: str) -> None:
    """A key that may only read starts no sync."""
    _, secret = await keys.create_key(
        pool, user_id=person, label="reader", scopes=[Scope.READ], actor="test"
    )
    headers = {"X-API-Key": secret, "X-Polar-Token": "t"}
    answer = await client.post(f"/api/v1/users/{person}/sync/trigger", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


async def test_first_sync_makes_a_person_known(client: httpx.AsyncClient, pool: Pool) -> None:
    """The master key's first sync of somebody makes them known; their lists answer at once."""
    user_id = f"new-{uuid.uuid4().hex}"
    headers = {"X-API-Key": MASTER, "X-Polar-Token": "t"}
    sleep = f"/api/v1/users/{user_id}/sleep"
    assert (await client.get(sleep, headers=headers)).status_code == 404
    path = f"/api/v1/users/{user_id}/sync/trigger?wait=false"
    assert (await client.post(path, headers=headers)).status_code == 202
    assert await find_account(pool, user_id) is not None
    assert (await client.get(sleep, headers=headers)).json() == []


async def test_runs(pool: Pool, workers: Workers, trigger: Trigger, get: Get) -> None:
    """Runs are listed the newest first, and show their feeds one by one."""
    workers.work = work(pool, RunState.SUCCESS, lambda run: [feed(run, "sleep", rows_received=28)])
    await trigger()
    run_id = str(workers.runs[0])
    row = {
        "run_id": run_id,
        "status": "success",
        "origin": "rest",
        "days": 28,
        "queued_at": "2026-01-11T20:00:00Z",
        "started_at": "2026-01-11T20:00:00Z",
        "ended_at": "2026-01-11T20:00:03Z",
        "request_count": 18,
        "error_code": None,
        "error": None,
    }
    assert (await get("sync/runs")).json() == [row]
    assert (await get(f"sync/runs/{run_id}")).json() == row | {
        "feeds": [
            {
                "feed": "sleep",
                "status": "success",
                "rows_received": 28,
                "rows_written": 0,
                "rows_rejected": 0,
                "error_code": None,
                "error": None,
                "problems": [],
                "ended_at": "2026-01-11T20:00:00Z",
            }
        ]
    }


async def test_somebody_elses_run(client: httpx.AsyncClient, trigger: Trigger, pool: Pool) -> None:
    """A run is found under its own person alone."""
    run_id = (await trigger("?wait=false")).json()["run_id"]
    other = f"other-{uuid.uuid4().hex}"
    await create_account(pool, other)
    path = f"/api/v1/users/{other}/sync/runs/{run_id}"
    assert (await client.get(path, headers={"X-API-Key": MASTER})).status_code == 404
