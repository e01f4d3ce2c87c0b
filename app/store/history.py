"""What rows said before they were replaced or deleted, kept by the database itself."""

import datetime as dt

from app.store.change import execute
from app.store.pool import Pool


async def forget(pool: Pool, before: dt.datetime) -> None:
    """Forget versions that were replaced before then."""
    await execute(pool, "history_forget", before=before)
