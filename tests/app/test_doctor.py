"""What the doctor finds in the database."""

import datetime as dt
import secrets
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from psycopg import sql

from app import doctor
from app.cli.terminal import _mark
from app.errors import ConfigurationError, UrsaError
from app.settings import Settings
from app.store.aggregates import refresh_aggregates
from app.store.migrations import migrate
from app.store.pool import Pool, open_pool
from tests.app.series import AFTER_ALL, new_person, one_of_each
from tests.databases import SERVER, database_on

UNPACKED = AFTER_ALL - dt.timedelta(days=700)
"""No other test has a chunk here that it may have packed."""

pytestmark = pytest.mark.skipif(SERVER is None, reason="the embedded database has one login")


async def _said(url: str, folder: Path) -> str:
    """What is found; where it is something, it is a warning that says what to do."""
    settings = Settings(database_url=url, data_dir=folder)
    found = await doctor._finding("All roles", doctor._everybody, settings)
    assert found.good
    assert str(_mark(found)) == ("ok" if "nothing" in found.found else "warn")
    return found.found


async def test_other_databases_are_named(database_url: str, pool: Pool, tmp_path: Path) -> None:
    """What every role may do elsewhere on the server is told, and nothing of Ursa's database."""
    said = await _said(database_url, tmp_path)
    assert "connect to the database postgres" in said
    assert "large objects" not in said
    assert "temporary" not in said
    async with pool.connection() as connected:
        cursor = await connected.execute("SELECT FROM open_to_everybody()")
        assert cursor.rowcount == 0


@pytest.fixture
def owned() -> Iterator[str]:
    """URL of a database whose owner is nothing more, and who comes as that owner."""
    server, owner = str(SERVER), "test_owner_of_a_database"
    with psycopg.connect(server, autocommit=True) as connected:
        connected.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(owner)))
        try:
            with database_on(server, owner) as url:
                parts = urlsplit(url)
                yield parts._replace(netloc=f"{owner}@{parts.netloc.split('@')[-1]}").geturl()
        finally:
            connected.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(owner)))


async def test_an_owner_works_on(owned: str, tmp_path: Path) -> None:
    """An owner takes what it may, is told the rest, and works on after a superuser took that."""
    async with open_pool(owned, size=2) as pool:
        await migrate(pool)
        said = await _said(owned, tmp_path)
        assert "keep large objects" in said
        assert "have the server work on a timetable" in said
        assert "temporary" not in said
        await _taken(pool, owned)
        assert "large objects" not in await _said(owned, tmp_path)
        await one_of_each(pool, await new_person(pool), AFTER_ALL)
        await refresh_aggregates(pool, AFTER_ALL)
        async with pool.connection() as connected:
            await connected.execute("SELECT alter_job(1000, scheduled => TRUE)")
            await connected.execute("CALL run_job(1000)")


async def _taken(pool: Pool, url: str) -> None:
    """A superuser does what the owner was told."""
    async with pool.connection() as connected:
        cursor = await connected.execute("SELECT remedy FROM open_to_everybody()")
        remedies = [str(remedy) for (remedy,) in await cursor.fetchall()]
    server = urlsplit(str(SERVER))._replace(path=urlsplit(url).path).geturl()
    with psycopg.connect(server, autocommit=True) as superuser:
        for remedy in remedies:
            superuser.execute(remedy.encode())


async def test_room_for_locks_and_the_size_of_chunks(
    database_url: str, pool: Pool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What fits is told in numbers, and what does not with the statement that mends it."""
    await one_of_each(pool, await new_person(pool), UNPACKED)
    settings = Settings(database_url=database_url, data_dir=tmp_path)
    assert "room for" in await doctor._locks(settings)
    assert "largest chunk" in await doctor._chunks(settings)
    monkeypatch.setattr(doctor, "LOCKS_FOR", 10**6)
    with pytest.raises(UrsaError, match="max_locks_per_transaction = "):
        await doctor._locks(settings)
    monkeypatch.setattr(doctor, "MEMORY_SHARE", 1e-9)
    with pytest.raises(UrsaError, match="set_chunk_time_interval"):
        await doctor._chunks(settings)


@pytest.mark.usefixtures("pool")  # It has migrated the database.
async def test_a_role_without_rights_is_told_what_it_needs(database_url: str) -> None:
    """In one line: it may log in, and that is all."""
    name, parts = f"weak_{secrets.token_hex(4)}", urlsplit(database_url)
    with psycopg.connect(database_url, autocommit=True) as connected:
        connected.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(name)))
        url = parts._replace(netloc=f"{name}@{parts.netloc.split('@')[-1]}").geturl()
        try:
            async with open_pool(url, size=1) as pool:
                with pytest.raises(ConfigurationError, match="OWNER TO"):
                    await migrate(pool)
        finally:
            connected.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(name)))
