"""Rows that come again: unchanged, changed, gone, and after they were compressed."""

import numpy as np
import pytest

from app.records.heart_rate import HeartRateSamples
from app.store import write
from app.store.pool import Pool


def _samples(bpm: list[float], day: str = "2025-03-03", step_s: int = 300) -> HeartRateSamples:
    times = np.arange(len(bpm)) * step_s
    return HeartRateSamples(
        local_time=np.datetime64(day, "s") + times.astype("timedelta64[s]"),
        bpm=np.array(bpm, float),
        minute_weight=np.ones(len(bpm)),
    )


async def _stored(pool: Pool, person: str) -> list[int | None]:
    async with pool.connection() as connected:
        cursor = await connected.execute(
            "SELECT bpm FROM heart_rate_sample WHERE user_id = %s ORDER BY local_time", [person]
        )
        return [bpm for (bpm,) in await cursor.fetchall()]


async def _compress(pool: Pool) -> None:
    async with pool.connection() as connected:
        await connected.execute(
            "SELECT compress_chunk(chunk, TRUE) FROM show_chunks('heart_rate_sample') AS chunk"
        )


@pytest.mark.parametrize("compressed", [False, True])
async def test_what_changed_is_written_and_nothing_else(
    pool: Pool, person: str, *, compressed: bool
) -> None:
    """New, changed and missing samples are told apart, also in compressed chunks."""
    assert await write.store_harvest(pool, person, [_samples([60, 61, np.nan, 63])]) == 4
    if compressed:
        await _compress(pool)
    assert await write.store_harvest(pool, person, [_samples([60, 61, np.nan, 63])]) == 0
    assert await write.store_harvest(pool, person, [_samples([60, 70, np.nan, 63, 64])]) == 2
    assert await _stored(pool, person) == [60, 70, None, 63, 64]
    assert await write.store_harvest(pool, person, [_samples([60, 70])]) == 0
    assert await _stored(pool, person) == [60, 70]


async def test_other_days_are_left_alone(pool: Pool, person: str) -> None:
    """A day that is sent replaces itself, not its neighbours."""
    await write.store_harvest(pool, person, [_samples([50, 51], "2025-03-02")])
    await write.store_harvest(pool, person, [_samples([60, 61], "2025-03-03")])
    assert await _stored(pool, person) == [50, 51, 60, 61]
    await write.store_harvest(pool, person, [_samples([70], "2025-03-03")])
    assert await _stored(pool, person) == [50, 51, 70]


async def test_a_month_is_compared_by_hash(pool: Pool, person: str) -> None:
    """20,000 samples that come again are compared in moments, not pair by pair."""
    block = _samples([60.0] * 20_000, step_s=60)
    assert await write.store_harvest(pool, person, [block]) == 20_000
    assert await write.store_harvest(pool, person, [block]) == 0
