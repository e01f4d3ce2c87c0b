"""Whether the database answers and is up to date."""

from pathlib import Path

import pytest

from app.errors import DatabaseUnavailable
from app.reads import health
from app.store.migrations import Script
from app.store.pool import Pool


async def test_good(pool: Pool) -> None:
    """The tests' database is there and up to date."""
    assert await health.alive(pool)
    assert await health.migrated(pool)


async def test_a_pending_migration(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    """A migration that has not run is seen."""
    tomorrow = Script("9999_tomorrow", Path("9999_tomorrow.sql"))
    monkeypatch.setattr(health, "migrations", lambda: [tomorrow])
    assert not await health.migrated(pool)


async def test_a_dead_database(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database that does not answer is not alive, and that is no error."""

    async def gone(*_: object) -> None:
        raise DatabaseUnavailable("It does not answer.")

    monkeypatch.setattr(health, "fetch_value", gone)
    assert not await health.alive(pool)
