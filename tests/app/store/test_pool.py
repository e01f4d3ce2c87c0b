"""Pools: what the server is asked for at their start, and that reads can not write."""

import asyncio
import re
from urllib.parse import urlencode

import psycopg
import pytest
from psycopg.errors import ReadOnlySqlTransaction

from app.errors import Timeout
from app.store.pool import READ_ONLY, Pool, connection, open_pool
from app.store.queries import SQL, query
from tests.databases import SERVER

READS, WRITES = (
    [path.stem for path in sorted((SQL / "queries" / folder).glob("*.sql"))]
    for folder in ("read", "write")
)
WRITE = "INSERT INTO audit_log (actor, action) VALUES ('test', 'test.write')"
CHANGE_NO_ROW = {
    "app_grants_hold": "makes others wait who would let applications in, and changes nothing",
    "backup_begin": "asks for a checkpoint and a place in the log, which readers may ask for",
    "backup_end": "answers the place in the log at which a backup is whole",
    "backup_hold": "makes the log be kept, which is no row",
    "backup_let_go": "lets the log go again, of which there may be none that is held",
    "session_utc": "sets what holds for its own connection",
    "snapshot_export": "names a moment for another reader",
    "analysts_stop_long": "stops what others do, which may be nothing",
    "account_hold": "holds a person's row, which PostgreSQL does not let readers do either",
    "job_policy_run": "runs a policy, which may find nothing to do",
    "migration_close": "takes from everybody what was taken before",
    "migration_limits": "sets what holds for its own transaction",
    "migration_turn": "holds a lock, with which nothing but writing can be kept waiting",
}
"""Statements of sql/queries/write that change nothing by themselves."""
GIVEN = {
    "aggregate_refresh_hours": {"name": "steps_hourly", "until": "2020-01-01"},
    "aggregate_refresh_days": {"name": "metric_weekly", "until": "2020-01-01"},
    "import_days": {"relation": "step_sample"},
    "takeout_restore": {"relation": "sleep"},
    "takeout_rows": {"relation": "sleep"},
    "takeout_span": {"relation": "step_sample"},
}
"""What a statement can not do without, to get as far as reading or writing."""


async def _written(pool: Pool) -> bool:
    async with pool.connection() as connected:
        try:
            await connected.execute(WRITE.encode())
        except ReadOnlySqlTransaction:
            return False
        return True


def _given(name: str, statement: bytes) -> dict[str, object]:
    """NULL for every parameter, save for what the statement can not do without."""
    return dict.fromkeys(re.findall(r"%\((\w+)\)s", statement.decode())) | GIVEN.get(name, {})


@pytest.mark.parametrize("name", READS)
async def test_a_read_leaves_its_connection_read_only(name: str, reading: Pool) -> None:
    """A question is answered where the server refuses every write, before it and after it."""
    statement = query(f"read/{name}")
    async with reading.connection() as connected:
        with pytest.raises(ReadOnlySqlTransaction):
            await connected.execute(WRITE.encode())
        await connected.execute(statement, _given(name, statement))
        with pytest.raises(ReadOnlySqlTransaction):
            await connected.execute(WRITE.encode())


@pytest.mark.parametrize("name", [name for name in WRITES if name not in CHANGE_NO_ROW])
async def test_no_writing_statement_is_done_for_reads(name: str, reading: Pool) -> None:
    """Every statement of Ursa's that changes something is refused by the server."""
    statement = query(f"write/{name}")
    async with reading.connection() as connected:
        with pytest.raises(ReadOnlySqlTransaction):
            await connected.execute(statement, _given(name, statement))


async def test_readers_and_writers_side_by_side(pool: Pool, reading: Pool) -> None:
    """Taking turns, writers always write and readers never do."""
    pools = (pool, reading, reading, pool, pool, reading) * 20
    done = await asyncio.gather(*(_written(each) for each in pools))
    assert done == [each is pool for each in pools]


async def test_whoever_changes_rows_scans_no_bitmaps(pool: Pool, reading: Pool) -> None:
    """A bitmap scan misses rows that its own DELETE unpacks; on a server, reads may use them."""
    shown = []
    for each in (pool, reading):
        async with each.connection() as connected:
            cursor = await connected.execute("SHOW enable_bitmapscan")
            shown += await cursor.fetchall()
    assert shown == [("off",), ("off" if SERVER is None else "on",)]


async def test_options_of_the_address_stay(database_url: str) -> None:
    """What the address asks for holds beside what the pool asks for."""
    address = f"{database_url}?{urlencode({'options': '-c work_mem=7MB'})}".replace("+", "%20")
    async with open_pool(address, size=1, prepare=False, options=READ_ONLY) as opened:
        assert not await _written(opened)
        async with opened.connection() as connected:
            cursor = await connected.execute(
                "SELECT current_setting('work_mem'), current_setting('TimeZone')"
            )
            assert await cursor.fetchone() == ("7MB", "UTC")


@pytest.mark.skipif(SERVER is None, reason="the embedded database has no timers")
async def test_a_long_question_is_stopped(database_url: str) -> None:
    """A statement that takes longer than it may is a timeout of ours, with advice."""
    options = {"statement_timeout": "10ms"}
    async with open_pool(database_url, size=1, options=options) as opened:
        with pytest.raises(Timeout, match="fewer days") as caught:
            async with connection(opened) as connected:
                await connected.execute("SELECT pg_sleep(60)")
    assert isinstance(caught.value.__cause__, psycopg.errors.QueryCanceled)
