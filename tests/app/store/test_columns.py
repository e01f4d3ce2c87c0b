"""Array parameters."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np

from app.records.cardio_load import CardioLoadDay
from app.store import columns
from app.store.arrays import column
from app.store.pool import Pool


@dataclass
class Block:
    """A block with a column of each type."""

    whole: Any
    real: Any
    time: Any
    day: Any
    text: Any


async def test_columns_arrive_as_they_were(pool: Pool) -> None:
    """Numbers, times and dates come back from the database with every digit."""
    block = Block(
        whole=np.array([-5, 2**40]),
        real=np.array([0.1, np.nan]),
        time=np.array(["2026-01-11T07:02:03.004", "1999-12-31T23:59:59"], "datetime64[ms]"),
        day=np.array(["2026-01-11", "1999-12-31"], "datetime64[D]"),
        text=np.array(['{"x\\', "NULL"]),
    )
    async with pool.connection() as connected:
        cursor = await connected.execute(
            "SELECT whole, nullif(real, 'NaN'), time, day, text FROM unnest(%(whole)s::bigint[],"
            " %(real)s::double precision[], %(time)s::timestamp[], %(day)s::date[],"
            " %(text)s::text[]) AS sent (whole, real, time, day, text)",
            columns.of_block(block),
        )
        assert await cursor.fetchall() == [
            (-5, 0.1, dt.datetime(2026, 1, 11, 7, 2, 3, 4000), dt.date(2026, 1, 11), '{"x\\'),
            (2**40, None, dt.datetime(1999, 12, 31, 23, 59, 59), dt.date(1999, 12, 31), "NULL"),
        ]


async def test_an_empty_column_is_an_empty_array(pool: Pool) -> None:
    """No rows are no rows, whatever the type."""
    async with pool.connection() as connected:
        cursor = await connected.execute(
            "SELECT cardinality(%(x)s::double precision[])", {"x": column(np.array([], float))}
        )
        assert await cursor.fetchall() == [(0,)]


def test_records_become_texts_without_nul() -> None:
    """Every value is text that PostgreSQL can cast, and no NUL reaches it."""
    record = CardioLoadDay(date=dt.date(2026, 1, 11), cardio_load=0.5, extra={"x": "a\x00b"})
    found = columns.of_records([record])
    assert (found["date"], found["cardio_load"]) == (["2026-01-11"], ["0.5"])
    assert found["extra"] == ['{"x":"ab"}']
