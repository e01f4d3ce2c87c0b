"""Bringing a database up to date, and refusing one that can not carry Ursa."""

import asyncio
from pathlib import Path

import pytest

from app.errors import ConfigurationError, DatabaseUnsuitable
from app.store import migrations
from app.store.migrations import Migration, check_database, migrate
from app.store.pool import Pool


async def test_a_second_time_does_nothing(pool: Pool) -> None:
    """A database that is up to date stays as it is."""
    assert await migrate(pool) == []
    await check_database(pool)


async def test_two_at_once(pool: Pool) -> None:
    """Several processes may migrate at the same time."""
    first, second = await asyncio.gather(migrate(pool), migrate(pool))
    assert (first, second) == ([], [])


async def test_a_changed_migration_is_refused(
    pool: Pool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A file that is not the one that ran is named."""
    changed = tmp_path / "0001_people.sql"
    changed.write_text("SELECT 1;")
    monkeypatch.setattr(migrations, "migrations", lambda: [Migration("0001_people", changed)])
    with pytest.raises(ConfigurationError, match="0001_people"):
        await migrate(pool)


async def test_a_database_behind_the_code_is_refused(
    pool: Pool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """What has not been migrated says how to."""
    new = tmp_path / "9999_future.sql"
    new.write_text("SELECT 1;")
    monkeypatch.setattr(migrations, "migrations", lambda: [Migration("9999_future", new)])
    with pytest.raises(DatabaseUnsuitable, match="ursa migrate"):
        await check_database(pool)


@pytest.mark.parametrize(
    ("constant", "value", "words"),
    [("OLDEST_POSTGRES", 99, "too old"), ("OLDEST_TIMESCALE", (99, 0), "ALTER EXTENSION")],
)
async def test_an_old_database_is_refused(
    constant: str, value: object, words: str, pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An old PostgreSQL or TimescaleDB gets one line that says what to do."""
    monkeypatch.setattr(migrations, constant, value)
    with pytest.raises(DatabaseUnsuitable, match=words) as caught:
        await check_database(pool)
    assert "\n" not in caught.value.message
