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

COPIES = (Path(__file__).parent / "sql" / "copies_of_person.sql").read_text().encode()
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


async def copy_person(pool: Pool, person: str, first: int, last: int) -> None:
    """The person's year again for others, who are called copy-`first` to copy-`last`."""
    named = {"person": person, "first": str(first), "last": str(last)}
    async with pool.connection() as connected, connected.transaction():
        for name, value in named.items():
            await connected.execute("SELECT set_config(%s, %s, TRUE)", [f"bench.{name}", value])
        await connected.execute(COPIES)
