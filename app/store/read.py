"""Questions to the database: run a file of sql/queries/read and make records of its rows."""

from typing import Any, TypeVar

from psycopg.rows import class_row, scalar_row, tuple_row

from app.store.pool import Pool, connection
from app.store.queries import query

R = TypeVar("R")


async def fetch_all(pool: Pool, record: type[R], name: str, **parameters: object) -> list[R]:
    """Rows of `sql/queries/read/{name}.sql` as records."""
    async with connection(pool) as connected, connected.cursor(row_factory=class_row(record)) as c:
        await c.execute(query(f"read/{name}"), parameters)
        return await c.fetchall()


async def fetch_one(pool: Pool, record: type[R], name: str, **parameters: object) -> R | None:
    """The first row of `sql/queries/read/{name}.sql` as a record, or None."""
    async with connection(pool) as connected, connected.cursor(row_factory=class_row(record)) as c:
        await c.execute(query(f"read/{name}"), parameters)
        return await c.fetchone()


async def fetch_value(pool: Pool, name: str, **parameters: object) -> Any:  # noqa: ANN401 -- a scalar of the caller's knowledge
    """The first column of the first row of `sql/queries/read/{name}.sql`, or None."""
    async with connection(pool) as connected, connected.cursor(row_factory=scalar_row) as c:
        await c.execute(query(f"read/{name}"), parameters)
        return await c.fetchone()


async def fetch_columns(pool: Pool, name: str, **parameters: object) -> list[list[Any]]:
    """Columns of `sql/queries/read/{name}.sql`, for series of many rows; [] without rows."""
    async with connection(pool) as connected, connected.cursor(row_factory=tuple_row) as c:
        await c.execute(query(f"read/{name}"), parameters)
        return [list(column) for column in zip(*await c.fetchall(), strict=True)]
