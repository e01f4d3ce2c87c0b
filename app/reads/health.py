"""Whether the database answers, and whether it is up to date."""

from app.errors import DatabaseUnavailable
from app.store.migrations import migrations
from app.store.pool import Pool
from app.store.read import fetch_columns, fetch_value


async def alive(pool: Pool) -> bool:
    """Whether the database answers."""
    try:
        return bool(await fetch_value(pool, "alive") == 1)
    except DatabaseUnavailable:
        return False


async def migrated(pool: Pool) -> bool:
    """Whether every migration has run."""
    if await fetch_value(pool, "migration_table_there") is None:
        return False
    names, *_ = await fetch_columns(pool, "migrations") or [[]]
    return {migration.name for migration in migrations()} <= set(names)
