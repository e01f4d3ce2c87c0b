"""What all tests share: a real TimescaleDB, people in it, and Polar's bodies."""

import datetime as dt
import os
import secrets
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from psycopg import sql

from app.embedded.server import Options, open_embedded
from app.store.aggregates import refresh_aggregates
from app.store.migrations import migrate
from app.store.pool import Pool, open_pool
from tests.app.series import AFTER_ALL, new_person, one_of_each

SERVER = os.environ.get("TEST_DATABASE_URL")
POLAR = Path(__file__).parents[2] / "shared" / "polar"


def pytest_report_header() -> str:
    """Say which database the tests run on."""
    if SERVER is None:
        return "database: embedded TimescaleDB"
    with psycopg.connect(SERVER, autocommit=True) as connected:
        row = connected.execute("SELECT version()").fetchone()
    return f"database: server, {str(row[0]).split(' on ')[0] if row else 'unknown'}"


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """All async tests share one asyncio loop, so that they can share one pool."""
    return "asyncio"


@pytest.fixture(scope="session")
async def database_url(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    """An empty database of the run's own: embedded, or made on the TEST_DATABASE_URL server."""
    if SERVER is None:
        folder = tmp_path_factory.mktemp("embedded")
        async with open_embedded(folder, Options(relaxed=True)) as database:
            yield database.url
    else:
        with _database_on(SERVER) as url:
            yield url


@contextmanager
def _database_on(server: str) -> Iterator[str]:
    """URL of a new database on a server, dropped at the end."""
    name = f"ursa_test_{secrets.token_hex(6)}"
    with psycopg.connect(server, autocommit=True) as connected:
        connected.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield urlsplit(server)._replace(path=f"/{name}").geturl()
        connected.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture(scope="session")
async def pool(database_url: str) -> AsyncIterator[Pool]:
    """Pool on the migrated database."""
    async with open_pool(database_url, size=4, prepare=SERVER is not None) as opened:
        await migrate(opened)
        await _refresh_far_ahead(opened)
        yield opened


async def _refresh_far_ahead(pool: Pool) -> None:
    """Leave no day to reading, so that a test that forgot to refresh fails in every order."""
    await one_of_each(pool, await new_person(pool), AFTER_ALL - dt.timedelta(days=1))
    await refresh_aggregates(pool, AFTER_ALL + dt.timedelta(days=365))


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
