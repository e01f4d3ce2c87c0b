"""Deeds under a name, over REST."""

import asyncio
import uuid
from collections.abc import Awaitable, Callable

import httpx
import pytest

from app.store.pool import Pool
from tests.app.rest.conftest import MASTER, Workers

Post = Callable[..., Awaitable[httpx.Response]]


@pytest.fixture
def post(client: httpx.AsyncClient, person: str, key: str) -> Post:
    """POST under /api/v1/users/{person} with the person's own key, and a name for the deed."""

    async def asking(path: str, name: str, secret: str = "") -> httpx.Response:
        headers = {"X-API-Key": secret or key, "X-Polar-Token": "t", "Idempotency-Key": name}
        return await client.post(f"/api/v1/users/{person}/{path}", headers=headers)

    return asking


@pytest.fixture
def name() -> str:
    """A name of the test's own."""
    return str(uuid.uuid4())


async def test_a_sync_is_triggered_once(post: Post, workers: Workers, name: str) -> None:
    """The second request is answered with the first's run, and leads to none of its own."""
    first, again = [await post("sync/trigger?wait=false", name) for _ in range(2)]
    assert (first.status_code, again.status_code) == (202, 202)
    assert again.content == first.content
    assert again.headers["location"] == first.headers["location"]
    assert again.headers["idempotency-replayed"] == "true"
    assert "idempotency-replayed" not in first.headers
    assert len(workers.runs) == 1


async def test_two_at_once(post: Post, workers: Workers, name: str) -> None:
    """Of two at the same time one is done; the other hears that, or the same answer."""
    both = await asyncio.gather(*(post("sync/trigger?wait=false", name) for _ in range(2)))
    assert len(workers.runs) == 1
    assert {each.status_code for each in both} <= {202, 409}
    refused = [each.json()["code"] for each in both if each.status_code == 409]
    assert refused in ([], ["request_under_way"])


async def test_another_request(post: Post, name: str) -> None:
    """The same name with other parameters is a problem."""
    await post("sync/trigger?wait=false", name)
    other = await post("sync/trigger?wait=false&days=3", name)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")


async def test_a_wrong_name(post: Post) -> None:
    """What is no name is a problem that says where."""
    wrong = await post("sync/trigger?wait=false", "")
    assert (wrong.status_code, wrong.json()["parameter"]) == (400, "Idempotency-Key")


async def test_a_new_secret_is_not_lost(post: Post, pool: Pool, name: str) -> None:
    """Who renews another's key and missed the answer gets the secret again, and no other one."""
    first, again = [await post("api-key/regenerate", name, MASTER) for _ in range(2)]
    assert again.json() == first.json()
    async with pool.connection() as connected:
        cursor = await connected.execute(
            "SELECT answer_sealed FROM deed_answer WHERE deed_name = %s", [name]
        )
        ((sealed,),) = await cursor.fetchall()
    assert first.json()["api_key"].encode() not in bytes(sealed)


async def test_reading_has_no_names(client: httpx.AsyncClient, person: str, name: str) -> None:
    """A GET is answered anew each time, whatever its headers say."""
    headers = {"X-API-Key": MASTER, "Idempotency-Key": name}
    for days in (1, 2):
        told = await client.get(f"/api/v1/users/{person}/sleep?days={days}", headers=headers)
        assert told.status_code == 200
        assert "idempotency-replayed" not in told.headers
