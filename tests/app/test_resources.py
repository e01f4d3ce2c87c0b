"""What a process works with: reads that can not write, and writing."""

from pathlib import Path

import pytest
from psycopg.errors import ReadOnlySqlTransaction

from app.resources import Resources, open_resources
from app.settings import Settings
from app.store.pool import Pool
from tests.databases import SERVER

WRITE = b"INSERT INTO audit_log (actor, action) VALUES ('test', 'test.write')"


async def _settles(pool: Pool, name: str) -> str:
    async with pool.connection() as connected:
        cursor = await connected.execute("SELECT current_setting(%s)", [name])
        return str((await cursor.fetchone() or [None])[0])


@pytest.mark.parametrize("pool_name", ["fresh_pool", "read_pool"])
async def test_reads_can_not_write(resources: Resources, pool_name: str) -> None:
    """The pools of reads refuse to write, and the pool beside them writes."""
    async with getattr(resources, pool_name).connection() as connected:
        with pytest.raises(ReadOnlySqlTransaction):
            await connected.execute(WRITE)
    async with resources.pool.connection() as connected:
        await connected.execute(WRITE)


@pytest.mark.skipif(SERVER is None, reason="the embedded database has no timers")
async def test_only_reads_end_in_time(resources: Resources) -> None:
    """A question has a time in which it must be answered; what writes has none."""
    assert await _settles(resources.read_pool, "statement_timeout") == "30s"
    assert await _settles(resources.pool, "statement_timeout") == "0"


@pytest.mark.skipif(SERVER is None, reason="the embedded database has no replica")
async def test_a_replica_answers_reads(database_url: str, tmp_path: Path) -> None:
    """Reads go to READ_DATABASE_URL, but those of what was just written do not."""
    settings = Settings(
        database_url=database_url,
        read_database_url=f"{database_url}?options=-c%20work_mem%3D7MB",
        data_dir=tmp_path,
    )
    async with open_resources(settings, database_url=database_url, pool_size=1) as opened:
        assert await _settles(opened.read_pool, "work_mem") == "7MB"
        assert await _settles(opened.fresh_pool, "work_mem") != "7MB"
        assert await _settles(opened.read_pool, "transaction_read_only") == "on"
