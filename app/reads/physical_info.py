"""What a person told Polar about themselves, now and before."""

from collections.abc import Sequence

from app.reads.desk import question
from app.records.physical_info import PhysicalInfo
from app.store.pool import Pool
from app.store.read import fetch_lists


@question
async def physical_info(
    pool: Pool, user_ids: Sequence[str], versions: int
) -> dict[str, list[PhysicalInfo]]:
    """The newest versions of each person, at most so many, the newest first."""
    parameters = {"user_ids": list(user_ids), "versions": versions}
    return await fetch_lists(pool, PhysicalInfo, "physical_info", user_ids, parameters)
