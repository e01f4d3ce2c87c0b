"""Questions to the database: run a file of sql/queries/read and make records of its rows."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any, TypeVar

from psycopg.rows import scalar_row, tuple_row

from app.store import classes
from app.store.pool import Pool, connection
from app.store.queries import query
from app.store.rows import keyed_row, record_row

R = TypeVar("R")
K = TypeVar("K", bound=Hashable)
Parameters = Mapping[str, object]


async def fetch_all(pool: Pool, record: type[R], name: str, **parameters: object) -> list[R]:
    """Rows of `sql/queries/read/{name}.sql` as records."""
    classes.check(pool, name, parameters)
    async with connection(pool) as connected, connected.cursor(row_factory=record_row(record)) as c:
        await c.execute(query(f"read/{name}"), parameters)
        return classes.masked(pool, record, await c.fetchall())


async def fetch_one(pool: Pool, record: type[R], name: str, **parameters: object) -> R | None:
    """The first row of `sql/queries/read/{name}.sql` as a record, or None."""
    classes.check(pool, name, parameters)
    async with connection(pool) as connected, connected.cursor(row_factory=record_row(record)) as c:
        await c.execute(query(f"read/{name}"), parameters)
        row = await c.fetchone()
    return None if row is None else classes.masked(pool, record, [row])[0]


async def fetch_value(pool: Pool, name: str, **parameters: object) -> Any:  # noqa: ANN401 -- a scalar of the caller's knowledge
    """The first column of the first row of `sql/queries/read/{name}.sql`, or None."""
    classes.check(pool, name, parameters)
    async with connection(pool) as connected, connected.cursor(row_factory=scalar_row) as c:
        await c.execute(query(f"read/{name}"), parameters)
        return await c.fetchone()


async def fetch_values(pool: Pool, name: str, **parameters: object) -> list[Any]:
    """The first column of `sql/queries/read/{name}.sql`; [] without rows."""
    classes.check(pool, name, parameters)
    async with connection(pool) as connected, connected.cursor(row_factory=scalar_row) as c:
        await c.execute(query(f"read/{name}"), parameters)
        return await c.fetchall()


async def fetch_columns(pool: Pool, name: str, **parameters: object) -> list[list[Any]]:
    """Columns of `sql/queries/read/{name}.sql`, for series of many rows; [] without rows."""
    classes.check(pool, name, parameters)
    async with connection(pool) as connected, connected.cursor(row_factory=tuple_row) as c:
        await c.execute(query(f"read/{name}"), parameters)
        return [list(column) for column in zip(*await c.fetchall(), strict=True)]


async def fetch_lists(
    pool: Pool,
    record: type[R],
    name: str,
    keys: Sequence[K],
    parameters: Parameters,
    *,
    binary: bool = False,
) -> dict[K, list[R]]:
    """Rows of `sql/queries/read/{name}.sql` as records, by their first column; [] for the others.

    A name with a folder is found there. `binary`: arrays come as numpy columns.
    """
    found: dict[K, list[R]] = {key: [] for key in keys}
    for key, row in await _fetch_keyed(pool, record, name, parameters, binary=binary):
        found[key].append(row)
    return found


async def fetch_each(
    pool: Pool, record: type[R], name: str, parameters: Parameters, *, binary: bool = False
) -> dict[Any, R]:
    """The one row of each key, which is the first column; `binary`: arrays are numpy columns."""
    return dict(await _fetch_keyed(pool, record, name, parameters, binary=binary))


async def _fetch_keyed(
    pool: Pool, record: type[R], name: str, parameters: Parameters, *, binary: bool
) -> list[tuple[Any, R]]:
    classes.check(pool, name, parameters)
    factory = keyed_row(record)
    async with (
        connection(pool) as connected,
        connected.cursor(binary=binary, row_factory=factory) as c,
    ):
        await c.execute(query(name if "/" in name else f"read/{name}"), parameters)
        found = await c.fetchall()
    rows = classes.masked(pool, record, [row for _, row in found])
    return [(key, row) for (key, _), row in zip(found, rows, strict=True)]
