"""Changes to the database: run a file of sql/queries/write."""

from typing import Any

from app.store.pool import Pool, connection, transaction
from app.store.queries import query


async def execute(pool: Pool, name: str, **parameters: object) -> int:
    """Run `sql/queries/write/{name}.sql`; answers how many rows it touched."""
    async with transaction(pool) as connected:
        cursor = await connected.execute(query(f"write/{name}"), parameters)
        return cursor.rowcount


async def returned(pool: Pool, name: str, **parameters: object) -> list[Any]:
    """The same; answers the first column of what it returned."""
    async with connection(pool) as connected:
        cursor = await connected.execute(query(f"write/{name}"), parameters)
        return [row[0] for row in await cursor.fetchall()]
