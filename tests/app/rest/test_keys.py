"""A key looks at itself, changes itself, ends itself."""

import httpx
import pytest

from app.records.account import Scope
from app.store import keys
from app.store.pool import Pool
from tests.app.rest.conftest import MASTER, Get


async def test_info(get: Get, key: str, person: str) -> None:
    """A key learns what it may, and never its secret."""
    info = (await get("api-key/info")).json()
    created_at, used_at = info.pop("created_at"), info.pop("last_used_at")
    assert created_at.endswith("Z")
    assert used_at == "2026-01-11T20:00:00Z"
    assert info == {
        "key_prefix": key[:12],
        "user_id": person,
        "is_active": True,
        "rate_limit_requests": 100_000,
        "rate_limit_remaining": 99_999,
        "label": "test",
        "scopes": ["read", "sync"],
        "expires_at": None,
        "request_count": 1,
        "classes": None,
    }


async def test_regenerate(client: httpx.AsyncClient, person: str, key: str) -> None:
    """A new secret works at once, and the old one does not."""
    path = f"/api/v1/users/{person}"
    answer = await client.post(f"{path}/api-key/regenerate", headers={"X-API-Key": key})
    assert answer.status_code == 200
    assert answer.json()["message"] == "The key has a new secret. The old one has ended."
    new = {"X-API-Key": answer.json()["api_key"]}
    assert (await client.get(f"{path}/sleep", headers=new)).status_code == 200
    assert (await client.get(f"{path}/sleep", headers={"X-API-Key": key})).status_code == 401


async def test_revoke(client: httpx.AsyncClient, person: str, key: str) -> None:
    """A key that ended itself opens nothing any more."""
    headers = {"X-API-Key": key}
    answer = await client.post(f"/api/v1/users/{person}/api-key/revoke", headers=headers)
    assert answer.json() == {"message": "The key has ended.", "user_id": person}
    assert (await client.get(f"/api/v1/users/{person}/sleep", headers=headers)).status_code == 401
    master = await client.get(f"/api/v1/users/{person}/api-key/info", headers={"X-API-Key": MASTER})
    assert (master.status_code, master.json()["code"]) == (404, "not_found")


@pytest.mark.usefixtures("key")
async def test_master(client: httpx.AsyncClient, person: str) -> None:
    """The master key sees and ends the person's newest key."""
    headers = {"X-API-Key": MASTER}
    info = await client.get(f"/api/v1/users/{person}/api-key/info", headers=headers)
    assert (info.json()["label"], info.json()["rate_limit_remaining"]) == ("test", None)
    ended = await client.post(f"/api/v1/users/{person}/api-key/revoke", headers=headers)
    assert ended.status_code == 200


@pytest.mark.usefixtures("key")
async def test_service_key_without_admin(
    client: httpx.AsyncClient, pool: Pool, person: str
) -> None:
    """A service key that may only read gets no person's secret, lest it gain their scopes."""
    _, secret = await keys.create_key(
        pool, user_id=None, label="reader", scopes=[Scope.READ], actor="test"
    )
    headers = {"X-API-Key": secret}
    for deed in ("regenerate", "revoke"):
        answer = await client.post(f"/api/v1/users/{person}/api-key/{deed}", headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


@pytest.mark.usefixtures("key")
@pytest.mark.parametrize(("scope", "status"), [(Scope.READ, 403), (Scope.ADMIN, 200)])
async def test_another_one_s_key_is_seen_with_admin(
    client: httpx.AsyncClient, pool: Pool, person: str, scope: Scope, status: int
) -> None:
    """What a person's key may is told as `apiKeys` of GraphQL tells it."""
    _, secret = await keys.create_key(
        pool, user_id=None, label="service", scopes=[scope], actor="test"
    )
    path = f"/api/v1/users/{person}/api-key/info"
    assert (await client.get(path, headers={"X-API-Key": secret})).status_code == status


@pytest.mark.parametrize("path", ["patterns/detect", "baselines/calculate"])
@pytest.mark.parametrize("scopes", [(Scope.SYNC,), (Scope.READ,), (Scope.READ, Scope.SYNC)])
async def test_what_answers_health_data_needs_read(
    client: httpx.AsyncClient, pool: Pool, person: str, path: str, scopes: tuple[Scope, ...]
) -> None:
    """Whoever may sync and not read learns nothing by having things worked out."""
    _, secret = await keys.create_key(
        pool, user_id=person, label="some", scopes=scopes, actor="test"
    )
    url = f"/api/v1/users/{person}/{path}"
    answer = await client.post(url, headers={"X-API-Key": secret})
    assert answer.status_code == (200 if len(scopes) > 1 else 403)
