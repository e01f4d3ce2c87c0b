"""Behind pgbouncer, which lends sessions for a transaction: all works, and reads stay reads."""

import asyncio
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict
from psycopg.errors import ReadOnlySqlTransaction

from app.store import change
from app.store.migrations import migrate
from app.store.pool import READ_ONLY, Pool, connection, open_pool
from app.store.read import fetch_value
from tests.app.series import new_person

SETTINGS = """
[databases]
* = host={host} port={port} dbname={dbname} user={user} {password}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {listen}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 2
ignore_startup_parameters = {ignored}
"""


@pytest.fixture(scope="module", params=["extra_float_digits", "options"])
def pooled_url(request: pytest.FixtureRequest, database_url: str, pool: Pool) -> Iterator[str]:
    """The test database through pgbouncer: one that refuses settings, one that drops them."""
    assert pool is not None  # It has migrated the database.
    program = shutil.which("pgbouncer", path="/usr/sbin:/usr/bin:/usr/local/bin")
    if program is None:
        pytest.skip("pgbouncer is not installed")
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    parts = {"port": "5432", "dbname": "postgres", **conninfo_to_dict(database_url)}
    secret = f"password={parts['password']}" if parts.get("password") else ""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        file = Path(folder) / "pgbouncer.ini"
        told = parts | {"password": secret, "listen": port, "ignored": request.param}
        file.write_text(SETTINGS.format(**told))
        process = subprocess.Popen([program, "--quiet", "--user=nobody", file])
        try:
            _until_it_listens(port)
            yield f"postgresql://{parts['user']}@127.0.0.1:{port}/{parts['dbname']}"
        finally:
            process.kill()
            process.wait()


def _until_it_listens(port: int) -> None:
    for _ in range(200):
        try:
            return socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
    pytest.fail("pgbouncer did not start")


async def test_reads_and_writes_through_a_pooler(pooled_url: str) -> None:
    """Many clients share two sessions: nothing is prepared twice, and reads write nothing."""
    async with (
        open_pool(pooled_url, size=4) as writes,
        open_pool(pooled_url, size=4, options=READ_ONLY | {"statement_timeout": "60s"}) as reads,
    ):
        assert await migrate(writes) == []
        person = await new_person(writes)
        asked = [fetch_value(reads, "account", user_id=person) for _ in range(40)]
        assert all(await asyncio.gather(*asked))
        for each in (reads, writes):
            async with connection(each) as connected:
                cursor = await connected.execute("SHOW TimeZone")
                assert await cursor.fetchone() == ("UTC",)
        async with connection(writes) as connected:
            cursor = await connected.execute("SHOW enable_bitmapscan")
            assert await cursor.fetchone() == ("off",)
        with pytest.raises(ReadOnlySqlTransaction):
            await change.execute(reads, "account_create", user_id=f"{person}-too")
        async with await psycopg.AsyncConnection.connect(pooled_url) as other:
            cursor = await other.execute("SHOW default_transaction_read_only")
            assert await cursor.fetchone() == ("off",)
