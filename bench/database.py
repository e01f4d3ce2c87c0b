"""A migrated database to measure on."""

import os
import secrets
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from app.embedded.server import open_embedded
from app.store.migrations import migrate
from app.store.pool import Pool, open_pool

SERVER = os.environ.get("TEST_DATABASE_URL")
KIND = "server" if SERVER else "embedded"


@asynccontextmanager
async def open_url() -> AsyncIterator[str]:
    """URL of an empty database: embedded, or made on the server of TEST_DATABASE_URL."""
    if SERVER is None:
        with tempfile.TemporaryDirectory() as folder:
            async with open_embedded(Path(folder)) as database:
                yield database.url
        return
    name = f"ursa_bench_{secrets.token_hex(4)}"
    with psycopg.connect(SERVER, autocommit=True) as connected:
        connected.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield urlsplit(SERVER)._replace(path=f"/{name}").geturl()
        finally:
            drop = sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
            connected.execute(drop)


@asynccontextmanager
async def open_migrated() -> AsyncIterator[tuple[str, Pool]]:
    """The URL and a pool on it, with all relations."""
    async with open_url() as url, open_pool(url, size=4, prepare=SERVER is not None) as pool:
        await migrate(pool)
        yield url, pool
