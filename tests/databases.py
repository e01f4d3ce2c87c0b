"""Databases for tests: made on the server of TEST_DATABASE_URL, or embedded."""

import atexit
import os
import secrets
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from app.embedded.server import Options, open_embedded

SERVER = os.environ.get("TEST_DATABASE_URL")
RELAXED = Options(relaxed=True)


@asynccontextmanager
async def empty_database(folder: Path) -> AsyncIterator[str]:
    """URL of an empty database: on the server, or embedded in this folder."""
    if SERVER is None:
        await _initialised(folder)
        async with open_embedded(folder, RELAXED) as database:
            yield database.url
    else:
        with database_on(SERVER) as url:
            yield url


async def _initialised(folder: Path) -> None:
    """Copy a new cluster into the folder: to make one anew takes most of a start's time."""
    made = _new_cluster()
    if not (made / "pgdata").exists():
        async with open_embedded(made, RELAXED):
            pass
    shutil.copytree(made / "pgdata", folder / "pgdata")


@cache
def _new_cluster() -> Path:
    """Where this process keeps its first cluster, which stays as it was made."""
    place = Path(tempfile.mkdtemp(prefix="ursa-cluster-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    return place


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
