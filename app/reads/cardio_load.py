"""Days of cardio load."""

from app.days import Window
from app.records.cardio_load import CardioLoadDay
from app.store.pool import Pool
from app.store.read import fetch_all


async def cardio_load_days(pool: Pool, user_id: str, window: Window) -> list[CardioLoadDay]:
    """Days of the window, the newest first."""
    return await fetch_all(
        pool,
        CardioLoadDay,
        "cardio_load_days",
        user_id=user_id,
        first=window.first,
        last=window.last,
    )
