"""What all tests share: a real TimescaleDB, people in it, and Polar's bodies."""

import datetime as dt
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import psycopg
import pytest

from app.modelling import Models, open_models
from app.store.aggregates import refresh_aggregates
from app.store.migrations import migrate
from app.store.pool import READ_ONLY, READING_FAST, Pool, open_pool
from tests.app.series import AFTER_ALL, new_person, one_of_each
from tests.databases import SERVER, empty_database
from tests.summary import summary

POLAR = Path(__file__).parents[2] / "shared" / "polar"


def pytest_report_header() -> str:
    """Say which database the tests run on."""
    if SERVER is None:
        return "database: embedded TimescaleDB"
    with psycopg.connect(SERVER, autocommit=True) as connected:
        row = connected.execute("SELECT version()").fetchone()
    return f"database: server, {str(row[0]).split(' on ')[0] if row else 'unknown'}"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say who may what, as it was found, and how long functions are."""
    reports = [
        each
        for outcome in ("passed", "failed")
        for each in terminalreporter.getreports(outcome)
        if isinstance(each, pytest.TestReport)
    ]
    for line in summary([each for report in reports for each in report.user_properties]):
        terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """All async tests share one asyncio loop, so that they can share one pool."""
    return "asyncio"


@pytest.fixture(scope="session")
def database_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """DATA_DIR of the run's embedded database."""
    return tmp_path_factory.mktemp("embedded")


@pytest.fixture(scope="session")
async def database_url(database_folder: Path) -> AsyncIterator[str]:
    """An empty database of the run's own: embedded, or made on the TEST_DATABASE_URL server."""
    async with empty_database(database_folder) as url:
        yield url


@pytest.fixture(scope="session")
async def pool(database_url: str) -> AsyncIterator[Pool]:
    """Pool on the migrated database."""
    async with open_pool(database_url, size=4, prepare=SERVER is not None) as opened:
        await migrate(opened)
        await _refresh_far_ahead(opened)
        yield opened


@pytest.fixture(scope="session")
async def reading(database_url: str, pool: Pool) -> AsyncIterator[Pool]:
    """Pool of reads on the same database, after `pool` has migrated it."""
    assert pool
    prepare, options = SERVER is not None, READ_ONLY if SERVER is None else READ_ONLY | READING_FAST
    async with open_pool(database_url, size=4, prepare=prepare, options=options) as opened:
        yield opened


@pytest.fixture
async def strangers(pool: Pool) -> None:
    """Nobody of another test has one of the simulator's few Polar accounts."""
    async with pool.connection() as connected:
        await connected.execute("UPDATE account SET polar_user_id = NULL")


async def _refresh_far_ahead(pool: Pool) -> None:
    """Leave no day to reading, so that a test that forgot to refresh fails in every order."""
    await one_of_each(pool, await new_person(pool), AFTER_ALL - dt.timedelta(days=1))
    await refresh_aggregates(pool, AFTER_ALL + dt.timedelta(days=365))


@pytest.fixture(autouse=True, scope="session")
def patient() -> Iterator[None]:
    """Nobody is told to come back later because the machine is busy."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("app.findings.analyse.PATIENCE_S", 120)
        yield


@pytest.fixture(scope="session")
async def models() -> AsyncIterator[Models]:
    """One process of models for all tests, because its start takes seconds."""
    async with open_models() as opened:
        yield opened


@pytest.fixture
async def person(pool: Pool) -> str:
    """A person of the test's own, so that no test sees another's rows."""
    return await new_person(pool)


@pytest.fixture(scope="session")
def polar_bodies() -> Path:
    """Folder of Polar's example and captured bodies."""
    if not POLAR.is_dir():
        pytest.skip("Polar's example bodies (../shared/polar) are not here")
    return POLAR
