"""What a person told Polar about themselves, now and before."""

from app.records.physical_info import PhysicalInfo
from app.store.pool import Pool
from app.store.read import fetch_all


async def physical_info(pool: Pool, user_id: str, versions: int) -> list[PhysicalInfo]:
    """The newest versions, at most so many, the newest first."""
    return await fetch_all(pool, PhysicalInfo, "physical_info", user_id=user_id, versions=versions)
