"""The upserts, and the relations that they write to."""

from typing import Any

import pytest

from app.store.pool import Pool
from app.store.relations import KEYS, RECORDS, SAMPLES
from app.store.upserts import described

SHORT = {"timestamp with time zone": "timestamptz", "timestamp without time zone": "timestamp"}
GIVEN = {"user_id", "exercise_id", "duplicate_of", "device_id", "source", "run_id", "written_at"}
"""Columns that the database or the caller fills in."""

COLUMNS = """
    SELECT attname, format_type(atttypid, atttypmod)
    FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped
"""
UNIQUE = """
    SELECT array_agg(attname::text) FROM pg_index
    JOIN pg_attribute ON attrelid = indrelid AND attnum = ANY (indkey)
    WHERE indrelid = %s::regclass AND indisunique GROUP BY indexrelid
"""


@pytest.mark.parametrize("kind", RECORDS | SAMPLES)
async def test_fields_are_columns(kind: type[Any], pool: Pool) -> None:
    """A record has a field for each column, of the column's type."""
    made = described(kind)
    fields = {column.name: column.stored for column in made.columns}
    async with pool.connection() as connected:
        rows = await (await connected.execute(COLUMNS, [made.relation])).fetchall()
    columns = {name: SHORT.get(kind, kind) for name, kind in rows}
    assert fields == {n: t for n, t in columns.items() if n in fields or n not in GIVEN}


@pytest.mark.parametrize("relation", KEYS)
async def test_keys_are_keys(relation: str, pool: Pool) -> None:
    """What tells rows of a person apart is a key of the relation, with the person or without."""
    async with pool.connection() as connected:
        rows = await (await connected.execute(UNIQUE, [relation])).fetchall()
    keys = [set(columns) - {"user_id"} for (columns,) in rows]
    assert set(KEYS[relation]) in keys


def test_every_kind_has_a_key() -> None:
    """No relation is written without one."""
    assert set(KEYS) == set((RECORDS | SAMPLES).values())
