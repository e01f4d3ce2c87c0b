"""Databases for tests: made on the server of TEST_DATABASE_URL, or embedded."""

import os
import secrets
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from app.embedded.server import Options, open_embedded

SERVER = os.environ.get("TEST_DATABASE_URL")


@asynccontextmanager
async def empty_database(folder: Path) -> AsyncIterator[str]:
    """URL of an empty database: on the server, or embedded in this folder."""
    if SERVER is None:
        async with open_embedded(folder, Options(relaxed=True)) as database:
            yield database.url
    else:
        with database_on(SERVER) as url:
            yield url


@contextmanager
def database_on(server: str, owner: str | None = None) -> Iterator[str]:
    """URL of a new database on a server, dropped at the end; it may belong to another role."""
    name = f"ursa_test_{secrets.token_hex(6)}"
    with psycopg.connect(server, autocommit=True) as connected:
        create = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name))
        if owner is not None:
            create += sql.SQL(" OWNER {}").format(sql.Identifier(owner))
        connected.execute(create)
        yield urlsplit(server)._replace(path=f"/{name}").geturl()
        connected.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
