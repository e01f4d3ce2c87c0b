"""The database process: started, watched, started again, stopped."""

import asyncio
import os
import signal
import stat
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest
from psycopg import AsyncConnection
from psycopg.errors import AdminShutdown

from app.embedded import server
from app.embedded.claim import running_url
from app.embedded.server import EmbeddedDatabase, Options, open_embedded
from app.errors import ConfigurationError

ROOT = Path(__file__).parents[3]
RELAXED = Options(relaxed=True)

PARENT = """
import asyncio, sys
from pathlib import Path
from app.embedded import open_embedded
async def main():
    async with open_embedded(Path(sys.argv[1])) as database:
        print(database.url, flush=True)
        await asyncio.sleep(100)
asyncio.run(main())
"""


async def connected(database: EmbeddedDatabase) -> AsyncConnection[tuple[object, ...]]:
    """A connection, once the database answers."""
    while True:
        with suppress(psycopg.OperationalError):
            return await AsyncConnection.connect(database.url, autocommit=True)
        await asyncio.sleep(0.05)


async def test_life_of_a_database(tmp_path: Path) -> None:
    """A new database is private, findable, stops cleanly and has its data at the next start."""
    data_dir = tmp_path / "new"
    async with open_embedded(data_dir) as database:
        assert running_url(data_dir) == database.url
        assert stat.S_IMODE((data_dir / "pgdata").stat().st_mode) & 0o077 == 0
        async with await connected(database) as connection:
            await connection.execute("CREATE TABLE kept AS SELECT 42 AS n")
        pid = database.pid
    assert sorted(path.name for path in data_dir.iterdir()) == ["pgdata", "postgres.lock"]
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    async with open_embedded(data_dir) as database, await connected(database) as connection:
        assert await (await connection.execute("SELECT n FROM kept")).fetchone() == (42,)


async def test_killed_in_the_middle_of_writing(data_dir: Path) -> None:
    """After SIGKILL the database is back at its address with every acknowledged row, once."""
    async with open_embedded(data_dir) as database:
        url, first = database.url, database.pid
        connection = await connected(database)
        await connection.execute("CREATE TABLE written (n int PRIMARY KEY)")
        acknowledged = -1
        with suppress(psycopg.OperationalError):
            for n in range(1_000_000):
                await connection.execute("INSERT INTO written VALUES (%s)", (n,))
                acknowledged = n
                if n == 200:
                    asyncio.get_running_loop().call_later(0.05, os.kill, first, signal.SIGKILL)
        await connection.close()
        async with await connected(database) as connection:
            rows = await (await connection.execute("SELECT n FROM written ORDER BY n")).fetchall()
        assert acknowledged > 200
        assert [n for (n,) in rows][: acknowledged + 1] == list(range(acknowledged + 1))
        assert len(rows) - acknowledged in {1, 2}
        assert (database.url, running_url(data_dir)) == (url, url)
        assert database.pid != first


async def test_giving_up(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database that ends again and again stays down, calls for the end, and the error says so."""
    monkeypatch.setattr(server, "_CRASHES", 2)
    called: list[str] = []
    options = Options(relaxed=True, on_failure=lambda: called.append("the end"))
    with pytest.raises(ConfigurationError, match="ended 2 times within a minute"):
        await _killed_twice(data_dir, options, called)
    assert called == ["the end"]


async def _killed_twice(data_dir: Path, options: Options, called: list[str]) -> None:
    async with open_embedded(data_dir, options) as database:
        assert database.failure is None
        for _ in range(2):
            pid = (await _settled(database)).pid
            os.kill(pid, signal.SIGKILL)
            while database.pid == pid and not called:  # noqa: ASYNC110 - It has no event.
                await asyncio.sleep(0.05)


async def _settled(database: EmbeddedDatabase) -> EmbeddedDatabase:
    await (await connected(database)).close()
    return database


async def test_what_ends_it_is_said(data_dir: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A nesting that no stack holds ends this build: the log says so, and the next one answers."""
    async with open_embedded(data_dir, RELAXED) as database:
        connection = await connected(database)
        with pytest.raises(psycopg.OperationalError):
            await connection.execute("SELECT repeat('[', 5000000)::json")
        await connection.close()
        assert (await _settled(database)).failure is None
    (said,) = [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]
    assert "ended with 1: Ended: Maximum call stack size exceeded" in said


async def test_a_deep_nesting_is_read(data_dir: Path) -> None:
    """Far deeper than the stack that this build brings along, which nothing watches."""
    deep = "[" * 5000 + "]" * 5000
    async with (
        open_embedded(data_dir, RELAXED) as database,
        await connected(database) as connection,
    ):
        cursor = await connection.execute("SELECT %s::jsonb #>> ARRAY[]::text[]", [deep])
        assert await cursor.fetchone() == (deep,)


async def test_stop_with_a_transaction_open(data_dir: Path) -> None:
    """A stop ends open connections with 57P01, rolls them back and closes the data cleanly."""
    async with open_embedded(data_dir, RELAXED) as database:
        open_one, silent = await connected(database), await connected(database)
        await open_one.execute("BEGIN; CREATE TABLE half_done (n int)")
        process = database._process
    assert process
    assert process.returncode == 0
    with pytest.raises(AdminShutdown):
        await open_one.execute("COMMIT")
    await open_one.close()
    await silent.close()


async def test_start_that_fails(data_dir: Path) -> None:
    """A database that can not start says what its process said, and leaves the directory free."""
    (data_dir / "pgdata" / "PG_VERSION").write_text("9.6\n")
    (data_dir / "pgdata" / "global" / "pg_control").write_bytes(b"")
    for _ in range(2):
        with pytest.raises(ConfigurationError, match=r"did not start: .*rror"):
            async with open_embedded(data_dir, RELAXED):
                pass


async def test_missing_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without its npm package the database says how to install it."""
    monkeypatch.setattr(server, "_PACKAGE", tmp_path / "nothing")
    with pytest.raises(ConfigurationError, match="npm ci"):
        async with open_embedded(tmp_path / "data"):
            pass


async def test_killed_parent(data_dir: Path) -> None:
    """When its parent is killed the database closes by itself, and a new parent can take over."""
    command: list[str | Path] = [sys.executable, "-c", PARENT, data_dir]
    with subprocess.Popen(  # noqa: ASYNC220 - Nothing else goes on meanwhile.
        command, stdout=subprocess.PIPE, cwd=ROOT
    ) as parent:
        assert parent.stdout
        url = parent.stdout.readline().decode()
        parent.kill()
        parent.wait()
    async with open_embedded(data_dir, RELAXED) as database:
        assert database.url != url
        with pytest.raises(psycopg.OperationalError, match="refused"):
            psycopg.connect(url)


async def test_second_server(data_dir: Path) -> None:
    """A second server on the same directory is refused, and the first one is not harmed."""
    async with open_embedded(data_dir, RELAXED) as database:
        with pytest.raises(ConfigurationError, match=f"in use by process {os.getpid()}"):
            async with open_embedded(data_dir):
                pass
        assert running_url(data_dir) == database.url
        async with await connected(database) as connection:
            assert await (await connection.execute("SELECT 1")).fetchone() == (1,)
