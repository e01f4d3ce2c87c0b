"""Bringing a database up to date, and refusing one that can not carry Ursa."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import psycopg
import pytest

from app.errors import ConfigurationError, DatabaseUnsuitable, Timeout
from app.store import migrations, patience
from app.store.migrations import Script, check_database, migrate
from app.store.pool import Connection, Pool, open_pool
from app.store.queries import query
from tests.databases import SERVER, empty_database

HERE = Path(__file__).parent
RELEASED = HERE / "released"
CATALOG = (HERE / "catalog.sql").read_bytes()
ALL = migrations.migrations()

needs_two_backends = pytest.mark.skipif(SERVER is None, reason="one backend: nobody else holds")


async def test_a_second_time_does_nothing(pool: Pool) -> None:
    """A database that is up to date stays as it is."""
    assert await migrate(pool) == []
    await check_database(pool)


async def test_two_at_once(pool: Pool) -> None:
    """Several processes may migrate at the same time."""
    first, second = await asyncio.gather(migrate(pool), migrate(pool))
    assert (first, second) == ([], [])


async def test_two_at_once_on_an_empty_database(tmp_path: Path) -> None:
    """Of several processes that meet an empty database, one migrates it."""
    async with _opened(tmp_path) as pool:
        first, second = await asyncio.gather(migrate(pool), migrate(pool))
        assert sorted((len(first), len(second))) == [0, len(ALL)]
        await check_database(pool)


async def test_a_changed_migration_is_refused(
    pool: Pool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A file that is not the one that ran is named."""
    changed = tmp_path / "0001_people.sql"
    changed.write_text("SELECT 1;")
    monkeypatch.setattr(migrations, "migrations", lambda: [Script("0001_people", changed)])
    with pytest.raises(ConfigurationError, match="0001_people"):
        await migrate(pool)


async def test_a_database_behind_the_code_is_refused(
    pool: Pool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """What has not been migrated says how to."""
    new = tmp_path / "9999_future.sql"
    new.write_text("SELECT 1;")
    monkeypatch.setattr(migrations, "migrations", lambda: [Script("9999_future", new)])
    with pytest.raises(DatabaseUnsuitable, match="ursa migrate"):
        await check_database(pool)


async def test_a_database_with_other_views_is_refused(
    pool: Pool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A view that has changed needs `ursa migrate` as a migration does."""
    changed = tmp_path / "03_forecast_day.sql"
    changed.write_text("SELECT 1;")
    monkeypatch.setattr(migrations, "views", lambda: [Script("03_forecast_day", changed)])
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


# From every state.


@asynccontextmanager
async def _opened(folder: Path) -> AsyncIterator[Pool]:
    async with (
        empty_database(folder) as url,
        open_pool(url, size=4, prepare=SERVER is not None) as opened,
    ):
        yield opened


Catalog = list[tuple[str, str, str]]


async def _catalog(pool: Pool) -> Catalog:
    async with pool.connection() as connected:
        cursor = await connected.execute(CATALOG)
        return sorted(
            (str(part), str(name), str(made)) for part, name, made in await cursor.fetchall()
        )


@pytest.fixture(scope="module")
async def fresh(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """What an empty database becomes."""
    async with _opened(tmp_path_factory.mktemp("fresh")) as pool:
        await migrate(pool)
        return await _catalog(pool)


ROWS = (RELEASED / "rows.sql").read_text().split(";\n")
VIEWS = [path.read_text() for path in sorted(RELEASED.glob("[12]0_*.sql"))]
VIEWS_OF_FORECASTS = (RELEASED / "03_forecast_day.sql").read_text()


NOT_YET = (
    psycopg.errors.UndefinedTable,
    psycopg.errors.UndefinedObject,
    psycopg.errors.UndefinedColumn,
    psycopg.errors.FeatureNotSupported,
)
"""What a statement says whose relation or columnstore comes with a later migration, or grant too
late."""


async def _as_it_was(connected: Connection, ran: list[Script]) -> None:
    """A database that these migrations made, with people's rows and the views of its time."""
    await connected.execute(query("write/timescale_extension"))
    await connected.execute(query("write/migration_table"))
    for script in ran:
        await connected.execute(script.path.read_bytes())
        done = {"name": script.name, "sha256": script.sha256}
        await connected.execute(query("write/migration_done"), done)
    for statement in (*ROWS, VIEWS_OF_FORECASTS, *VIEWS):
        with suppress(*NOT_YET):
            await connected.execute(statement.encode())


@pytest.mark.parametrize("state", range(len(ALL)), ids=lambda state: ALL[state].name)
async def test_from_every_earlier_state(state: int, tmp_path: Path, fresh: Catalog) -> None:
    """A database that any number of migrations made becomes what an empty one becomes."""
    async with _opened(tmp_path) as pool:
        async with pool.connection() as connected:
            await _as_it_was(connected, ALL[:state])
        assert await migrate(pool) == [script.name for script in ALL[state:]]
        assert await _catalog(pool) == fresh


GRANTED = {"sleep": 2, "metric_daily": 1, "heart_rate_daily": 1, "metric_weekly": 1}


async def test_rows_outlive_migrations(tmp_path: Path) -> None:
    """People's rows, compressed and aggregated ones too, are there afterwards, and are granted."""
    async with _opened(tmp_path) as pool, pool.connection() as connected:
        await _as_it_was(connected, [script for script in ALL if script.name < "0011"])
        await migrate(pool)
        await connected.execute("SET ROLE ursa_analyst")
        for relation, rows in GRANTED.items():
            cursor = await connected.execute(f"SELECT user_id FROM analytics.{relation}".encode())
            assert await cursor.fetchall() == [("1001",)] * rows
        await connected.execute("RESET ROLE")


async def test_from_a_draft(tmp_path: Path, fresh: Catalog) -> None:
    """A database that ran a migration's draft, before its release, runs the released text too."""
    draft = Script("0011_whole_refreshes", RELEASED / "0011_draft.sql")
    async with _opened(tmp_path) as pool:
        async with pool.connection() as connected:
            await _as_it_was(connected, [*(s for s in ALL if s.name < "0011"), draft])
        assert draft.name in await migrate(pool)
        assert await _catalog(pool) == fresh


# Beside others.


@asynccontextmanager
async def _held(pool: Pool, statement: str) -> AsyncIterator[Connection]:
    """Somebody in a transaction that has done this."""
    async with pool.connection() as connected, connected.transaction():
        await connected.execute(statement.encode())
        yield connected


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Locks are waited for, and looked at, in milliseconds."""
    monkeypatch.setattr(patience, "LOCK_TIMEOUT", "100ms")
    monkeypatch.setattr(patience, "PAUSE_S", 0)
    monkeypatch.setattr(patience, "LOOK_S", 0.01)


@pytest.fixture
def changed_view(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A view has changed, and its relation with it."""
    changed = tmp_path / "00_changed.sql"
    changed.write_text("LOCK TABLE analytics.sleep IN ACCESS EXCLUSIVE MODE;")
    monkeypatch.setattr(migrations, "views", lambda: [Script(tmp_path.name, changed)])


@needs_two_backends
@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize(
    "held",
    [
        "SELECT FROM analytics.sleep",
        "SELECT pg_advisory_xact_lock(hashtext('ursa.migrate'))",
        "LOCK TABLE sleep IN ACCESS EXCLUSIVE MODE",
    ],
)
async def test_unchanged_views_wait_for_nobody(held: str, pool: Pool) -> None:
    """With nothing to do, neither an analyst's query nor anybody's lock delays a start."""
    async with _held(pool, held):
        assert await migrate(pool) == []


@needs_two_backends
@pytest.mark.usefixtures("hasty", "changed_view")
async def test_who_is_waited_for_is_told(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    """The log names the process that holds a lock, and when it has gone the work is done."""
    lines: asyncio.Queue[str] = asyncio.Queue()
    monkeypatch.setattr(patience.log, "warning", lambda text, who: lines.put_nowait(text % who))
    async with _held(pool, "SELECT FROM analytics.sleep") as holder:
        work = asyncio.create_task(migrate(pool))
        line = await lines.get()
    assert f"process {holder.info.backend_pid} of postgres (ursa) since" in line
    assert line.endswith("with: SELECT FROM analytics.sleep")
    assert await work == []


@needs_two_backends
@pytest.mark.usefixtures("hasty", "changed_view")
async def test_patience_ends(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who never lets go ends the work with a line that says so."""
    monkeypatch.setattr(patience, "PATIENCE_S", 0.01)
    async with _held(pool, "SELECT FROM analytics.sleep"):
        with pytest.raises(Timeout, match="Others have held"):
            await migrate(pool)


async def test_a_later_migration_meets_all_views(pool: Pool) -> None:
    """Every view lets go and is applied again as it was, with its grants."""
    shown = """
        SELECT relname, attname, atttypid, attcollation, col_description(attrelid, attnum), relacl
        FROM pg_attribute JOIN pg_class ON attrelid = pg_class.oid
        WHERE relkind = 'v' AND relnamespace = 'analytics'::regnamespace AND attnum > 0
        ORDER BY 1, attnum
    """
    async with pool.connection() as connected, connected.transaction(force_rollback=True):
        before = await (await connected.execute(shown.encode())).fetchall()
        await connected.execute(query("write/migration_views_let_go"), {})
        for view in migrations.views():
            await connected.execute(view.path.read_bytes())
        assert await (await connected.execute(shown.encode())).fetchall() == before
    assert before
