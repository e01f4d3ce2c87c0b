"""Health and readiness when not all is well."""

import httpx
import pytest

from app.reads import health


async def no(*_: object) -> bool:
    """No."""
    return False


async def test_ready(client: httpx.AsyncClient) -> None:
    """A migrated database is ready; of workers nothing is known here."""
    answer = await client.get("/ready")
    assert (answer.status_code, answer.json()) == (
        200,
        {
            "status": "ready",
            "database": "connected",
            "migrations": "up_to_date",
            "workers": "unknown",
        },
    )


@pytest.mark.parametrize("path", ["/health", "/api/v1/health"])
async def test_no_database(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    """Without its database the server is unhealthy."""
    monkeypatch.setattr(health, "alive", no)
    answer = await client.get(path)
    assert answer.status_code == 503
    assert answer.json() == {"status": "unhealthy", "database": "disconnected"}
    assert (await client.get("/ready")).json()["database"] == "disconnected"


async def test_pending_migrations(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A database that is not up to date is not ready."""
    monkeypatch.setattr(health, "migrated", no)
    answer = await client.get("/ready")
    assert (answer.status_code, answer.json()["migrations"]) == (503, "pending")
