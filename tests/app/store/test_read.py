"""Columns of the database, as the lists and numpy columns that questions answer."""

from typing import Any

import numpy as np
import pytest

from app.store.arrays import listed
from app.store.pool import Pool

ARRAYS: list[tuple[str, str, list[Any], str]] = [
    ("smallint[]", "{1,-2}", [1, -2], "i2"),
    ("integer[]", "{1,2147483647}", [1, 2147483647], "i4"),
    ("real[]", "{0.1,-1.5,16777216}", [0.1, -1.5, 16777216.0], "f4"),
    ("double precision[]", "{0.1,1e300}", [0.1, 1e300], "f8"),
    ("real[]", "{0.1,NULL}", [0.1, None], "f4"),
    ("double precision[]", "{NULL,NULL}", [None, None], "f8"),
    ("real[]", "{}", [], "f4"),
]


@pytest.mark.parametrize(("kind", "text", "values", "dtype"), ARRAYS)
async def test_arrays_of_numbers_are_columns(
    pool: Pool, kind: str, text: str, values: list[Any], dtype: str
) -> None:
    """Numbers keep their digits, and a NULL among reals is NaN, listed as None."""
    column = await _one(pool, kind, text)
    assert column.dtype == np.dtype(dtype)
    assert listed(column) == values


async def test_whole_numbers_with_a_gap_are_a_list(pool: Pool) -> None:
    """There is no whole number for NULL."""
    assert await _one(pool, "integer[]", "{1,NULL,3}") == [1, None, 3]


async def test_moments_are_a_column(pool: Pool) -> None:
    """Wall clocks keep their microseconds, before 2000 as well."""
    column = await _one(pool, "timestamp[]", '{"1999-12-31 23:59:59.000001","2026-01-11 07:00"}')
    expected = np.array(["1999-12-31T23:59:59.000001", "2026-01-11T07:00"], "datetime64[us]")
    np.testing.assert_array_equal(column, expected)


async def _one(pool: Pool, kind: str, text: str) -> Any:  # noqa: ANN401 -- a column or a list
    async with pool.connection() as connected, connected.cursor(binary=True) as cursor:
        await cursor.execute(f"SELECT %s::text::{kind}", [text])
        row = await cursor.fetchone()
    assert row is not None
    return row[0]
