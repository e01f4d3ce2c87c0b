"""A database with the demo's person of every sensor, as analysts meet it."""

from collections.abc import AsyncIterator

import pytest
from rich.console import Console

from app.seed import seed
from app.settings import Settings
from app.store.pool import Pool, open_pool
from tests.databases import SERVER, empty_database

CHIARA = "chiara"


@pytest.fixture(scope="session")
async def demo_url(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    """URL of a database with four weeks of one simulated person, until today."""
    folder = tmp_path_factory.mktemp("demo")
    async with empty_database(folder) as url:
        settings = Settings(database_url=url, data_dir=folder)
        await seed(settings, CHIARA, 28, Console(quiet=True))
        yield url


@pytest.fixture(scope="session")
async def demo(demo_url: str) -> AsyncIterator[Pool]:
    """Pool on it."""
    async with open_pool(demo_url, size=3, prepare=SERVER is not None) as opened:
        yield opened
