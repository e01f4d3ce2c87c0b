"""Syncs over REST: started, waited for, looked at."""

import datetime as dt
import json
import uuid
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from app.auth import Auth
from app.errors import Timeout
from app.records.account import Scope
from app.records.sync import FeedState, RunState, SyncFeed
from app.rest import body
from app.rest.handlers import syncs
from app.store import change, keys, runs
from app.store.accounts import create_account, find_account
from app.store.pool import Pool
from app.turns import Places
from tests.app.rest.conftest import DEAD_TOKEN, MASTER, NOW, Get, Workers
from tests.app.series import new_person

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
        ending: dict[str, Any] = {"error_code": None, "error": None} | error
        await runs.finish_run(pool, run_id, state, now=LATER, request_count=18, **ending)

    return done


@pytest.fixture(autouse=True)
async def synced_before(pool: Pool, person: str) -> None:
    """The person is not new."""
    await change.execute(pool, "account_synced", user_id=person, synced_at=NOW)


DaysOf = Callable[..., Awaitable[int | str]]
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


async def test_few_wait_at_the_same_time(auth: Auth, workers: Workers, trigger: Trigger) -> None:
    """Who finds no place to wait is told so, nothing is queued for them, and wait=false works."""
    auth.lasting.waits = Places(0, "requests wait. Ask with wait=false.")
    refused = await trigger()
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_requests")
    assert "wait=false" in refused.json()["detail"]
    assert refused.headers["retry-after"] == "60"
    assert workers.runs == []
    assert (await trigger("?wait=false")).status_code == 202
    assert len(workers.runs) == 1


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


JSON, FORM = "application/json", "application/x-www-form-urlencoded"


@pytest.fixture
def days_of(client: httpx.AsyncClient, person: str, key: str, get: Get) -> DaysOf:
    """Trigger a sync with a body; its days, or the problem in words."""

    async def asking(kind: str, body: str, query: str = "") -> int | str:
        headers = {"X-API-Key": key, "X-Polar-Token": "polar-token", "Content-Type": kind}
        path = f"/api/v1/users/{person}/sync/trigger?wait=false{query}"
        answer = await client.post(path, headers=headers, content=body.encode())
        if answer.status_code != 202:
            return f"{answer.status_code} {answer.json()['parameter']}"
        run = (await get(f"sync/runs/{answer.json()['run_id']}")).json()
        return int(run["days"])

    return asking


@pytest.mark.parametrize(
    ("kind", "body", "days"),
    [
        (JSON, '{"days": 30}', 30),
        (f"{JSON}; charset=utf-8", '{"days": "30"}', 30),
        (FORM, "days=30", 30),
        (FORM, "days=7&days=30", 30),
        (JSON, '{"days": null, "else": [1]}', 28),
        (JSON, "[]", 28),
        (JSON, "", 28),
        (JSON, " ", 28),
        (FORM, "", 28),
        ("text/plain", "days=30", 28),
        (JSON, '{"days": 0}', "400 days"),
        (JSON, '{"days": 366}', "400 days"),
        (JSON, '{"days": true}', "400 days"),
        (JSON, '{"days": 7.5}', "400 days"),
        (JSON, '{"days": [7]}', "400 days"),
        (JSON, '{"days": ', "400 body"),
        (JSON, '{"days": 7, "else": "' + "x" * body.MOST_BYTES + '"}', "400 body"),
        (FORM, "days=", "400 days"),
        (FORM, "days=week", "400 days"),
        (FORM, "days=ä", "400 body"),
        (FORM, "a=1&" * 101, "400 body"),
    ],
)
async def test_days_in_the_body(days_of: DaysOf, kind: str, body: str, days: int | str) -> None:
    """Published clients send `days` in a body; it counts, or is refused, as in the address."""
    assert await days_of(kind, body) == days


async def test_the_address_counts_first(days_of: DaysOf) -> None:
    """Of two numbers of days, the one in the address is meant."""
    assert await days_of(JSON, '{"days": 30}', "&days=3") == 3


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
    """A sync without a token, sent or stored, is a 401."""
    answer = await client.post(f"/api/v1/users/{person}/sync/trigger", headers={"X-API-Key": key})
    assert (answer.status_code, answer.json()["code"]) == (401, "polar_unauthorized")


async def test_a_stored_token(
    client: httpx.AsyncClient, pool: Pool, workers: Workers, person: str, key: str
) -> None:
    """Of a connected person the stored token is used, and the answer says so; a refused one not."""
    await change.execute(pool, "credential_keep", user_id=person, token=b"sealed", connected_at=NOW)
    path, headers = f"/api/v1/users/{person}/sync/trigger?wait=false", {"X-API-Key": key}
    answer = await client.post(path, headers=headers)
    assert (answer.status_code, answer.headers["x-polar-token"]) == (202, "stored")
    claimed = await runs.claim_run(pool, workers.runs[0], NOW)
    assert claimed is not None
    assert (claimed.token_encrypted, claimed.token_handed_in) == (b"sealed", False)
    await change.execute(
        pool, "credential_refused", user_id=person, token=b"sealed", refused_at=NOW
    )
    assert (await client.post(path, headers=headers)).status_code == 401


async def test_a_first_sync_reaches_as_far_as_polar_shows(
    client: httpx.AsyncClient, pool: Pool
) -> None:
    """Who was never synced gets a year, unless they say how much."""
    newcomer = await new_person(pool)
    sent = {"X-API-Key": MASTER, "X-Polar-Token": "polar-token"}
    path = f"/api/v1/users/{newcomer}/sync"
    answer = await client.post(f"{path}/trigger?wait=false", headers=sent)
    run = await client.get(f"{path}/runs/{answer.json()['run_id']}", headers=sent)
    assert run.json()["days"] == 365


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


async def test_a_strangers_dead_token_leaves_nobody(
    client: httpx.AsyncClient, pool: Pool, workers: Workers
) -> None:
    """A token that Polar refuses is a 401, and of somebody new nothing is left."""
    user_id = f"new-{uuid.uuid4().hex}"
    headers = {"X-API-Key": MASTER, "X-Polar-Token": DEAD_TOKEN}
    path = f"/api/v1/users/{user_id}/sync"
    answer = await client.post(f"{path}/trigger?wait=false", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (401, "polar_unauthorized")
    assert "onnect" in answer.json()["detail"]
    assert workers.runs == []
    assert await find_account(pool, user_id) is None
    assert (await client.get(f"{path}/runs", headers=headers)).status_code == 404


async def test_runs(pool: Pool, workers: Workers, trigger: Trigger, get: Get) -> None:
    """Runs are listed the newest first, and show their feeds one by one."""
    reach: dict[str, Any] = {
        "days_asked": 28,
        "days_answered": 28,
        "first_day": dt.date(2025, 12, 15),
        "last_day": dt.date(2026, 1, 11),
        "notes": ["2026-01-10: two nights became one"],
    }
    workers.work = work(
        pool, RunState.SUCCESS, lambda run: [feed(run, "sleep", rows_received=28, **reach)]
    )
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
                "days_asked": 28,
                "days_answered": 28,
                "first_day": "2025-12-15",
                "last_day": "2026-01-11",
                "notes": ["2026-01-10: two nights became one"],
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
