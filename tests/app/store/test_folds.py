"""Moments that the clock shows twice, days told empty, and the way from older relations."""

import datetime as dt
from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pytest

from app.embedded.server import Options, open_embedded
from app.records.activity import StepSamples
from app.records.biosensing import BodyTemperatureSamples
from app.records.heart_rate import HeartRateSamples
from app.records.sleep import Night
from app.store import migrations, write
from app.store.data_versions import person_versions
from app.store.migrations import migrate
from app.store.pool import Pool, open_pool
from tests.databases import SERVER, database_on

REPEATED = np.array(["2025-10-26T03:30", "2025-10-26T03:30", "2025-10-26T04:00"], "datetime64[s]")


def _heart_rate(bpm: list[float], day: str | None = None) -> HeartRateSamples:
    return HeartRateSamples(
        local_time=REPEATED[: len(bpm)],
        fold=np.array([0, 1, 0][: len(bpm)], np.int8),
        bpm=np.array(bpm),
        minute_weight=np.ones(len(bpm)),
        told=None if day is None else np.array([day], "datetime64[D]"),  # type: ignore[arg-type]
    )


async def _stored(pool: Pool, person: str) -> list[tuple[int, int]]:
    async with pool.connection() as connected:
        cursor = await connected.execute(
            "SELECT fold, bpm FROM heart_rate_sample WHERE user_id = %s ORDER BY local_time, fold",
            [person],
        )
        return await cursor.fetchall()


async def _compress(pool: Pool, *relations: str) -> None:
    async with pool.connection() as connected:
        for relation in relations:
            await connected.execute(
                "SELECT compress_chunk(chunk, TRUE) FROM show_chunks(%s::regclass) AS chunk",
                [relation],
            )


@pytest.mark.parametrize("compressed", [False, True])
async def test_a_repeated_hour_keeps_both(pool: Pool, person: str, *, compressed: bool) -> None:
    """Two samples of one moment on the clock are two rows, told apart by their fold."""
    assert await write.store_harvest(pool, person, [_heart_rate([50, 60, 70])]) == 3
    if compressed:
        await _compress(pool, "heart_rate_sample")
    assert await write.store_harvest(pool, person, [_heart_rate([50, 60, 70])]) == 0
    assert await write.store_harvest(pool, person, [_heart_rate([50, 61, 70])]) == 1
    assert await _stored(pool, person) == [(0, 50), (1, 61), (0, 70)]


async def test_a_day_that_is_told_empty_is_emptied(pool: Pool, person: str) -> None:
    """A day without samples takes those away that were stored, and those of no other day."""
    await write.store_harvest(pool, person, [_heart_rate([50, 60])])
    await write.store_harvest(pool, person, [_heart_rate([], "2025-10-25")])
    assert await _stored(pool, person) == [(0, 50), (1, 60)]
    before = await person_versions(pool, [person])
    await write.store_harvest(pool, person, [_heart_rate([], "2025-10-26")])
    assert await _stored(pool, person) == []
    assert await person_versions(pool, [person]) != before


async def test_steps_belong_to_the_day_of_their_answer(pool: Pool, person: str) -> None:
    """Minutes whose clock is another day's are replaced with the day that told them."""
    day = np.array(["2026-11-24"] * 2, "datetime64[D]")
    evening = np.array(["2026-11-23T23:58", "2026-11-24T00:01"], "datetime64[s]")
    block = StepSamples(local_time=evening, date=day, steps=np.array([100, 50]))
    assert await write.store_harvest(pool, person, [block]) == 2
    shorter = StepSamples(local_time=evening[1:], date=day[1:], steps=np.array([60]))
    assert await write.store_harvest(pool, person, [shorter]) == 1
    async with pool.connection() as connected:
        cursor = await connected.execute(
            "SELECT steps FROM step_sample WHERE user_id = %s", [person]
        )
        assert await cursor.fetchall() == [(60,)]


async def test_temperatures_of_a_repeated_hour(pool: Pool, person: str) -> None:
    """Of two periods on two offsets, each keeps its temperature at one moment of the clock."""
    nights = [
        Night(date=day, sleep_end_at=end, utc_offset_minutes=offset)
        for day, end, offset in (
            (dt.date(2025, 10, 25), dt.datetime(2025, 10, 25, 4, tzinfo=dt.UTC), 180),
            (dt.date(2025, 10, 26), dt.datetime(2025, 10, 26, 5, tzinfo=dt.UTC), 120),
        )
    ]
    starts = np.array(["2025-10-25T04:00", "2025-10-26T05:00"], "datetime64[s]")
    measured = np.array(["2025-10-26T00:30", "2025-10-26T01:30"], "datetime64[s]")
    block = BodyTemperatureSamples(
        device_id=np.array(["", ""]),
        measurement_type=np.array(["SKIN_TEMPERATURE"] * 2),
        start_at=starts,
        measured_at=measured,
        temperature_c=np.array([36.5, 36.0]),
    )
    assert await write.store_harvest(pool, person, [nights, block]) > 2
    async with pool.connection() as connected:
        cursor = await connected.execute(
            "SELECT temperature_c, local_time::text FROM body_temperature_sample"
            " WHERE user_id = %s ORDER BY measured_at",
            [person],
        )
        assert await cursor.fetchall() == [
            (36.5, "2025-10-26 03:30:00"),
            (36, "2025-10-26 03:30:00"),
        ]


@pytest.fixture
async def empty(tmp_path: Path) -> AsyncIterator[Pool]:
    """Pool on a database of the test's own, without relations."""
    if SERVER is None:
        async with (
            open_embedded(tmp_path, Options(relaxed=True)) as database,
            open_pool(database.url, size=2, prepare=False) as opened,
        ):
            yield opened
    else:
        with database_on(SERVER) as url:
            async with open_pool(url, size=2) as opened:
                yield opened


ROWS = """
    INSERT INTO account (user_id) VALUES ('old');
    INSERT INTO heart_rate_sample
    SELECT 'old', timestamp '2025-10-26 03:30' + i * interval '1 minute', 50, 1
    FROM generate_series(0, 999) AS i;
    INSERT INTO step_sample
    SELECT 'old', timestamp '2025-10-26' + i * interval '1 minute', 1
    FROM generate_series(0, 999) AS i;
    INSERT INTO sleep (user_id, date, sleep_score) VALUES ('old', '2025-10-26', 80);
    INSERT INTO metric_daily VALUES ('old', 'sleep_score', '2025-10-26', 80)
"""


async def test_compressed_rows_of_older_relations(
    empty: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was compressed before the keys had a fold is there afterwards, and is written to."""
    every = migrations.migrations()
    old = [each for each in every if each.name < "0030"]
    with monkeypatch.context() as patch:
        patch.setattr(migrations, "migrations", lambda: old)
        patch.setattr(migrations, "_apply_views", _no_views)
        await migrate(empty)
    async with empty.connection() as connected:
        for statement in ROWS.split(";"):
            await connected.execute(statement.encode())
    await _compress(empty, "heart_rate_sample", "step_sample", "sleep", "metric_daily")
    await migrate(empty)
    block = _heart_rate([50, 60])
    assert await write.store_harvest(empty, "old", [block]) == 1
    assert await write.store_harvest(empty, "old", [block]) == 0
    assert await _stored(empty, "old") == [(0, 50), (1, 60)]
    later = Night(date=dt.date(2025, 10, 26), sleep_score=70)
    assert await write.store_harvest(empty, "old", [[later]]) == 2
    async with empty.connection() as connected:
        cursor = await connected.execute(
            "SELECT count(*), min(source), count(run_id), count(written_at) FROM step_sample"
        )
        assert await cursor.fetchone() == (1000, "accesslink", 0, 0)


async def _no_views(_: object) -> None:
    """Views are of the newest relations."""
